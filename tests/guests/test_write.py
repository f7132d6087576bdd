"""The list before the form: people and organisations are added, told the date, invited and reminded once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.guests import services
from dissemination.guests.forms import PasteForm
from dissemination.guests.models import Guest
from dissemination.guests.services import Named
from dissemination.messaging.models import Addressee, Message
from registrations import services as places
from tests.factories import make_event, make_member, make_organisation, make_registration

pytestmark = pytest.mark.django_db
DAY_LATER = timedelta(days=1)


@pytest.fixture
def event():
    return make_event(title="Sharing day")


@pytest.fixture
def organiser(event):
    return make_member(event)


def listed(event, name="gale", **values):
    return event.guests.create(name=name.title(), email=f"{name}@example.org", **values)


def news(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("to_email", flat=True))


def standing(event):
    return {guest.name: guest.standing.value for guest in Guest.objects.filter(event=event).with_standing()}


def test_many_are_added_once_and_nobody_is_written_to(event, organiser, at):
    people = [
        Named("Ann", "ann@example.org", "ICO"),
        Named("Ben", "ben@example.org", "ico"),
        Named("Ann again", "ann@example.org"),
    ]
    make_organisation("Information Commissioner", "ICO")
    counted = [services.add_many(event, people, by=organiser, at=at) for _ in range(2)]
    assert (counted, Message.objects.count()) == ([2, 0], 0)
    told = Guest.objects.order_by("name").values_list("name", "organisation__short_name")
    assert list(told) == [("Ann", "ICO"), ("Ben", "ICO")]
    assert set(standing(event).values()) == {"listed"}


def test_only_organisers_add_people_and_only_before_the_end(event, at):
    with pytest.raises(Refused, match="Only the event's organisers"):
        services.add_many(event, [], by=make_member(event, "desk"), at=at)
    with pytest.raises(Refused, match="This event is over"):
        services.want(event, ["ICO"], by=make_member(event), at=event.ends_at)


def test_the_date_is_told_once_even_before_the_event_is_published(event, organiser, at):
    event.state = "draft"
    event.save()
    listed(event)
    assert services.save_the_date(event, by=organiser, at=at) == 1
    mail = Message.objects.get()
    assert (mail.subject, "Keep this day free" in mail.text, "I cannot come" in mail.text) == (
        "Save the date: Sharing day",
        True,
        True,
    )
    with pytest.raises(Refused, match="nobody to write to"):
        services.save_the_date(event, by=organiser, at=at)
    with pytest.raises(Refused, match="Publish the event first"):
        services.invite(event, by=organiser, at=at)
    with pytest.raises(Refused, match="The event has begun"):
        services.save_the_date(event, by=organiser, at=event.starts_at)


def test_a_place_that_is_not_decided_is_said_to_be(event, organiser, at):
    event.venue = None
    event.save()
    listed(event)
    services.save_the_date(event, by=organiser, at=at)
    assert "- The place is not decided yet" in Message.objects.get().text


def test_whoever_has_no_invitation_gets_one(event, organiser, at):
    listed(event, "ann")
    listed(event, "ben", told_at=at)
    listed(event, "cas", invited_at=at)
    listed(event, "dan", answer="declined", answered_at=at)
    listed(event, "eve")
    make_registration(event, email="eve@example.org")
    assert services.invite(event, by=organiser, at=at) == 2
    assert news("invitation") == ["ann@example.org", "ben@example.org"]


def test_only_those_who_can_answer_and_have_not_are_reminded(event, organiser, at):
    long_ago = at - timedelta(days=9)
    for name in ("ann", "ben", "cas", "dan", "eve", "fay"):
        listed(event, name, invited_at=long_ago)
    Guest.objects.filter(name="Ben").update(answer="declined", answered_at=at)
    Addressee.objects.create(email="cas@example.org", unreachable_at=at)
    services.invite_again(Guest.objects.get(name="Dan"), by=organiser, at=long_ago)
    Message.objects.update(state="bounced")
    make_registration(event, email="eve@example.org", state="waiting")
    Guest.objects.filter(name="Fay").update(invited_at=at)
    listed(event, "gus")
    assert services.chase(event, by=organiser, at=at) == 1
    assert news("reminder") == ["ann@example.org"]
    ann = Guest.objects.get(name="Ann")
    assert (ann.chased_at, ann.chased_by) == (at, organiser)
    assert standing(event) == {
        "Ann": "invited",
        "Ben": "declined",
        "Cas": "unreachable",
        "Dan": "unreachable",
        "Eve": "waiting",
        "Fay": "invited",
        "Gus": "listed",
    }


def test_a_second_press_reminds_nobody_and_the_next_day_it_does(event, organiser, at):
    listed(event, invited_at=at - timedelta(days=9))
    services.chase(event, by=organiser, at=at)
    with pytest.raises(Refused, match="nobody to write to"):
        services.chase(event, by=organiser, at=at + timedelta(minutes=1))
    assert services.chase(event, by=organiser, at=at + DAY_LATER) == 1
    assert AuditEntry.objects.filter(verb="guests.send_reminder", actor_id=organiser.pk).count() == 2
    mail = Message.objects.first()
    assert mail.subject == "Will you come? Sharing day"
    assert "a no helps us as much as a yes" in mail.text


def test_who_gave_a_place_up_does_not_come_and_who_said_yes_for_a_stranger_is_asked_on(event, at):
    place = make_registration(event, email="ann@example.org")
    yes = {"answer": "accepted", "answered_at": at, "invited_at": at}
    listed(event, "ann", registration=place, **yes)
    listed(event, "ben", **yes)
    assert standing(event) == {"Ann": "coming", "Ben": "invited"}
    places.cancel(place, at=at)
    assert standing(event)["Ann"] == "declined"


def test_each_organisation_has_its_counts_and_who_has_nobody_stands_first(event, organiser, at):
    north, harbour = make_organisation("North"), make_organisation("Harbour")
    services.want(event, ["Harbour", "Zeal", "", "harbour"], by=organiser, at=at)
    assert services.want(event, ["Harbour"], by=organiser, at=at) == 0
    listed(event, "ann", organisation=north, invited_at=at)
    listed(event, "ben", organisation=north)
    listed(event, "cas", organisation=north, answer="declined", answered_at=at)
    listed(event, "dan", invited_at=at)
    make_registration(event, email="ann@example.org", organisation=north)
    make_registration(event, organisation=harbour)
    event.allotments.create(
        organisation=north, places=3, used=1, contact_email="c@example.org", returns_at=event.starts_at
    )
    found = services.tallies(event)
    assert [str(tally.organisation) for tally in found] == ["Zeal", "Harbour", "North"]
    assert [tally.has_nobody_yet for tally in found] == [True, False, False]
    last = found[-1]
    numbers = (last.listed, last.invited, last.answered, last.coming, last.declined, last.not_yet)
    assert (numbers, last.registered, last.held, last.used) == ((3, 1, 2, 1, 1, 0), 1, 3, 1)
    everybody = services.counts_of(event)
    assert (everybody.listed, everybody.not_yet, everybody.unreachable) == (4, 1, 0)
    services.unwant(event, harbour, by=organiser, at=at)
    assert [str(row) for row in event.target_organisations.all()] == ["Zeal"]


@pytest.mark.usefixtures("on_a_monday_in_march")
def test_the_lines_that_can_be_read_are_added_without_the_others(client, event, organiser):
    client.force_login(organiser)
    address = reverse("guests:board", args=[event.slug])
    lines = {"lines": "Ann, ann@example.org\nBen\nCas, cas@example.org"}
    page = client.post(address, lines | {"paste": "yes"})
    assert (page.status_code, "Add the 2 that can be read" in page.content.decode()) == (422, True)
    assert not event.guests.exists()
    text = client.post(address, lines | {"paste": "readable"}, follow=True).content.decode()
    assert "2 people added. 1 row was left out." in text
    assert event.guests.count() == 2
    page = client.post(address, {"lines": "Ben", "paste": "readable"})
    assert (page.status_code, "that can be read" in page.content.decode()) == (422, False)


def test_the_tiles_of_the_list_add_up(event, organiser, at):
    for name, state in (("ann", "confirmed"), ("ben", "waiting"), ("cas", "offered"), ("dan", "pending")):
        listed(event, name, invited_at=at)
        make_registration(event, email=f"{name}@example.org", state=state)
    listed(event, "eve", answer="declined", answered_at=at, invited_at=at)
    listed(event, "fay", invited_at=at)
    counts = services.counts_of(event)
    assert (counts.coming, counts.waiting, counts.declined, counts.not_yet) == (1, 3, 1, 1)
    assert counts.answered == counts.coming + counts.waiting + counts.declined
    assert counts.invited == counts.answered + counts.not_yet + counts.unreachable


@pytest.mark.usefixtures("on_a_monday_in_march")
def test_whoever_has_no_invitation_is_not_counted_as_invited(client, event, organiser, at):
    for name, state in (("ann", "confirmed"), ("ben", "pending")):
        listed(event, name)
        make_registration(event, email=f"{name}@example.org", state=state)
    listed(event, "cas", answer="declined", answered_at=at)
    listed(event, "dan")
    Addressee.objects.create(email="dan@example.org", unreachable_at=at)
    listed(event, "eve")
    listed(event, "fay", invited_at=at)
    counts = services.counts_of(event)
    before = (counts.registered_before, counts.declined_before, counts.unreachable_before)
    assert (counts.listed, counts.invited, before) == (6, 1, (2, 1, 1))
    assert counts.invited + sum(before) == counts.answered + counts.not_yet + counts.unreachable
    client.force_login(organiser)
    page = client.get(reverse("guests:board", args=[event.slug])).content.decode()
    assert "2 were registered before you invited them; <a " in page
    assert "1 of them awaits your decision</a>." in page
    assert "1 said no before you invited them." in page
    assert "The mail to 1 came back before you invited them." in page


def test_the_board_is_silent_where_everybody_was_invited_first(client, event, organiser, at):
    listed(event, "ann", invited_at=at)
    client.force_login(organiser)
    address = reverse("guests:board", args=[event.slug])
    assert "before you invited them" not in client.get(address).content.decode()
    listed(event, "ben")
    make_registration(event, email="ben@example.org")
    page = client.get(address).content.decode()
    assert "1 was registered before you invited them." in page


def test_a_guest_whose_organisation_is_wanted_twice_counts_once(event, organiser, at):
    """Two organisations that were wanted have been merged since."""
    north = make_organisation("North")
    for _ in range(2):
        event.target_organisations.create(organisation=north)
    assert len(services.tallies(event)) == 1


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        ("Ann, ann@example.org", [Named("Ann", "ann@example.org")]),
        ("Ann;Ann@Example.org;ICO", [Named("Ann", "ann@example.org", "ICO")]),
        ("Ann\tann@example.org\tHousing, Harbour", [Named("Ann", "ann@example.org", "Housing, Harbour")]),
        ('"Lee, Ann", ann@example.org, A, B', [Named("Lee, Ann", "ann@example.org", "A, B")]),
        ("Name, E-mail\nAnn, ann@example.org\n\n", [Named("Ann", "ann@example.org")]),
    ],
)
def test_lines_are_read_as_people_and_spreadsheets_write_them(lines, people):
    form = PasteForm({"lines": lines})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["people"] == people


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("", "Paste between 1 and 2000 lines."),
        ("Ann", "Line 1, “Ann”: Enter an e-mail address in the form name@example.org."),
        ("Ann, ann@example.org\n, b@example.org", "Line 2, “, b@example.org”: Enter a name."),
        (f"Ann, ann@example.org, {'x' * 201}", "Shorten this to 200 characters"),
        ("A, b\n" * 12, "2 more lines cannot be read."),
        ("a@x.org, b@x.org\n" * 2001, "Paste between 1 and 2000 lines."),
        ("x" * 200_001, "Shorten this to 200000 characters"),
        (f"{'x' * 140_000}, a@example.org", "Line 1: write it once more by hand."),
    ],
)
def test_a_line_that_cannot_be_read_is_named(lines, fault):
    form = PasteForm({"lines": lines})
    assert not form.is_valid()
    assert any(fault in told for told in form.errors["lines"]), form.errors


@given(st.text())
def test_no_text_breaks_the_reader(lines):
    form = PasteForm({"lines": lines})
    assert form.is_valid() is not bool(form.errors)
