"""The room makes commitments in four taps and a text; the owner confirms by a link and tells later."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError

from dissemination.capture.links import PURPOSE as TABLE
from dissemination.core.tokens import link_token
from dissemination.core.verdicts import Refused
from dissemination.events.models import Organisation
from dissemination.messaging.models import Message
from dissemination.outcomes import services
from dissemination.outcomes.forms import months_after
from dissemination.outcomes.links import PURPOSE, commitment_link
from dissemination.outcomes.models import Commitment
from tests.capture.conftest import HOSTILE
from tests.factories import make_event, make_member, make_organisation, make_registration
from tests.outcomes.conftest import NEXT_DAY, NOON


def offer(event, **more):
    defaults = {"organisation": None, "what": "Publish our guide", "client_id": uuid.uuid4(), "at": NOON}
    values = defaults | more
    values["organisation"] = values["organisation"] or make_organisation()
    return services.offer(event, **values)


@pytest.fixture
def phone(client, sheets):
    with time_machine.travel(NOON, tick=False):
        client.get(f"/tables/{link_token(TABLE, sheets[0].code)}/")
        yield client


@pytest.fixture
def owner(client, event):
    """A browser that has opened the link in the mail, and the commitment that it is about."""
    commitment = offer(event, owner_name="Robin Example", owner_email="robin@example.org")
    with time_machine.travel(NEXT_DAY, tick=False):
        client.get(f"/commitments/{link_token(PURPOSE, commitment.code)}/")
        client.commitment = commitment
        yield client


def test_an_offer_asks_its_owner_by_mail_once(event):
    client_id = uuid.uuid4()
    first = offer(event, client_id=client_id, owner_email="robin@example.org", due_on=date(2026, 6, 11))
    assert offer(event, client_id=client_id) == first
    message = Message.objects.get()
    assert (message.kind, message.to_email) == ("commitment", "robin@example.org")
    assert message.subject == "What you said you would do: Sharing what works"
    for words in ("Publish our guide", "By 11 June 2026", commitment_link(first)):
        assert words in message.text
    assert (first.state, first.is_unknown, first.is_public) == ("offered", True, False)


def test_an_offer_without_an_address_sends_nothing(event):
    offer(event)
    assert Message.objects.count() == 0


def test_an_owner_makes_at_most_three(event):
    organisation = make_organisation()
    for _ in range(3):
        last = offer(event, organisation=organisation, owner_name="Robin Example")
    with pytest.raises(Refused, match="three commitments"):
        offer(event, organisation=organisation, owner_name="robin example")
    offer(event, organisation=organisation)
    services.confirm(last, at=NOON)
    services.tell(last, state="dropped", at=NOON)
    assert offer(event, organisation=organisation, owner_name="Robin Example").state == "offered"


def test_confirming_twice_changes_nothing(event):
    commitment = services.confirm(offer(event), at=NOON)
    again = services.confirm(commitment, at=NEXT_DAY)
    assert (again.state, again.confirmed_at, again.on_behalf) == ("confirmed", NOON, False)


def test_what_an_organiser_writes_or_confirms_is_flagged(event, organiser):
    assert offer(event, by=organiser).on_behalf is True
    assert services.confirm(offer(event), by=organiser, at=NOON).on_behalf is True
    with pytest.raises(Refused, match="organisers"):
        offer(event, by=make_member(event, "analyst"))


def test_what_came_of_it_is_told_after_confirming(event, organiser):
    commitment = offer(event)
    with pytest.raises(Refused, match="Confirm the commitment first"):
        services.tell(commitment, state="done", at=NOON)
    services.confirm(commitment, at=NOON)
    told = services.tell(commitment, state="partly", came_of_it="Half of it", by=organiser, at=NEXT_DAY)
    assert (told.state, told.came_of_it, told.answered_at) == ("partly", "Half of it", NEXT_DAY)
    assert (Commitment.objects.unanswered().count(), Commitment.objects.followed_through().count()) == (0, 1)


def test_no_state_stands_before_the_owner_confirms(event):
    commitment = offer(event)
    commitment.state = "done"
    with pytest.raises(IntegrityError):
        commitment.save()


def test_silence_counts_as_unknown_and_only_confirmed_public_ones_are_public(event):
    shown = services.confirm(offer(event, visibility="public"), at=NOON)
    services.confirm(offer(event), at=NOON)
    offer(event, visibility="public")
    assert list(Commitment.objects.public()) == [shown]
    assert Commitment.objects.unanswered().count() == 3


def test_commitments_come_by_date_those_without_one_last(event):
    late, none, soon = (offer(event, due_on=due) for due in (date(2026, 9, 1), None, date(2026, 4, 1)))
    assert list(Commitment.objects.in_order()) == [soon, late, none]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 11), 1, date(2026, 4, 11)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_chip_is_a_day_some_months_on(day, months, then):
    assert months_after(day, months) == then


def test_the_table_writes_a_commitment_down(phone, event, sheets):
    employer = make_organisation("Harbour Housing")
    make_registration(event, organisation=employer)
    page = f"/table/{sheets[0].code}/commitments/"
    assert "Harbour Housing" in phone.get(page).content.decode()
    response = phone.post(
        page,
        {"what": "Publish our guide", "organisation": employer.pk, "due": "3", "visibility": "public"},
        follow=True,
    )
    assert "Written down." in response.content.decode()
    made = Commitment.objects.get()
    assert (made.organisation, made.due_on, made.visibility, made.sheet, made.outcome) == (
        employer,
        date(2026, 6, 11),
        "public",
        sheets[0],
        None,
    )


def test_an_organisation_that_is_not_in_the_list_is_found_or_made(phone, sheets):
    known = make_organisation("Northvale Borough Council", short_name="NBC")
    page = f"/table/{sheets[0].code}/commitments/"
    for name in ("nbc", "Quayside Partnership"):
        phone.post(page, {"what": "x", "organisation_name": name, "visibility": "private"})
    assert [c.organisation.name for c in Commitment.objects.order_by("pk")] == [
        known.name,
        "Quayside Partnership",
    ]
    assert Organisation.objects.count() == 2


def test_a_commitment_without_an_organisation_or_words_comes_back(phone, sheets):
    page = phone.post(f"/table/{sheets[0].code}/commitments/", {"visibility": "private"}).content.decode()
    assert "Choose the organisation that will do it" in page
    assert Commitment.objects.count() == 0


@pytest.mark.parametrize("email", ['"<script>alert(1)</script>"@example.org', "nobody", "a\x00@example.org"])
def test_a_wrong_address_comes_back(phone, sheets, email):
    values = {"what": "x", "organisation_name": "NBC", "visibility": "private", "owner_email": email}
    page = phone.post(f"/table/{sheets[0].code}/commitments/", values).content.decode()
    assert "There is something to put right" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_inert_on_page_and_in_mail(phone, sheets, words):
    values = {"what": words, "organisation_name": words, "visibility": "private", "owner_name": words}
    values["owner_email"] = "robin@example.org"
    page = phone.post(f"/table/{sheets[0].code}/commitments/", values, follow=True).content.decode()
    assert Commitment.objects.get().what == words
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_fourth_commitment_comes_back_with_its_words(phone, sheets, event):
    organisation = make_organisation()
    make_registration(event, organisation=organisation)
    for _ in range(3):
        offer(event, organisation=organisation, owner_name="Robin")
    values = {
        "what": "A fourth",
        "organisation": organisation.pk,
        "visibility": "private",
        "owner_name": "Robin",
    }
    page = phone.post(f"/table/{sheets[0].code}/commitments/", values).content.decode()
    assert "You have made three commitments." in page
    assert "A fourth" in page


def test_the_link_in_the_mail_opens_the_owners_page_and_leaves_the_address(owner):
    page = owner.get(f"/commitment/{owner.commitment.code}/").content.decode()
    assert "Publish our guide" in page
    assert "Yes, we will do this" in page
    assert commitment_link(owner.commitment).startswith("http://localhost:8000/commitments/")


def test_reading_the_page_confirms_nothing_pressing_does(owner):
    page = f"/commitment/{owner.commitment.code}/"
    owner.get(page)
    assert Commitment.objects.get().state == "offered"
    owner.post(page, {"confirm": "yes"})
    assert Commitment.objects.get().state == "confirmed"
    response = owner.post(page, {"state": "done", "came_of_it": "It is out"}, follow=True)
    assert "We have noted how it stands" in response.content.decode()
    assert Commitment.objects.get().state == "done"


def test_an_answer_that_says_nothing_comes_back(owner):
    services.confirm(owner.commitment, at=NOON)
    page = owner.post(f"/commitment/{owner.commitment.code}/", {"came_of_it": "x"}).content.decode()
    assert "Choose how it stands." in page


@pytest.mark.parametrize("token", ["nonsense", "a.b"])
def test_a_wrong_link_says_what_to_do(client, db, token):
    response = client.get(f"/commitments/{token}/")
    assert response.status_code == 404
    assert "Open the link in our mail again" in response.content.decode()


def test_somebody_elses_page_stays_shut(owner, event):
    other = offer(event)
    assert owner.get(f"/commitment/{other.code}/").status_code == 404
    assert owner.post(f"/commitment/{other.code}/", {"confirm": "yes"}).status_code == 404


def test_commitments_are_read_by_the_team_alone(event):
    offer(event)
    assert Commitment.objects.for_user(make_member(event, "analyst")).count() == 1
    assert Commitment.objects.for_user(make_member(event, "desk")).count() == 0
    assert Commitment.objects.for_user(make_member(make_event())).count() == 0


def test_the_room_promises_until_its_page_closes(event, sheets):
    with pytest.raises(Refused, match="open until"):
        offer(event, sheet=sheets[0], at=NOON + timedelta(days=30))
