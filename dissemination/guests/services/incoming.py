"""A list of people to invite: who in it is new, who is listed already, which rows are wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.events.models import Event
from dissemination.guests import policies
from dissemination.guests.services.listing import Named, add_many


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: its number in the file, who is named in it, and what is wrong."""

    number: int
    named: Named
    wrong: tuple[str, ...] = ()


@dataclass(slots=True)
class Comparison:
    """The rows by what they would do; `known` of them name somebody who is on the guest list."""

    new: list[Line] = field(default_factory=list)
    wrong: list[Line] = field(default_factory=list)
    known: int = 0


def compare(event: Event, lines: Sequence[Line]) -> Comparison:
    """What these rows would do to the guest list now. Nothing is written."""
    listed = set(event.guests.values_list("email", flat=True))
    found, seen = Comparison(), dict[str, int]()
    for line in lines:
        address = line.named.email
        if not line.wrong and address in seen:
            told = {"number": seen[address]}
            line = replace(line, wrong=(_("The same person stands in row %(number)s.") % told,))
        seen.setdefault(address, line.number)
        if line.wrong:
            found.wrong.append(line)
        elif address in listed:
            found.known += 1
        else:
            found.new.append(line)
    return found


@transaction.atomic
def add_list(event: Event, lines: Sequence[Line], *, is_whole: bool, by: User, at: datetime) -> Comparison:
    """Put who is new on the guest list: every row or none when `is_whole`, else the good ones."""
    found = compare(event, lines)
    if is_whole:
        policies.has_no_wrong_row(len(found.wrong)).enforce()
    add_many(event, [line.named for line in found.new], by=by, at=at)
    return found
