"""Looks into an uploaded file by its content, never by its name, and says whether it may be taken."""

import os
from dataclasses import dataclass
from typing import BinaryIO

from dissemination.documents import plain
from dissemination.documents.uploads.archives import Archive
from dissemination.documents.uploads.findings import REASONS, WARNINGS, Facts, Unfit
from dissemination.documents.uploads.office import look_into_office
from dissemination.documents.uploads.pdfs import look_into_pdf

__all__ = ["KINDS", "MOST_BYTES", "REASONS", "WARNINGS", "Finding", "inspect"]

MOST_BYTES = 200 * 1024 * 1024
KINDS = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the look into a file found.

    `verdict` is "accepted", "held" (an organiser should look first) or "refused". `kind` is a key of KINDS,
    empty when refused for not being one; `code` is a key of REASONS, empty when accepted, and `reason` its
    sentence for the person who uploads. `warnings` are sentences about what some readers will miss.
    `shown_name` is the name without folders and control characters, to be shown escaped and never used as
    a path.
    """

    verdict: str
    kind: str
    content_type: str
    code: str
    reason: str
    warnings: tuple[str, ...]
    shown_name: str


def inspect(content: BinaryIO, *, name: str = "") -> Finding:
    """Whether this file may be taken as slides or hand-outs; reads it to its end and rewinds it."""
    facts = Facts()
    try:
        _look(content, facts)
    except Unfit as fault:
        return _finding("refused", facts, fault.code, name)
    finally:
        content.seek(0)
    if facts.doubts:
        return _finding("held", facts, facts.doubts[0], name)
    return _finding("accepted", facts, "", name)


def _finding(verdict: str, facts: Facts, code: str, name: str) -> Finding:
    warnings = (
        () if verdict == "refused" else tuple(WARNINGS[code] for code in WARNINGS if code in facts.warnings)
    )
    return Finding(
        verdict=verdict,
        kind=facts.kind,
        content_type=KINDS.get(facts.kind, ""),
        code=code,
        reason=REASONS.get(code, ""),
        warnings=warnings,
        shown_name=plain.one_line(name.replace("\\", "/").rpartition("/")[2], limit=120) or "file",
    )


def _look(content: BinaryIO, facts: Facts) -> None:
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    if not size:
        raise Unfit("empty")
    if size > MOST_BYTES:
        raise Unfit("too_large")
    start = content.read(8)
    if start.startswith(b"%PDF-"):
        look_into_pdf(content, facts)
    elif start.startswith(b"PK\x03\x04"):
        look_into_office(Archive.opened(content, size=size), facts)
    else:
        raise Unfit("old_office" if start == _OLD_OFFICE else "unknown")
