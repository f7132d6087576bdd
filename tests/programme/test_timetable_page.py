"""The timetable of an event on one page, and a workshop with its questions and tables."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dissemination.accounts.models import AuditEntry
from dissemination.capture import services as capture
from dissemination.core.verdicts import Refused
from sessions import policies, services
from sessions.models import Group, Perspective, Question, Room, Session
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_member,
    make_place,
    make_registration,
    make_room,
    make_session,
    make_user,
    make_workshop,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def event():
    return make_event(state="draft")


@pytest.fixture
def organiser(event, client):
    user = make_member(event)
    client.force_login(user)
    return user


def rows(prefix, *rows, kept=0):
    values = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": kept}
    for number, row in enumerate(rows):
        values |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return values


def talk(event, start="10:00", end="10:30", **values):
    defaults = {"event": event.pk, "title": f"Talk at {start}", "kind": "talk", "order": 1, "room": ""}
    return defaults | {"starts_at": f"2026-03-11T{start}", "ends_at": f"2026-03-11T{end}"} | values


def timetable(event, *sessions, rooms=(), kept=0):
    return rows("rooms", *rooms) | rows("sessions", *sessions, kept=kept)


def page_of(event):
    return reverse("admin:programme_programme_change", args=[event.pk])


def test_a_new_row_begins_where_the_programme_ends_so_far(event, organiser, client):
    for hours in (("09:30", "10:00"), ("11:00", "11:30")):
        row = client.get(page_of(event)).context["inline_admin_formsets"][1].formset.empty_form
        shown = [event.local(row[name].value()).strftime("%H:%M") for name in ("starts_at", "ends_at")]
        assert tuple(shown) == hours
        make_session(event, ends_at=DAY + timedelta(minutes=90))


def test_a_programme_is_typed_on_one_page(event, organiser, client):
    hall = {"event": event.pk, "name": "Hall", "directions": "Through the foyer"}
    sessions = (talk(event), talk(event, "11:00", "12:00", kind="workshop"))
    assert client.post(page_of(event), timetable(event, *sessions, rooms=[hall])).status_code == 302
    assert Room.objects.get().name == "Hall"
    assert [session.kind for session in Session.objects.in_order()] == ["talk", "workshop"]
    assert Session.objects.in_order()[0].starts_at == datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"change programme"}


@pytest.mark.parametrize(("zone", "hour"), [("Europe/London", 10), ("America/New_York", 14)])
def test_times_are_those_of_the_event(zone, hour, organiser, event, client):
    event.zone = zone
    event.save()
    client.post(page_of(event), timetable(event, talk(event)))
    assert Session.objects.get().starts_at == datetime(2026, 3, 11, hour, 0, tzinfo=UTC)
    assert 'value="2026-03-11T10:00"' in client.get(page_of(event)).content.decode()


def test_two_new_sessions_in_one_room_at_a_time_are_answered_in_the_form(event, organiser, client):
    room = make_room(event, "Hall")
    sessions = (talk(event, room=room.pk), talk(event, "10:15", "11:00", room=room.pk))
    kept = rows("rooms", {"id": room.pk, "event": event.pk, "name": "Hall"}, kept=1)
    page = client.post(page_of(event), timetable(event, *sessions) | kept)
    assert page.status_code == 200
    assert "“Talk at 10:00” is in this room at that time." in page.content.decode()
    assert Session.objects.count() == 0


def test_two_sessions_may_follow_each_other_in_a_room(event, organiser, client):
    room = make_room(event, "Hall")
    sessions = (talk(event, room=room.pk), talk(event, "10:30", "11:00", room=room.pk))
    kept = rows("rooms", {"id": room.pk, "event": event.pk, "name": "Hall"}, kept=1)
    assert client.post(page_of(event), timetable(event, *sessions) | kept).status_code == 302


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ends_at": "2026-03-11T09:00"}, "The session must end after it starts."),
        ({"starts_at": "2026-03-10T10:00"}, "The event is on Wednesday 11 March 2026, 09:30 to"),
        ({"starts_at": "2026-03-11T09:29"}, "choose hours within"),
        ({"ends_at": "2026-03-11T20:00"}, "choose hours within"),
        ({"title": ""}, "Fill this in."),
        ({"title": "a\x00b"}, "it holds a character that cannot be kept"),
        ({"starts_at": "2026-03-29T01:30"}, "happens twice or not at all"),
        ({"order": "-1"}, "Enter 0 or more."),
    ],
)
def test_what_cannot_be_is_answered_in_the_form(values, words, event, organiser, client):
    page = client.post(page_of(event), timetable(event, talk(event, **values)))
    assert page.status_code == 200
    assert words in page.content.decode()


def test_a_room_of_another_event_is_no_choice(event, organiser, client):
    elsewhere = make_room(make_event())
    page = client.post(page_of(event), timetable(event, talk(event, room=elsewhere.pk)))
    assert page.status_code == 200
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("what", "words"),
    [("appearance", "Somebody appears in "), ("place", "People have places in ")],
)
def test_a_session_with_people_in_it_stays(what, words, event, organiser, client):
    session = make_workshop(event, groups=1)
    if what == "appearance":
        make_appearance(session)
    else:
        make_place(make_registration(event), session.groups.get())
    row = talk(event, id=session.pk, kind="workshop", DELETE="on")
    page = client.post(page_of(event), timetable(event, row, kept=1))
    assert page.status_code == 200
    assert words in page.content.decode()
    assert Session.objects.count() == 1


def test_a_session_that_cannot_be_deleted_says_so_on_its_page(event, organiser, client):
    session = make_session(event, title="Talk")
    make_appearance(session)
    page = client.post(
        reverse("admin:programme_session_delete", args=[session.pk]), {"post": "yes"}, follow=True
    )
    assert page.redirect_chain == [(reverse("admin:programme_session_change", args=[session.pk]), 302)]
    assert "Somebody appears in “Talk”. Take them off it first." in page.content.decode()
    assert Session.objects.count() == 1


def test_a_room_in_use_stays(event, organiser, client):
    room = make_room(event, "Hall")
    session = make_session(event, title="Talk", room=room)
    form = timetable(event) | rows(
        "rooms", {"id": room.pk, "event": event.pk, "name": "Hall", "DELETE": "on"}, kept=1
    )
    page = client.post(page_of(event), form)
    assert "“Hall” is the room of “Talk”" in page.content.decode()
    session.delete()
    make_workshop(event, title="Work", groups=1).groups.update(room=room)
    assert "“Hall” is the room of “Work”" in client.post(page_of(event), form).content.decode()
    Group.objects.update(room=None)
    assert client.post(page_of(event), form).status_code == 302
    assert event.rooms.count() == 0


def test_an_empty_session_is_taken_off(event, organiser, client):
    session = make_session(event)
    page = client.post(page_of(event), timetable(event, talk(event, id=session.pk, DELETE="on"), kept=1))
    assert page.status_code == 302
    assert Session.objects.count() == 0


def test_a_published_programme_reminds_of_the_diaries(event, organiser, client):
    event.state = "open"
    event.save()
    page = client.post(page_of(event), timetable(event, talk(event)), follow=True).content.decode()
    assert "Diaries stay as they are until you publish the changes on the event&#x27;s page." in page


def workshop_form(session, *, questions=(), groups=(), kept=(0, 0), **values):
    defaults = {
        "title": session.title,
        "kind": session.kind,
        "order": 0,
        "starts_at": "2026-03-11T11:30",
        "ends_at": "2026-03-11T12:30",
    }
    return (
        defaults
        | rows("questions", *questions, kept=kept[0])
        | rows("groups", *groups, kept=kept[1])
        | values
    )


def test_a_workshop_gets_questions_perspectives_and_tables(event, organiser, client):
    session = make_workshop(event)
    question = {
        "session": session.pk,
        "text": "What would success look like?",
        "kind": "success",
        "order": 1,
        "points_of_view": "Central government\r\nLocal government\r\n\r\nLocal government\r\n",
    }
    address = reverse("admin:programme_session_change", args=[session.pk])
    values = workshop_form(session, questions=[question], new_tables=3, fewest=5, most=8)
    assert client.post(address, values).status_code == 302
    kept = Question.objects.get()
    assert [str(each) for each in kept.perspectives.all()] == ["Central government", "Local government"]
    assert [(t.name, t.min_size, t.max_size) for t in session.groups.all()] == [
        ("Table 1", 5, 8),
        ("Table 2", 5, 8),
        ("Table 3", 5, 8),
    ]
    assert "Central government\nLocal government" in client.get(address).content.decode()


def test_tables_are_numbered_on(event, organiser, at):
    session = make_workshop(event, groups=2)
    tables = services.lay_tables(session, count=2, min_size=0, max_size=9, by=organiser, at=at)
    assert [table.name for table in tables] == ["Table 3", "Table 4"]


def test_only_a_workshop_has_tables(event, organiser, client):
    session = make_workshop(event)
    address = reverse("admin:programme_session_change", args=[session.pk])
    page = client.post(address, workshop_form(session, kind="talk", new_tables=3))
    assert "Only a workshop has tables." in page.content.decode()
    page = client.post(address, workshop_form(session, new_tables=3, fewest=9, most=2))
    assert "Enter at least the fewest." in page.content.decode()


def test_perspectives_follow_what_is_typed(event, organiser, at):
    question = Question.objects.create(session=make_workshop(event), text="Why?")
    services.set_perspectives(question, ["Provider", "Service user"], by=organiser, at=at)
    services.set_perspectives(question, ["Service user", "Regulator"], by=organiser, at=at)
    names = list(Perspective.objects.order_by("order").values_list("name", flat=True))
    assert names == ["Service user", "Regulator"]


def test_a_perspective_too_long_is_answered_in_the_form(event, organiser, client):
    session = make_workshop(event)
    question = {
        "session": session.pk,
        "text": "Why?",
        "kind": "debate",
        "order": 1,
        "points_of_view": "x" * 101,
    }
    address = reverse("admin:programme_session_change", args=[session.pk])
    page = client.post(address, workshop_form(session, questions=[question]))
    assert "Enter at most 100 characters on a line." in page.content.decode()


def test_a_table_offers_what_is_ticked(event, organiser, client):
    session = make_workshop(event, groups=1)
    table = session.groups.get()
    row = {"id": table.pk, "session": session.pk, "name": "Table 1", "min_size": 2, "max_size": 8, "order": 1}
    address = reverse("admin:programme_session_change", args=[session.pk])
    values = workshop_form(session, groups=[row | {"features": ["wheelchair", "bsl"]}], kept=(0, 1))
    assert client.post(address, values).status_code == 302
    table.refresh_from_db()
    assert table.features == ["wheelchair", "bsl"]


def test_a_table_with_people_stays(event):
    session = make_workshop(event, groups=2)
    taken, free = session.groups.all()
    make_place(make_registration(event), taken)
    assert str(policies.may_remove(taken).reason) == "People have places at “Table 1”. Move them first."
    assert policies.may_remove(free)


def test_a_question_without_answers_may_go(event):
    question = Question.objects.create(session=make_workshop(event), text="Why?")
    assert policies.may_remove(question)
    assert policies.may_remove(make_room(event))
    assert not policies.may_remove(event)


def test_a_question_that_a_group_has_answered_stays(event, at):
    session = make_workshop(event, groups=1, questions=1)
    [question], [group] = session.questions.all(), session.groups.all()
    sheet = capture.lay_out_sheets(event)[0]
    assert sheet.group == group
    question.points.create(sheet=sheet, text="Because.", client_id=uuid.uuid4(), captured_at=at)
    assert str(policies.may_remove(question).reason) == "Groups have answered “Question 1?”. It stays."


def test_a_session_is_in_a_room_of_its_own_event_or_in_none(event):
    session = make_session(event)
    session.clean()
    session.room = make_room(make_event())
    with pytest.raises(ValidationError, match="Choose a room of this event"):
        session.clean()


def test_a_session_is_not_in_a_room_that_another_one_has_at_that_time(event):
    room = make_room(event)
    first, second = make_session(event, title="First", room=room), make_session(event)
    first.clean()
    second.room = room
    with pytest.raises(ValidationError, match="“First” is in this room at that time"):
        second.clean()


def test_a_session_is_added_to_the_event_that_the_address_names(event, organiser, client):
    address = f"{reverse('admin:programme_session_add')}?event={event.pk}"
    assert client.get(address).status_code == 200
    assert client.post(address, talk(event)).status_code == 302
    assert Session.objects.get().event == event


def test_a_session_is_not_added_to_somebody_elses_event(organiser, client):
    other = make_event()
    page = client.post(reverse("admin:programme_session_add"), talk(other))
    assert page.status_code == 200
    assert Session.objects.count() == 0


def test_a_session_is_deleted_through_its_page(event, organiser, client):
    session = make_session(event)
    address = reverse("admin:programme_session_delete", args=[session.pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert Session.objects.count() == 0


def test_the_list_shows_times_on_the_events_clock(event, organiser, client):
    make_session(event, starts_at=DAY + timedelta(days=60), ends_at=DAY + timedelta(days=60, hours=1))
    page = client.get(reverse("admin:programme_session_changelist")).content.decode()
    assert "2026-05-10 09:30 – 10:30" in page


def test_the_service_refuses_who_does_not_organise(event, at):
    with pytest.raises(Refused):
        services.change_programme(event, saved=[], removed=[], by=make_member(event, "analyst"), at=at)


@pytest.mark.parametrize("verb", ["add", "delete"])
def test_a_programme_is_neither_added_nor_deleted(verb, event, client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    args = [] if verb == "add" else [event.pk]
    assert client.post(reverse(f"admin:programme_programme_{verb}", args=args)).status_code == 403


COUNTS = {"programme": 5, "session": 5}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("model", COUNTS)
def test_a_list_costs_the_same_for_one_and_for_three(model, number, client, django_assert_num_queries):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    for _ in range(number):
        make_session(make_event())
    with django_assert_num_queries(COUNTS[model]):
        assert client.get(reverse(f"admin:programme_{model}_changelist")).status_code == 200
