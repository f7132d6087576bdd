"""Who changes somebody else's answers tells them so, and which; and who does not come along any more."""

import pytest

from dissemination.messaging.models import Message
from dissemination.questionnaires.services import Said
from registrations import services
from registrations.models import Registration
from tests.factories import make_event, make_form_question, make_member, make_registration
from tests.registrations.test_bring import bring
from tests.registrations.test_change import with_new
from tests.registrations.test_place_page import opened
from tests.registrations.test_register import sign_up
from tests.registrations.test_register_page import answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]

LOST = "Who was to come with you has no place any more: Iris Interpreter."
BEN = {"name": "Ben Example", "email": "ben@example.org"}


def last():
    return Message.objects.order_by("-pk").first()


def test_the_mail_names_what_the_organiser_has_changed(at):
    event = make_event(title="Sharing day")
    ann = sign_up(event, at, email="ann@example.org")
    lunch = make_form_question(event, "Which lunch?")
    health = make_form_question(event, "Which illness?", is_special_category=True)
    details = with_new(
        ann, organisation="Harbour Housing", job_title="Adviser", dietary="Vegan", access="Lift"
    )
    told = [Said(lunch, "Soup"), Said(health, "None")]
    services.change(ann, details, said=told, at=at, by=make_member(event))
    mail = last()
    assert (mail.kind, mail.subject) == (
        "changed_for_you",
        "The organiser has changed your answers: Sharing day",
    )
    words = "job title, organisation, food and access, Which lunch?, an answer given in confidence"
    assert f"Changed: {words}." in " ".join(mail.text.split())


@pytest.fixture
def event():
    return make_event(mode="both", capacity=10, online_capacity=10)


@pytest.fixture
def ann(event, at):
    ann = sign_up(event, at)
    bring(ann, at)
    return ann


def test_handing_over_says_before_and_after_who_does_not_come_either(client, ann):
    address = opened(client, ann)
    page = client.get(address + "hand-over/").content.decode()
    assert "Who comes with you loses their place as well: Iris Interpreter." in page
    assert LOST in client.post(address + "hand-over/", BEN, follow=True).content.decode()
    assert LOST in Message.objects.get(kind="handed_over").text


def test_going_online_says_before_and_after_who_does_not_come_either(client, ann):
    address = opened(client, ann)
    page = client.get(address + "change/").content.decode()
    assert "If you take part online, who comes with you loses their place: Iris Interpreter." in page
    page = client.post(address + "change/", answers(mode="online"), follow=True).content.decode()
    assert LOST in page
    assert LOST in Message.objects.get(kind="changed").text


def test_an_organiser_who_moves_somebody_online_has_them_told_who_does_not_come(event, ann, at):
    services.change(ann, with_new(ann, mode="online"), at=at, by=make_member(event))
    text = " ".join(last().text.split())
    assert "Changed: takes part." in text
    assert LOST in text


def test_a_cancelled_place_says_who_does_not_come_either(client, ann):
    assert LOST in client.post(opened(client, ann) + "cancel/", follow=True).content.decode()
    assert LOST in Message.objects.get(kind="cancelled", to_email=ann.email).text
    assert Registration.objects.live().count() == 0


def test_who_comes_alone_reads_nothing_of_it(client, at):
    alone = make_registration(make_event(), state="confirmed")
    services.change(alone, with_new(alone, job_title="Director"), at=at)
    assert "come with you" not in last().text
    page = client.post(opened(client, alone) + "hand-over/", BEN, follow=True).content.decode()
    assert "has no place any more" not in page


def test_a_way_to_bring_somebody_stands_where_it_is_open(client, at):
    event = make_event(mode="both", online_capacity=5)
    link = "An interpreter or carer comes with me"
    shown = {}
    for state, mode in (("confirmed", "in_person"), ("waiting", "in_person"), ("confirmed", "online")):
        one = make_registration(event, state=state, mode=mode)
        shown[state, mode] = link in client.get(opened(client, one)).content.decode()
    assert list(shown.values()) == [True, False, False]


def test_the_next_person_is_named_only_where_somebody_waits(client, at):
    event = make_event()
    address = opened(client, make_registration(event)) + "cancel/"
    next_person = "Your place goes to the next person on the waiting list"
    assert next_person not in client.get(address).content.decode()
    make_registration(event, state="waiting")
    assert next_person in client.get(address).content.decode()


def test_who_leaves_an_offer_or_the_line_reads_of_a_next_person_only_where_there_is_one(client, at):
    event = make_event()
    offered, waits = (make_registration(event, state=state) for state in ("offered", "waiting"))
    leaving = {
        offered: ("offered to the next person at once", "It is free for somebody else"),
        waits: ("Somebody else moves up", "<p>If you register again later"),
    }
    shown = []
    for _ in range(2):
        for one, words in leaving.items():
            page = client.get(opened(client, one) + "cancel/").content.decode()
            shown.append([word in page for word in words])
        make_registration(event, state="waiting")
        Registration.objects.filter(pk=waits.pk).update(promoted_at=at)
    assert shown == [[True, False], [False, True], [True, False], [True, False]]
    Registration.objects.filter(event=event, state="waiting").delete()
    page = client.get(opened(client, offered) + "cancel/").content.decode()
    assert [word in page for word in leaving[offered]] == [False, True]


def test_the_place_of_who_came_along_goes_to_a_next_person_only_where_somebody_waits(client, at):
    event = make_event()
    ann = make_registration(event)
    address = f"{opened(client, ann)}companion/?gone={bring(ann, at).pk}"
    words = ("Their place goes to the next person", "Their place is free for somebody else")
    page = client.get(address).content.decode()
    assert [word in page for word in words] == [False, True]
    make_registration(event, state="waiting")
    page = client.get(address).content.decode()
    assert [word in page for word in words] == [True, False]
