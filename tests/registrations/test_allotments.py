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
    assert (taken(event), held.returns_at, str(held)) == (3, DAY, "Harbour Housing")
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
    assert (waits.state, held.returns_at) == ("waiting", event.numbers_due_at)
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
