"""Files that nobody knows are cleared away, and no others."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dissemination.workspace import tasks
from dissemination.workspace.services import strays
from tests.factories import make_event, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.MEDIA_ROOT


def files_in(media):
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def test_what_no_row_names_goes_when_it_is_hours_old(media, settings):
    kept = make_speaker(make_event().project, portrait=ContentFile(b"picture", name="me.jpg")).portrait.name
    for name in ("materials/whole", "materials/arriving/half", "portraits/old.jpg", "flip-charts/old.jpg"):
        default_storage.save(name, ContentFile(b"x"))
    default_storage.save("notes/of-somebody-else", ContentFile(b"x"))
    (Path(settings.FILE_UPLOAD_TEMP_DIR) / "cut.upload").write_bytes(b"x")
    now = datetime.now(UTC)
    assert strays.clear_strays(at=now + timedelta(hours=5)) == 0
    with time_machine.travel(now + timedelta(hours=7)):
        tasks.clear_strays()
    assert files_in(media) == sorted(["notes/of-somebody-else", kept])
    assert list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()) == []


def test_an_installation_without_files_has_no_strays(media, at):
    assert strays.clear_strays(at=at) == 0
