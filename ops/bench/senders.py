"""Bar 6: two senders started on one mailing by mistake: nobody is mailed twice, and the second says who holds it."""

import collections

from harness import Room, describe

AUDIENCE = 20_000


def run(options, report):
    rounds = 3 if options.quick else 10
    report.title(f"6. two senders on one mailing, {rounds} times", "ops/bench/run senders")
    twice = wrong = 0
    sentence = ""
    for number in range(rounds):
        with Room(options) as room, room.recorder("-P") as recorder:
            issue = room.write_issue(2_000)
            database = room.path / "senders.db"
            room.import_readers(AUDIENCE, database)
            config = room.configure(recorder.url)
            first = room.send(issue, database, config)
            if number % 2:
                # Not at the same moment, but while the first one sends.
                recorder.wait_until(lambda: any(event == "message" for event, *_ in recorder.events()))
            second = room.send(issue, database, config)
            usages = [first.wait(120), second.wait(120)]
            ids = collections.Counter(rest[1] for event, _, _, rest in recorder.events() if event == "message")
        twice += sum(count > 1 for count in ids.values())
        losers = [usage for usage in usages if usage.status != 0]
        said = describe(losers[0].text) if losers else "neither was refused"
        is_right = len(losers) == 1 and len(ids) == AUDIENCE and f":{sender_pid(usages, first, second)}:" in said
        wrong += not is_right
        if is_right or not sentence:
            sentence = said
    report.text(f"the second said: {sentence}")
    report.bar("no message twice, the second says who holds it", not twice and not wrong,
               f"{twice} twice, {wrong} of {rounds} rounds not as it should be")


def sender_pid(usages, first, second):
    """The process that was not refused."""
    return (first if usages[0].status == 0 else second).process.pid
