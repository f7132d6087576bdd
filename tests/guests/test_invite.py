"""Guests: a link of their own, a yes with a place, a no with a reason."""

import re
import uuid

import pytest
from django.db import IntegrityError, transaction

from dissemination.accounts.models import AuditEntry
from dissemination.core.tokens import link_token
from dissemination.core.verdicts import Refused
from dissemination.guests import services
from dissemination.guests.models import Guest, TargetOrganisation
from dissemination.messaging.models import Message
from dissemination.questionnaires.forms.asking import name_of
from registrations import services as places
from registrations.models import Allotment, Registration
from registrations.services import Details
from tests.factories import make_event, make_form_question, make_member, make_organisation, make_registration
from tests.registrations.test_register_page import answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]

LIST = "/admin/guests/guest/"
KEYS = re.compile(r'name="(form_key|csrfmiddlewaretoken)" value="[^"]*"')


@pytest.fixture
def event():
    return make_event(admission="invitation", capacity=1, title="Sharing day")


@pytest.fixture
def organiser(event):
    return make_member(event)


@pytest.fixture
def guest(event, organiser, at):
    return invited(
        event, services.Named("Gale Example", "Gale@example.org", "Harbour Housing"), organiser, at
    )


def invited(event, one, by, at):
    guest = services.add(event, one, by=by, at=at)
    return services.invite_again(guest, by=by, at=at)


def opened(client, guest):
    page = client.get(f"/invitations/{link_token('guest', guest.code)}/")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    return page.headers["Location"]


def accept(guest, at, **values):
    told = {"name": "Gale Example", "email": "gale@example.org"} | values
    return services.accept(guest, Details(**told), form_key=uuid.uuid4(), at=at)


def news():
    return list(Message.objects.order_by("pk").values_list("kind", "to_email"))


def test_a_guest_gets_a_mail_with_a_link_of_their_own(guest, client, at):
    mail = Message.objects.get()
    assert (mail.kind, mail.subject) == ("invitation", "You are invited: Sharing day")
    assert "Harbour Hall, Northvale" in mail.text
    link = next(line for line in mail.text.splitlines() if "/invitations/" in line)
    assert client.get(link.partition("localhost:8000")[2]).headers["Location"] == f"/invitation/{guest.code}/"
    assert (str(guest), guest.organisation.name, guest.invited_at) == ("Gale Example", "Harbour Housing", at)
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["guests.add", "guests.invite_again"]


def test_an_online_event_says_so(at):
    event = make_event(mode="online")
    invited(event, services.Named("Gale", "g@example.org"), make_member(event), at)
    assert "- Online" in Message.objects.get().text


def test_inviting_twice_within_the_hour_is_one_guest_and_one_mail(guest, event, organiser, at):
    again = invited(event, services.Named("G", "gale@example.org"), organiser, at)
    assert (again, Guest.objects.count(), len(news())) == (guest, 1, 1)


def test_nobody_is_invited_to_a_draft_or_by_somebody_else(guest, event, at):
    with pytest.raises(Refused, match="Only the event's organisers"):
        services.invite_again(guest, by=make_member(event, "desk"), at=at)
    event.state = "draft"
    with pytest.raises(Refused, match="Publish the event first"):
        services.invite_again(guest, by=make_member(event), at=at)


def test_yes_is_a_place_and_pressed_twice_it_is_one(guest, at):
    for _ in range(2):
        guest = accept(guest, at)
    assert (guest.answer, guest.registration.state, guest.registration.email) == (
        "accepted",
        "confirmed",
        "gale@example.org",
    )
    assert [kind for kind, _ in news()] == ["invitation", "confirmation"]
    with pytest.raises(Refused, match="You have accepted"):
        services.decline(guest, reason="", at=at)


def test_whoever_gave_the_place_up_may_accept_again(guest, at):
    guest = accept(guest, at)
    places.cancel(guest.registration, at=at)
    assert accept(guest, at).registration.state == "confirmed"


