"""The organiser's page of invitations."""

from datetime import timedelta

import pytest

from dissemination.guests.models import Guest
from dissemination.messaging.models import Message
from tests.factories import make_event, make_member, make_organisation

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]


@pytest.fixture
def event():
    return make_event(slug="sharing")


@pytest.fixture
def page(client, event):
    client.force_login(make_member(event, email="robin@example.org"))
    return lambda **sent: client.post(PAGE, sent, follow=True) if sent else client.get(PAGE)


PAGE = "/admin/event/sharing/guests/"


def text(response):
    return response.content.decode()


def test_an_empty_list_says_what_to_do_and_pasted_people_stand_on_it(page, event):
    assert "Nobody is on the list yet" in text(page())
    shown = text(page(paste="yes", lines="Ann, ann@example.org, ICO\nBen, ben@example.org"))
    assert "2 people added." in shown
    assert ("2 people are due." in shown, Message.objects.count()) == (True, 0)
    assert list(Guest.objects.values_list("event__slug", "name")) == [("sharing", "Ann"), ("sharing", "Ben")]
    again = text(page(paste="yes", lines="Ann, ann@example.org\nCleo, cleo@example.org"))
    assert "1 person added. 1 stood on the list already." in again


def test_a_line_that_cannot_be_read_adds_nobody_and_what_was_pasted_stays(page):
    answer = page(paste="yes", lines="Ann, ann@example.org\nBen")
    assert (answer.status_code, Guest.objects.count()) == (422, 0)
    assert ("Line 2, “Ben”" in text(answer), "Ann, ann@example.org\nBen" in text(answer)) == (True, True)


def test_organisations_are_wanted_and_let_go(page, event):
    shown = text(page(want="yes", names="Harbour Housing\nICO"))
    assert shown.count(">nobody yet<") == 2
    number = event.target_organisations.get(organisation__name="ICO").organisation_id
    assert text(page(unwant=number)).count(">nobody yet<") == 1
    assert page(unwant="1" * 30).status_code == 404
    assert page(unwant="x").status_code == 404
    assert page(want="yes", names="x" * 201).status_code == 422


def test_each_letter_shows_whom_it_goes_to_and_goes_once(client, page, event):
    for number in range(22):
        event.guests.create(
            name=f"Guest {number}", email=f"g{number}@example.org", organisation=make_organisation()
        )
    shown = text(client.get(PAGE + "invite/"))
    assert ("22 people get it" in shown, "and 2 more" in shown, "Guest 0" in shown) == (True, True, True)
    assert "22 mails go out." in text(client.post(PAGE + "invite/", follow=True))
    assert "There is nobody to write to now" in text(client.get(PAGE + "invite/"))
    assert "There is nobody to write to now" in text(client.post(PAGE + "invite/", follow=True))
    assert client.get(PAGE + "praise/").status_code == 404


def test_the_last_reminder_is_told_with_who_sent_it(client, page, event, at):
    invited_at = at - timedelta(days=2)
    event.guests.create(name="Ann", email="ann@example.org", invited_at=invited_at)
    client.post(PAGE + "remind/")
    for where in (PAGE, PAGE + "remind/"):
        shown = text(client.get(where))
        assert "Last reminded: 1 person on Monday 2 March 2026, 09:00, by robin@example.org." in shown
    Guest.objects.update(chased_by=None)
    assert "Last reminded: 1 person on Monday 2 March 2026, 09:00." in text(client.get(PAGE))


def test_places_that_are_held_stand_beside(page, event):
    event.allotments.create(
        organisation=make_organisation("ICO"), places=3, used=1, contact_email="c@example.org",
        returns_at=event.starts_at,
    )  # fmt: skip
    shown = text(page())
    assert ("3 places are held for organisations, 1 of them taken." in shown, "1 of 3" in shown) == (
        True,
        True,
    )


def test_only_organisers_see_it(client, event):
    client.force_login(make_member(event, "publisher"))
    assert client.get(PAGE).status_code == 404


def test_the_page_asks_the_database_the_same_for_one_and_three(page, event, django_assert_num_queries):
    for number in (1, 3):
        while event.guests.count() < number:
            organisation = make_organisation()
            event.guests.create(
                name="G", email=f"{event.guests.count()}@example.org", organisation=organisation
            )
            event.target_organisations.create(organisation=organisation)
        with django_assert_num_queries(14):
            page()
