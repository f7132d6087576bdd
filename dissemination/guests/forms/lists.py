"""A list of people to invite that comes as a file, as it travels from one page to the next."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.core.forms import AddressInput, LineInput
from dissemination.documents.tables import Table
from dissemination.guests.services import Line, Named
from registrations.forms.lists import ListForm, with_whole_name

MOST_ROWS, MOST_LETTERS = 2000, 1_000_000
SALT, HOUR = "guests.list", 3600
TARGETS = {
    "name": gettext_lazy("Name"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "email": gettext_lazy("E-mail address"),
    "organisation": gettext_lazy("Organisation"),
}
_PARTS: dict[str, forms.Field] = dict.fromkeys(TARGETS, LineInput(max_length=200)) | {"email": AddressInput()}


class GuestListForm(ListForm):
    """The file. `carried` is what it holds, sealed, for the pages that follow: nothing of it is kept here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV or XLSX, at most %(most)s rows. The first row holds the headings."
        ) % {"most": MOST_ROWS}

    def clean_file(self) -> Any:
        """The file, no longer than a page can carry."""
        file = super().clean_file()
        if len(self.table.rows) > MOST_ROWS:
            raise ValidationError(_("The file has more than %(most)s rows. Divide it.") % {"most": MOST_ROWS})
        self.carried = sealed(self.table)
        if len(self.carried) > MOST_LETTERS:
            raise ValidationError(_("Leave out the columns that are not needed, then choose the file again."))
        return file


def sealed(table: Table) -> str:
    """The table for a hidden field: by its signature it comes back as it was read, for an hour."""
    return signing.dumps([table.headings, table.rows], salt=SALT, compress=True)


def unsealed(carried: str) -> Table | None:
    """The table that a page brings back; None where its hour is over, or it is not ours."""
    try:
        headings, rows = signing.loads(carried, salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        return None
    return Table(tuple(headings), tuple((number, tuple(cells)) for number, cells in rows))


def lines_of(table: Table, columns: Sequence[str]) -> list[Line]:
    """Every row of the table as somebody to invite, or with what is wrong in it."""
    return [_line(number, dict(zip(columns, cells, strict=True))) for number, cells in table.rows]


def _line(number: int, cells: dict[str, str]) -> Line:
    told, wrong = {name: cells[name] for name in _PARTS if cells.get(name)}, []
    for name, field in _PARTS.items():
        try:
            told |= {name: field.clean(told[name])} if name in told else {}
        except ValidationError as fault:
            wrong.append(f"{TARGETS[name]}: {' '.join(fault.messages)}")
    whole = with_whole_name(told)
    if not whole.get("name"):
        wrong.append(_("There is no name."))
    if not whole.get("email"):
        wrong.append(_("There is no e-mail address."))
    return Line(
        number, Named(*(whole.get(part, "") for part in ("name", "email", "organisation"))), tuple(wrong)
    )
