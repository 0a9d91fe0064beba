import Mail
import Testing

@testable import Store

@Suite struct WindowTests {
    @Test func countsOfAllProcessesAddUpAndSurviveARestart() throws {
        let test = try TestStore()
        try test.store.record([WindowUse(key: "relay:a:25", minute: 100, count: 3)])
        let second = try MailerStore(path: test.path)
        try second.record([
            WindowUse(key: "relay:a:25", minute: 100, count: 4), WindowUse(key: "to:gmail", minute: 101, count: 1),
        ])
        try second.close()
        let all = try test.store.windowUses(since: 0)
        #expect(
            all == [
                WindowUse(key: "relay:a:25", minute: 100, count: 7), WindowUse(key: "to:gmail", minute: 101, count: 1),
            ])
        #expect(try test.store.windowUses(since: 101).map(\.key) == ["to:gmail"])
    }

    @Test(arguments: [(1, [2]), (2, [1]), (3, []), (4, [])])
    func placesThatAreGivenBackAreFree(count: Int, left: [Int]) throws {
        let test = try TestStore()
        try test.store.record([WindowUse(key: "relay:a:25", minute: 100, count: 3)])
        try test.store.record([
            WindowUse(key: "relay:a:25", minute: 100, count: -count),
            WindowUse(key: "to:gmail", minute: 100, count: -1),
        ])
        #expect(try test.store.windowUses(since: 0).map(\.count) == left)
        try test.store.record([WindowUse(key: "to:gmail", minute: 100, count: 1)])
        #expect(try test.store.windowUses(since: 0).last == WindowUse(key: "to:gmail", minute: 100, count: 1))
    }

    @Test func minutesThatNoWindowReachesAreForgotten() throws {
        let test = try TestStore()
        try test.store.record([WindowUse(key: "relay:a:25", minute: 100, count: 3)])
        try test.store.record([WindowUse(key: "relay:a:25", minute: 100 + 9 * 1_440, count: 1)])
        #expect(try test.store.windowUses(since: 0).map(\.minute) == [100 + 9 * 1_440])
    }

    @Test func nothingIsStoredForNoMessages() throws {
        let test = try TestStore()
        try test.store.record([])
        #expect(try test.store.windowUses(since: 0) == [])
    }
}
