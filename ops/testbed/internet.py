"""The internet of a rehearsal: a DNS server for one zone and example.net, and the mail server of example.net.

    internet.py ADDRESS ZONE FOLDER

The zone is read again when its file changes. The mail server takes messages for anybody into FOLDER, but for addresses
that begin with `nobody`: 550 5.1.1.
"""

import json
import pathlib
import socket
import sys
import threading
import time

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.zone
from aiosmtpd.controller import Controller

OWN = "example.net. MX 10 mx.example.net.\nmx.example.net. A {0}\nrelay.example.net. A {0}\n"
HEAD = "$TTL 60\n. SOA ns.example.net. hostmaster.example.net. 1 60 60 60 60\n. NS ns.example.net.\n"


class Names:
    def __init__(self, address, file):
        self.address, self.file = address, pathlib.Path(file)

    def answer(self, wire):
        question = dns.message.from_wire(wire)
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.AA | dns.flags.RA
        zone = dns.zone.from_text(HEAD + OWN.format(self.address) + self.file.read_text(), origin=".", relativize=False)
        wanted = question.question[0]
        node = zone.get_node(wanted.name)
        if node is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
            return answer.to_wire()
        found = node.get_rdataset(wanted.rdclass, wanted.rdtype)
        if found is not None:
            answer.find_rrset(answer.answer, wanted.name, wanted.rdclass, wanted.rdtype, create=True).update(found)
        return answer.to_wire()

    def serve(self):
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind((self.address, 53))
        while True:
            wire, peer = udp.recvfrom(4096)
            udp.sendto(self.answer(wire), peer)


class Mailboxes:
    def __init__(self, folder):
        self.folder, self.count = pathlib.Path(folder), 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return f"550 5.1.1 <{address}>: Recipient address rejected: User unknown"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        for recipient in envelope.rcpt_tos:
            self.count += 1
            name = self.folder / f"{self.count:05}"
            name.with_suffix(".eml").write_bytes(envelope.original_content)
            draft = name.with_suffix(".draft")
            draft.write_text(json.dumps({"from": envelope.mail_from, "to": recipient, "peer": session.peer[0]}))
            draft.rename(name.with_suffix(".json"))
        return "250 2.0.0 Ok"


def main():
    address, zone, folder = sys.argv[1:]
    Controller(Mailboxes(folder), hostname=address, port=25, server_hostname="mx.example.net").start()
    threading.Thread(target=Names(address, zone).serve, daemon=True).start()
    time.sleep(0.2)
    print("open", flush=True)
    threading.Event().wait()


main()
