"""Put an uploaded file away: streamed under a random name, whole or not at all."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage

from dissemination.core.tokens import new_code
from speakers.models import MaterialVersion, version_path

FOLDER = "materials"
ARRIVING = "materials/arriving"
STRAY_AFTER = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the storage: its name there, its checksum and its size in bytes."""

    name: str
    sha256: str
    size: int


class _Measured(File):
    """A file that is measured while it streams past, so that it is read once and never held in memory."""

    def __init__(self, file: File) -> None:
        super().__init__(file.file, file.name)
        self.source = file
        self.digest = hashlib.sha256()
        self.length = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes, counted."""
        for chunk in self.source.chunks(chunk_size):
            self.digest.update(chunk)
            self.length += len(chunk)
            yield chunk


def storage() -> Storage:
    """Where material files lie."""
    field = MaterialVersion._meta.get_field("file")
    return field.storage


def keep(file: File) -> Kept:
    """Store the file under a random name. After a failure nothing of it is left.

    On disk it arrives under another name and is renamed when whole, so that a half file never has a name
    that a row could point at; object storage shows an object only when it is complete.
    """
    place, measured = storage(), _Measured(file)
    file.seek(0)
    name = version_path(MaterialVersion(), file.name or "")
    if not isinstance(place, FileSystemStorage):
        return _kept(place.save(name, measured), measured)
    arriving = f"{ARRIVING}/{new_code()}"
    try:
        arriving = place.save(arriving, measured)
        Path(place.path(arriving)).replace(place.path(name))
    except BaseException:
        place.delete(arriving)
        raise
    return _kept(name, measured)


def drop(kept: Kept) -> None:
    """Remove a kept file to which no row points."""
    storage().delete(kept.name)


def clear_strays(*, at: datetime) -> int:
    """Remove what a killed upload left behind: files hours old that no version knows. Returns how many."""
    known = set(MaterialVersion.objects.values_list("file", flat=True))
    strays = [name for name in _names() if name not in known and _is_old(name, at)]
    for name in strays:
        storage().delete(name)
    return len(strays)


def _kept(name: str, measured: _Measured) -> Kept:
    return Kept(name=name, sha256=measured.digest.hexdigest(), size=measured.length)


def _names() -> list[str]:
    place = storage()
    return [
        f"{folder}/{name}"
        for folder in (FOLDER, ARRIVING)
        if place.exists(folder)
        for name in place.listdir(folder)[1]
    ]


def _is_old(name: str, at: datetime) -> bool:
    return at - storage().get_modified_time(name) > STRAY_AFTER
