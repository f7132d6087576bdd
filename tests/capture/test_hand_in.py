"""A sheet goes from the first word to handed in, closed and open again; its link opens for some days."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from dissemination.capture import policies, services
from dissemination.capture.links import sheet_of, table_link
from dissemination.capture.models import CapturePolicy, GroupSheet
from dissemination.core.verdicts import Refused
from tests.capture.conftest import NOON
from tests.factories import make_member

NOTES = services.Notes(
    headline="Sharing is everyday work", disagreement="None", written_by="Robin Example", nodded=7
)


def add(sheet, question):
    return services.add_point(sheet, question=question, text="x", client_id=uuid.uuid4(), at=NOON)


def test_opening_a_sheet_twice_changes_nothing(group):
    first = services.open_sheet(group, at=NOON)
    again = services.open_sheet(group, at=NOON + timedelta(minutes=5))
    assert (again.pk, again.state, again.opened_at) == (first.pk, "capturing", NOON)


def test_reading_back_keeps_the_notes_and_handing_in_ends_it(sheet, question):
    add(sheet, question)
    sheet = services.read_back(sheet, notes=NOTES, at=NOON)
    assert (sheet.state, sheet.headline, sheet.nodded, sheet.is_read_back) == (
        "read_back",
        "Sharing is everyday work",
        7,
        True,
    )
    sheet = services.submit(sheet, at=NOON)
    assert (sheet.state, sheet.submitted_at, sheet.disagreement) == ("submitted", NOON, "None")


def test_handing_in_again_changes_neither_state_nor_time(sheet, question):
    add(sheet, question)
    services.submit(sheet, at=NOON)
    services.read_back(sheet, notes=NOTES, at=NOON)
    sheet = services.submit(sheet, at=NOON + timedelta(hours=1))
    assert (sheet.state, sheet.submitted_at, sheet.headline) == ("submitted", NOON, NOTES.headline)


def test_an_empty_sheet_is_not_handed_in(sheet):
    with pytest.raises(Refused, match="at least one point"):
        services.submit(sheet, at=NOON)


def test_a_headline_alone_is_a_sheet(sheet):
    assert services.submit(sheet, at=NOON, notes=NOTES).state == "submitted"


@pytest.mark.parametrize(("attribution", "kept"), [("group", "Robin Example"), ("chatham", "")])
def test_who_wrote_is_kept_only_where_groups_may_be_known(sheet, workshop, attribution, kept):
    CapturePolicy.objects.create(session=workshop, attribution=attribution)
    assert services.submit(sheet, at=NOON, notes=NOTES).written_by == kept


def test_an_organiser_closes_a_sheet_and_opens_it_again(sheet, question, event):
    organiser = make_member(event)
    add(sheet, question)
    services.submit(sheet, at=NOON)
    assert services.close(sheet, by=organiser, at=NOON).state == "closed"
    sheet = services.reopen(sheet, by=organiser, at=NOON)
    assert (sheet.state, sheet.submitted_at, sheet.points.count()) == ("capturing", None, 1)


def test_only_what_was_handed_in_is_closed_or_opened_again(sheet, event):
    organiser = make_member(event)
    with pytest.raises(Refused, match="handed in can be closed"):
        services.close(sheet, by=organiser, at=NOON)
    with pytest.raises(Refused, match="open already"):
        services.reopen(sheet, by=organiser, at=NOON)


def test_only_organisers_close_and_open(sheet, event):
    services.submit(sheet, at=NOON, notes=NOTES)
    for verb in (services.close, services.reopen):
        with pytest.raises(Refused, match="organisers"):
            verb(sheet, by=make_member(event, "analyst"), at=NOON)


def test_a_photograph_needs_its_sentence(sheet):
    sheet.photograph = "flip-charts/x.jpg"
    with pytest.raises(IntegrityError):
        sheet.save()


def test_every_group_has_one_sheet_laid_out_and_one_link(event, workshop, group):
    first = services.lay_out_sheets(event)
    assert [sheet.group.name for sheet in first] == ["Table 1", "Table 2"]
    assert services.lay_out_sheets(event) == first
    assert table_link(group) == table_link(group)
    assert table_link(group).startswith("http://localhost:8000/tables/" + sheet_of(group).code)


def test_a_sheet_is_missed_a_quarter_of_an_hour_after_the_end(sheet):
    ends_at = sheet.group.session.ends_at
    assert policies.is_missed(sheet, at=ends_at + timedelta(minutes=14)) is False
    assert policies.is_missed(sheet, at=ends_at + timedelta(minutes=15)) is True
    sheet.state = "submitted"
    assert policies.is_missed(sheet, at=ends_at + timedelta(minutes=15)) is False


# The workshop is on Wednesday 11 March 2026; the fifth working day after it is Wednesday 18 March.
@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (datetime(2026, 3, 10, 23, 59, tzinfo=UTC), "opens on 11 March 2026"),
        (datetime(2026, 3, 11, 0, 1, tzinfo=UTC), ""),
        (datetime(2026, 3, 18, 23, 58, tzinfo=UTC), ""),
        (datetime(2026, 3, 19, 0, 1, tzinfo=UTC), "open until 18 March 2026"),
    ],
)
def test_the_link_works_from_the_day_for_five_working_days_after(group, at, reason):
    verdict = policies.may_open(group, at=at)
    assert bool(verdict) is (reason == "")
    assert reason in str(verdict.reason)


def test_a_cancelled_event_opens_no_table(group, event):
    event.cancelled_at = NOON
    group.session.event = event
    assert "cancelled" in str(policies.may_open(group, at=NOON).reason)


def test_a_sheet_says_where_it_stands(sheet):
    assert str(sheet) == "What would success look like? · Table 1"
    assert list(GroupSheet.objects.gathered()) == []
