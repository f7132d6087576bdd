"""A report is started, written and published; what is published stays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dissemination.core.verdicts import Refused
from dissemination.reports import services
from dissemination.reports.models import ReportEdition
from tests.factories import make_event, make_member, make_registration
from tests.reports.conftest import AFTER, CLOSING, INTRODUCTION, TITLE


@pytest.fixture
def draft(event, organiser):
    edition = services.start_edition(event, by=organiser, at=AFTER)
    edition.title, edition.introduction, edition.closing = TITLE, INTRODUCTION, CLOSING
    return services.write(edition, by=organiser, at=AFTER)


@pytest.fixture
def published(draft, organiser):
    return services.publish(draft, by=organiser, at=AFTER)


def test_an_organiser_starts_the_first_edition(event, organiser):
    edition = services.start_edition(event, by=organiser, at=AFTER)
    assert (edition.number, edition.title, edition.dated_on) == (1, event.title, AFTER.date())


def test_there_is_one_edition_to_write_at_a_time(draft, event, organiser):
    assert services.start_edition(event, by=organiser, at=AFTER) == draft


def test_publishing_freezes_the_record_and_reports_the_event(published, event):
    event.refresh_from_db()
    assert (published.is_published, published.published_at) == (True, AFTER)
    assert (len(published.frozen["speakers"]), event.state) == (5, "reported")


def test_the_numbers_of_a_published_edition_never_change(draft, event, organiser):
    make_registration(event, state="attended")
    published = services.publish(draft, by=organiser, at=AFTER)
    make_registration(event, state="attended")
    event.title = "Another title"
    event.save()
    content = services.content_of(published)
    assert (content["attendance"]["came"], content["event"]["title"]) == (1, "IISaM in Birmingham")


def test_a_correction_is_a_new_edition_with_the_authors_words(published, event, organiser):
    second = services.start_edition(event, by=organiser, at=AFTER + timedelta(days=1))
    assert (second.number, second.title, second.introduction) == (2, TITLE, INTRODUCTION)
    assert (second.closing, second.what_changed) == (CLOSING, "")


def test_a_correction_says_what_changed(published, event, organiser):
    second = services.start_edition(event, by=organiser, at=AFTER)
    with pytest.raises(Refused, match="Say what changed"):
        services.publish(second, by=organiser, at=AFTER)
    second.what_changed = "One name was misspelt."
    services.write(second, by=organiser, at=AFTER)
    assert services.publish(second, by=organiser, at=AFTER).is_published


def test_a_published_edition_takes_no_new_words(published, organiser):
    published.introduction = "Something else"
    with pytest.raises(Refused, match="stays as it is"):
        services.write(published, by=organiser, at=AFTER)


def test_an_edition_is_published_once(published, organiser):
    with pytest.raises(Refused, match="published already"):
        services.publish(published, by=organiser, at=AFTER)


def test_a_report_without_an_introduction_waits(event, organiser):
    edition = services.start_edition(event, by=organiser, at=AFTER)
    with pytest.raises(Refused, match="introduction"):
        services.publish(edition, by=organiser, at=AFTER)


def test_a_report_waits_for_the_event(draft, event, organiser):
    with pytest.raises(Refused, match="as held first"):
        services.publish(draft, by=organiser, at=event.starts_at)
    event.state = "closed"
    event.save()
    with pytest.raises(Refused, match="as held first"):
        services.publish(draft, by=organiser, at=AFTER)


def test_a_publisher_publishes_and_does_not_write(draft, event):
    publisher = make_member(event, "publisher")
    with pytest.raises(Refused, match="organisers"):
        services.write(draft, by=publisher, at=AFTER)
    assert services.publish(draft, by=publisher, at=AFTER).is_published


def test_an_analyst_and_another_team_do_neither(draft, event):
    others = make_member(make_event(), "organiser")
    for stranger in (make_member(event, "analyst"), others):
        with pytest.raises(Refused):
            services.publish(draft, by=stranger, at=AFTER)
        with pytest.raises(Refused):
            services.start_edition(event, by=stranger, at=AFTER)


def test_a_cancelled_event_has_nothing_to_report(event, organiser):
    event.cancelled_at = AFTER
    event.save()
    with pytest.raises(Refused, match="cancelled"):
        services.start_edition(event, by=organiser, at=AFTER)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "published", "published_at": None, "frozen": {"a": 1}},
        {"state": "published", "published_at": AFTER, "frozen": {}},
        {"state": "draft", "published_at": AFTER},
    ],
)
def test_the_database_keeps_state_date_and_record_together(draft, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportEdition.objects.filter(pk=draft.pk).update(**values)


@pytest.mark.parametrize("number", [1, 2])
def test_the_database_keeps_one_draft_and_one_edition_per_number(draft, number):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportEdition.objects.create(
            event=draft.event, number=number, title="x", dated_on=AFTER, started_at=AFTER
        )


def test_an_edition_is_called_by_title_and_number(draft):
    assert str(draft) == f"{TITLE}, edition 1"
