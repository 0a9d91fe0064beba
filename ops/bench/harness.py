"""What the bars share: a temporary folder, lists and issues, servers, and senders whose time and memory are measured."""

import contextlib
import dataclasses
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
LIST = "bench"


class Unavailable(Exception):
    """Something that a bar needs is not on this machine; the text says what to do."""


def note(text):
    print(f"   {text}", file=sys.stderr, flush=True)


def median(values):
    return statistics.median(values)


class Room:
    """A temporary folder with everything in it; what was started is ended when it is left."""

    def __init__(self, options):
        self.options = options
        self.mailer = options.mailer
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="mailer-bench."))
        self.processes = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        shutil.rmtree(self.path, ignore_errors=True)

    # Programs

    def compile(self, source, *libraries):
        """A C program of the repository or of the folder of tools."""
        program = self.path / source.stem
        if not program.exists():
            compiler = shutil.which("cc") or shutil.which("gcc")
            if not compiler:
                raise Unavailable("There is no C compiler. Install gcc.")
            subprocess.run([compiler, "-O2", "-w", str(source), "-o", str(program), *libraries], check=True)
        return program

    def tool(self, name, *libraries):
        folder = self.options.tools
        if folder is None or not (folder / name).exists():
            raise Unavailable(
                f"This bar needs {name}, which is no part of the repository. "
                "Say where it is: --tools FOLDER or SMTP_TOOLS=FOLDER.")
        return self.compile(folder / name, *libraries)

    def start(self, *arguments, **options):
        process = subprocess.Popen([str(a) for a in arguments], **options)
        self.processes.append(process)
        return process

    # Servers

    @contextlib.contextmanager
    def recorder(self, *arguments, record=None):
        """Our own server (recorder.c); `record` is what it writes down."""
        program = self.compile(HERE / "recorder.c")
        record = record or self.path / "record"
        with contextlib.suppress(FileNotFoundError):
            record.unlink()
        process = self.start(program, "-r", record, *arguments, stdout=subprocess.PIPE, text=True)
        try:
            yield Recorder(process, int(process.stdout.readline()), record)
        finally:
            stop(process)

    @contextlib.contextmanager
    def fast_sink(self, port, *arguments):
        """The sink that is faster than any client; its counts are in the dictionary that it yields, once it has ended."""
        counts = {}
        process = self.start(
            self.tool("fastsink.c", "-lssl", "-lcrypto"), "-p", port, *arguments, stdout=subprocess.PIPE, text=True)
        try:
            wait_for_port(port)
            yield counts
        finally:
            process.terminate()
            with contextlib.suppress(ValueError):
                counts.update(json.loads(process.communicate()[0]))

    @contextlib.contextmanager
    def distance(self, port, to, one_way_milliseconds):
        process = self.start(self.tool("delayproxy.c"), port, to, one_way_milliseconds)
        try:
            wait_for_port(port)
            yield port
        finally:
            stop(process)

    # Mailings

    def write_list(self, count, domain="example.net"):
        """A CSV file of so many readers; `domain` may be a function of the number."""
        path = self.path / f"readers-{count}.csv"
        domain_of = domain if callable(domain) else lambda number: domain
        with open(path, "w", encoding="utf-8") as file:
            file.write("email,name,city\n")
            for number in range(1, count + 1):
                file.write(f"reader{number}@{domain_of(number)},Reader {number},Town {number % 977}\n")
        return path

    def write_issue(self, size, slug="bench"):
        """An issue whose message has about `size` bytes, with the bench's own plain templates."""
        path = self.path / f"{slug}.md"
        templates = self.path / "templates"
        if not templates.exists():
            shutil.copytree(REPOSITORY / "templates", templates)
            (templates / "bench").mkdir()
            (templates / "bench" / "newsletter.html").write_text(PLAIN_TEMPLATE, encoding="utf-8")
            (templates / "bench" / "newsletter.css").write_text("", encoding="utf-8")

        def write(paragraphs):
            text = "".join(PARAGRAPH.format(number=number) for number in range(paragraphs))
            path.write_text(f"---\nsubject: Bench\nslug: {slug}\n---\n\nDear {{{{name | \"reader\"}}}},\n{text}", encoding="utf-8")
            return self.message_size(path)

        least, more = write(0), write(10)
        write(max(0, round((size - least) * 10 / (more - least))))
        return path

    def message_size(self, issue):
        config = self.configure("smtp://127.0.0.1:1", name="size.yaml")
        return len(self.carry_out("render", issue, "--part", "eml", config=config, database=self.path / "size.db"))

    def configure(self, url, name="mailer.yaml", **settings):
        """Writes a configuration; what is not said about the relay in `settings` is as a careful operator would have it."""
        relay_lines = {"tls": "off", "connections": 20, "messages_per_connection": 1_000_000, **settings.pop("relay", {})}
        lines = [
            'from: "Bench <news@example.org>"',
            "title: Bench",
            "base_url: http://127.0.0.1:8025",
            "bounce_domain: bounce.example.org",
            "template: bench",
            f"templates: {self.path}/templates",
            f"keys_file: {self.path}/mailer.keys",
            f"log: {{ file: {self.path}/delivery.log }}",
            "relays:",
            f"  - url: {url}",
            *[f"    {key}: {value}" for key, value in relay_lines.items()],
            *[f"{key}: {value}" for key, value in settings.items()],
        ]
        path = self.path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def import_readers(self, count, database, **options):
        """A database with so many readers, made once for each count; answers with the seconds that the import took."""
        master = self.path / f"master-{count}.db"
        began = time.monotonic()
        if not master.exists():
            config = self.configure("smtp://127.0.0.1:1", name="import.yaml")
            self.carry_out("import", self.write_list(count, **options), "--list", LIST, config=config, database=master)
        seconds = time.monotonic() - began
        copy_database(master, database)
        return seconds

    def carry_out(self, *arguments, config, database):
        """Another command of mailer's; answers with what it printed."""
        done = subprocess.run(
            [self.mailer, *arguments, "--config", config, "--database", database], capture_output=True, check=False)
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise AssertionError(f"mailer {arguments[0]} ended with {done.returncode}: {said}")
        return done.stdout

    def send(self, issue, database, config, *arguments):
        """Starts `mailer send`."""
        with contextlib.suppress(FileNotFoundError):
            (self.path / "delivery.log").unlink()
        return Sender(self, [
            self.mailer, "send", issue, "--list", LIST, "--yes", "--config", config, "--database", database, *arguments])


