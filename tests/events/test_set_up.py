"""The set-up page of an event in the workspace."""

import io
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from dissemination.accounts.models import AuditEntry
from dissemination.events.models import Event
from tests.factories import make_event, make_member, make_user

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def organiser(event, client):
    user = make_member(event, email="robin@example.org")
    client.force_login(user)
    return user


def page_of(event):
    return reverse("admin:events_event_change", args=[event.pk])


def inline(prefix, *rows, kept=0):
    values = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": kept}
    return values | {
        f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()
    }


def form_of(event, **values):
    kept = event.team.first()
    return {
        "title": "Next steps",
        "slug": event.slug,
        "project": event.project_id,
        "kind": "conference",
        "aims": "To move on.",
        "mode": "in_person",
        "venue": event.venue_id,
        "starts_at": "2026-07-01T10:00",
        "ends_at": "2026-07-01T16:00",
        "zone": "Europe/London",
        "capacity": "30",
        "online_capacity": "0",
        "admission": "open",
        "offer_hours": "48",
        "contact_email": "events@example.org",
        "statement": event.statement,
        "delay_minutes": "0",
        **inline("team", {"id": kept.pk, "event": event.pk}, kept=1),
        **inline("photographs"),
    } | values


def test_an_organiser_changes_the_set_up(event, organiser, client):
    response = client.post(page_of(event), form_of(event))
    assert response.status_code == 302
    event.refresh_from_db()
    assert (event.title, event.kind, event.capacity) == ("Next steps", "conference", 30)
    assert AuditEntry.objects.get().verb == "change set-up"


@pytest.mark.parametrize(
    ("zone", "hour"), [("Europe/London", 9), ("America/New_York", 14), ("Asia/Kolkata", 4)]
)
def test_times_are_those_of_the_zone_on_the_form(zone, hour, event, organiser, client):
    client.post(page_of(event), form_of(event, zone=zone))
    event.refresh_from_db()
    assert event.starts_at.astimezone(UTC).replace(minute=0) == datetime(2026, 7, 1, hour, 0, tzinfo=UTC)
    assert 'value="2026-07-01T10:00"' in client.get(page_of(event)).content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"zone": "Mars/Olympus"}, "Enter the name of a time zone, for example Europe/London."),
        ({"ends_at": "2026-07-01T09:00"}, "The event must end after it starts."),
        ({"starts_at": "tomorrow"}, "Enter a day and a time in the form"),
        ({"starts_at": "2026-03-29T01:30"}, "happens twice or not at all"),
        ({"title": "a\x00b"}, "it holds a character that cannot be kept"),
        ({"title": ""}, "Fill this in."),
        ({"slug": "two words"}, "Use only the letters a to z"),
        ({"capacity": "9223372036854775807"}, "Enter 100000 or less."),
        ({"delay_minutes": "9999"}, "Enter 1000 or less."),
        ({"capacity": "-1"}, "Enter 0 or more."),
        ({"capacity": "1"}, "2 places are taken already. Enter at least that many."),
        ({"joining_link": "javascript:alert(1)"}, "Enter a web address in the form"),
        ({"closes_at": "2026-07-01T16:01"}, "Registration closes before the event ends"),
    ],
)
def test_what_cannot_be_is_answered_in_the_form(values, words, event, organiser, client):
    Event.objects.update(taken=2, state="draft")
    response = client.post(page_of(event), form_of(event, **values))
    assert response.status_code == 200
    assert words in response.content.decode()


@pytest.mark.parametrize(("state", "kept"), [("draft", "new-name"), ("published", ""), ("held", "")])
def test_the_address_stays_once_readers_know_it(state, kept, event, organiser, client):
    Event.objects.update(state=state)
    assert client.post(page_of(event), form_of(event, slug="new-name")).status_code == 302
    assert Event.objects.get().slug == (kept or event.slug)


def test_markup_stays_text(event, organiser, client):
    saved = client.post(page_of(event), form_of(event, title="<script>alert(1)</script>"))
    assert saved.url == reverse("admin:event_path", args=[event.slug])
    assert "<script>alert" not in client.get(page_of(event)).content.decode()
    assert "<script>alert" not in client.get(reverse("admin:events_event_changelist")).content.decode()


def team(event, *rows, **first):
    kept = event.team.first()
    return inline("team", {"id": kept.pk, "event": event.pk, **first}, *rows, kept=1)


def test_somebody_joins_by_address(event, organiser, client):
    new = {"event": event.pk, "email": "Kim@example.org", "role": "desk"}
    assert client.post(page_of(event), form_of(event, **team(event, new))).status_code == 302
    assert [str(member) for member in event.team.all()] == [
        "robin@example.org: Organiser",
        "kim@example.org: Desk",
    ]


def test_the_role_of_a_member_is_not_changed_in_passing(event, organiser, client):
    client.post(page_of(event), form_of(event, **team(event, role="desk", email="other@example.org")))
    assert str(event.team.get()) == "robin@example.org: Organiser"


