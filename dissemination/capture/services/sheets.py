"""Verbs about a group's sheet: from the first word to closed, and open again."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.capture import policies
from dissemination.capture.links import sheet_of
from dissemination.capture.models import GroupSheet
from dissemination.capture.services.rules import rule_for
from dissemination.core.verdicts import Refused
from dissemination.documents import images
from dissemination.events.models import Event
from sessions.models import Group

State = GroupSheet.State


@dataclass(frozen=True, slots=True)
class Notes:
    """What a group says about its own debate: all of it optional."""

    headline: str = ""
    disagreement: str = ""
    facilitated_by: str = ""
    written_by: str = ""
    nodded: int | None = None


def lay_out_sheets(event: Event) -> list[GroupSheet]:
    """One sheet for every group of the event, in order, so that each has its link before the day."""
    groups = Group.objects.of_event(event.pk)
    GroupSheet.objects.bulk_create(
        [GroupSheet(group=group) for group in groups.filter(sheet=None)], ignore_conflicts=True
    )
    return list(GroupSheet.objects.of_event(event.pk).select_related("group__session"))


def locked(sheet: GroupSheet) -> GroupSheet:
    """The sheet, held until the transaction ends: two scribes write one after the other."""
    return (
        GroupSheet.objects.select_for_update(of=("self",))
        .select_related("group__session__event")
        .get(pk=sheet.pk)
    )


@transaction.atomic
def open_sheet(group: Group, *, at: datetime) -> GroupSheet:
    """Begin to write for a group. Opening it a second time changes nothing."""
    sheet = locked(sheet_of(group))
    policies.may_write(sheet, at=at).enforce()
    begin(sheet, at=at)
    return sheet


def begin(sheet: GroupSheet, *, at: datetime) -> None:
    """Note that the group is writing, the first time."""
    if sheet.state == State.NOT_STARTED:
        sheet.state, sheet.opened_at = State.CAPTURING, at
        sheet.save(update_fields=("state", "opened_at"))


def _write_notes(sheet: GroupSheet, notes: Notes) -> None:
    sheet.headline, sheet.disagreement, sheet.nodded = notes.headline, notes.disagreement, notes.nodded
    if policies.may_know_staff(rule_for(sheet.group.session)):
        sheet.facilitated_by, sheet.written_by = notes.facilitated_by, notes.written_by


@transaction.atomic
def read_back(sheet: GroupSheet, *, notes: Notes, at: datetime) -> GroupSheet:
    """Keep the headline and the rest, and show everything for reading aloud to the group."""
    sheet = locked(sheet)
    policies.may_write(sheet, at=at).enforce()
    _write_notes(sheet, notes)
    policies.may_submit(sheet).enforce()
    if not sheet.is_handed_in:
        sheet.state = State.READ_BACK
    sheet.opened_at = sheet.opened_at or at
    sheet.save()
    return sheet


@transaction.atomic
def submit(sheet: GroupSheet, *, at: datetime, notes: Notes | None = None) -> GroupSheet:
    """Hand the sheet in. Once more changes nothing; what comes in later is still kept."""
    sheet = locked(sheet)
    policies.may_write(sheet, at=at).enforce()
    if notes:
        _write_notes(sheet, notes)
    policies.may_submit(sheet).enforce()
    if not sheet.is_handed_in:
        sheet.state, sheet.submitted_at = State.SUBMITTED, at
    sheet.save()
    return sheet


@transaction.atomic
def close(sheet: GroupSheet, *, by: User, at: datetime) -> GroupSheet:
    """Close a sheet that was handed in: the table can write no more."""
    sheet = locked(sheet)
    policies.may_close(sheet, by=by).enforce()
    sheet.state = State.CLOSED
    sheet.save(update_fields=("state",))
    record("closed a sheet", sheet, by=by, at=at, event_id=sheet.group.session.event_id)
    return sheet


@transaction.atomic
def reopen(sheet: GroupSheet, *, by: User, at: datetime) -> GroupSheet:
    """Let the table write again. What it had handed in stays."""
    sheet = locked(sheet)
    policies.may_reopen(sheet, by=by).enforce()
    sheet.state, sheet.submitted_at = State.CAPTURING, None
    sheet.save(update_fields=("state", "submitted_at"))
    record("opened a sheet again", sheet, by=by, at=at, event_id=sheet.group.session.event_id)
    return sheet


@transaction.atomic
def add_photograph(
    sheet: GroupSheet, *, picture: bytes, sentence: str, at: datetime, by: User | None = None
) -> GroupSheet:
    """Keep a photograph of the flip chart with the sentence that says what is on it: a sheet by itself.

    The picture is decoded and written anew without its metadata. `by` is an organiser; without, the table.
    """
    sheet = locked(sheet)
    verdict = policies.may_type_for(sheet, by=by) if by else policies.may_write(sheet, at=at)
    verdict.enforce()
    sheet.photograph.save("flip-chart.jpg", ContentFile(_clean(picture)), save=False)
    sheet.photograph_sentence = sentence
    begin(sheet, at=at)
    sheet.save(update_fields=("photograph", "photograph_sentence"))
    if by:
        record("added a flip chart", sheet, by=by, at=at, event_id=sheet.group.session.event_id)
    return sheet


def _clean(picture: bytes) -> bytes:
    try:
        return images.photograph(picture).jpeg
    except images.UnusablePhotograph as fault:
        raise Refused(_(str(fault))) from fault
