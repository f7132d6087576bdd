"""Many people at once, as lines that are pasted."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.core.forms import AddressInput, LineInput, ProseInput
from dissemination.guests.services import Named

MOST_LINES, MOST_LETTERS, MOST_TOLD = 2000, 200_000, 10
MARKS = ("\t", ";", ",")
_NAME = LineInput(max_length=200, error_messages={"required": gettext_lazy("Enter a name.")})
_ADDRESS = AddressInput()
_ORGANISATION = LineInput(max_length=200, required=False)


def _cells(line: str) -> list[str]:
    """The parts of a line, as spreadsheets and people part them; quotes hold a part together."""
    mark = next((mark for mark in MARKS if mark in line), ",")
    return [cell.strip() for cell in next(csv.reader([line], delimiter=mark, skipinitialspace=True))]


def _named(line: str) -> Named:
    """“Name, e-mail, organisation” as somebody to invite; ValidationError says what to do."""
    name, email, *rest = [*_cells(line), "", ""]
    organisation = ", ".join(filter(None, rest))
    return Named(_NAME.clean(name), _ADDRESS.clean(email), _ORGANISATION.clean(organisation))


class PasteForm(forms.Form):
    """One line for one person. Nobody is added while a line cannot be read, unless those are left out.

    `readable` is how many could be added without them.
    """

    readable = 0

    lines = ProseInput(
        label=gettext_lazy("One person a line: name, e-mail address, organisation"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Commas, semicolons or tabs between them, so that cells copied from a spreadsheet fit too."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        lines = list(_numbered(told.get("lines") or ""))
        if self.errors:
            return told
        if not 0 < len(lines) <= MOST_LINES:
            self.add_error("lines", _("Paste between 1 and %(most)s lines.") % {"most": MOST_LINES})
            return told
        people, faults = _read(lines)
        told |= {"people": people, "left_out": len(faults)}
        self.readable = len(people)
        if people and self.data.get("paste") == "readable":
            return told
        for fault in faults[:MOST_TOLD]:
            self.add_error("lines", fault)
        if left := len(faults[MOST_TOLD:]):
            self.add_error("lines", _("%(left)s more lines cannot be read.") % {"left": left})
        return told


class WantForm(forms.Form):
    """The organisations that the event wants, one a line."""

    names = ProseInput(
        label=gettext_lazy("Organisations you want there, one a line"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Full or short names. A new one is made when nobody knows it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_names(self) -> list[str]:
        """Each name, once."""
        names = [_ORGANISATION.clean(line) for line in self.cleaned_data["names"].splitlines()]
        return list(dict.fromkeys(filter(None, names)))


def _numbered(told: str) -> Iterator[tuple[int, str]]:
    """(number, line) for each line with something in it; a line of headings on top is passed over."""
    filled = [(number, line) for number, line in enumerate(told.splitlines(), 1) if line.strip(" \t,;")]
    is_heading = (
        len(filled) > 1 and "@" not in filled[0][1] and "@" in filled[1][1] and "mail" in filled[0][1].lower()
    )
    yield from filled[is_heading:]


def _read(lines: list[tuple[int, str]]) -> tuple[list[Named], list[str]]:
    """Everybody who can be read, and what to do about every other line."""
    people, faults = [], []
    for number, line in lines:
        try:
            people.append(_named(line))
        except forms.ValidationError as fault:
            told = {"number": number, "line": line[:60], "fault": " ".join(fault.messages)}
            faults.append(_("Line %(number)s, “%(line)s”: %(fault)s") % told)
        except csv.Error:
            faults.append(_("Line %(number)s: write it once more by hand.") % {"number": number})
    return people, faults
