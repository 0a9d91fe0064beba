"""A machine of its own for a rehearsal: a real systemd over a copy-on-write view of this system, and an internet beside it.

The machine is a set of namespaces (files, processes, network, cgroups). What is written in it stays in memory and is gone
with it; nothing of this system is changed, and no packet leaves: its only network is a cable to a second network namespace,
the internet, which has a DNS server and a mail server (internet.py). Needs root, and a kernel that allows all that.
"""

import json
import pathlib
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SERVER, INTERNET = "192.0.2.1", "192.0.2.2"
CLEAN = ["env", "-i", "HOME=/root", "TERM=dumb", "LC_ALL=C.UTF-8",
         "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]

BOOT = r"""
set -e
mount --make-rprivate /
mount -t tmpfs -o mode=755 none "$1"
cd "$1"
mkdir upper work root
mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
cd root
mount -t proc proc proc
mount -t tmpfs -o mode=755 none sys
mkdir -p sys/fs/cgroup
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 none dev
for name in null zero full random urandom tty; do touch "dev/$name"; mount --bind "/dev/$name" "dev/$name"; done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
mount -t tmpfs -o mode=1777 none dev/shm
ln -s pts/ptmx dev/ptmx
for number in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${number%:*}" "dev/${number#*:}"; done
ln -s /proc/self/fd dev/fd
mount -t tmpfs -o mode=755 none run
mount -t tmpfs -o mode=1777 none tmp
rm -f usr/sbin/policy-rc.d
mkdir -p .host
pivot_root . .host
umount -l /.host
hostname news
ip link set lo up
exec env -i container=rehearsal PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=sysinit.target --show-status=0
"""


def is_possible():
    """Whether this system lets us: root, namespaces, an overlay, a cgroup, a cable."""
    probe = ('mount --make-rprivate / && mount -t tmpfs none /mnt && cd /mnt && mkdir u w r && '
             'mount -t overlay overlay -o lowerdir=/,upperdir=u,workdir=w r && mount -t cgroup2 none r/sys && '
             'mkdir r/sys/probe && rmdir r/sys/probe && ip link add near type veth peer name far && '
             'test -x /lib/systemd/systemd')
    try:
        return subprocess.run(["unshare", "-mnpuCi", "--fork", "bash", "-c", probe], capture_output=True,
                              timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


class Failed(Exception):
    """A command that ended with another status than it should."""


class Machine:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="machine-"))
        (self.folder / "root").mkdir()
        (self.folder / "mail").mkdir()
        self.processes = []
        self.server = self.boot(["unshare", "-mnpuCi", "--fork", "--kill-child", "bash", "-c", BOOT, "boot",
                                 str(self.folder / "root")])
        self.internet = self.boot(["unshare", "-n", "--fork", "--kill-child", "sleep", "infinity"])
        self.lay_cable()
        self.wait("systemd", lambda: self.sh("systemctl is-system-running", check=False).strip() in
                  ("running", "degraded", "starting"))
        self.sh("systemctl start systemd-journald-dev-log.socket systemd-journald.service")

    def boot(self, command):
        """Starts it, and answers with the process that is the first one in the namespaces."""
        with open(self.folder / "boot.log", "ab") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")
        self.processes.append(process)
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")

        def child():
            if process.poll() is not None:
                raise Failed((self.folder / "boot.log").read_text(errors="replace"))
            return children.read_text().split()

        self.wait("a process in namespaces of its own", child)
        return child()[0]

    def lay_cable(self):
        inside = ["nsenter", "-t", self.server, "-n"]
        outside = ["nsenter", "-t", self.internet, "-n"]
        run = lambda *words: subprocess.run(words, check=True, capture_output=True)
        run(*inside, "ip", "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", self.internet)
        for where, name, address in ((inside, "near", SERVER), (outside, "far", INTERNET)):
            run(*where, "ip", "link", "set", "lo", "up")
            run(*where, "ip", "address", "add", f"{address}/24", "dev", name)
            run(*where, "ip", "link", "set", name, "up")
        run(*inside, "ip", "route", "add", "default", "via", INTERNET)

    def open_internet(self, zone):
        (self.folder / "zone").write_text(zone)
        log = open(self.folder / "internet.log", "w+b")
        self.processes.append(subprocess.Popen(
            ["nsenter", "-t", self.internet, "-n", "/usr/bin/python3", str(HERE / "internet.py"), INTERNET,
             str(self.folder / "zone"), str(self.folder / "mail")], stdout=log, stderr=log))
        self.wait("the internet", lambda: b"open" in (self.folder / "internet.log").read_bytes())
        self.write("/etc/resolv.conf", f"nameserver {INTERNET}\n")

    def sh(self, script, check=True, data=None, timeout=120):
        """Runs a script as root in the machine; the mount namespace is entered at its root."""
        enter = ["nsenter", "-t", self.server, "-m", "-n", "-p", "-u", "-C", "-i", "--root", "--wd", *CLEAN,
                 "bash", "-c", f"cd /root\nset -eu\n{script}"]
        done = subprocess.run(enter, input=data if data is not None else b"", capture_output=True, timeout=timeout)
        text = (done.stdout + done.stderr).decode(errors="replace")
        if check and done.returncode != 0:
            raise Failed(f"status {done.returncode} of:\n{script}\n{text}")
        return text

    def outside(self, *command, check=True):
        done = subprocess.run(["nsenter", "-t", self.internet, "-n", *command], capture_output=True, text=True,
                              timeout=60)
        if check and done.returncode != 0:
            raise Failed(f"status {done.returncode} of {command}:\n{done.stdout}{done.stderr}")
        return done

    def write(self, path, text, mode="644"):
        data = text if isinstance(text, bytes) else text.encode()
        self.sh(f"mkdir -p \"$(dirname '{path}')\"; cat > '{path}'; chmod {mode} '{path}'", data=data)

    def mail(self):
        """What the internet's mail server took: (sender, recipient, bytes), in order."""
        found = []
        for file in sorted((self.folder / "mail").glob("*.json")):
            envelope = json.loads(file.read_text())
            found.append((envelope["from"], envelope["to"], file.with_suffix(".eml").read_bytes()))
        return found

    def wait(self, what, condition, patience=60):
        deadline = time.monotonic() + patience
        while True:
            found = condition()
            if found:
                return found
            if time.monotonic() > deadline:
                raise Failed(f"{what}: not within {patience} seconds")
            time.sleep(0.1)

    def end(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        subprocess.run(["rm", "-rf", str(self.folder)], check=False)
