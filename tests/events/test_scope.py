"""The team sees its own event, by role; the admin asks nothing else."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from dissemination.accounts.models import AuditEntry
from dissemination.events import policies
from dissemination.events.admin.scoped import TeamScopedAdmin, TeamScopedInline, choices_of, event_of
from dissemination.events.models import Event, TeamMember
from registrations.models import Answer
from sessions.models import Perspective, Question, Room, Session
from speakers.models import Speaker
from tests.factories import (
    DAY,
    make_event,
    make_form_question,
    make_member,
    make_registration,
    make_room,
    make_speaker,
    make_user,
    make_workshop,
)

pytestmark = pytest.mark.django_db


class RoomAdmin(TeamScopedAdmin):
    pass


class SessionInline(TeamScopedInline, admin.TabularInline):
    model = Session


def asked_by(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return request


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def rooms():
    return RoomAdmin(Room, admin.site)


def rights(page, request, row=None):
    return [
        page.has_view_permission(request, row),
        page.has_change_permission(request, row),
        page.has_add_permission(request),
        page.has_delete_permission(request, row),
        page.has_module_permission(request),
    ]


def test_an_organiser_writes_the_rows_of_the_own_event(event, rooms):
    request = asked_by(make_member(event))
    assert rights(rooms, request, make_room(event)) == [True] * 5


def test_an_analyst_looks_and_changes_nothing(event, rooms):
    request = asked_by(make_member(event, "analyst"))
    assert rights(rooms, request, make_room(event)) == [True, False, False, False, True]


def test_the_desk_sees_nothing_of_the_set_up(event, rooms):
    request = asked_by(make_member(event, "desk"))
    assert rights(rooms, request, make_room(event)) == [False] * 5


def test_an_organiser_of_another_event_sees_nothing_of_this_one(event, rooms):
    room = make_room(event)
    request = asked_by(make_member(make_event()))
    assert rights(rooms, request, room) == [False, False, True, False, True]
    assert list(rooms.get_queryset(request)) == []


def test_an_administrator_may_do_everything(event, rooms):
    room = make_room(event)
    request = asked_by(make_user(is_staff=True, is_superuser=True))
    assert rights(rooms, request, room) == [True] * 5
    assert list(rooms.get_queryset(request)) == [room]


def test_an_administrator_reads_the_events_speakers_and_answers_of_every_team(event):
    administrator = make_user(is_superuser=True)
    place, question = make_registration(event), make_form_question(event)
    answer = Answer.objects.create(
        registration=place, question=question, asked="A?", value="B", answered_at=DAY
    )
    speaker = make_speaker(event.project)
    Event.objects.update(state="draft")
    assert list(Event.objects.visible_to(administrator)) == [event]
    assert list(Answer.objects.for_user(administrator)) == [answer]
    assert list(Speaker.objects.for_user(administrator)) == [speaker]


def test_a_page_without_write_roles_is_for_reading_alone(event, rooms):
    rooms.write_roles = ()
    request = asked_by(make_user(is_staff=True, is_superuser=True))
    assert rights(rooms, request, make_room(event)) == [True, False, False, False, True]


@pytest.mark.parametrize("values", [{"is_staff": False}, {"is_staff": True, "is_active": False}])
def test_who_may_not_open_the_workspace_has_no_role_in_it(event, rooms, values):
    user = make_member(event)
    for name, value in values.items():
        setattr(user, name, value)
    assert rights(rooms, asked_by(user), make_room(event)) == [False] * 5


def test_a_list_holds_only_the_rows_of_events_with_a_fitting_role(event, rooms):
    user = make_member(event)
    mine, elsewhere = make_room(event), make_event()
    make_room(elsewhere)
    TeamMember.objects.create(event=elsewhere, user=user, role="desk")
    assert list(rooms.get_queryset(asked_by(user))) == [mine]


def test_an_inline_is_judged_by_the_row_that_it_stands_under(event):
    inline = SessionInline(Event, admin.site)
    request = asked_by(make_member(event))
    assert inline.has_change_permission(request, event) is True
    assert inline.has_change_permission(request, make_event()) is False


def test_the_event_of_a_row_is_found_along_the_path_of_its_model(event):
    question = Question.objects.create(session=make_workshop(event), text="Why?")
    perspective = Perspective.objects.create(question=question, name="Provider")
    assert [event_of(row) for row in (event, question.session, perspective)] == [event] * 3


def test_each_row_that_is_deleted_leaves_its_line(event, rooms):
    organiser = make_member(event)
    for _ in range(2):
        make_room(event)
    rooms.delete_queryset(asked_by(organiser), Room.objects.filter(event=event))
    lines = AuditEntry.objects.about_event(event.pk).values_list("verb", "actor_id")
    assert (Room.objects.count(), list(lines)) == (0, [("delete", organiser.pk)] * 2)


def test_choices_hold_only_what_the_user_sees(event):
    mine = make_room(event)
    make_room(make_event())
    field = Session._meta.get_field("room")
    assert list(choices_of(field, asked_by(make_member(event)), ("organiser",))) == [mine]


def test_choices_hold_only_rows_of_the_event_in_hand(event, rooms):
    user = make_member(event)
    other = make_event()
    TeamMember.objects.create(event=other, user=user)
    mine = make_room(event)
    make_room(other)
    request = asked_by(user)
    assert rooms.get_object(request, str(mine.pk)) == mine
    assert list(choices_of(Session._meta.get_field("room"), request, ("organiser",))) == [mine]


def test_a_row_that_is_not_there_is_not_found(event, rooms):
    assert rooms.get_object(asked_by(make_member(event)), "999") is None


def test_an_event_can_be_chosen_only_where_the_role_may_write(event):
    user = make_member(event, "analyst")
    own = make_event()
    TeamMember.objects.create(event=own, user=user)
    field = Room._meta.get_field("event")
    assert list(choices_of(field, asked_by(user), ("organiser",))) == [own]


def test_users_can_be_chosen_by_administrators_only(event):
    field = TeamMember._meta.get_field("user")
    organiser = make_member(event)
    administrator = make_user(is_staff=True, is_superuser=True)
    assert list(choices_of(field, asked_by(organiser), ("organiser",))) == []
    assert list(choices_of(field, asked_by(administrator), ("organiser",))) == [organiser, administrator]


def test_the_roles_are_asked_of_the_database_once(event, rooms, django_assert_num_queries):
    room = make_room(event)
    request = asked_by(make_member(event))
    with django_assert_num_queries(1):
        rights(rooms, request, room)


RIGHTS = {
    policies.may_organise: {"organiser"},
    policies.may_read_setup: {"organiser", "publisher", "analyst"},
    policies.may_read_names: {"organiser", "desk"},
    policies.may_read_needs: {"organiser", "welfare"},
    policies.may_work_desk: {"organiser", "desk"},
    policies.may_read_capture: {"organiser", "publisher", "analyst"},
    policies.may_read_authors: {"organiser", "publisher"},
    policies.may_write_themes: {"organiser", "analyst"},
    policies.may_read_commitments: {"organiser", "publisher", "analyst"},
    policies.may_write_stories: {"organiser"},
    policies.may_approve: {"organiser", "publisher"},
    policies.may_send_mail: {"organiser"},
}


@pytest.mark.parametrize("policy", RIGHTS, ids=lambda policy: policy.__name__)
def test_each_right_belongs_to_its_roles_alone(policy, event):
    team = {role: make_member(event, role) for role in TeamMember.Role.values}
    assert {role for role, user in team.items() if policy(user, event)} == RIGHTS[policy]


def test_an_administrator_has_every_right_and_a_stranger_none(event):
    administrator = make_user(is_superuser=True)
    stranger = make_member(make_event())
    for policy in RIGHTS:
        assert policy(administrator, event)
        assert not policy(stranger, event)
        assert not policy(AnonymousUser(), event)


def test_a_refusal_says_who_can_help(event):
    verdict = policies.may_organise(AnonymousUser(), event)
    assert str(verdict.reason) == "Only the event's organisers may do this. Ask one of them."
