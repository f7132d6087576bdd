"""A mail server that keeps every mail before it says 250: for benchmarks, in a process of its own.

    python benchmarks/sink.py PORT LOG [--fault NAME]

Writes to LOG what Postfix would, flushed to the disk, so that the product's look-up can be asked. Faults come
and go with the file LOG.fault, in which one of their names stands: `refuse` (421 to everything), `hang` (no
answer after DATA).
"""

import asyncio
import itertools
import os
import re
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

MESSAGE_ID = re.compile(rb"^message-id: *(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


class Keeper:
    """Keeps what comes, or behaves as badly as it is told."""

    def __init__(self, log: Path) -> None:
        self.log, self.numbers = log, itertools.count(1)
        self.file = log.open("ab")

    def fault(self) -> str:
        """How badly to behave now."""
        told = self.log.with_name(f"{self.log.name}.fault")
        return told.read_text().strip() if told.exists() else ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Keep the mail, then say so."""
        fault = self.fault()
        if fault == "refuse":
            return "451 4.3.0 try again later"
        if fault == "hang":
            await asyncio.sleep(3600)
        found = MESSAGE_ID.search(envelope.content)
        name, number = found[1] if found else b"<none>", b"%08d" % next(self.numbers)
        line = (
            b"sink postfix/cleanup[1]: %b: message-id=%b\nsink postfix/qmgr[1]: %b: nrcpt=1 (queue active)\n"
        )
        self.file.write(line % (number, name, number))
        self.file.flush()
        os.fsync(self.file.fileno())
        return "250 2.0.0 kept"


async def serve(port: int, log: Path) -> None:
    """Until killed."""
    keeper = Keeper(log)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
