// Sends damaged and growing inputs through every door by which somebody else's bytes come in (see ops/fuzz, ops/bench):
//
//     door-fuzz TEMPLATES doors                          names of doors, and how each can be made to grow
//     door-fuzz TEMPLATES fuzz DOOR SECONDS SEED         until one traps, takes a second or breaks out; DOOR can be "all"
//     door-fuzz TEMPLATES feed DOOR FILE                 a file's bytes, as found before
//     door-fuzz TEMPLATES grow DOOR PATTERN BYTES        one input of about that size; what it cost is counted outside
//
// The input that is being fed is in door-fuzz.input of the current folder, also after the process has died of it.
import Foundation
import Mutation

func say(_ text: String, to file: FileHandle = .standardOutput) { file.write(Data((text + "\n").utf8)) }

func fail(_ text: String, status: Int32 = 1) -> Never {
    say(text, to: .standardError)
    exit(status)
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2 else { fail("usage: door-fuzz TEMPLATES doors | fuzz … | feed … | grow …", status: 64) }
let doors = try Doors(templates: arguments[0])

@MainActor func door(_ name: String) -> Door {
    doors.all.first { $0.name == name }
        ?? {
            fail("There is no door '\(name)'; there are \(doors.all.map(\.name).joined(separator: ", ")).", status: 64)
        }()
}

/// In kilobytes.
func peakMemory() -> Int {
    var usage = rusage()
    // RUSAGE_SELF, which glibc has as an enumeration and the function as a number.
    getrusage(0, &usage)
    return usage.ru_maxrss
}

switch (arguments[1], arguments.count) {
case ("doors", 2):
    for door in doors.all {
        for pattern in door.growing { say("\(door.name)\t\(pattern.name)") }
    }
case ("fuzz", 5):
    guard let seconds = Double(arguments[3]), let seed = Int(arguments[4]) else {
        fail("SECONDS and SEED are numbers.")
    }
    let chosen = arguments[2] == "all" ? doors.all : [door(arguments[2])]
    for door in chosen {
        var run = FuzzRun(door: door, seed: seed)
        try run.run(seconds: seconds / Double(chosen.count))
        say(run.summary)
    }
case ("feed", 4):
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[3])))
    let start = ContinuousClock.now
    try door(arguments[2]).feed(bytes)
    say("\(bytes.count) bytes in \(ContinuousClock.now - start)")
case ("grow", 5):
    let door = door(arguments[2])
    guard let size = Int(arguments[4]), let pattern = door.growing.first(where: { $0.name == arguments[3] }) else {
        fail("There is no such pattern of '\(door.name)', or BYTES is no number.", status: 64)
    }
    let input = Array(pattern.input(size).utf8)
    if size > 0 { try door.feed(input) }
default:
    fail(
        "usage: door-fuzz TEMPLATES doors | fuzz DOOR SECONDS SEED | feed DOOR FILE | grow DOOR PATTERN BYTES",
        status: 64)
}
try? FileManager.default.removeItem(at: doors.folder)

/// Damages a door's sample again and again.
struct FuzzRun {
    let door: Door
    let seed: Int
    private var runs = 0
    private var slowest = Duration.zero
    private let file: FileHandle

    /// Nothing may take longer than a second in a program that is released; the tests' is ten times slower.
    private static let slow: Duration = {
        #if DEBUG
            .seconds(10)
        #else
            .seconds(1)
        #endif
    }()

    init(door: Door, seed: Int) {
        self.door = door
        self.seed = seed
        _ = FileManager.default.createFile(atPath: "door-fuzz.input", contents: nil)
        file = FileHandle(forWritingAtPath: "door-fuzz.input") ?? .nullDevice
    }

    mutating func run(seconds: Double) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end || runs == 0 {
            let input = input(seed &+ runs)
            try file.truncate(atOffset: 0)
            try file.write(contentsOf: Data(input))
            let start = ContinuousClock.now
            do { try door.feed(input) } catch { fail("\(door.name), seed \(seed &+ runs): \(error)") }
            let time = ContinuousClock.now - start
            slowest = max(slowest, time)
            if time > Self.slow { fail("\(door.name), seed \(seed &+ runs): \(input.count) bytes took \(time)") }
            if peakMemory() > 256 * 1_024 { fail("\(door.name), seed \(seed &+ runs): \(peakMemory() / 1_024) MB") }
            runs += 1
        }
    }

    /// Mostly a sample with some changes; at times one of the patterns with changes, up to 100 KB.
    private func input(_ seed: Int) -> [UInt8] {
        var random = SeededMutation(seed: seed)
        let tokens = Int.random(in: 0..<3, using: &random) == 0 ? Door.hostileTokens : door.tokens + Door.hostileTokens
        var source = door.sample
        if Int.random(in: 0..<8, using: &random) == 0, let pattern = door.growing.randomElement(using: &random) {
            source = pattern.input(1 << Int.random(in: 4...14, using: &random))
        }
        var bytes = Array(
            random.mutate(source, times: Int.random(in: 1...30, using: &random), tokens: tokens).utf8)
        // Bytes that are no text.
        if Int.random(in: 0..<6, using: &random) == 0, !bytes.isEmpty {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        return bytes
    }

    var summary: String {
        "\(door.name): \(runs) inputs from seed \(seed), the slowest took \(slowest), \(peakMemory() / 1_024) MB at most"
    }
}
