"""The sidebar keeps the path of the event in hand, wherever its stages lead."""

import pytest
from django.urls import reverse

from tests.factories import make_event, make_member

pytestmark = pytest.mark.django_db
TITLE = '<p class="side__title">Next steps</p>'


@pytest.mark.parametrize(
    "name",
    [
        "admin:speakers_appearance_changelist",
        "admin:guests_guest_changelist",
        "admin:messaging_message_changelist",
    ],
)
def test_a_list_of_one_event_keeps_its_path(client, name):
    event = make_event(title="Next steps")
    client.force_login(make_member(event))
    page = client.get(reverse(name), {"event__id__exact": event.pk}).content.decode()
    assert TITLE in page
    assert TITLE not in client.get(reverse(name)).content.decode()


@pytest.mark.parametrize("number", ["0", "x", ""])
def test_a_list_of_no_event_has_no_path(client, number):
    client.force_login(make_member(make_event(title="Next steps")))
    page = client.get(
        reverse("admin:messaging_message_changelist") + f"?event__id__exact={number}", follow=True
    )
    assert TITLE not in page.content.decode()


def test_what_the_tables_gathered_keeps_the_path(client):
    event = make_event(title="Next steps")
    client.force_login(make_member(event))
    assert TITLE in client.get(reverse("capture:gathering", args=[event.slug])).content.decode()
