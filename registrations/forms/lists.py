"""A list of people from a spreadsheet: the file, what its columns are, and which of its rows are taken."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.documents import tables

UNREADABLE = {
    "empty": gettext_lazy("There is nothing in this file. Choose another."),
    "large": gettext_lazy("The file is larger than 5 MB. Leave out what is not needed, or divide it."),
    "long": gettext_lazy("The file has more than 20,000 rows. Divide it."),
    "wide": gettext_lazy("The file has more than 100 columns. Leave out those that are not needed."),
    "old": gettext_lazy("This is an old Excel file. Save it as XLSX or CSV, then choose that."),
    "broken": gettext_lazy("The file cannot be read. Save it again as XLSX or CSV, then choose that."),
    "text": gettext_lazy("This is no list. Choose a CSV or XLSX file."),
}
SYNONYMS = {
    "name": "name, full name, fullname, delegate, attendee, participant, display name",
    "first_name": "first name, firstname, forename, given name",
    "last_name": "last name, lastname, surname, family name",
    "email": "email, email address, mail, mail address, work email, work email address",
    "contact_email": "contact email, contact email address, assistant email",
    "organisation": "organisation, organization, organisation name, org, company, employer, "
    "authority, council",
    "job_title": "job title, jobtitle, title, position, role, post",
    "kind": "part, part in the project, kind",
    "mode": "mode, takes part, attendance",
    "listing": "attendee list, name shown to",
    "photograph": "photograph, photographs, photo, photos, photo consent",
    "news": "news, newsletter, mailing list",
    "dietary": "dietary, diet, dietary requirements, food",
    "severe_allergy": "allergy, allergies",
    "access": "access, accessibility, access requirements",
}


def guessed(headings: Sequence[str], targets: dict[str, str]) -> list[str]:
    """What each column probably is, by its heading; each thing once, the first column first."""
    by_words = {_bare(label): name for name, label in targets.items()}
    for name in filter(targets.__contains__, SYNONYMS):
        by_words |= dict.fromkeys(SYNONYMS[name].split(", "), name)
    found: list[str] = []
    for heading in headings:
        name = by_words.get(_bare(heading), "")
        found.append("" if name in found else name)
    return found


def with_whole_name(told: dict[str, Any]) -> dict[str, Any]:
    """First and last name as one, where the list has them apart."""
    parts = [told.pop(name, "") for name in ("first_name", "last_name")]
    whole = told.get("name") or " ".join(filter(None, parts))
    return {"name": whole[:200]} | told if whole else told


def _bare(words: str) -> str:
    bare = " ".join(re.findall(r"\w+", re.sub(r"['’]", "", words.casefold())))
    return bare.replace("e mail", "email")


class ListForm(forms.Form):
    """A file with one person in each row below its headings; `table` is there once it is valid."""

    file = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy(
            "CSV or XLSX, at most 5 MB and 20,000 rows. The first row holds the headings."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), gettext_lazy("Choose a file."))
        | {"empty": UNREADABLE["empty"]},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_file(self) -> File:
        """The file, read once so that what cannot be taken is told at once."""
        file: File = self.cleaned_data["file"]
        if file.size > tables.MOST_BYTES:
            raise forms.ValidationError(UNREADABLE["large"])
        self.content = file.read()
        try:
            self.table = tables.read(self.content)
        except tables.Unreadable as fault:
            raise forms.ValidationError(UNREADABLE[fault.code]) from fault
        if not self.table.rows:
            raise forms.ValidationError(_("There are headings in this file, and nobody below them."))
        return file


class ColumnsForm(forms.Form):
    """One choice for each column of the file: what it is, or nothing."""

    def __init__(
        self, *args: Any, table: tables.Table, targets: dict[str, str], known: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix, self.table, self.targets = "", table, targets
        for number, (heading, name) in enumerate(zip(table.headings, known, strict=True)):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading or _("Column %(number)s") % {"number": number + 1},
                choices=[("", _("Leave it out")), *targets.items()],
                initial=name,
                required=False,
                widget=forms.Select(attrs={"class": "govuk-select"}),
                error_messages={"invalid_choice": _("Choose what this column is.")},
            )

    @property
    def columns(self) -> list[str]:
        """What each column is, in their order."""
        return [self.cleaned_data[name] for name in self.fields]

    @property
    def rows(self) -> list[tuple[Any, list[str]]]:
        """Each column's choice beside the first things that stand in it."""
        return [(bound, self._samples(number)) for number, bound in enumerate(self)]

    def _samples(self, number: int) -> list[str]:
        filled = (cells[number] for _row, cells in self.table.rows if cells[number])
        return [text[:60] for _turn, text in zip(range(3), filled, strict=False)]

    def clean(self) -> dict[str, Any]:
        """Each thing comes from one column, and one of them says who a person is."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        times = Counter(filter(None, cleaned.values()))
        twice = [self.targets[name] for name, count in times.items() if count > 1]
        if twice:
            raise forms.ValidationError(
                _("Two columns are “%(name)s”. Leave one of them out.") % {"name": twice[0]}
            )
        if not times.keys() & {"name", "first_name", "last_name"}:
            raise forms.ValidationError(_("Say which column holds the name."))
        return cleaned


class RowsForm(forms.Form):
    """Which rows are taken; asked where some are wrong."""

    rows = forms.ChoiceField(
        label=gettext_lazy("Which rows?"),
        choices=[
            ("good", gettext_lazy("Only the good rows; leave out those that are wrong")),
            ("whole", gettext_lazy("All or none; I mend the file first")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say which rows come in.")},
    )

    def __init__(self, *args: Any, wrong: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if not wrong:
            del self.fields["rows"]

    @property
    def is_whole(self) -> bool:
        """Every row or none: also where no row was wrong when the page was made."""
        return bool(self.cleaned_data.get("rows", "whole") == "whole")
