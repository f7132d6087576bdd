"""A rehearsal that breaks a promise says which, in a sentence."""

import json
from datetime import timedelta

import pytest

from dissemination.capture.models import GroupSheet
from dissemination.messaging import delivery, diary, outbox, texts
from dissemination.messaging.models import Invitation
from dissemination.workspace.services.rehearsal import grouping, promises, registering, threads
from dissemination.workspace.services.rehearsal.stage import Stage, on
from registrations import emails
from registrations.invites import occasion_for
from tests.factories import make_event, make_member, make_place, make_registration, make_workshop, tell_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(tmp_path):
    made = Stage(out=tmp_path, delegates=20, seed=1, say=print)
    made.event = make_event()
    return made


@pytest.fixture
def letters(stage, settings):
    """Deliver what was posted into the folder of the stage, and read it back."""
    settings.EMAIL_BACKEND = "dissemination.messaging.mailbox.EmailBackend"
    settings.MAIL_DIR = stage.out / "mail"

    def read(at):
        delivery.deliver_due(at=at)
        return promises.Post(stage.out / "mail")

    return read


def post(stage, at, *, key, calendar=None, due_at=None):
    to = outbox.Recipient("ann@example.org", "Ann Example")
    letter = texts.Letter("Your place", "You have a place.", "")
    return outbox.post(
        letter, key=key, kind="news", to=to, event=stage.event, calendar=calendar, at=at, due_at=due_at
    )


def test_letters_that_no_typeface_can_draw_are_told_with_the_papers(stage, capsys):
    stage.organiser = make_member(stage.event)
    make_workshop(stage.event, groups=1)
    make_registration(stage.event, name="Ann \u0378 Example")
    grouping.print_papers(stage)
    said = capsys.readouterr().out
    assert said == (
        "No typeface at hand can draw \u0378 in “Ann \u0378 Example”. Install one that has them.\n"
    )
    assert (stage.out / "badges.pdf").read_bytes().startswith(b"%PDF")


def test_whoever_lacks_a_mail_is_named_and_whoever_has_it_is_listed(stage, letters, at):
    ann = make_registration(stage.event, name="Ann Example", email="ann@example.org", state="cancelled")
    make_registration(stage.event, name="Ben Example", email="ben@example.org", walked_in=True)
    post(stage, at, key="x")
    letters(at)
    assert list(threads.lacking(stage)) == [
        "Ann Example has no mail of this kind: confirmation, waiting, offered, place_from_waiting.",
        "Ann Example has no mail of this kind: cancelled.",
    ]
    emails.send_confirmation(ann, at=at)
    emails.send_cancelled(ann, at=at)
    letters(at)
    assert list(threads.lacking(stage)) == []
    page = threads.as_text(stage).splitlines()
    assert page[2] == "## Ann Example, ann@example.org, Cancelled"
    assert [line.partition(" ")[2][17:].partition(":")[0] for line in page[4:]] == [
        "Your place",
        "You have a place",
        "Cancelled",
    ]


def test_more_people_than_places_are_told(stage):
    make_registration(stage.event)
    stage.event.registrations.create(name="Ann", state="confirmed", registered_at=stage.event.starts_at)
    assert list(promises.nobody_oversold(stage)) == ["2 people hold places, 1 are counted, and there are 20."]


def test_somebody_who_came_and_had_no_seat_is_told(stage):
    make_workshop(stage.event, groups=1)
    make_registration(stage.event, name="Ann Example", state="attended")
    assert list(promises.one_group_each(stage)) == ["Ann Example has a seat in 0 of 1 workshops."]


def test_a_plan_against_the_rules_is_told(stage):
    problem = {
        "delegates": [{"org": 1}, {"org": 2}],
        "groups": [[{"min": 1, "max": 1}, {"min": 1, "max": 1}]],
    }
    for name in ("instance.json", "morning.json"):
        (stage.out / name).write_text(json.dumps(problem))
    (stage.out / "plan.json").write_text(json.dumps({"assign": [[0, 1]]}))
    (stage.out / "morning-plan.json").write_text(json.dumps({"assign": [[0, 0]]}))
    assert list(promises.plans_keep_the_rules(stage)) == ["morning-plan.json breaks the rule on sizes."]


def test_somebody_without_a_badge_is_told(stage):
    stage.event.registrations.create(
        name="Ann", state="attended", mode="online", registered_at=stage.event.starts_at
    )
    assert list(promises.badges_for_all(stage)) == ["There is no badge for Ann."]


def test_somebody_who_does_not_know_their_table_is_told(stage, at):
    table = make_workshop(stage.event, groups=1).groups.get()
    registration = make_registration(stage.event, name="Ann Example", state="attended", badge_printed_at=at)
    tell_place(make_place(registration, table, is_to_tell=True))
    stage.event.refresh_from_db()
    assert list(promises.everybody_knows_their_table(stage)) == [
        "1 people were not told that they sit elsewhere.",
        "The badge of Ann Example says another table.",
    ]


def test_a_mail_that_did_not_leave_is_told(stage, letters, at):
    post(stage, at, key="one", due_at=at + timedelta(days=1))
    assert list(promises.every_mail_once(letters(at))) == [
        "1 mails did not leave.",
        "1 mails were promised, 0 were delivered.",
    ]


def test_the_same_words_twice_are_told(stage, letters, at):
    post(stage, at, key="one")
    post(stage, at, key="two")
    assert list(promises.every_mail_once(letters(at))) == [
        "This mail went out more than once: Ann Example <ann@example.org>, Your place."
    ]


def test_a_diary_that_begins_with_an_update_is_told(stage, letters, at):
    occasion = occasion_for(make_registration(stage.event))
    diary.request(occasion, at=at)
    post(stage, at, key="one", calendar=diary.request(occasion, at=at))
    uid = Invitation.objects.get().uid
    assert list(promises.diaries_are_true(stage, letters(at))) == [
        f"The diary entry {uid} went out as [('REQUEST', 1)]."
    ]


def test_a_diary_that_was_never_sent_is_told(stage, letters, at):
    diary.request(occasion_for(make_registration(stage.event)), at=at)
    assert list(promises.diaries_are_true(stage, letters(at))) == [
        "The diary entries that were sent are not those that are kept."
    ]


def test_a_conclusion_on_nothing_and_a_point_left_behind_are_told(stage, at):
    stage.event.outcomes.create(statement="We agree.", made_at=at, state="published", published_at=at)
    session = make_workshop(stage.event, groups=1, questions=1)
    sheet = GroupSheet.objects.create(group=session.groups.get())
    question = session.questions.get()
    sheet.points.create(
        question=question, text="One thing", captured_at=at, client_id="7c0e0f6e-0000-4000-8000-000000000001"
    )
    assert list(promises.conclusions_rest_on_something(stage)) == [
        "“We agree.” rests on nothing.",
        "1 points were never placed.",
    ]


def test_in_a_large_rehearsal_somebody_cancels_when_the_groups_are_out(stage):
    stage.delegates = 40
    stage.event = make_event(starts_at=on(0, 9), ends_at=on(0, 16))
    for _ in range(2):
        make_registration(stage.event)
    registering.cancel_late(stage)
    states = stage.event.registrations.values_list("state", flat=True)
    assert sorted(states) == ["cancelled", "confirmed"]
