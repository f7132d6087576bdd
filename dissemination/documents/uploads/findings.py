"""What a look into a file can find: faults that refuse it, doubts that hold it, what readers will miss."""

from dataclasses import dataclass, field

from dissemination.documents.marking import gettext_noop as _

REASONS = {
    "empty": _("The file is empty. Choose the file again."),
    "too_large": _("The file is larger than 200 MB. Save it with smaller pictures, or send a PDF."),
    "unknown": _("The file is not a PDF, a PowerPoint, Word or OpenDocument file. Save it as one of these."),
    "old_office": _("The file is in an old format or has a password. Save it as .pptx or PDF."),
    "broken": _("The file cannot be opened. Save it again, then choose it."),
    "mixed": _("The file holds something besides its pages. Save it again as PDF."),
    "macros": _("The file holds macros. Save it as .pptx without macros, or as PDF."),
    "program": _("The file holds a program. Take it out, or save the file as PDF."),
    "nested": _("The file holds another archive. Take it out, or save the file as PDF."),
    "unsafe_names": _("The file holds entries that point outside it. Save it again, then choose it."),
    "too_many_entries": _("The file holds more than 5,000 parts. Save it as PDF."),
    "expands_too_far": _("The file grows too large when it is opened. Save it with smaller pictures."),
    "unsafe_xml": _("The file holds definitions that are not safe to read. Save it again, then choose it."),
    "locked": _("The file has a password or restrictions. An organiser looks at it first."),
    "active_content": _("The file starts something when it is opened. An organiser looks at it first."),
    "embedded_files": _("The file carries other files inside it. An organiser looks at it first."),
    "embedded_objects": _("The file carries objects of other programs. An organiser looks at it first."),
    "remote_content": _("The file fetches content from elsewhere. An organiser looks at it first."),
    "odd_links": _("The file links to something that is not a web page. An organiser looks at it first."),
}
WARNINGS = {
    "no_title": _("The file has no title. Add one in its properties, so that readers know what they open."),
    "no_text": _("The pages are pictures without text. Nobody can search them or have them read aloud."),
    "not_tagged": _("The PDF has no structure for screen readers. Export it as a tagged PDF."),
    "pictures_without_text": _("Some pictures have no description. Add alternative text to each."),
    "slides_without_title": _("Some slides have no title. Readers use titles to find their way."),
}


class Unfit(Exception):
    """The file is refused; `code` is a key of REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code])
        self.code = code


@dataclass
class Facts:
    """What is known so far: the kind of file, doubts in the order in which they came up, and warnings."""

    kind: str = ""
    doubts: list[str] = field(default_factory=list)
    warnings: set[str] = field(default_factory=set)
    unpacked: int = 0

    def doubt(self, code: str) -> None:
        """Notes that an organiser should look at the file first."""
        self.doubts.append(code)
