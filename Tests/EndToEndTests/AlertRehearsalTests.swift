import Foundation
import Testing

/// Every alert fires on real trouble of the built program, and nothing else does.
@Suite struct AlertRehearsalTests {
    @Test func eachAlertFiresOnItsTroubleAndNoneOnQuietDays() throws {
        let own = "\(Program.repository)/.build/tools/promtool"
        let promtool = FileManager.default.isExecutableFile(atPath: own) ? own : "promtool"
        let result = try Program.run(
            "/usr/bin/python3", ["\(Program.repository)/ops/prometheus/rehearse", Program.path, promtool], in: "/")
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains("15 scenes, 13 alerts"))
    }
}