PLAIN_TEMPLATE = """<!DOCTYPE html>
<html lang="{{language}}"><head><title>{{subject}}</title></head>
<body>{{{content}}}<p><a href="{{unsubscribe_url}}">Unsubscribe</a></p></body></html>
"""
PARAGRAPH = (
    "\nThe press number {number} stood in a barn behind the ropewalk, under three tarpaulins and a family of swallows. "
    "It took four people, two days and one very patient horse to bring it to the harbour street.\n")


class Recorder:
    def __init__(self, process, port, record):
        self.process, self.port, self.record = process, port, record

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def release(self):
        """Holds no further connection."""
        self.process.send_signal(signal.SIGUSR1)

    def events(self):
        """What was written down so far: (event, nanoseconds, connection, further words)."""
        text = self.record.read_text(encoding="utf-8")
        for line in text[:text.rfind("\n") + 1].splitlines():
            event, at, connection, *rest = line.split(" ")
            yield event, int(at), int(connection), rest

    def open_connections(self):
        count = 0
        for event, *_ in self.events():
            count += (event == "open") - (event == "close")
        return count

    def wait_until(self, is_true, seconds=30, step=0.005):
        """Waits for something to be written down; answers whether it was."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if is_true():
                return True
            time.sleep(step)
        return False


@dataclasses.dataclass
class Usage:
    seconds: float
    cpu: float
    peak_megabytes: float
    status: int
    text: str


class Sender:
    """A child process whose CPU time and peak memory are told when it ends."""

    def __init__(self, room, arguments):
        self.output = tempfile.TemporaryFile(mode="w+", dir=room.path)
        self.began = time.monotonic()
        self.process = room.start(*arguments, stdout=self.output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.usage = None
        self.peak_kilobytes = 0
        threading.Thread(target=self.watch_memory, daemon=True).start()

    def watch_memory(self):
        """The kernel's own account of a child (ru_maxrss) begins with the size of whoever started it: us."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status")
        while self.usage is None:
            with contextlib.suppress(OSError):
                found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
                if found:
                    self.peak_kilobytes = max(self.peak_kilobytes, int(found[1]))
            time.sleep(0.02)

    def kill(self):
        """kill -9, and the process is gone when this returns; False if it had ended before."""
        if self.usage:
            return False
        # Not send_signal: it would reap a process that has ended, and with it the account of its time.
        os.kill(self.process.pid, signal.SIGKILL)
        return self.wait().status == -signal.SIGKILL

    def wait(self, seconds=None):
        if self.usage:
            return self.usage
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            pid, status, usage = os.wait4(self.process.pid, 0 if deadline is None else os.WNOHANG)
            if pid:
                break
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.process.args[:2]} did not end within {seconds} s")
            time.sleep(0.005)
        ended = time.monotonic()
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.output.seek(0)
        self.usage = Usage(
            seconds=ended - self.began, cpu=usage.ru_utime + usage.ru_stime, peak_megabytes=self.peak_kilobytes / 1024,
            status=self.process.returncode, text=self.output.read())
        return self.usage

    @property
    def is_running(self):
        if self.usage is None:
            state = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0]
            return state != "Z"
        return False

    def cpu_so_far(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def stop(process):
    if process.poll() is None:
        process.terminate()
    process.wait()


def wait_for_port(port, seconds=10):
    import socket
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.01)
    raise TimeoutError(f"Nothing listens on port {port}.")


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def copy_database(source, target):
    """The file with what stands in its write-ahead log, as a crash would leave it."""
    for suffix in ("", "-wal", "-shm"):
        copy = pathlib.Path(f"{target}{suffix}")
        with contextlib.suppress(FileNotFoundError):
            copy.unlink()
        if pathlib.Path(f"{source}{suffix}").exists():
            shutil.copyfile(f"{source}{suffix}", copy)


def ledger_rows(room, database):
    """The deliveries' states by address, read from a copy so that the file stays as the crash left it."""
    copy = room.path / "look.db"
    copy_database(database, copy)
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        return dict(connection.execute(
            "SELECT p.address, d.state FROM deliveries d JOIN subscribers p ON p.id = d.subscriber"))


def describe(text):
    """The first line that says something, for a message about a failure."""
    lines = [line for line in re.split(r"[\r\n]+", text) if line.strip()]
    return lines[-1] if lines else "it said nothing"
