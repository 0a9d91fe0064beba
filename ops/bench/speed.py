"""Bar 2: the whole sender against Postfix's smtp-source, in pairs that take turns; CPU with DKIM and under TLS."""

import os
import shutil
import subprocess

from harness import Room, Sender, Unavailable, describe, free_port, median, note

CONNECTIONS = 20


def smtp_source():
    program = shutil.which("smtp-source") or "/usr/sbin/smtp-source"
    if not os.path.exists(program):
        raise Unavailable("This bar needs smtp-source: apt-get install postfix.")
    return program


class Side:
    """One contestant: how to start it, and what its runs came to."""

    def __init__(self, start, count):
        self.start, self.count = start, count
        self.rates, self.cpu = [], []

    def run(self):
        usage = self.start().wait(600)
        if usage.status != 0:
            raise AssertionError(f"a sender ended with {usage.status}: {describe(usage.text)}")
        self.rates.append(self.count / usage.seconds)
        self.cpu.append(usage.cpu / self.count * 1000)

    @property
    def text(self):
        return f"{median(self.rates):,.0f}/s, CPU {median(self.cpu):.3f} s per 1,000"


class Contest:
    """mailer and smtp-source in turns, on one sink: neighbours' noise hits both."""

    def __init__(self, room, size, port, count=None, **settings):
        self.room, self.port = room, port
        # Enough that starting and ending, which count, are a small part of it.
        self.count = (count or (200_000 if size < 10_000 else 100_000)) // (5 if room.options.quick else 1)
        self.connections = settings.get("relay", {}).get("connections", CONNECTIONS)
        self.issue = room.write_issue(size)
        self.size = room.message_size(self.issue)
        self.settings = settings
        self.mailer = Side(self.start_mailer, self.count)
        self.source = Side(self.start_source, self.count)

    def start_mailer(self):
        database = self.room.path / "speed.db"
        self.room.import_readers(self.count, database)
        config = self.room.configure(f"smtp://127.0.0.1:{self.port}", **self.settings)
        return self.room.send(self.issue, database, config)

    def start_source(self):
        return Sender(self.room, [
            smtp_source(), "-d", "-s", str(self.connections), "-m", str(self.count), "-l", str(self.size),
            "-f", "news@example.org", "-t", "reader@example.net", f"127.0.0.1:{self.port}"])

    def hold(self):
        for number in range(self.room.options.pairs):
            self.mailer.run()
            self.source.run()
            note(f"pair {number + 1}: mailer {self.mailer.rates[-1]:,.0f}/s, CPU {self.mailer.cpu[-1]:.3f}; "
                 f"smtp-source {self.source.rates[-1]:,.0f}/s, CPU {self.source.cpu[-1]:.3f}")
        return self

    def measure(self):
        for _ in range(self.room.options.pairs):
            self.mailer.run()
            note(f"mailer {self.mailer.rates[-1]:,.0f}/s, CPU {self.mailer.cpu[-1]:.3f}")
        return self

    @property
    def ratio(self):
        return median([ours / theirs for ours, theirs in zip(self.mailer.rates, self.source.rates)])


def run(options, report):
    report.title(
        f"2. the whole sender, {CONNECTIONS} connections, medians of {options.pairs} pairs that take turns",
        "ops/bench/run speed --tools FOLDER   (smtp-source -d -s 20 -m COUNT -l SIZE on the same sink)")
    smtp_source()
    against_source(options, report, 30_000, cpu_bar=0.08)
    against_source(options, report, 2_000, cpu_bar=None)
    with_dkim(options, report)
    under_tls(options, report)


def against_source(options, report, size, cpu_bar):
    with Room(options) as room:
        port = free_port()
        with room.fast_sink(port, "-P"):
            contest = Contest(room, size, port).hold()
    report.text(f"{contest.size} bytes: mailer {contest.mailer.text}; smtp-source -d {contest.source.text}")
    report.bar(f"{size // 1000} KB: ≥ 1 × smtp-source -d", contest.ratio >= 1, f"{contest.ratio:.2f} ×")
    if cpu_bar:
        cpu = median(contest.mailer.cpu)
        report.bar(f"{size // 1000} KB: CPU ≤ {cpu_bar} s per 1,000", cpu <= cpu_bar, f"{cpu:.3f} s")


def with_dkim(options, report):
    with Room(options) as room:
        key = room.path / "dkim.pem"
        subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, capture_output=True)
        key.chmod(0o600)
        port = free_port()
        with room.fast_sink(port, "-P"):
            contest = Contest(
                room, 30_000, port, dkim=f"[{{ domain: example.org, selector: bench, key_file: {key} }}]").measure()
    cpu = median(contest.mailer.cpu)
    report.text(f"{contest.size} bytes with RSA-2048 DKIM: {contest.mailer.text}")
    report.bar("30 KB with RSA-2048 DKIM: CPU ≤ 0.45 s per 1,000", cpu <= 0.45, f"{cpu:.3f} s")


def under_tls(options, report):
    with Room(options) as room:
        key, certificate = room.path / "tls.key", room.path / "tls.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(certificate),
             "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
            check=True, capture_output=True)
        port = free_port()
        with room.fast_sink(port, "-P", "-s", "-c", certificate, "-k", key) as counts:
            contest = Contest(room, 30_000, port, relay={"tls": "required", "ca_file": certificate}).measure()
    if not counts.get("tls"):
        raise AssertionError("The sink saw no TLS.")
    cpu = median(contest.mailer.cpu)
    report.text(f"{contest.size} bytes over TLS, {counts['conns']} connections for {counts['msgs']} messages: "
                f"{contest.mailer.text}")
    report.bar("30 KB over TLS, sessions reused: CPU ≤ 0.15 s per 1,000", cpu <= 0.15, f"{cpu:.3f} s")
