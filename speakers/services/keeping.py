"""Put an uploaded file away: streamed under a random name, whole or not at all."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import cast

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage

from dissemination.core.tokens import new_code
from speakers.models import MaterialVersion, version_path

ARRIVING = "materials/arriving"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the storage: its name there, its checksum and its size in bytes."""

    name: str
    sha256: str
    size: int


def storage() -> Storage:
    """Where material files lie."""
    field = MaterialVersion._meta.get_field("file")
    return field.storage


def keep(file: File) -> Kept:
    """Store the file under a random name. After a failure nothing of it is left.

    On disk it arrives under another name and is renamed when whole, so that a half file never has a name
    that a row could point at; object storage shows an object only when it is complete.
    """
    place, name = storage(), version_path(MaterialVersion(), file.name or "")
    file.seek(0)
    sha256 = hashlib.file_digest(cast(BytesIO, file), "sha256").hexdigest()
    file.seek(0)
    if isinstance(place, FileSystemStorage):
        _arrive(place, file, name)
    else:
        name = place.save(name, file)
    return Kept(name=name, sha256=sha256, size=place.size(name))


def drop(kept: Kept) -> None:
    """Remove a kept file to which no row points."""
    storage().delete(kept.name)


def _arrive(place: FileSystemStorage, file: File, name: str) -> None:
    arriving = f"{ARRIVING}/{new_code()}"
    try:
        arriving = place.save(arriving, file)
        Path(place.path(arriving)).replace(place.path(name))
    except BaseException:
        place.delete(arriving)
        raise
