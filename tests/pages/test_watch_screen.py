"""The hall screen: what is on, what comes next, and how much the tables have gathered."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from dissemination.capture import services as capture
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_member,
    make_room,
    make_session,
    make_workshop,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SCREEN = "/events/sharing/screen/"


@pytest.fixture
def event():
    """Welcome at 09:30, a workshop of two tables at 10:00, lunch at 11:00."""
    event = make_event(slug="sharing", title="Sharing what works")
    hall = make_room(event, "Main hall")
    welcome = make_session(event, title="Welcome", room=hall)
    make_appearance(welcome)
    make_workshop(
        event, title="What stands in the way?", groups=2, questions=2, starts_at=DAY + 30 * MINUTE, room=hall
    )
    make_session(event, title="Lunch", starts_at=DAY + 90 * MINUTE, ends_at=DAY + 120 * MINUTE)
    return event


def shown(client, at, address=SCREEN):
    with time_machine.travel(at, tick=False):
        answer = client.get(address)
    return " ".join(answer.content.decode().split())


def test_the_screen_shows_now_with_its_room_and_minutes_left_and_what_comes_next(client, event):
    page = shown(client, DAY + 10 * MINUTE)
    assert "<h1>Welcome</h1>" in page
    assert "until 10:00 · Main hall" in page
    assert "20 minutes left" in page
    assert ">10:00</time> <span>What stands in the way?</span> <span" in page
    assert "Question 1?" not in page


def test_it_asks_again_by_itself_without_a_script(client, event):
    with time_machine.travel(DAY, tick=False):
        assert client.get(SCREEN).headers["Refresh"] == "30"


def test_a_running_workshop_shows_its_questions_and_counts_points_without_their_words(client, event):
    sheets, question = capture.lay_out_sheets(event), event.sessions.get(kind="workshop").questions.first()
    for text in ("Nobody knows whom to ask", "Forms differ"):
        capture.add_point(
            sheets[0], text=text, question=question, client_id=uuid.uuid4(), at=DAY + 40 * MINUTE
        )
    aside = capture.add_point(
        sheets[1], text="Hm", question=question, client_id=uuid.uuid4(), at=DAY + 41 * MINUTE
    )
    capture.set_aside(aside, reason="Nothing said", by=make_member(event), at=DAY + 50 * MINUTE)
    page = shown(client, DAY + 89 * MINUTE)
    assert ("Question 1?" in page, "Question 2?" in page) == (True, True)
    assert "<strong>2</strong> points so far, from 1 of 2 tables" in page
    assert "1 minute left" in page
    assert "Nobody knows" not in page


def test_a_day_that_runs_late_has_the_minutes_that_are_really_left(client, event):
    event.delay_minutes = 15
    event.save()
    assert "25 minutes left" in shown(client, DAY + 20 * MINUTE)


def test_before_between_and_after_the_screen_says_where_the_day_stands(client, event):
    event.sessions.get(title="Lunch").delete()
    late = make_session(event, title="Talk", starts_at=DAY + 200 * MINUTE, ends_at=DAY + 220 * MINUTE)
    before = shown(client, DAY - 60 * MINUTE)
    assert "We start on Wednesday 11 March at 09:30." in before
    assert "<span>Welcome</span>" in before
    between = shown(client, late.starts_at - MINUTE)
    assert "We go on in a moment" in between
    assert "<span>Talk</span>" in between
    assert "Thank you for coming" in shown(client, event.ends_at)


def test_a_cancelled_event_says_so(client, event):
    event.cancelled_at = DAY
    event.save()
    page = shown(client, DAY + 10 * MINUTE)
    assert "This event has been cancelled." in page
    assert "minutes left" not in page


def test_a_draft_is_shown_to_its_team_alone(client, event):
    event.state = "draft"
    event.save()
    with time_machine.travel(DAY):
        assert client.get(SCREEN).status_code == 404
        client.force_login(make_member(event))
        assert client.get(SCREEN).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_screen_costs_five_queries(client, event, rows, django_assert_num_queries):
    for number in range(rows):
        make_appearance(event.sessions.get(title="Lunch"))
        make_workshop(event, title=f"Parallel {number}", groups=1, questions=1, starts_at=DAY + 30 * MINUTE)
    with time_machine.travel(DAY + 40 * MINUTE), django_assert_num_queries(5):
        client.get(SCREEN)
