"""Bar 4: a million readers. How soon it starts, what it takes, and whether the end is as fast as the start."""

import time

from harness import Room, describe, median, note

AUDIENCE = 1_000_000
RUNS = 3


def run(options, report):
    audience = AUDIENCE // 10 if options.quick else AUDIENCE
    part = audience // 10
    count = 1 if options.quick else RUNS
    report.title(f"4. {audience:,} readers, 20 connections, 4 KB; {count} runs", "ops/bench/run million")
    runs = []
    with Room(options) as room:
        issue = room.write_issue(4_000)
        database = room.path / "million.db"
        for number in range(1, count + 1):
            seconds = room.import_readers(audience, database)
            if number == 1:
                report.text(f"import of the list: {seconds:.1f} s")
            with room.recorder("-P") as recorder:
                run = Run(room, recorder, issue, database, audience, part)
                run.go()
            runs.append(run)
            report.text(f"run {number}: first {part:,}: {run.first_rate:,.0f}/s, CPU {run.first_cpu:.3f} s per 1,000; "
                        f"last {part:,}: {run.last_rate:,.0f}/s, CPU {run.last_cpu:.3f} s per 1,000; "
                        f"all {run.usage.seconds:.0f} s")
    start, peak = max(run.start for run in runs), max(run.usage.peak_megabytes for run in runs)
    report.bar("first MAIL FROM ≤ 3 s after the command, the slowest run", start <= 3, f"{start:.2f} s")
    report.bar("peak memory ≤ 100 MB, the largest run", peak <= 100, f"{peak:.0f} MB")
    # Half a minute lies between the two ends of a run, in which a machine that others use gets slower or faster.
    ratio = median([run.last_rate / run.first_rate for run in runs])
    report.bar(f"throughput of the last {part:,} ≥ 0.9 × the first, median", ratio >= 0.9, f"{ratio:.2f} ×")
    cost = median([run.last_cpu / run.first_cpu for run in runs])
    report.bar("CPU for each message, claims included: last ≤ 1.1 × first, median", cost <= 1.1, f"{cost:.2f} ×")


class Run:
    def __init__(self, room, recorder, issue, database, audience, part):
        self.room, self.recorder, self.issue = room, recorder, issue
        self.database, self.audience, self.part = database, audience, part
        # (messages received, seconds, CPU seconds of the sender)
        self.samples = []

    def go(self):
        config = self.room.configure(self.recorder.url)
        began = time.monotonic_ns()
        sender = self.room.send(self.issue, self.database, config)
        with open(self.recorder.record, encoding="utf-8") as record:
            received, first_mail, told, rest = 0, None, 0, ""
            while sender.is_running:
                # The recorder may be in the middle of a line.
                *lines, rest = (rest + record.read(1 << 22)).split("\n")
                for line in lines:
                    event, at, _ = line.split(" ", 2)
                    received += event == "message"
                    if first_mail is None and event == "mail":
                        first_mail = int(at)
                if received and sender.is_running:
                    self.samples.append((received, time.monotonic(), sender.cpu_so_far()))
                if received // self.part > told:
                    told = received // self.part
                    note(f"{received:,} received")
                time.sleep(0.02)
        self.usage = sender.wait()
        if self.usage.status != 0:
            raise AssertionError(f"mailer send ended with {self.usage.status}: {describe(self.usage.text)}")
        self.start = (first_mail - began) / 1e9
        times = [at for event, at, *_ in self.recorder.events() if event == "message"]
        if len(times) != self.audience:
            raise AssertionError(f"{len(times)} messages came for {self.audience} readers.")
        self.first_rate = self.part / (times[self.part] - times[0]) * 1e9
        self.last_rate = self.part / (times[-1] - times[-1 - self.part]) * 1e9
        self.first_cpu = self.cpu_between(0, self.part)
        self.last_cpu = self.cpu_between(self.audience - self.part, self.audience)

    def cpu_between(self, low, high):
        """CPU seconds per 1,000 messages, between the samples that lie within; what comes before the first message and
        behind the last, as the report, is no message's."""
        inside = [sample for sample in self.samples if low <= sample[0] < high]
        (first, _, cpu), (last, _, cpu_after) = inside[0], inside[-1]
        return (cpu_after - cpu) / (last - first) * 1000
