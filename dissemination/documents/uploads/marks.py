"""What single elements of an office file give away: links, macros by another name, missing descriptions."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from dissemination.documents.uploads.findings import Facts, Unfit

_WEB = re.compile(r"(https?|mailto|tel):|#|[^:]*$", re.IGNORECASE)
_FIELDS = re.compile(r"\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT)\b", re.IGNORECASE)
_FILMS = ("/video", "/audio", "/media")
_ACTIONS = ("ppaction://program", "ppaction://macro", "ppaction://ole")
_OBJECTS = frozenset(
    {"object-ole", "applet", "plugin", "dde-source", "dde-connection-decl", "ddeLink", "control"}
)


@dataclass
class Part:
    """A part of the file while it is read."""

    facts: Facts
    name: str

    def see(self, element: Element) -> None:
        """Notes what one element says."""
        tag = _local(element.tag)
        if tag in _OBJECTS:
            self.facts.doubt("embedded_objects")
        if tag == "title" and self.name in {"docprops/core.xml", "meta.xml"} and (element.text or "").strip():
            self.facts.warnings.discard("no_title")
        if tag in {"script", "event-listener"} and self.facts.kind in {"odp", "odt"}:
            self._script(element)
        if tag in {"instrText", "fldSimple"}:
            self._field(element)
        if tag == "image" and _attribute(element, "href").lower().startswith(
            ("http:", "https:", "//", "file:")
        ):
            self.facts.doubt("remote_content")
        self._action(element)

    def finish(self) -> None:
        """Draws the conclusions once the part is read."""

    def _script(self, element: Element) -> None:
        """A script in the file, or a click that runs one; a click that opens a web page is a link."""
        written = _local(element.tag) == "script" and (list(element) or (element.text or "").strip())
        if written or _attribute(element, "href").startswith(("vnd.sun.star.script:", "macro:")):
            raise Unfit("macros")

    def _field(self, element: Element) -> None:
        if _FIELDS.match(element.text or "") or _FIELDS.match(_attribute(element, "instr")):
            self.facts.doubt("remote_content")

    def _action(self, element: Element) -> None:
        if _attribute(element, "action").lower().startswith(_ACTIONS):
            self.facts.doubt("active_content")


@dataclass
class Relations(Part):
    """A list of what a part refers to: inside the file, or elsewhere."""

    def see(self, element: Element) -> None:
        """Notes a reference that leaves the file or names an object."""
        kind, target = element.get("Type", ""), element.get("Target", "")
        if element.get("TargetMode", "").lower() == "external":
            self._external(kind, target)
        elif kind.endswith("/oleObject"):
            self.facts.doubt("embedded_objects")

    def _external(self, kind: str, target: str) -> None:
        if kind.endswith("/hyperlink"):
            if not _WEB.match(target) or target.startswith(("\\\\", "//")):
                self.facts.doubt("odd_links")
        elif not (kind.endswith(_FILMS) and target.lower().startswith("https://")):
            self.facts.doubt("remote_content")


@dataclass
class Slide(Part):
    """A slide or a page of text, with what its readers need."""

    titled: bool = field(default=False)

    def see(self, element: Element) -> None:
        """Notes titles and descriptions beside what every part gives away."""
        super().see(element)
        tag = _local(element.tag)
        if tag == "ph" and element.get("type") in {"title", "ctrTitle"}:
            self.titled = True
        if tag in self._holders() and _lacks_description(element):
            self.facts.warnings.add("pictures_without_text")

    def _holders(self) -> frozenset[str]:
        """The elements that hold a picture and its description in this kind of file."""
        return _HOLDERS[self.name.partition("/")[0]]

    def finish(self) -> None:
        """A slide of PowerPoint should have a title."""
        if self.name.startswith("ppt/slides/") and not self.titled:
            self.facts.warnings.add("slides_without_title")


def reader(name: str, facts: Facts) -> Part:
    """What reads the part of this (lower case) name."""
    if name.endswith(".rels"):
        return Relations(facts, name)
    if re.fullmatch(r"ppt/slides/[^/]+\.xml|word/document\.xml|content\.xml", name):
        return Slide(facts, name)
    return Part(facts, name)


def is_kept(element: Element) -> bool:
    """Whether the element is still needed when the one around it ends."""
    return _local(element.tag) in _DESCRIBING


_HOLDERS = {
    "ppt": frozenset({"pic"}),
    "word": frozenset({"inline", "anchor"}),
    "content.xml": frozenset({"frame"}),
}
_DESCRIBING = frozenset(
    {"cNvPr", "nvPicPr", "docPr", "decorative", "ext", "extLst", "image", "title", "desc", "pic"}
)


def _lacks_description(element: Element) -> bool:
    inside = [(_local(child.tag), child) for child in element.iter()]
    tags = {tag for tag, _ in inside}
    if _local(element.tag) == "frame":
        return "image" in tags and not tags & {"title", "desc"}
    decorative = any(tag == "decorative" and child.get("val") in {"1", "true"} for tag, child in inside)
    described = any(tag in {"cNvPr", "docPr"} and child.get("descr", "").strip() for tag, child in inside)
    return not (decorative or described)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.items() if _local(key) == name), "")
