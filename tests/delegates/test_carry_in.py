"""A long list comes in by the worker in one press: once, with its progress, also after a worker has died."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dissemination.delegates import services, tasks
from dissemination.delegates.models import IncomingList
from dissemination.delegates.services import bringing, carrying
from dissemination.delegates.services.comparing import compare, rows_kept
from dissemination.messaging.models import Message
from registrations.models import Answer, Registration
from tests.factories import make_form_question

MINUTE = timedelta(minutes=1)
HEADINGS = "Name,E-mail"


@pytest.fixture(autouse=True)
def long_from_three_people_on(monkeypatch):
    monkeypatch.setattr(bringing, "AT_ONCE", 2)
    monkeypatch.setattr(carrying, "ROWS", 2)


@pytest.fixture
def press(organiser, page_of):
    """Send a list of these people, go all the way and press; the page that follows."""

    def go(*rows, headings=HEADINGS, which="good", mail="yes"):
        content = "\n".join([headings, *rows]).encode()
        sent = organiser.post(page_of("import/"), {"file": SimpleUploadedFile("people.csv", content)})
        told = {"rows": which, "mail": mail}
        return organiser.post(sent.url.removesuffix("columns/"), told, follow=True)

    return go


def people(number):
    return [f"Person {n},person{n}@sample.example.org" for n in range(1, number + 1)]


def names():
    return list(Registration.objects.order_by("pk").values_list("name", flat=True))


def said(organiser, page):
    text = organiser.get(page.request["PATH_INFO"]).content.decode()
    return " ".join(text.split())


def die_after_one_turn(at):
    """A worker brings two people in, and is killed."""
    incoming = IncomingList.objects.select_related("event").get()
    IncomingList.objects.update(seen_at=at)
    good = compare(incoming.event, rows_kept(incoming.event, incoming.rows)).good
    carrying._carry(incoming, good[:2], left=len(good), at=at)


def test_one_press_is_enough_and_says_how_far_it_is(organiser, press):
    page = press(*people(5))
    told = said(organiser, page)
    assert ("People come in from a few seconds after you pressed." in told, names()) == (True, [])
    tasks.carry_in_lists()
    assert names() == [f"Person {number}" for number in range(1, 6)]
    assert Message.objects.filter(kind="confirmation").count() == 5
    told = said(organiser, page)
    assert "everybody who could come in is in." in told
    assert "5 people are new (Confirmed 5), 0 changed." in told
    incoming = IncomingList.objects.get()
    assert (bytes(incoming.content), incoming.rows, incoming.percent, incoming.is_open) == (
        b"", [], 100, False,
    )  # fmt: skip


def test_the_task_twice_is_the_task_once(press, at):
    press(*people(3))
    tasks.carry_in_lists()
    ended = IncomingList.objects.values().get()
    tasks.carry_in_lists()
    services.carry_in(IncomingList.objects.select_related("event").get(), at=at + 3 * MINUTE)
    assert IncomingList.objects.values().get() == ended
    assert (len(names()), Message.objects.count()) == (3, 3)


def test_two_workers_do_it_once(press, at):
    press(*people(3))
    IncomingList.objects.update(seen_at=at)  # another worker has just begun
    services.carry_in(IncomingList.objects.select_related("event").get(), at=at)
    assert names() == []


def test_where_a_worker_is_killed_another_goes_on(organiser, press, at):
    page = press(*people(5))
    die_after_one_turn(at)
    told = said(organiser, page)
    assert ('value="40"' in told, len(names())) == (True, 2)
    services.carry_in(IncomingList.objects.select_related("event").get(), at=at + 2 * MINUTE)
    assert "5 people are new (Confirmed 5), 0 changed." in said(organiser, page)
    assert (len(names()), Message.objects.count()) == (5, 5)


def test_a_fault_ends_it_and_the_same_list_goes_on_from_there(organiser, press, at, monkeypatch):
    def fail(brought, event, planned, **more):
        if planned.row.told["name"] == "Person 3":
            raise RuntimeError
        take(brought, event, planned, **more)

    take = services.Brought.take
    page = press(*people(4))
    monkeypatch.setattr(services.Brought, "take", fail)
    with pytest.raises(RuntimeError):
        tasks.carry_in_lists()
    monkeypatch.setattr(services.Brought, "take", take)
    assert ("It was broken off by a fault." in said(organiser, page), len(names())) == (True, 2)
    press(*people(4))
    assert (len(names()), Message.objects.count()) == (4, 4)


def test_wrong_rows_are_left_out_by_number_or_nobody_comes_in(organiser, press):
    rows = [*people(3), "Wrong,here@", "Person 1 again,person1@sample.example.org"]
    page = press(*rows, which="whole")
    assert "Nobody was brought in: 2 rows are wrong." in page.content.decode()
    assert IncomingList.objects.get().asked_at is None
    page = press(*rows)
    tasks.carry_in_lists()
    assert "3 people are new (Confirmed 3), 0 changed, 2 left out (rows 5, 6)." in said(organiser, page)
    assert len(names()) == 3


def test_who_is_refused_while_it_goes_on_is_told_by_row(organiser, press, event, at):
    page = press(*people(3))
    event.team.update(role="desk")
    tasks.carry_in_lists()
    event.team.update(role="organiser")
    told = said(organiser, page)
    assert "Row 2</th><td>Only the event" in told
    assert ("0 people are new" in told, names()) == (True, [])


def test_it_is_stopped_and_who_came_in_stays(organiser, press, at, monkeypatch):
    carry = carrying._carry

    def stopped(*args, **more):
        carry(*args, **more)
        IncomingList.objects.all().delete()

    monkeypatch.setattr(carrying, "_carry", stopped)
    press(*people(5))
    tasks.carry_in_lists()
    assert (len(names()), IncomingList.objects.count()) == (2, 0)


def test_the_rest_is_thrown_away_on_the_page(organiser, press, page_of, at):
    press(*people(5))
    die_after_one_turn(at)
    number = IncomingList.objects.get().pk
    assert organiser.get(page_of(f"import/{number}/columns/")).url == page_of(f"import/{number}/")
    page = organiser.post(page_of(f"import/{number}/forget/"), follow=True)
    assert "Whoever came in by it stays." in page.content.decode()


def test_a_list_that_comes_in_is_kept_longer_but_not_for_ever(press, at):
    press(*people(3))
    counts = []
    for age in (timedelta(hours=2), timedelta(days=1)):
        IncomingList.objects.update(sent_at=at - age)
        tasks.forget_old_lists()
        counts.append(IncomingList.objects.count())
    assert counts == [1, 0]


def test_answers_come_along_but_for_questions_that_are_asked_no_more(press, event, at):
    kept, gone = (make_form_question(event, text) for text in ("How?", "When?"))
    press(*(f"{row},Bus,Noon" for row in people(3)), headings=f"{HEADINGS},How?,When?")
    type(gone).objects.filter(pk=gone.pk).update(retired_at=at)
    tasks.carry_in_lists()
    assert {(answer.question, answer.value) for answer in Answer.objects.all()} == {(kept, "Bus")}
