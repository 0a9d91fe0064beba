"""Bar 5: a limit of 500/s is kept within 1 % and in every second, by any number of connections; windows outlive a run."""

import bisect

from harness import Room, describe, note

RATE = 500
WINDOW = 1000


def run(options, report):
    seconds = 10 if options.quick else 60
    report.title(f"5. a limit of {RATE}/s over {seconds} s", "ops/bench/run limits")
    for kind, settings in (("relay", relay_limit), ("domain", domain_limit)):
        for connections in (1, 20, 100):
            measure(options, report, kind, settings(connections), connections, seconds)
    restart(options, report)


def relay_limit(connections):
    return {"relay": {"connections": connections, "rate": f"{RATE}/s"}}


def domain_limit(connections):
    return {"relay": {"connections": connections},
            "limits": f'[{{ domains: ["*"], rate: {RATE}/s }}]'}


def measure(options, report, kind, settings, connections, seconds):
    name = f"{kind}, {connections} connection{'s' if connections > 1 else ''}"
    with Room(options) as room, room.recorder("-P") as recorder:
        issue = room.write_issue(4_000)
        database = room.path / "limit.db"
        room.import_readers(RATE * (seconds + 1), database)
        usage = room.send(issue, database, room.configure(recorder.url, **settings)).wait(seconds * 3 + 60)
        if usage.status == 78:
            return report.bar(name, None, f"this build has no such limit ({describe(usage.text)})")
        if usage.status != 0:
            raise AssertionError(f"mailer send ended with {usage.status}: {describe(usage.text)}")
        times = sorted(at for event, at, *_ in recorder.events() if event == "message")
    rate = len([at for at in times if at < times[0] + seconds * 10**9]) / seconds
    most = most_in_a_second(times)
    report.bar(f"{name}: within 1 %, ≤ {RATE * 1.02:.0f} in any second",
               abs(rate - RATE) <= RATE * 0.01 and most <= RATE * 1.02, f"{rate:.1f}/s, at most {most} in a second")


def most_in_a_second(times):
    """In the second after any message, wherever it begins."""
    return max(bisect.bisect_left(times, at + 10**9) - index for index, at in enumerate(times))


def restart(options, report):
    """A run is killed, another goes on: together they stay within the hour's window."""
    bar = f"after a restart, {WINDOW} an hour still counts"
    with Room(options) as room, room.recorder("-P") as recorder:
        issue = room.write_issue(4_000)
        database = room.path / "limit.db"
        room.import_readers(WINDOW * 3, database)
        config = room.configure(recorder.url, relay={"rate": "500/s", "windows": f"[{WINDOW}/h]"})
        for enough in (WINDOW // 2, WINDOW):
            sender = room.send(issue, database, config)
            came = recorder.wait_until(lambda: arrived(recorder) >= enough or not sender.is_running, seconds=20)
            if not came:
                note(f"only {arrived(recorder)} came of {enough}")
            # A moment for messages that must not come.
            recorder.wait_until(lambda: arrived(recorder) > WINDOW, seconds=3)
            sender.kill()
            if sender.usage.status == 78:
                return report.bar(bar, None, f"this build has no windows ({describe(sender.usage.text)})")
        total = arrived(recorder)
    report.bar(bar, WINDOW * 0.95 <= total <= WINDOW, f"{total} came in two runs")


def arrived(recorder):
    return sum(event == "message" for event, *_ in recorder.events())