def test_a_registration_that_they_have_already_is_theirs(guest, event, at):
    known = make_registration(event, email="gale@example.org")
    assert accept(guest, at).registration == known


def test_somebody_elses_address_is_told_nothing_and_changes_nothing(guest, event, at, client):
    other = make_registration(event, email="ben@example.org")
    guest = accept(guest, at, email="ben@example.org")
    assert (guest.answer, guest.registration, Registration.objects.get()) == ("accepted", None, other)
    assert news()[-1] == ("already_registered", "ben@example.org")
    assert "You have accepted" in client.get(opened(client, guest)).content.decode()


def test_a_link_is_not_burnt_by_somebody_elses_address(guest, event, client):
    event.capacity = 9
    event.save()
    make_registration(event, email="ben@example.org")
    address, standing = opened(client, guest), Guest.objects.with_standing()
    client.post(address, answers(email="ben@example.org"))
    assert (standing.get().standing, Guest.objects.unanswered().count()) == ("invited", 1)
    page = client.post(address, answers(email="gale@example.org"), follow=True)
    assert "You have accepted" in page.content.decode()
    assert (Guest.objects.get().registration.email, standing.get().standing) == ("gale@example.org", "coming")
    client.post(address, answers(email="third@example.org"))
    assert Registration.objects.count() == 2


def test_a_guest_reads_the_same_for_a_known_address_and_a_new_one(guest, event, organiser, client, at):
    make_registration(event, email="ben@example.org")
    other = invited(event, services.Named(guest.name, "g2@example.org", "Harbour Housing"), organiser, at)
    pages = []
    for one, email in ((guest, "ben@example.org"), (other, "new@example.org")):
        address = opened(client, one)
        text = client.post(address, answers(email=email), follow=True).content.decode()
        pages += [(KEYS.sub("", text).replace(one.code, "").replace(one.email, ""))]
        assert client.get(address + "decline/").content.decode().count("You have accepted.") == 1
    assert (Registration.objects.count(), pages[0]) == (2, pages[1])


def test_a_guest_gets_a_place_that_is_held_for_their_organisation(guest, event, organiser, at):
    held = places.hold(
        Allotment(event=event, organisation=guest.organisation, places=1, contact_email="h@example.org"),
        by=organiser,
        at=at,
    )
    other = invited(event, services.Named("Ben", "ben@example.org", "Harbour Housing"), organiser, at)
    mine, theirs = (accept(one, at, email=one.email).registration for one in (guest, other))
    held.refresh_from_db()
    assert (mine.state, mine.allotment, held.used) == ("confirmed", held, 1)
    assert (theirs.state, theirs.allotment) == ("waiting", None)


def test_no_is_kept_with_its_reason_and_may_become_yes(guest, at):
    guest = services.decline(guest, reason="On\nleave", at=at)
    assert (guest.answer, guest.reason, guest.answered_at) == ("declined", "On leave", at)
    assert (accept(guest, at).answer, accept(guest, at).reason) == ("accepted", "")


def test_yes_needs_an_event_that_takes_registrations(guest, event, at):
    event.state = "closed"
    event.save()
    with pytest.raises(Refused, match="Registration has closed"):
        accept(Guest.objects.get(), at)


def test_the_form_behind_the_link_knows_the_guest(client, guest):
    address = opened(client, guest)
    text = client.get(address).content.decode()
    for words in ("You are invited, Gale Example", 'value="gale@example.org"', 'value="Harbour Housing"'):
        assert words in text
    page = client.post(address, answers(name=""))
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"name"})
    page = client.post(address, answers(email="gale@example.org"), follow=True)
    assert "You have accepted" in page.content.decode()
    assert Guest.objects.get().registration.state == "confirmed"
    assert "You have accepted." in client.get(address + "decline/").content.decode()


