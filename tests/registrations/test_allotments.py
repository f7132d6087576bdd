"""Places held for an organisation: out of the free ones, taken by a link, given back when unused."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from dissemination.accounts.models import AuditEntry
from dissemination.core.tokens import link_token
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event, Organisation
from dissemination.messaging.models import Message
from registrations import services, tasks
from registrations.invites import allotment_link
from registrations.models import Allotment, Registration
from registrations.services import Details
from tests.factories import DAY, make_event, make_member, make_organisation, make_registration
from tests.registrations.test_offers import taken
from tests.registrations.test_register import sign_up
from tests.registrations.test_register_page import answers

pytestmark = pytest.mark.django_db

LIST = "/admin/registrations/allotment/"


@pytest.fixture
def event():
    return make_event(capacity=5, title="Sharing day")


@pytest.fixture
def organiser(event):
    return make_member(event)


@pytest.fixture
def held(event, organiser, at):
    return hold(event, organiser, at)


def hold(event, by, at, **values):
    known = Organisation.objects.called("Harbour Housing").first()
    told = {"places": 3, "contact_name": "Robin Example", "contact_email": "robin@example.org"} | values
    allotment = Allotment(event=event, organisation=known or make_organisation("Harbour Housing"), **told)
    return services.hold(allotment, by=by, at=at)


def take(held, at, **values):
    number = uuid.uuid4()
    told = {"name": "Ann Example", "email": f"{number.hex[:8]}@example.org"} | values
    return services.take_held(Allotment.objects.get(pk=held.pk), Details(**told), form_key=number, at=at)


def used(held):
    return Allotment.objects.get(pk=held.pk).used


def test_held_places_are_out_of_the_free_ones_and_the_contact_has_the_link(event, held, client, at):
    assert (taken(event), held.goes_back_at, str(held)) == (3, DAY, "Harbour Housing")
    assert AuditEntry.objects.get().verb == "registrations.hold"
    mail = Message.objects.get()
    assert (mail.kind, mail.subject) == ("allotment", "Places are held for Harbour Housing: Sharing day")
    link = next(line for line in mail.text.splitlines() if "/held/" in line)
    assert client.get(link.partition("localhost:8000")[2]).headers["Location"] == f"/held-places/{held.code}/"
    assert [sign_up(event, at).state for _ in range(3)] == ["confirmed", "confirmed", "waiting"]


def test_no_more_are_held_than_are_free(event, organiser, at):
    make_registration(event)
    with pytest.raises(Refused, match="Only 4 places are free"):
        hold(event, organiser, at, places=5)
    hold(event, organiser, at, places=3)
    with pytest.raises(Refused, match="Only 1 place is free"):
        hold(event, organiser, at, places=5)
    with pytest.raises(Refused, match="does not take place that way"):
        hold(event, organiser, at, mode="online")
    with pytest.raises(Refused, match="Only the event's organisers"):
        hold(event, make_member(event, "desk"), at)


def test_each_of_its_people_takes_one_though_registration_is_shut(event, held, at):
    Event.objects.filter(pk=event.pk).update(state="closed", admission="approval")
    people = [take(held, at, organisation="Elsewhere") for _ in range(3)]
    assert {(one.state, one.organisation.name) for one in people} == {("confirmed", "Harbour Housing")}
    assert (used(held), taken(event)) == (3, 3)
    with pytest.raises(Refused, match="Every place held for your organisation is taken"):
        take(held, at)


def test_a_known_address_takes_no_second_place(event, held, at):
    known = make_registration(event, email="ann@example.org")
    assert take(held, at, email="ann@example.org") == known
    assert (used(held), taken(event)) == (0, 4)


def test_a_cancelled_place_is_held_again(event, held, at):
    services.cancel(take(held, at), at=at)
    assert (used(held), taken(event)) == (0, 3)


def test_a_place_that_is_handed_over_stays_one_of_them(event, held, at):
    ben = services.hand_over(take(held, at), name="Ben", email="ben@example.org", at=at)
    assert (ben.allotment, used(held), taken(event)) == (held, 1, 3)


def test_whoever_moves_online_leaves_the_held_place(organiser, at):
    event = make_event(mode="both", capacity=3, online_capacity=1)
    held = hold(event, make_member(event), at)
    ann = take(held, at, email="ann@example.org")
    services.change(ann, Details(name="Ann", email="ann@example.org", mode="online"), at=at)
    event.refresh_from_db()
    assert (used(held), event.taken, event.online_taken) == (0, 3, 1)
    assert Registration.objects.get().allotment is None


def test_what_is_not_used_goes_back_by_itself_to_those_who_wait(event, organiser, at):
    event.numbers_due_at = at + timedelta(days=2)
    event.save()
    held = hold(event, organiser, at, places=5)
    take(held, at)
    waits = sign_up(event, at)
    assert (waits.state, held.goes_back_at) == ("waiting", event.numbers_due_at)
    for days in (1, 2, 3):
        with time_machine.travel(at + timedelta(days=days), tick=False):
            tasks.give_back_unused()
    waits.refresh_from_db()
    assert (waits.state, taken(event), Allotment.objects.get().unused) == ("confirmed", 2, 0)
    with pytest.raises(Refused, match="have gone back"):
        take(held, at)


def test_whatever_its_date_it_ends_when_the_event_begins(event, organiser, at):
    held = hold(event, organiser, at, returns_at=DAY + timedelta(days=3))
    services.give_back_due(held, at=DAY - timedelta(hours=1))
    assert taken(event) == 3
    services.give_back_due(held, at=DAY)
    assert taken(event) == 0


def test_an_organiser_gives_the_rest_back(event, held, organiser, at):
    ann = take(held, at)
    services.give_back_unused(held, by=organiser, at=at)
    assert taken(event) == 1
    with pytest.raises(Refused, match="has gone back already"):
        services.give_back_unused(held, by=organiser, at=at)
    services.cancel(ann, at=at)
    assert taken(event) == 0


def test_the_database_keeps_no_more_used_than_held(held):
    with pytest.raises(IntegrityError), transaction.atomic():
        Allotment.objects.filter(pk=held.pk).update(used=4)


def test_the_link_takes_a_place_and_tells_nobody_who_is_known(client, event, held, at):
    make_registration(event, email="ben@example.org")
    with time_machine.travel(at, tick=False):
        page = client.get(f"/held/{link_token('held', held.code)}/")
        address = page.headers["Location"]
        text = client.get(address).content.decode()
        assert "A place held for Harbour Housing" in text
        assert 'value="Harbour Housing"' in text
        assert "sees your name among those who have taken one" in text
        assert "Type a new one" not in text
        assert "Your place is held for it." in text
        page = client.post(address, answers(name=""))
        assert (page.status_code, set(page.context["form"].errors)) == (422, {"name"})
        for email in ("ann@example.org", "ben@example.org"):
            page = client.post(address, answers(email=email, organisation="Elsewhere"), follow=True)
            assert f"Done for Ann Example. A mail to {email} is on its way" in page.content.decode()
        Allotment.objects.update(used=3)
        text = client.get(address).content.decode()
    assert "Every place held for your organisation is taken." in text
    assert used(held) == 3
    assert Registration.objects.get(email="ann@example.org").organisation == held.organisation


def test_wrong_links_and_foreign_codes_open_nothing(client, held):
    assert client.get("/held/test/").status_code == 404
    assert client.get(f"/held-places/{held.code}/").status_code == 404


def test_organisers_hold_places_and_give_them_back_in_the_workspace(client, event, organiser, at):
    client.force_login(organiser)
    organisation = make_organisation("Harbour Housing")
    form = {
        "event": event.pk,
        "organisation": organisation.pk,
        "places": "2",
        "mode": "in_person",
        "contact_name": "Robin",
        "contact_email": "robin@example.org",
        "returns_at": "",
    }
    with time_machine.travel(at, tick=False):
        assert "Harbour Housing" in client.post(LIST + "add/", form, follow=True).content.decode()
        held = Allotment.objects.get()
        assert "/held/" in client.get(f"{LIST}{held.pk}/change/").content.decode()
        action = {"action": "give_back", "_selected_action": [held.pk]}
        assert "Done for 1 of 1." in client.post(LIST, action, follow=True).content.decode()
        text = client.post(LIST, action, follow=True).content.decode()
    assert ("Done for 0 of 1." in text, "has gone back already" in text) == (True, True)
    assert taken(event) == 0


def amend(held, by, at, *, again=False, **values):
    held = Allotment.objects.select_related("event").get(pk=held.pk)
    for name, value in values.items():
        setattr(held, name, value)
    return services.amend(held, by=by, at=at, is_sent_again=again)


def test_more_and_fewer_are_held_but_never_fewer_than_are_taken(event, held, organiser, at):
    for _ in range(2):
        take(held, at)
    waits = [sign_up(event, at) for _ in range(3)][2]
    assert (waits.state, taken(event)) == ("waiting", 5)
    with pytest.raises(Refused, match=r"2 places are taken already. Hold no fewer, or cancel some first."):
        amend(held, organiser, at, places=1)
    with pytest.raises(Refused, match="Only 0 places are free"):
        amend(held, organiser, at, places=4)
    assert amend(held, organiser, at, places=2) is False
    waits.refresh_from_db()
    assert (waits.state, taken(event), Allotment.objects.get().places) == ("offered", 5, 2)
    Event.objects.filter(pk=event.pk).update(capacity=9)
    amend(held, organiser, at, places=6)
    assert (taken(event), AuditEntry.objects.filter(verb="registrations.amend").count()) == (9, 2)
    with pytest.raises(Refused, match="Only the event's organisers"):
        amend(held, make_member(event, "desk"), at, places=2)
    services.give_back_unused(held, by=organiser, at=at)
    with pytest.raises(Refused, match="has gone back already"):
        amend(held, organiser, at, places=8)


def test_the_link_is_sent_again_when_asked_or_when_the_contact_is_another(held, organiser, at):
    later = at + timedelta(minutes=5)
    assert amend(held, organiser, later, contact_name="Robyn") is False
    assert [amend(held, organiser, later, again=True) for _ in range(2)] == [True, True]
    assert amend(held, organiser, later, contact_email="sam@example.org") is True
    mails = list(Message.objects.order_by("pk").values_list("kind", "to_email", "to_name"))
    assert mails == [
        ("allotment", "robin@example.org", "Robin Example"),
        ("allotment", "robin@example.org", "Robyn"),
        ("allotment", "sam@example.org", "Robyn"),
    ]


def test_the_date_follows_the_numbers_deadline_unless_it_was_set_by_hand(event, organiser, at):
    ours = hold(event, organiser, at, places=2)
    theirs = hold(event, organiser, at, places=1, returns_at=at + timedelta(days=5))
    Event.objects.filter(pk=event.pk).update(numbers_due_at=at + timedelta(days=1))
    due = {days: set(Allotment.objects.due(at + timedelta(days=days))) for days in (0, 1, 5)}
    assert due == {0: set(), 1: {ours}, 5: {ours, theirs}}
    with pytest.raises(Refused, match="have gone back"):
        take(ours, at + timedelta(days=1))


def test_the_contact_sees_who_took_a_place_by_the_link_and_how_many_are_left(client, event, organiser, at):
    held = hold(event, organiser, at, places=4)
    take(held, at, name="Ann Archer")
    services.cancel(take(held, at, name="Gone Already"), at=at)
    services.hand_over(take(held, at, name="Giver"), name="Taker", email="taker@example.org", at=at)
    guest = make_registration(event, name="Invited Guest", allotment=held)
    event.guests.create(name="Gale", email="gale@example.org", registration=guest)
    link = next(
        line for line in Message.objects.get(kind="allotment").text.splitlines() if "/held-for/" in line
    )
    with time_machine.travel(at, tick=False):
        page = client.get(link.partition("localhost:8000")[2], follow=True)
        text = page.content.decode()
        assert "2 of 4 places are taken. 2 are left, until Wednesday 11 March 2026, 09:30." in " ".join(
            text.split()
        )
        names = ("Ann Archer", "Gone Already", "Giver", "Taker", "Invited Guest")
        assert [name for name in names if name in text] == ["Ann Archer"]
        assert "2 more came to a place in another way" in text
        assert allotment_link(held) in text
        address = page.redirect_chain[0][0]
        Allotment.objects.update(used=4)
        assert "Every place held for your organisation is taken." in client.get(address).content.decode()
        amend(held, organiser, at, contact_email="sam@example.org")
        assert client.get(address).status_code == 404
        assert client.get(link.partition("localhost:8000")[2]).status_code == 404
        assert client.get(f"/held-for/{link_token('held', held.code)}/").status_code == 404
        assert client.get(allotment_link(held).partition("localhost:8000")[2]).status_code == 302


def test_organisers_amend_what_is_held_in_the_workspace(client, event, held, organiser, at):
    take(held, at)
    client.force_login(organiser)
    address = f"{LIST}{held.pk}/change/"
    form = {"places": "2", "contact_name": "Sam", "contact_email": "sam@example.org"}
    form |= {"returns_at": "2026-03-01T17:00", "zone": "Europe/London"}
    with time_machine.travel(at, tick=False):
        text = client.get(address).content.decode()
        assert ("Send the link to the contact again" in text, 'name="organisation"' in text) == (True, False)
        refused = client.post(address, form | {"places": "0"}).content.decode()
        assert "1 or more" in refused or "greater than or equal" in refused
        Allotment.objects.update(used=3)
        refused = client.post(address, form).content.decode()
        assert ("3 places are taken already." in refused, taken(event)) == (True, 3)
        Allotment.objects.update(used=1)
        text = client.post(address, form, follow=True).content.decode()
        assert "The link is on its way to sam@example.org." in text
        assert "Sunday 1 March 2026, 17:00" in text
        text = client.post(address, form | {"contact_name": "S"}, follow=True).content.decode()
        assert "on its way" not in text
        again = form | {"is_sent_again": "on"}
        assert "on its way" in client.post(address, again, follow=True).content.decode()
        services.give_back_unused(held, by=organiser, at=at)
        assert 'name="is_sent_again"' not in client.get(address).content.decode()
    held.refresh_from_db()
    assert (held.places, held.contact_name, taken(event)) == (2, "Sam", 1)


def test_the_list_asks_the_database_the_same_for_one_and_three(
    client, event, organiser, django_assert_num_queries
):
    client.force_login(organiser)
    for number in (1, 3):
        while Allotment.objects.count() < number:
            event.allotments.create(organisation=make_organisation(), places=1, returns_at=DAY)
        with django_assert_num_queries(7):
            client.get(LIST)


def test_the_list_is_the_organisers(event, held):
    seen = {
        role: list(Allotment.objects.for_user(make_member(event, role))) for role in ("organiser", "desk")
    }
    assert seen == {"organiser": [held], "desk": []}
