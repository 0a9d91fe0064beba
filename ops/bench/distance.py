"""Bar 3: at a round trip of 20 ms, a rate is connections / (round trips a message × round trip)."""

from harness import Room, free_port, median, note
from speed import Contest

CONNECTIONS = 50
ROUND_TRIP = 0.020
# Round trips a message needs in each mode.
TRIPS = {"full": 1, "grouped": 2, "off": 4}


def steady_rate(recorder):
    """Messages a second at the server between the first tenth and the last: connecting and ending are not the rate."""
    times = sorted(at for event, at, *_ in recorder.events() if event == "message")
    first, last = len(times) // 10, len(times) * 9 // 10
    return (last - first) / (times[last] - times[first]) * 1e9


def run(options, report):
    report.title(
        f"3. a round trip of 20 ms, {CONNECTIONS} connections, 30 KB",
        "ops/bench/run distance --tools FOLDER   (smtp-source -d -s 50 through the same proxy)")
    for mode, trips in TRIPS.items():
        measure(options, report, mode, CONNECTIONS / (trips * ROUND_TRIP))


def measure(options, report, mode, ideal):
    with Room(options) as room:
        port = free_port()
        with room.recorder("-P") as recorder, room.distance(port, recorder.port, 10):
            contest = Contest(
                room, 30_000, port, count=40_000, relay={"connections": CONNECTIONS, "pipelining": mode})
            steady = []
            for number in range(options.pairs):
                seen = len(list(recorder.events()))
                contest.mailer.run()
                steady.append(rate_since(recorder, seen))
                if mode == "full":
                    contest.source.run()
                note(f"{mode} {number + 1}: {steady[-1]:,.0f}/s steady, {contest.mailer.rates[-1]:,.0f}/s in all")
    rate = median(steady)
    share = rate / ideal
    report.bar(f"{mode}: ≥ 95 % of {ideal:,.0f}/s", share >= 0.95, f"{rate:,.0f}/s, {share:.1%}")
    if mode == "full":
        report.text(f"mailer {contest.mailer.text}; smtp-source -d {contest.source.text}")
        report.bar("full: ≥ 1.9 × smtp-source -d", contest.ratio >= 1.9, f"{contest.ratio:.2f} ×")


def rate_since(recorder, seen):
    class Window:
        def events(self):
            return list(recorder.events())[seen:]

    return steady_rate(Window())
