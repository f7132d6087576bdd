"""The broker that needs no server: nudges as files in a folder, each of them whole or not there at all.

Kombu writes a file where others already read it: a worker that looks in between finds it empty, and ends.
Here each file is written under another name first and takes its own in one step.
"""

import json
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.transport import filesystem


class Channel(filesystem.Channel):
    """Kombu's channel, with both of its ways to write made safe."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as kombu's
        name = f"{monotonic() * 1000:.0f}_{uuid.uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out) / name, payload)

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        bound = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue)
        known = self.get_table(exchange)
        if bound not in known:
            self.control_folder.mkdir(exist_ok=True)
            _write(self.control_folder / f"{exchange}.exchange", [bound, *known])


class Transport(filesystem.Transport):
    """What `CELERY_BROKER_TRANSPORT` names."""

    Channel = Channel


def _write(file: Path, content: object) -> None:
    draft = file.with_name(f"{file.name}.{uuid.uuid4()}")
    draft.write_text(json.dumps(content))
    draft.replace(file)
