"""Stands between a sender and a relay, and loses the answer to some messages.

usage: losing_proxy.py RELAY_PORT

By the recipient's local part, once for each address: `cut` loses both connections before the final dot reaches the
relay; `taken`, `bounced` and `stuck` reach it whole, and its answer is lost. PIPELINING is not passed on, so that one message's loss is no other's. Prints
the port that it listens on.
"""

import asyncio
import sys

RELAY_PORT = int(sys.argv[1])
seen = set()


class Link:
    """One sender's connection and the one to the relay."""

    def __init__(self, sender, relay):
        self.sender, self.relay = sender, relay
        self.swallows = False

    def close(self):
        self.sender[1].close()
        self.relay[1].close()

    async def forward(self):
        recipient, in_data = None, False
        while line := await self.sender[0].readline():
            if not in_data and line[:9].upper() == b"RCPT TO:<":
                recipient = line[9:].split(b">")[0]
            if in_data and line == b".\r\n":
                in_data = False
                local = recipient.split(b"@")[0] if recipient not in seen else b""
                seen.add(recipient)
                if local == b"cut":
                    break
                self.swallows = local in (b"taken", b"bounced", b"stuck")
            elif not in_data and line.upper() == b"DATA\r\n":
                in_data = True
            self.relay[1].write(line)
            await self.relay[1].drain()
        self.close()

    async def answer(self):
        while line := await self.relay[0].readline():
            if self.swallows:
                break
            if line == b"250-PIPELINING\r\n":
                continue
            self.sender[1].write(line)
            await self.sender[1].drain()
        self.close()


async def serve(reader, writer):
    link = Link((reader, writer), await asyncio.open_connection("127.0.0.1", RELAY_PORT))
    await asyncio.gather(link.forward(), link.answer(), return_exceptions=True)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print("listening on port", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
