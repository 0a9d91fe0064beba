"""Checks a relay that postfix-relay started: postfix_relay_check.py DIR.

Sends messages that are hard to carry and compares what arrives, byte for byte but for trace fields; then tries what
the relay must refuse. Prints one line per check and exits with 1 at the first that fails.
"""

import pathlib
import smtplib
import ssl
import sys
import time

PATIENCE_SECONDS = 30
TRACE_FIELDS = (b"return-path:", b"x-original-to:", b"delivered-to:", b"received:")

HEADER = b"From: News <news@example.org>\r\nTo: alice@example.net\r\nSubject: %s\r\n\r\n"
BODIES = {
    "dots": b".\r\n..\r\n.one\r\n\r\n.\r\nend.\r\n",
    "no-text": b"",
    "empty-lines": b"\r\n\r\nspaces at the end  \r\n\t\r\n\r\n",
    "long-lines": b"x" * 998 + b"\r\n" + b"." + b"y" * 997 + b"\r\n",
    "eight-bit": "Grüße, 😀\r\n".encode() * 500,
    "from-line": b"From here\r\n>From there\r\n",
}


def relay(directory):
    lines = (directory / "relay.env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def without_trace(message):
    """The message as it was sent: no trace fields at its top, CRLF instead of the Maildir's LF."""
    lines = message.split(b"\n")
    while lines[0].lower().startswith(TRACE_FIELDS):
        lines.pop(0)
        while lines[0][:1] in (b" ", b"\t"):
            lines.pop(0)
    return b"\r\n".join(lines)


def session(settings, host="localhost"):
    client = smtplib.SMTP(host, int(settings["port"]), timeout=PATIENCE_SECONDS)
    client.starttls(context=ssl.create_default_context(cafile=settings["ca"]))
    client.ehlo()
    return client


def arrived(directory, known):
    """The one message that came since."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        new = set(directory.glob("*")) - known if directory.is_dir() else set()
        if new:
            return new.pop()
        time.sleep(0.02)
    raise AssertionError(f"nothing arrived in {directory}")


def check_deliveries(settings):
    mail = pathlib.Path(settings["mail"])
    with session(settings) as client:
        client.login(settings["user"], settings["password"])
        for name, body in BODIES.items():
            known = set(mail.glob("*")) if mail.is_dir() else set()
            message = HEADER % name.encode() + body
            options = ["BODY=8BITMIME"]
            refused = client.sendmail("b.1@bounce.example.org", ["alice@example.net"], message, options)
            assert refused == {}, refused
            found = arrived(mail, known).read_bytes()
            assert without_trace(found) == message, f"{name}: sent {message!r}, found {found!r}"
            print(f"ok: {name} arrives byte for byte")


def code_of(action):
    try:
        return action()[0]
    except smtplib.SMTPResponseException as error:
        return error.smtp_code


def check_refusals(settings):
    with smtplib.SMTP("127.0.0.1", int(settings["port"]), timeout=PATIENCE_SECONDS) as client:
        client.ehlo()
        assert not client.has_extn("auth"), "AUTH is offered in clear"
        assert client.mail("news@example.org")[0] == 530, "mail is taken in clear"
    print("ok: in clear there is neither AUTH nor mail")
    with session(settings, "127.0.0.1") as client:
        client.mail("news@example.org")
        assert client.rcpt("alice@example.net")[0] == 554, "mail is taken without AUTH"
        client.rset()
        assert code_of(lambda: client.login(settings["user"], "wrong")) == 535, "any password will do"
        client.login(settings["user"], settings["password"])
        client.mail("news@example.org")
        assert client.rcpt("refused@example.net")[0] == 550
        assert client.rcpt("later@example.net")[0] == 450
        assert client.rcpt("alice@example.net")[0] == 250
    print("ok: without the password nothing is relayed; refused@ and later@ are answered so")
    try:
        client = smtplib.SMTP("localhost", int(settings["port"]), timeout=PATIENCE_SECONDS)
        client.starttls(context=ssl.create_default_context())
    except ssl.SSLCertVerificationError:
        print("ok: the certificate is worth nothing without its authority")
    else:
        raise AssertionError("the certificate is trusted by the system")


def main(directory):
    settings = relay(directory)
    try:
        check_deliveries(settings)
        check_refusals(settings)
    except (AssertionError, OSError, smtplib.SMTPException) as error:
        sys.exit(f"postfix-relay check: {error}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: postfix_relay_check.py DIR")
    main(pathlib.Path(sys.argv[1]))
