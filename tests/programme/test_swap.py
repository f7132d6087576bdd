"""Two sessions change places in one save: what has been typed counts, not what the rows said before."""

import pytest
from django.urls import reverse

from sessions.models import Session
from tests.factories import DAY, make_event, make_member, make_room, make_session

pytestmark = pytest.mark.django_db
EARLY, LATE = ("09:30", "10:00"), ("11:00", "11:30")


@pytest.fixture
def swap(client):
    """`swap(first, second)`: two talks of the hall, at nine thirty and eleven, are typed at these hours."""
    event = make_event(state="draft")
    client.force_login(make_member(event))
    room = make_room(event)
    late = {"starts_at": DAY.replace(hour=11, minute=0), "ends_at": DAY.replace(hour=11, minute=30)}
    talks = [make_session(event, room=room), make_session(event, room=room, **late)]

    def save(*hours):
        values = {"rooms-TOTAL_FORMS": 0, "rooms-INITIAL_FORMS": 0}
        values |= {"sessions-TOTAL_FORMS": 2, "sessions-INITIAL_FORMS": 2}
        for number, (talk, (start, end)) in enumerate(zip(talks, hours, strict=True)):
            row = {"id": talk.pk, "event": event.pk, "title": talk.title, "kind": "talk", "order": 1}
            row |= {"room": room.pk, "starts_at": f"2026-03-11T{start}", "ends_at": f"2026-03-11T{end}"}
            values |= {f"sessions-{number}-{name}": value for name, value in row.items()}
        answer = client.post(reverse("admin:programme_programme_change", args=[event.pk]), values)
        standing = Session.objects.order_by("pk")
        return answer.status_code, [f"{event.local(one.starts_at):%H:%M}" for one in standing]

    return save


def test_two_sessions_change_places(swap):
    assert swap(LATE, EARLY) == (302, ["11:00", "09:30"])


def test_two_sessions_at_one_time_are_refused_still(swap):
    assert swap(LATE, LATE) == (200, ["09:30", "11:00"])