def test_guests_are_asked_what_the_organiser_asks(client, guest, event):
    question = make_form_question(event, "How do you travel?", is_required=True)
    address = opened(client, guest)
    page = client.post(address, answers(email="gale@example.org"))
    assert (page.status_code, "How do you travel?" in page.content.decode()) == (422, True)
    client.post(address, answers(email="gale@example.org") | {name_of(question.pk): "By bus"})
    assert Guest.objects.get().registration.answers.get().value == "By bus"


def test_the_link_says_no_after_asking(client, guest):
    address = opened(client, guest)
    assert "You cannot come?" in client.get(address + "decline/").content.decode()
    assert Guest.objects.get().answer == ""
    page = client.post(address + "decline/", {"reason": "x" * 301})
    assert page.status_code == 422
    text = client.post(address + "decline/", {"reason": ""}, follow=True).content.decode()
    assert "You have said no." in text
    assert Guest.objects.get().answer == "declined"


def test_a_guest_without_an_organisation_and_a_closed_event(client, event, organiser, at):
    guest = invited(event, services.Named("G", "g@example.org"), organiser, at)
    event.state = "closed"
    event.save()
    assert "Registration has closed." in client.get(opened(client, guest)).content.decode()


def test_wrong_links_and_foreign_codes_open_nothing(client, guest):
    assert client.get("/invitations/test/").status_code == 404
    assert client.get(f"/invitation/{guest.code}/").status_code == 404


def test_the_database_keeps_its_rules(guest, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        Guest.objects.create(event=guest.event, name="G", email=guest.email, invited_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Guest.objects.filter(pk=guest.pk).update(answer="accepted")


def test_organisers_add_and_invite_in_the_workspace(client, event, organiser):
    client.force_login(organiser)
    form = {"event": event.pk, "name": "Gale", "email": "gale@example.org", "organisation_name": "ICO"}
    assert "Not invited yet" in client.post(LIST + "add/", form, follow=True).content.decode()
    assert "ICO" in client.get(f"{LIST}{Guest.objects.get().pk}/change/").content.decode()
    assert "already" in client.post(LIST + "add/", form).content.decode()
    assert news() == []
    at_once = form | {"email": "ben@example.org", "is_invited_now": "on"}
    assert "No answer yet" in client.post(LIST + "add/", at_once, follow=True).content.decode()
    assert news() == [("invitation", "ben@example.org")]


def test_organisers_invite_and_take_off_row_by_row(client, event, organiser, guest, at):
    client.force_login(organiser)
    action = {"action": "invite_now", "_selected_action": [guest.pk]}
    assert "Done for 1 of 1." in client.post(LIST, action, follow=True).content.decode()
    event.state = "draft"
    event.save()
    text = client.post(LIST, action, follow=True).content.decode()
    assert ("Done for 0 of 1." in text, "Publish the event first" in text) == (True, True)
    client.post(LIST, action | {"action": "take_off"})
    assert not Guest.objects.exists()


def test_whoever_has_accepted_stays_on_the_list(guest, organiser, at):
    with pytest.raises(Refused, match="This guest has accepted"):
        services.take_off(accept(guest, at), by=organiser, at=at)


def test_the_list_asks_the_database_the_same_for_one_and_three(
    client, event, organiser, at, django_assert_num_queries
):
    client.force_login(organiser)
    for number in (1, 3):
        while Guest.objects.count() < number:
            event.guests.create(
                name="G", email=f"{uuid.uuid4()}@example.org", invited_at=at, organisation=make_organisation()
            )
        with django_assert_num_queries(7):
            client.get(LIST)


def test_the_list_is_the_organisers(client, event, guest):
    seen = {}
    event.target_organisations.create(organisation=guest.organisation)
    for role in ("organiser", "desk", "analyst"):
        user = make_member(event, role)
        seen[role] = list(Guest.objects.for_user(user))
        assert TargetOrganisation.objects.for_user(user).exists() is (role == "organiser")
    assert seen == {"organiser": [guest], "desk": [], "analyst": []}
