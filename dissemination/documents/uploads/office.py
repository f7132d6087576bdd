"""PowerPoint, Word and OpenDocument files: what they carry, what they fetch, and what readers will miss."""

from collections.abc import Callable
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from dissemination.documents.uploads import marks
from dissemination.documents.uploads.archives import MOST_UNPACKED, Archive
from dissemination.documents.uploads.findings import Facts, Unfit

_MAIN = {
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml": "pptx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
_OPEN = {
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.text": "odt",
}
_OLE = b"\xd0\xcf\x11\xe0"
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_MACRO_NAMES = ("vbaproject", "vbadata", "macrosheets/", "activex/")
_MACRO_FOLDERS = ("basic/", "scripts/")


def look_into_office(archive: Archive, facts: Facts) -> None:
    """Notes what an office file holds. Raises Unfit where nobody should open it."""
    facts.kind = _kind(archive)
    if facts.kind not in {"pptx", "docx", "odp", "odt"}:
        facts.kind = ""
        raise Unfit("unknown")
    facts.warnings.add("no_title")
    _look_at_entries(archive, facts)


def _kind(archive: Archive) -> str:
    by_name = {entry.filename: entry for entry in archive.entries}
    if any(_tells_of_macros(name.lower()) for name in by_name):
        raise Unfit("macros")
    if "mimetype" in by_name:
        return _OPEN.get(archive.read(by_name["mimetype"]).read(200).strip(), "")
    if "[Content_Types].xml" not in by_name:
        return ""
    types: list[str] = []
    _read_xml(archive, by_name["[Content_Types].xml"], lambda e: types.append(e.get("ContentType", "")))
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in types):
        raise Unfit("macros")
    return next((_MAIN[kind] for kind in types if kind in _MAIN), "")


def _tells_of_macros(name: str) -> bool:
    return name.startswith(_MACRO_FOLDERS) or any(mark in name for mark in _MACRO_NAMES)


def _look_at_entries(archive: Archive, facts: Facts) -> None:
    for entry in archive.entries:
        lower = entry.filename.lower()
        if lower.endswith((".xml", ".rels")):
            look = marks.reader(lower, facts)
            _read_xml(archive, entry, look.see)
            look.finish()
        elif not entry.is_dir():
            _look_at_part(archive, entry, facts)


def _look_at_part(archive: Archive, entry: ZipInfo, facts: Facts) -> None:
    """Reads a picture, film or embedded file to its end and judges it by its first letters."""
    start = b""
    for piece in archive.pieces(entry):
        start = start or piece[:8]
    if start.startswith(_PROGRAMS):
        raise Unfit("program")
    if start.startswith(_OLE):
        facts.doubt("embedded_objects")
    if start.startswith(b"PK\x03\x04"):
        _look_at_nested(archive, entry, facts)


def _look_at_nested(archive: Archive, entry: ZipInfo, facts: Facts) -> None:
    """A chart keeps its figures in a workbook, which is welcome; other files inside are for the organiser."""
    if facts.kind == "xlsx" or "/embeddings/" not in entry.filename:
        raise Unfit("nested")
    content = archive.read(entry)
    inner = Archive.opened(content, size=entry.file_size)
    facts.unpacked += inner.unpacked
    if facts.unpacked > MOST_UNPACKED:
        raise Unfit("expands_too_far")
    if _kind(inner) != "xlsx":
        facts.doubt("embedded_files")
        return
    if any("externalLinks/" in name for name in inner.names()):
        facts.doubt("remote_content")
    _look_at_entries(inner, Facts(kind="xlsx", doubts=facts.doubts))


def _read_xml(archive: Archive, entry: ZipInfo, see: Callable[[Element], None]) -> None:
    """Shows each element to `see`; definitions of any kind are refused before anything is expanded."""
    try:
        for _, element in iterparse(archive.read(entry), events=("end",), forbid_dtd=True):
            see(element)
            if not marks.is_kept(element):
                element.clear()
    except DefusedXmlException as error:
        raise Unfit("unsafe_xml") from error
    except (ParseError, LookupError, ValueError) as error:
        raise Unfit("broken") from error
