"""A zip archive read within bounds: its list is checked before anything is unpacked."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZipInfo

from dissemination.documents.uploads.findings import Unfit

MOST_ENTRIES = 5000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
_SMALL = 10 * 1024 * 1024
_MOST_LIST = MOST_ENTRIES * 600
_END = struct.Struct("<4s4H2LH")
_PIECE = 1 << 20


@dataclass(frozen=True)
class Archive:
    """A zip archive whose list of entries has been found sound."""

    file: zipfile.ZipFile
    entries: tuple[ZipInfo, ...]

    @classmethod
    def opened(cls, content: BinaryIO, *, size: int) -> "Archive":
        """The archive in this file of `size` bytes. Raises Unfit when its list promises harm."""
        _check_length_of_list(content, size)
        try:
            file = zipfile.ZipFile(content)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
            raise Unfit("broken") from error
        entries = tuple(file.infolist())
        _check_entries(entries)
        return cls(file, entries)

    @property
    def unpacked(self) -> int:
        """How many bytes the entries promise to be."""
        return sum(entry.file_size for entry in self.entries)

    def names(self) -> list[str]:
        """The names of the entries."""
        return [entry.filename for entry in self.entries]

    def pieces(self, entry: ZipInfo) -> Iterator[bytes]:
        """The content of an entry, a piece at a time, never more than its list promised."""
        try:
            with self.file.open(entry) as unpacked:
                while piece := unpacked.read(_PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise Unfit("broken") from error

    def read(self, entry: ZipInfo) -> io.BytesIO:
        """The whole content of an entry."""
        return io.BytesIO(b"".join(self.pieces(entry)))


def _check_length_of_list(content: BinaryIO, size: int) -> None:
    """Refuses a list of entries so long that reading it alone would be the attack."""
    content.seek(max(0, size - 65_557))
    tail = content.read()
    content.seek(0)
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        raise Unfit("broken")
    _, _, _, _, count, length, _, _ = _END.unpack_from(tail, place)
    if count > MOST_ENTRIES or length > _MOST_LIST:
        raise Unfit("too_many_entries")


def _check_entries(entries: tuple[ZipInfo, ...]) -> None:
    if not entries:
        raise Unfit("broken")
    if len(entries) > MOST_ENTRIES:
        raise Unfit("too_many_entries")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(_is_unsafe(entry) for entry in entries):
        raise Unfit("unsafe_names")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unfit("old_office")
    packed, unpacked = (
        sum(sizes) for sizes in zip(*((e.compress_size, e.file_size) for e in entries), strict=True)
    )
    if unpacked > MOST_UNPACKED or (unpacked > _SMALL and unpacked > MOST_RATIO * packed):
        raise Unfit("expands_too_far")


def _is_unsafe(entry: ZipInfo) -> bool:
    """Whether the entry would land outside its folder, or is a link to somewhere else."""
    name = entry.orig_filename
    leaves = name.startswith("/") or ".." in PurePosixPath(name).parts
    return leaves or any(sign in name for sign in "\\:\0") or stat.S_ISLNK(entry.external_attr >> 16)
