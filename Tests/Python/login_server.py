"""An SMTP server whose logins a test orders; it keeps no mail, and says on standard output what happens.

    login_server.py MECHANISMS FOLDER

MECHANISMS is what EHLO offers, such as "XOAUTH2 PLAIN". FOLDER/secret has the password or token that is good now and is
read at each login; FOLDER/uses, where it is there, the number of logins after which that is no longer good: the secret
then expires, until the file `secret` is another. Every login and recipient is a line of FOLDER/server.log.
"""

import base64
import os
import socketserver
import sys
import threading

MECHANISMS, FOLDER = sys.argv[1], sys.argv[2]
LOCK = threading.Lock()
USED = {}


def read(name):
    try:
        with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""


def note(line):
    with LOCK, open(os.path.join(FOLDER, "server.log"), "a", encoding="utf-8") as file:
        file.write(line + "\n")


def is_good(secret):
    with LOCK:
        if secret != read("secret"):
            return False
        limit = read("uses")
        USED[secret] = USED.get(secret, 0) + 1
        return not limit or USED[secret] <= int(limit)


class Session(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write((text + "\r\n").encode())

    def line(self):
        return self.rfile.readline().decode().rstrip("\r\n")

    def ask(self, challenge):
        self.say("334 " + base64.b64encode(challenge.encode()).decode())
        return base64.b64decode(self.line()).decode()

    def secret(self, mechanism):
        if mechanism in ("XOAUTH2", "OAUTHBEARER"):
            fields = self.ask("").split("\x01")
            return next(f for f in fields if f.startswith("auth=Bearer "))[len("auth=Bearer "):]
        if mechanism == "LOGIN":
            self.ask("Username:")
            return self.ask("Password:")
        return self.ask("").split("\0")[2]

    def login(self, mechanism):
        if mechanism not in MECHANISMS.split():
            return self.say("504 5.5.4 Unrecognized authentication type")
        good = is_good(self.secret(mechanism))
        note(f"login {mechanism} {'good' if good else 'refused'}")
        self.say("235 2.7.0 Authenticated" if good else "535 5.7.3 Authentication unsuccessful")
        self.is_known = self.is_known or good

    def handle(self):
        self.is_known = False
        self.say("220 login.test ESMTP")
        while line := self.line():
            words = line.upper().split()
            if words[0] in ("EHLO", "HELO"):
                self.say("250-login.test\r\n250-PIPELINING\r\n250 AUTH " + MECHANISMS)
            elif words[0] == "AUTH":
                self.login(words[1])
            elif words[0] == "MAIL":
                self.say("250 2.1.0 Ok" if self.is_known else "530 5.7.57 Client not authenticated to send mail")
            elif words[0] == "RCPT":
                recipient = line[line.index("<") + 1:line.index(">")]
                self.say("250 2.1.5 Ok")
            elif words[0] == "DATA":
                self.say("354 Go on")
                while self.line() != ".":
                    pass
                note(f"took {recipient}")
                self.say("250 2.0.0 Ok")
            elif words[0] == "QUIT":
                return self.say("221 2.0.0 Bye")
            else:
                self.say("250 2.0.0 Ok")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(("127.0.0.1", 0), Session) as server:
    print(f"listening {server.server_address[1]}", flush=True)
    server.serve_forever()