def test_somebody_leaves(event, organiser, client):
    other = make_member(event, email="kim@example.org")
    rows = [{"id": row.pk, "event": event.pk} for row in event.team.order_by("pk")]
    rows[1]["DELETE"] = "on"
    values = form_of(event, **inline("team", *rows, kept=2))
    assert client.post(page_of(event), values).status_code == 302
    assert other.roles.count() == 0
    assert str(event.team.get()) == "robin@example.org: Organiser"


def test_a_member_who_is_typed_and_taken_back_does_not_join(event, organiser, client):
    taken_back = {"email": "kim@example.org", "role": "desk", "DELETE": "on"}
    assert client.post(page_of(event), form_of(event, **team(event, taken_back))).status_code == 302
    assert str(event.team.get()) == "robin@example.org: Organiser"


def test_the_last_organiser_is_told_to_stay(event, organiser, client):
    response = client.post(page_of(event), form_of(event, **team(event, DELETE="on")))
    assert response.status_code == 200
    assert "An event keeps at least one organiser. Add another one first." in response.content.decode()
    assert event.team.count() == 1


def picture(kind="PNG"):
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(file, kind)
    return SimpleUploadedFile("flip chart <1>.png", file.getvalue(), "image/png")


def with_picture(event, upload, **values):
    row = {"event": event.pk, "image": upload, "consent": "agreed", "caption": "The room"}
    return form_of(event, **inline("photographs", row | {"alt_text": "A room", "order": 1} | values))


def test_a_picture_is_written_anew(event, organiser, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert client.post(page_of(event), with_picture(event, picture())).status_code == 302
    photograph = event.photographs.get()
    assert (photograph.width, photograph.height) == (40, 20)
    with photograph.image as file:
        assert file.read().startswith(b"\xff\xd8\xff")
    assert photograph.image.name.startswith("photographs/")
    row = {"id": photograph.pk, "event": event.pk, "consent": "agreed", "order": 1, "alt_text": "Tables"}
    values = inline("photographs", row | {"caption": "The big room"}, kept=1)
    assert client.post(page_of(event), form_of(event, **values)).status_code == 302
    assert event.photographs.get().caption == "The big room"
    values = inline("photographs", row | {"caption": "The big room", "DELETE": "on"}, kept=1)
    assert client.post(page_of(event), form_of(event, **values)).status_code == 302
    assert event.photographs.count() == 0
    verbs = [entry.verb for entry in AuditEntry.objects.order_by("pk") if "photograph" in entry.verb]
    assert verbs == ["add photograph", "change photograph", "remove photograph"]


@pytest.mark.parametrize(
    ("upload", "values", "words"),
    [
        (SimpleUploadedFile("a.png", b"<html>", "image/png"), {}, "Choose a picture that opens"),
        (picture("BMP"), {}, "JPEG"),
        (picture(), {"alt_text": ""}, "Fill this in."),
        (picture(), {"people": "Ann", "consent": "nobody"}, "You name people."),
    ],
    ids=["no picture", "not a kind we take", "no description", "named and not asked"],
)
def test_what_is_no_picture_or_has_no_description_is_refused(upload, values, words, event, organiser, client):
    page = client.post(page_of(event), with_picture(event, upload, **values))
    assert page.status_code == 200
    assert words in page.content.decode()
    assert event.photographs.count() == 0


def test_an_address_that_is_none_is_answered_in_the_form(event, organiser, client):
    new = {"event": event.pk, "email": "kim at example", "role": "desk"}
    response = client.post(page_of(event), form_of(event, **team(event, new)))
    assert response.status_code == 200
    assert event.team.count() == 1


@pytest.mark.parametrize("role", ["publisher", "analyst"])
def test_other_roles_look_and_change_nothing(role, event, organiser, client):
    client.force_login(make_member(event, role))
    page = client.get(page_of(event))
    assert (page.status_code, 'name="_save"' in page.content.decode()) == (200, False)
    assert client.post(page_of(event), {"title": "Mine"}).status_code == 403


@pytest.mark.parametrize("role", ["desk", "welfare"])
def test_the_desk_does_not_see_the_set_up(role, event, client):
    client.force_login(make_member(event, role))
    assert client.get(page_of(event)).status_code in (302, 403)


def test_an_organiser_does_not_see_events_of_others(organiser, client):
    other = make_event(title="Somebody else's")
    assert client.get(page_of(other)).status_code == 404
    assert "Somebody else" not in client.get(reverse("admin:events_event_changelist")).content.decode()


def test_an_event_is_neither_added_nor_deleted_here(event, client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get(reverse("admin:events_event_add")).status_code == 403
    assert client.post(reverse("admin:events_event_delete", args=[event.pk])).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(rows, client, django_assert_num_queries):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    for _ in range(rows):
        make_event()
    with django_assert_num_queries(5):
        assert client.get(reverse("admin:events_event_changelist")).status_code == 200
