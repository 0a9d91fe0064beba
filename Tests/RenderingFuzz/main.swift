// Feeds the renderer with damaged sources, and stops at the first that crashes it or breaks out of its part; or
// says how long it takes for a sound one:
//
//     swift run -c release rendering-fuzz RUNS SEED templates
//     swift run -c release rendering-fuzz time FILE templates
//     rendering-fuzz inline <PAIRS     pages with their style sheets inlined, for ops/style-compare
//
// Each run has a number; "seed 12 run 345" names it for good.
import Foundation

func say(_ text: String, to file: FileHandle = .standardError) { file.write(Data((text + "\n").utf8)) }

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments == ["inline"] {
    try InlinedPages.answer()
    exit(0)
}
guard arguments.count == 3 else {
    say("usage: rendering-fuzz RUNS SEED TEMPLATES | rendering-fuzz time FILE TEMPLATES | rendering-fuzz inline")
    exit(64)
}
if arguments[0] == "time" {
    say(try RenderingTime.report(file: arguments[1], templates: arguments[2]), to: .standardOutput)
    exit(0)
}
guard let runs = Int(arguments[0]), let seed = Int(arguments[1]) else {
    say("RUNS and SEED are numbers.")
    exit(64)
}
let fuzz = try Fuzz(templates: arguments[2])
var refused = 0
for run in 0..<runs {
    do {
        if try !fuzz.run(seed &+ run) { refused += 1 }
    } catch {
        say("seed \(seed) run \(run): \(error)")
        exit(1)
    }
    if (run + 1) % 10_000 == 0 { say("\(run + 1) runs, \(refused) refused with an error") }
}
say("\(runs) runs, \(refused) refused with an error, none broke out", to: .standardOutput)
