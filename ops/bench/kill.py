"""Bar 1: kill -9 at random moments and at every step of the dialogue, then resume: nobody lost, nobody mailed twice."""

import collections
import random

from harness import Room, describe, ledger_rows, note

AUDIENCE = 5000
CONNECTIONS = 20
MODES = ("full", "grouped", "off")
STEPS = ("greeting", "ehlo", "mail", "rcpt", "data", "body", "dot")


class Tally:
    """What the kills of one kind came to."""

    def __init__(self):
        self.kills = self.mailings = self.lost = self.twice = self.unknown = self.arrived = self.above = 0
        self.most = 0

    def count_kill(self, unknown, open_connections):
        self.kills += 1
        self.most = max(self.most, unknown)
        self.above += unknown > open_connections

    def judge(self, rows, received):
        """Compares the ledger's last word with what was completely received."""
        self.mailings += 1
        for address, state in rows.items():
            times = received.get(address, 0)
            self.twice += times > 1
            # Whoever is neither mailed nor said to be unknown is lost, whatever the ledger calls it.
            self.lost += (state == "sent" and times == 0) or state not in ("sent", "unknown")
            self.unknown += state == "unknown"
            self.arrived += state == "unknown" and times > 0
        self.lost += max(0, AUDIENCE - len(rows))

    @property
    def is_met(self):
        return self.kills > 0 and not (self.lost or self.twice or self.above)


def received(recorder):
    """How often each recipient's message was completely received; a Message-ID for each recipient, always the same."""
    times, ids = collections.Counter(), {}
    for event, _, _, rest in recorder.events():
        if event == "message":
            times[rest[0]] += 1
            if ids.setdefault(rest[0], rest[1]) != rest[1]:
                raise AssertionError(f"{rest[0]} got two Message-IDs: {ids[rest[0]]} and {rest[1]}")
    return times


def in_flight(room, database):
    rows = ledger_rows(room, database)
    return sum(state in ("in_flight", "unknown") for state in rows.values())


class Mailing:
    """One mailing that is killed and resumed until it is finished."""

    def __init__(self, room, recorder, issue, mode):
        self.room, self.recorder, self.issue = room, recorder, issue
        self.database = room.path / "kill.db"
        room.import_readers(AUDIENCE, self.database)
        self.config = room.configure(recorder.url, relay={"connections": CONNECTIONS, "pipelining": mode})
        self.unknown = 0

    def start(self):
        return self.room.send(self.issue, self.database, self.config)

    def kill(self, sender, tally):
        """Kills the sender; answers whether it was still running."""
        closed = self.closed()
        if not sender.kill():
            return False
        # What was on its way arrives after the kill; then the truth is known.
        if not self.recorder.wait_until(lambda: self.recorder.open_connections() == 0):
            raise TimeoutError("The server did not notice that its peer is gone.")
        unknown = in_flight(self.room, self.database)
        tally.count_kill(unknown - self.unknown, self.closed() - closed)
        self.unknown = unknown
        return True

    def closed(self):
        return sum(event == "close" for event, *_ in self.recorder.events())

    def finish(self, sender, tally):
        usage = sender.wait(120)
        if usage.status not in (0, 75):
            raise AssertionError(f"mailer send ended with {usage.status}: {describe(usage.text)}")
        tally.judge(ledger_rows(self.room, self.database), received(self.recorder))


def typical_seconds(room, issue, mode):
    with room.recorder("-P") as recorder:
        mailing = Mailing(room, recorder, issue, mode)
        return mailing.start().wait(120).seconds


def random_kills(room, issue, mode, kills, chance):
    """Mailings with kills at random moments, from the start of the program to the end of the mailing."""
    tally = Tally()
    seconds = typical_seconds(room, issue, mode)
    while tally.kills < kills:
        with room.recorder("-P") as recorder:
            mailing = Mailing(room, recorder, issue, mode)
            sender = mailing.start()
            while tally.kills < kills:
                try:
                    sender.wait(chance.uniform(0, seconds))
                except TimeoutError:
                    pass
                if not mailing.kill(sender, tally):
                    break
                sender = mailing.start()
            mailing.finish(sender, tally)
        note(f"{mode}: {tally.kills} of {kills} kills in {tally.mailings} mailings")
    return tally


def step_kills(room, issue, mode, step, kills):
    """Kills while every connection stands at one step, at different places of the mailing."""
    tally = Tally()
    offers = ["-P"] if mode != "off" else []
    for number in range(kills):
        # The first time of all; then in the midst of the mailing, with messages before and behind it.
        count = 1 if number % 2 == 0 or step in ("greeting", "ehlo") else CONNECTIONS * 5 + number
        with room.recorder(*offers, "-H", step, "-n", count) as recorder:
            mailing = Mailing(room, recorder, issue, mode)
            sender = mailing.start()
            is_held = recorder.wait_until(lambda: held(recorder) >= wanted(step), seconds=20)
            if not is_held:
                note(f"{mode}, {step}: only {held(recorder)} connections stood still")
            if not mailing.kill(sender, tally):
                raise AssertionError(f"mailer send ended by itself: {describe(sender.wait().text)}")
            recorder.release()
            mailing.finish(mailing.start(), tally)
    return tally


def held(recorder):
    return sum(event == "hold" for event, *_ in recorder.events())


def wanted(step):
    """How many connections stand still before the kill; sessions are opened a few at a time."""
    return 8 if step in ("greeting", "ehlo") else CONNECTIONS


def run(options, report):
    kills = options.kills
    chance = random.Random(options.seed)
    report.title(
        f"1. kill -9, {AUDIENCE} recipients, {CONNECTIONS} connections, seed {options.seed}",
        f"ops/bench/run kill --kills {kills} --seed {options.seed}")
    table = []
    with Room(options) as room:
        issue = room.write_issue(4000)
        for index, mode in enumerate(MODES):
            share = kills // len(MODES) + (index < kills % len(MODES))
            table.append((mode, "random", random_kills(room, issue, mode, share, chance)))
        for mode in MODES:
            for step in STEPS:
                note(f"{mode}, held at {step}")
                table.append((mode, step, step_kills(room, issue, mode, step, 1 if options.quick else 2)))
    report.table(
        ["pipelining", "moment", "kills", "mailings", "lost", "twice", "unknown", "of these arrived",
         "most unknown of a kill", "kills above open connections"],
        [(mode, moment, t.kills, t.mailings, t.lost, t.twice, t.unknown, t.arrived, t.most, t.above)
         for mode, moment, t in table])
    total = sum(t.kills for _, _, t in table)
    report.bar(
        f"lost = 0, twice = 0, unknown ≤ open connections after {total} kills", all(t.is_met for _, _, t in table),
        f"lost {sum(t.lost for _, _, t in table)}, twice {sum(t.twice for _, _, t in table)}, "
        f"unknown {sum(t.unknown for _, _, t in table)}, above {sum(t.above for _, _, t in table)}")
