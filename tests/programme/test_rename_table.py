"""What is said when tables of a public event are changed on the page of their workshop."""

import pytest
from django.urls import reverse

from tests.factories import make_event, make_member, make_room, make_workshop
from tests.programme.test_timetable_page import workshop_form

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "renamed", "moved"),
    [({"name": "Red"}, True, False), ({"room": True}, False, True), ({"max_size": 9}, False, False)],
)
def test_a_table_renamed_is_not_promised_to_diaries(client, change, renamed, moved):
    event = make_event(state="open")
    client.force_login(make_member(event))
    session = make_workshop(event, groups=1)
    table = session.groups.get()
    row = {"id": table.pk, "session": session.pk, "name": table.name, "min_size": 6, "max_size": 10}
    change = {"room": make_room(event).pk} if "room" in change else change
    values = workshop_form(session, groups=[row | change], kept=(0, 1))
    address = reverse("admin:programme_session_change", args=[session.pk])
    page = client.post(address, values, follow=True).content.decode()
    said = "Nobody gets a mail for it: diaries say it with their next update." in page
    assert (said, "Diaries stay as they are until" in page) == (renamed, moved)
