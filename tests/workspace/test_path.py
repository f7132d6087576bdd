"""My events, and the life of one event as a path of stages."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from dissemination.events.models import Event
from dissemination.mailings import services as mailings
from dissemination.messaging.models import Invitation, Message
from dissemination.workspace import stages
from dissemination.workspace.querysets import with_figures
from registrations.models import WorkshopSeat
from speakers.invites import entry_key
from speakers.models import Material
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_member,
    make_place,
    make_registration,
    make_session,
    make_user,
    make_workshop,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_day():
    with time_machine.travel(DAY - timedelta(days=9), tick=False):
        yield


@pytest.fixture
def event():
    return make_event(title="Next steps", state="draft")


@pytest.fixture
def organiser(event, client):
    user = make_member(event)
    client.force_login(user)
    return user


def path_of(event, at=DAY - timedelta(days=9)):
    found = with_figures(Event.objects.filter(pk=event.pk), at=at).get()
    return {stage.key: stage for stage in stages.stages(found, at=at)}


def figures(event):
    return {key: stage.figure for key, stage in path_of(event).items()}


def next_of(event, at=DAY - timedelta(days=9)):
    return stages.next_step(list(path_of(event, at).values()))


def make_mail(event, state, due_at=DAY):
    return Message.objects.create(
        key=state,
        event=event,
        kind="news",
        to_email="a@example.org",
        subject="Joining instructions",
        state=state,
        message_id=f"<{state}@example.org>",
        dated_at=DAY,
        due_at=due_at,
        sent_at=DAY if state == "sent" else None,
    )


def test_a_full_event_shows_its_figures(event):
    session = make_workshop(event, groups=3, questions=1)
    for number in range(2):
        appearance = make_appearance(session, slides_due_at=DAY)
        if number:
            Material.objects.create(appearance=appearance, title="Slides", state="received")
    for state in ("confirmed", "attended", "waiting", "cancelled"):
        make_registration(event, state=state)
    make_mail(event, "sent")
    make_mail(event, "queued")
    assert figures(event) == {
        "setup": "Draft",
        "programme": "1 session",
        "speakers": "1 of 2 slides missing",
        "delegates": "2 of 20 places, 1 waiting",
        "groups": "3 groups, not published",
        "messages": "1 sent, 1 to come",
        "day": "1 came",
        "outcomes": "0 published",
        "report": "Not yet",
    }


def test_an_empty_event_says_so(event):
    assert figures(event) == {
        "setup": "Draft",
        "programme": "0 sessions",
        "speakers": "0 appearances",
        "delegates": "0 of 20 places",
        "groups": "No workshop",
        "messages": "0 sent, 0 to come",
        "day": "11 March 2026",
        "outcomes": "0 published",
        "report": "Not yet",
    }


def test_the_next_thing_follows_the_life_of_the_event(event, at):
    said = [next_of(event).text]
    session = make_workshop(event, groups=1)
    said.append(next_of(event).text)
    Event.objects.update(state="published")
    said.append(next_of(event).text)
    session.questions.create(text="Why?")
    said.append(next_of(event).text)
    appearance = make_appearance(session, slides_due_at=DAY)
    said.append(next_of(event).text)
    Material.objects.create(appearance=appearance, title="Slides", state="received")
    said.append(next_of(event).text)
    Event.objects.update(state="closed", groups_told_at=at)
    said.append(next_of(event))
    said.append(next_of(event, DAY).text)
    said.append(next_of(event, DAY + timedelta(hours=8)).text)
    Event.objects.update(state="held")
    said.append(next_of(event).text)
    assert said == [
        "Put at least one session into the programme.",
        "Everything is there. Show the event to its readers.",
        "A workshop has no questions yet.",
        "Nobody speaks at this event yet.",
        "1 of 1 slides missing",
        "Readers see the event. Let them register.",
        None,
        "Today is the day.",
        "The day is over. Say that it was held.",
        "Publish the early thoughts while people remember the day.",
    ]


def test_a_joining_link_that_people_wait_for_is_the_next_thing(event):
    make_session(event)
    Event.objects.update(state="open", mode="both", online_capacity=5)
    event.refresh_from_db()
    make_registration(event)
    for state in ("confirmed", "attended", "waiting"):
        make_registration(event, state=state, mode="online")
    step = next_of(event)
    assert step.text == "The joining link is missing: 2 people online wait for it."
    assert step.url == f"/admin/events/event/{event.pk}/change/#id_joining_link"
    stage = path_of(event)["setup"]
    assert (stage.figure, stage.is_done) == ("Open for registration, no joining link", False)
    told = [path_of(event, event.ends_at)["setup"].is_done]
    Event.objects.update(joining_link="https://meet.example.org/room")
    told.append(path_of(event)["setup"].is_done)
    Event.objects.update(joining_link="", mode="in_person")
    assert [*told, path_of(event)["setup"].is_done] == [True, True, True]


def test_the_questions_are_written_where_they_are_missing(event):
    make_workshop(event, questions=1)
    bare = make_workshop(event, starts_at=DAY + timedelta(hours=4))
    Event.objects.update(state="published")
    assert next_of(event).url == f"/admin/programme/session/{bare.pk}/change/"


def test_on_the_day_people_are_checked_in_before_anything_else(event):
    make_appearance(make_workshop(event), slides_due_at=DAY)
    Event.objects.update(state="open")
    morning = DAY - timedelta(hours=9)
    assert [next_of(event, at).label for at in (DAY - timedelta(days=1), morning, DAY)] == [
        "Write the questions",
        "Check people in",
        "Check people in",
    ]


def test_on_the_day_groups_that_nobody_knows_come_first(event, at):
    make_workshop(event, groups=2, questions=1)
    Event.objects.update(state="closed", taken=4)
    assert next_of(event, DAY).label == "Put people into groups"
    Event.objects.update(groups_told_at=at)
    assert next_of(event, DAY).label == "Check people in"


def test_a_draft_has_no_day(event):
    assert path_of(event, DAY)["day"].step is None
    assert path_of(event, DAY + timedelta(days=1))["day"].step is None


def test_slides_that_are_late_are_counted(event):
    session = make_workshop(event)
    for due_at in (DAY, DAY - timedelta(days=10)):
        make_appearance(session, slides_due_at=due_at)
    assert path_of(event)["speakers"].figure == "2 of 2 slides missing, 1 late"
    assert path_of(event, DAY + timedelta(1))["speakers"].figure == "2 of 2 slides missing, 2 late"


def test_a_mail_that_is_due_is_no_longer_to_come(event, organiser, client):
    make_mail(event, "queued", due_at=DAY - timedelta(days=10))
    make_mail(event, "leased", due_at=DAY - timedelta(days=10))
    assert path_of(event)["messages"].figure == "0 sent, 0 to come, 2 on the way"
    page = client.get(reverse("admin:event_path", args=[event.slug])).content.decode()
    assert "What will be sent" not in page


def test_a_mail_that_was_not_delivered_comes_up(event):
    make_mail(event, "failed")
    assert path_of(event)["messages"].figure == "1 not delivered"


def test_a_published_set_of_groups_is_done(event, at):
    make_workshop(event, groups=1, questions=1)
    Event.objects.update(groups_told_at=at)
    assert path_of(event)["groups"].is_done


def test_those_who_have_no_table_once_groups_are_published_come_next(event, at):
    Event.objects.update(online_capacity=5, mode="hybrid", joining_link="https://meet.example.org/room")
    make_appearance(make_session(event))
    common, chosen = (make_workshop(event, groups=1, questions=1, seats=seats) for seats in (None, 5))
    make_workshop(event, questions=1)  # no tables yet
    people = [make_registration(event) for _ in range(3)]
    make_registration(event, mode="online")
    make_registration(event, state="waiting")
    make_place(people[0], common.groups.get())
    make_place(people[1], common.groups.get())
    WorkshopSeat.objects.create(session=chosen, registration=people[1])
    Event.objects.update(state="closed")
    assert "no table" not in path_of(event)["groups"].figure
    Event.objects.update(groups_told_at=at)
    assert path_of(event)["groups"].figure == "2 groups, published, 2 people have no table"
    assert (next_of(event).text, next_of(event).label) == ("2 people have no table.", "Find them one")
    assert next_of(event, DAY).label == "Check people in"
    Event.objects.update(state="held")
    assert path_of(event)["groups"].is_done


def test_groups_come_next_when_people_and_tables_are_there(event, organiser):
    make_appearance(make_workshop(event, groups=2, questions=1))
    Event.objects.update(state="open", taken=4)
    stage = path_of(event)["groups"]
    assert stage.figure == "2 groups, not published"
    assert bool(stage.step) == bool(stage.url)


def test_a_report_that_is_out_ends_the_path(event):
    make_appearance(make_session(event))
    Event.objects.update(state="reported")
    event.outcomes.create(statement="Share more.", made_at=DAY, state="published", published_at=DAY)
    assert next_of(event) is None


def test_a_cancelled_event_says_so(event, at):
    Event.objects.update(cancelled_at=at)
    assert path_of(event)["setup"].figure == "Cancelled"
    assert next_of(event) is None


def test_the_page_of_an_event_shows_what_is_next(event, organiser, client):
    page = client.get(reverse("admin:event_path", args=[event.slug])).content.decode()
    programme = reverse("admin:programme_programme_change", args=[event.pk])
    assert f'<a href="{programme}">Put at least one session into the programme.</a>' in page
    assert "Publish:" not in page
    assert "See it as a delegate will" in page
    make_session(event)
    page = client.get(reverse("admin:event_path", args=[event.slug])).content.decode()
    assert '<button class="button button--next">Publish</button>' in page


def test_what_a_draft_lacks_leads_to_its_field(event, organiser, client):
    Event.objects.update(aims="")
    field = reverse("admin:events_event_change", args=[event.pk]) + "#id_aims"
    assert next_of(event).url == field
    page = client.get(reverse("admin:event_path", args=[event.slug])).content.decode()
    assert f'<a href="{field}">Say what the event is for, under aims.</a>' in page


def test_the_page_leads_to_what_the_day_needs(event, organiser, client):
    address = reverse("admin:event_path", args=[event.slug])
    before = client.get(address).content.decode()
    Event.objects.update(state="published")
    after = client.get(address).content.decode()
    for words in ("Print badges and the day pack", "Check people in at the desk"):
        assert (words in before, words in after) == (False, True)


def test_after_the_day_the_page_leads_to_what_carries_on(event, organiser, client):
    after = [f"/admin/event/{event.slug}/{page}/" for page in ("themes", "follow-up", "stories", "report")]
    before = client.get(f"/admin/event/{event.slug}/").content.decode()
    with time_machine.travel(DAY + timedelta(days=1)):
        client.force_login(organiser)
        page = client.get(f"/admin/event/{event.slug}/").content.decode()
    assert [f'<li><a href="{address}">' in page for address in after] == [True] * 4
    assert [f'<li><a href="{address}">' in before for address in after] == [False] * 4


def test_a_card_tells_in_short_what_matters_now(event, organiser, client):
    Event.objects.update(state="closed")
    before = client.get("/admin/").context["coming"][0]["in_short"]
    Event.objects.update(state="held")
    after = client.get("/admin/").context["coming"][0]["in_short"]
    assert [stage.key for stage in before] == ["speakers", "delegates", "groups"]
    assert [stage.key for stage in after] == ["day", "outcomes", "report"]


def test_the_page_tells_what_will_be_sent(event, organiser, client):
    make_mail(event, "queued")
    page = client.get(reverse("admin:event_path", args=[event.slug])).content.decode()
    assert "Wednesday 11 March 2026, 09:30: Joining instructions" in page


def test_the_page_tells_which_mailings_leave_by_themselves(event, organiser, client, at):
    mailings.lay_out_usual(event, at=at)
    page = client.get(reverse("admin:event_path", args=[event.slug])).content.decode()
    joining = event.mailings.get(kind="joining")
    address = reverse("mailings:mailing", args=[event.slug, joining.pk])
    assert f'Wednesday 4 March 2026, 09:00: <a href="{address}">Joining instructions</a>' in page
    assert "0 sent, 2 to come" in page


@pytest.mark.parametrize("role", ["publisher", "analyst"])
def test_other_roles_see_the_path_and_not_the_mail(role, event, client):
    make_mail(event, "queued")
    client.force_login(make_member(event, role))
    page = client.get(reverse("admin:event_path", args=[event.slug])).content.decode()
    assert "Joining instructions" not in page
    assert "Cancel this event" not in page


@pytest.mark.parametrize("role", ["desk", "welfare"])
def test_the_desk_has_no_business_with_the_path(role, event, client):
    client.force_login(make_member(event, role))
    assert client.get(reverse("admin:event_path", args=[event.slug])).status_code == 404


def test_the_first_page_shows_my_events_alone(event, organiser, client):
    make_event(title="Somebody else's")
    old = make_event(title="Long ago", starts_at=DAY - timedelta(days=99), ends_at=DAY - timedelta(days=98))
    old.team.create(user=organiser)
    page = client.get("/admin/").content.decode()
    assert ("Next steps" in page, "Long ago" in page, "Somebody else" in page) == (True, True, False)
    assert page.index("Coming") < page.index("Next steps") < page.index("Held") < page.index("Long ago")


def test_the_desk_finds_its_desk_and_no_event(client):
    event = make_event(title="Next steps")
    client.force_login(make_member(event, "desk"))
    page = client.get("/admin/").content.decode()
    assert "Desk of Next steps" in page
    assert "New event" not in page


def test_somebody_new_is_offered_a_start(client):
    client.force_login(make_user(is_staff=True))
    page = client.get("/admin/").content.decode()
    assert "You are not in the team of any event yet." in page
    assert reverse("admin:new_event") in page


def test_the_sidebar_walks_the_event_on_its_records(event, organiser, client):
    page = client.get(reverse("admin:programme_programme_change", args=[event.pk])).content.decode()
    assert '<p class="side__title">Next steps</p>' in page


def test_an_address_that_leads_nowhere_is_empty(event):
    assert stages.address(event, "reports:no_such_page") == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_the_first_page_costs_the_same_for_one_and_for_three(rows, client, django_assert_num_queries):
    user = make_user(is_staff=True)
    for _ in range(rows):
        event = make_event()
        event.team.create(user=user)
        make_registration(event)
    client.force_login(user)
    with django_assert_num_queries(7):
        assert client.get("/admin/").status_code == 200


def test_the_page_of_an_event_costs_few_queries(event, organiser, client, django_assert_num_queries):
    make_appearance(make_workshop(event, groups=2, questions=1))
    with django_assert_num_queries(12):
        assert client.get(reverse("admin:event_path", args=[event.slug])).status_code == 200


def test_a_part_that_was_declined_in_a_diary_comes_before_slides(event, at):
    session = make_session(event)
    Event.objects.update(state="published")
    for number in range(3):
        one = make_appearance(session, slides_due_at=DAY, replaced_at=at if number == 2 else None)
        Invitation.objects.create(event=event, entry_key=entry_key(one), uid=f"{number}", answer="declined")
    said = [next_of(event)]
    Invitation.objects.filter(uid="0").update(settled_at=at)
    said.append(next_of(event))
    Invitation.objects.filter(uid="1").update(is_withdrawn=True)
    said.append(next_of(event))
    assert [one.text for one in said] == [
        "2 declined their parts in their diaries.",
        "1 declined their part in their diary.",
        "2 of 2 slides missing",
    ]
    assert {one.url for one in said} == {f"/admin/speakers/appearance/?event__id__exact={event.pk}"}
    Invitation.objects.update(is_withdrawn=False, settled_at=None)
    Event.objects.update(state="held")
    assert figures(event)["speakers"] == "2 of 2 slides missing"
