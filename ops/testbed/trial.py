"""What a server made by docs/deployment.md has to do, tried from outside and from inside."""

import email
import json
import re
import smtplib
import time

from machine import SERVER, Failed

REPORT = """From: MAILER-DAEMON@mx.example.net
To: {address}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {reader}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{reader}>: User unknown

--b--
"""

# Runs in the internet: sends one message as a stranger's mail server does, and prints the answer.
STRANGER = """
import smtplib, sys
server = smtplib.SMTP(sys.argv[1], 25, local_hostname="mx.example.net", timeout=20)
try:
    server.sendmail(sys.argv[2], [sys.argv[3]], sys.stdin.read())
    print("taken")
except smtplib.SMTPRecipientsRefused as refusal:
    print(refusal.recipients[sys.argv[3]][0])
"""

SIGNATURES = """
import dkim, sys
print(dkim.verify(sys.stdin.buffer.read()))
"""


class Trial:
    def __init__(self, deployment):
        self.machine, self.mail_server = deployment.machine, deployment.mail_server
        self.fragments = [block for block in deployment.blocks if block.rest == "fragment"]

    def expect(self, holds, what, seen=""):
        if not holds:
            raise Failed(f"{what}\n{seen}")

    def newsletter(self, words, check=True):
        return self.machine.sh(f"newsletter {words}", check)

    # What the page promised.

    def the_first_mailing_arrived_signed(self):
        mail = self.machine.wait("both mails", lambda: [m for m in self.machine.mail() if m[1] == "you@example.net"][1:])
        sender, _, message = mail[0]
        self.sender, self.message = sender, email.message_from_bytes(message)
        self.expect(re.fullmatch(r"b\.[a-z0-9]+\.[a-z0-9]+@bounce\.example\.org", sender), "the return address", sender)
        verdict = self.machine.sh(f"/usr/bin/python3 -c '{SIGNATURES}'", data=message)
        self.expect("True" in verdict, "DKIM by the record that the DNS has", verdict)
        self.expect(self.message["From"] == "Example News <news@example.org>", "From", self.message["From"])

    def web(self, path, *options):
        certificate = self.machine.folder / "ca.pem"
        if not certificate.exists():
            certificate.write_text(self.machine.sh("cat /etc/letsencrypt/live/news.example.org/fullchain.pem"))
        return self.machine.outside(
            "curl", "--silent", "--include", "--path-as-is", "--max-time", "20", "--cacert", str(certificate),
            "--resolve", f"news.example.org:443:{SERVER}", "--resolve", f"news.example.org:80:{SERVER}",
            *options, path if path.startswith("http") else f"https://news.example.org{path}", check=False)

    def readers_reach_what_is_for_them(self):
        link = re.search(r"<(https://news\.example\.org/u/[^>]+)>", self.message["List-Unsubscribe"])[1]
        page = self.web(link)
        self.expect(" 200" in page.stdout.split("\n")[0] and "<form" in page.stdout, "the page", page.stdout)
        self.expect("strict-transport-security: max-age=31536000" in page.stdout.lower(), "HSTS", page.stdout)
        archive = self.web("/archive/")
        self.expect(" 200" in archive.stdout.split("\n")[0], "the archive", archive.stdout)
        self.expect("Hello" in archive.stdout, "the issue in the archive's index", archive.stdout)
        click = self.web(link, "--data", "List-Unsubscribe=One-Click")
        self.expect(" 200" in click.stdout.split("\n")[0], "the click", click.stdout)
        trace = self.newsletter("trace you@example.net")
        self.expect("one-click" in trace, "the unsubscribe", trace)

    def others_reach_nothing(self):
        for path in ("/metrics", "/metrics/", "//metrics", "/metrics?x=1", "/healthz", "/healthz/", "/u/x/../../metrics",
                     "/archive/../metrics", "/archive/..%2fmetrics", "/u/%2e%2e/metrics", "/%6detrics", "/u/", "/"):
            answer = self.web(path)
            self.expect(" 404" in answer.stdout.split("\n")[0], f"{path} from outside", answer.stdout)
        for options in (("--header", "Host: evil.example"), ("--header", "Host;")):
            answer = self.web("/archive/", *options)
            self.expect(re.search(r" 4(00|21)", answer.stdout.split("\n")[0] or " 400"), f"{options}", answer.stdout)
        other = self.web(f"http://{SERVER}/archive/")
        self.expect(other.returncode == 52 and not other.stdout, "no answer for another host", other.stdout)
        other = self.web(f"https://{SERVER}/archive/", "--insecure")
        self.expect(other.returncode == 35 and not other.stdout, "no handshake for another host", other.stdout)
        logged = self.machine.sh("cat /var/log/nginx/*")
        self.expect("/u/" not in logged, "no token in nginx' logs", logged)

    def strangers_cannot_send(self):
        for recipient, what in (("stranger@example.net", "an open relay"), ("x@bounce.example.org", "an unknown address"),
                                ("root@bounce.example.org", "a local user")):
            answer = self.stranger("spam@example.net", recipient, "Subject: x\n\nx\n")
            self.expect(answer.startswith("5"), what, answer)

    def stranger(self, sender, recipient, message):
        file = self.machine.folder / "message"
        file.write_text(message)
        return self.machine.outside(
            "bash", "-c", '/usr/bin/python3 -c "$0" "$@" < ' + str(file), STRANGER, SERVER, sender, recipient).stdout.strip()

    # Returned mail.

    def send_to(self, reader):
        """One more mailing, by the daemon; answers with the return address."""
        name = reader.split("@")[0]
        self.machine.write(f"/srv/news/{name}.csv", f"email\n{reader}\n")
        self.machine.write(f"/srv/news/{name}.md", f"---\nsubject: For {name}\n---\n\nA sentence.\n")
        self.newsletter(f"import /srv/news/{name}.csv --list {name}")
        at = time.strftime("%Y-%m-%dT%H:%M+00:00", time.gmtime(time.time() + 3600))
        self.newsletter(f"send /srv/news/{name}.md --list {name} --at {at} --yes")
        # It is that time.
        self.machine.sh("runuser -u mailer -- sqlite3 -cmd '.timeout 10000' /var/lib/mailer/mailer.db "
                        f"\"UPDATE mailings SET start_at = 1 WHERE slug = '{name}'\"")
        return self.machine.wait(f"the mail to {reader}",
                                 lambda: [m[0] for m in self.machine.mail() if m[1] == reader])[0]

    def bounce(self, reader, sender):
        self.expect(self.stranger("", sender, REPORT.format(address=sender, reader=reader)) == "taken", "the bounce")

    def is_booked(self, reader):
        return "suppressed" in self.newsletter(f"subscribers show {reader}", check=False)

    def queue(self):
        return self.machine.sh({"postfix": "postqueue -j", "exim": "exim4 -bp"}[self.mail_server])

    def again(self):
        self.machine.sh({"postfix": "postqueue -f", "exim": "exim4 -qff"}[self.mail_server])

    def a_bounce_waits_while_the_database_is(self, trouble, breaking, mending):
        reader = f"{trouble}@example.net"
        sender = self.send_to(reader)
        self.machine.sh(breaking)
        self.bounce(reader, sender)
        # The queue shows the reason once the pipe has run.
        local = sender.split("@")[0]
        reason = "temporary failure" if self.mail_server == "postfix" else local
        waits = self.machine.wait("a message that waits", lambda: self.waiting(local, reason))
        self.expect(local in waits, "the message in the queue", waits)
        self.machine.sh(mending)
        self.expect(not self.is_booked(reader), "nothing is booked yet")
        self.again()
        self.machine.wait("the bounce after all", lambda: self.is_booked(reader) or (self.again() or False))
        self.machine.wait("an empty queue", lambda: local not in self.queue())

    def waiting(self, local, reason):
        if self.mail_server == "exim":
            logged = self.machine.sh(f"exigrep '{local}' /var/log/exim4/mainlog || true")
            return logged if "==" in logged and "75" in logged else None
        shown = self.queue()
        return shown if local in shown and reason in shown else None

    def bounces_wait_for_us(self):
        self.a_bounce_waits_while_the_database_is(
            "absent", "mkdir /root/away; mv /var/lib/mailer/mailer.db* /root/away/",
            "mv /root/away/* /var/lib/mailer/; rmdir /root/away")
        lock = ("import sqlite3, time; c = sqlite3.connect(\"/var/lib/mailer/mailer.db\", isolation_level=None); "
                "c.execute(\"BEGIN EXCLUSIVE\"); open(\"/run/locked\", \"w\"); time.sleep(600)")
        self.a_bounce_waits_while_the_database_is(
            "locked", f"systemctl stop mailer-work; systemd-run --quiet --unit=holder /usr/bin/python3 -c '{lock}'; "
            "for i in $(seq 100); do [ -e /run/locked ] && break; sleep 0.1; done; [ -e /run/locked ]",
            "systemctl stop holder; systemctl start mailer-work")

    # The daemons.

    def the_daemons_are_confined(self):
        for unit in ("mailer-serve", "mailer-work"):
            found = self.machine.sh(f"systemd-analyze security --no-pager --threshold=25 {unit}", check=False)
            verdict = re.search(r"Overall exposure level for \S+: ([0-9.]+)", found)
            self.expect(verdict and float(verdict[1]) <= 2.5, f"{unit} is more exposed than it has to be", found)
            print(f"{unit}: {verdict[0]}", flush=True)
            pid = self.main_pid(unit)
            status = self.machine.sh(f"cat /proc/{pid}/status")
            for line in ("CapEff:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"):
                self.expect(line in status, f"{unit} without {line}", status)
            inside = f"nsenter -t {pid} -m -- "
            for path, may in (("/etc/x", False), ("/usr/x", False), ("/var/lib/mailer/x", True), ("/var/log/mailer/x", True)):
                done = self.machine.sh(f"{inside} sh -c 'touch {path} && rm {path} && echo written'", check=False)
                self.expect(("written" in done) == may, f"{unit} writes {path}: {may}", done)

    def main_pid(self, unit):
        return self.machine.sh(f"systemctl show --value --property MainPID {unit}").strip()

    def the_log_is_rotated(self):
        before = {unit: self.main_pid(unit) for unit in ("mailer-serve", "mailer-work")}
        self.machine.sh("logrotate --force /etc/logrotate.d/mailer; test -e /var/log/mailer/delivery.log-$(date +%Y%m%d)")
        self.send_to("rotated@example.net")
        self.machine.wait("a line in the new log", lambda: "rotated@example.net" in
                          self.machine.sh("cat /var/log/mailer/delivery.log"))
        for unit, pid in before.items():
            self.expect(self.main_pid(unit) == pid, f"{unit} runs on", self.machine.sh(
                f"journalctl --no-pager -u {unit} -n 20", check=False))

    def another_relay_takes_mail(self):
        """One that is not this machine, found by the DNS, from within the unit."""
        relay, password = self.fragments
        self.expect("relay.example.net:587" in relay.text and "systemctl reload mailer-work" in password.text, "the page")
        self.machine.sh(password.text)
        mode = self.machine.sh("stat -c '%U %a' /var/lib/mailer/relay.password")
        self.expect(mode.strip() == "mailer 600", "the password's file", mode)
        kept = self.machine.sh("cat /etc/mailer/mailer.yaml")
        ours = kept.split("relays:")[0] + relay.text
        self.machine.write("/etc/mailer/mailer.yaml", ours)
        checked = self.newsletter("check /srv/news/trial.md")
        # The internet's relay asks for no password, and has no certificate.
        plain = re.sub(r"    (user|password_file): .*\n", "", ours).replace(":587", ":25\n    tls: off")
        self.machine.write("/etc/mailer/mailer.yaml", plain)
        self.machine.sh("systemctl restart mailer-work")
        self.send_to("elsewhere@example.net")
        logged = self.machine.sh("cat /var/log/mailer/delivery.log")
        self.expect(re.search(r"to=<elsewhere@example.net> relay=relay.example.net:25 .*status=sent", logged), checked, logged)
        self.machine.write("/etc/mailer/mailer.yaml", kept)
        self.machine.sh("systemctl restart mailer-work")

    # Around them.

    def prometheus_watches(self):
        def ask(path):
            return json.loads(self.machine.sh(f"curl --silent --fail 'http://127.0.0.1:9090/api/v1/{path}'") or "{}")
        self.machine.wait("a scrape", lambda: [r for r in ask("query?query=up")["data"]["result"]
                                               if r["metric"]["job"] == "mailer" and r["value"][1] == "1"], 90)
        rules = ask("rules")["data"]["groups"][0]["rules"]
        self.expect(len(rules) >= 13 and all(rule["health"] in ("ok", "unknown") for rule in rules), "the rules", rules)

    def backups_are_made(self):
        listed = self.machine.sh("ls -l /var/backups/mailer; systemctl list-timers --no-pager mailer-backup.timer")
        for name in ("mailer.db", "mailer.keys", "dkim.pem", "mailer.yaml", "1 timers listed"):
            self.expect(name in listed, f"the backup has {name}", listed)

    def all_units_are_well(self):
        self.machine.sh("systemctl is-active mailer-serve mailer-work nginx prometheus")
        self.machine.sh("systemd-analyze verify /etc/systemd/system/mailer-*.service")
        failed = self.machine.sh("systemctl list-units --failed --no-legend --plain 'mailer*'")
        self.expect(not failed.strip(), "no unit of ours failed", failed)


def run(deployment):
    trial = Trial(deployment)
    for step in (trial.the_first_mailing_arrived_signed, trial.readers_reach_what_is_for_them, trial.others_reach_nothing,
                 trial.strangers_cannot_send, trial.the_daemons_are_confined, trial.bounces_wait_for_us,
                 trial.the_log_is_rotated, trial.another_relay_takes_mail, trial.prometheus_watches,
                 trial.backups_are_made, trial.all_units_are_well):
        began = time.monotonic()
        try:
            step()
        except Failed as failure:
            journal = trial.machine.sh("journalctl --no-pager -n 60", check=False)
            raise Failed(f"{step.__name__}: {failure}\n{journal}") from failure
        print(f"{step.__name__.replace('_', ' ')}: {time.monotonic() - began:.1f} s", flush=True)
