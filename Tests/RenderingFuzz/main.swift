// Feeds the renderer with damaged sources, and stops at the first that crashes it or breaks out of its part:
//
//     swift run -c release rendering-fuzz RUNS SEED TEMPLATES
//
// Each run has a number; "seed 12 run 345" names it for good.
import Foundation

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 3, let runs = Int(arguments[1]), let seed = Int(arguments[2]) else {
    FileHandle.standardError.write(Data("usage: rendering-fuzz RUNS SEED TEMPLATES\n".utf8))
    exit(64)
}
let fuzz = try Fuzz(templates: arguments[3])
var refused = 0
for run in 0..<runs {
    do {
        if try !fuzz.run(seed &+ run) { refused += 1 }
    } catch {
        FileHandle.standardError.write(Data("seed \(seed) run \(run): \(error)\n".utf8))
        exit(1)
    }
    if (run + 1) % 10_000 == 0 {
        FileHandle.standardError.write(Data("\(run + 1) runs, \(refused) refused with an error\n".utf8))
    }
}
FileHandle.standardOutput.write(Data("\(runs) runs, \(refused) refused with an error, none broke out\n".utf8))
