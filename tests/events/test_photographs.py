"""Pictures of the day: kept with their words, refused without consent, gone with their file."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.documents import drawings
from dissemination.events import services
from dissemination.events.models import Photograph
from tests.factories import make_event, make_member

pytestmark = pytest.mark.django_db
DRAWN = drawings.tables("The room")


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def organiser(event):
    return make_member(event)


def keep(event, by, at, **values):
    shown = {"caption": "The room", "alt_text": "A room", "consent": "agreed"} | values
    picture = Photograph(event=event, image=ContentFile(DRAWN, name="x.jpg"), **shown)
    return services.keep_photograph(picture, by=by, at=at)


def test_a_picture_is_kept_with_its_words(event, organiser, at):
    kept = keep(event, organiser, at, credit="Kim", licence="CC BY", people="Ann Example")
    kept.refresh_from_db()
    assert (kept.caption, kept.credit, kept.licence, kept.people) == (
        "The room",
        "Kim",
        "CC BY",
        "Ann Example",
    )
    assert kept.width > kept.height > 0
    kept.caption = "The big room"
    services.keep_photograph(kept, by=organiser, at=at)
    lines = AuditEntry.objects.order_by("pk").values_list("verb", "event_id")
    assert list(lines) == [("add photograph", event.pk), ("change photograph", event.pk)]


def test_who_is_named_has_to_be_asked(event, organiser, at):
    with pytest.raises(Refused, match="You name people"):
        keep(event, organiser, at, people="Ann Example", consent="nobody")
    assert not event.photographs.exists()


def test_a_picture_that_is_replaced_or_removed_leaves_no_file(
    event, organiser, at, django_capture_on_commit_callbacks
):
    kept = keep(event, organiser, at)
    first = kept.image.name
    with django_capture_on_commit_callbacks(execute=True):
        kept.image = ContentFile(DRAWN, name="y.jpg")
        services.keep_photograph(kept, by=organiser, at=at)
    second = kept.image.name
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_photograph(kept, by=organiser, at=at)
    assert (event.photographs.count(), default_storage.exists(second)) == (0, False)
    assert AuditEntry.objects.last().verb == "remove photograph"


@pytest.mark.parametrize("role", ["publisher", "analyst", "desk"])
def test_other_roles_keep_and_remove_nothing(role, event, organiser, at):
    member = make_member(event, role)
    with pytest.raises(Refused, match="Only the event's organisers"):
        keep(event, member, at)
    kept = keep(event, organiser, at)
    with pytest.raises(Refused, match="Only the event's organisers"):
        services.remove_photograph(kept, by=member, at=at)
