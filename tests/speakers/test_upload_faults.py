"""P11: an upload is whole or not at all, wherever kill -9 meets it, and however many arrive at once.

Each upload goes through the speaker's own form in a process of its own, which kills itself at the point in
question. Nothing is cleaned up between the points: what one leaves behind must not trouble the next.
"""

import hashlib
import os
import signal
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection, connections
from django.test import Client

from dissemination.accounts import services as accounts
from dissemination.core.tokens import link_token
from dissemination.documents import uploads
from dissemination.workspace.services import strays
from speakers import emails, policies, services
from speakers.models import MaterialVersion
from speakers.services import keeping, materials
from tests.speakers.conftest import PDF, a_file

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TERMS = {"release": "public", "licence": "", "is_agreed": "on"}


def _die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def _before(owner, name):
    setattr(owner, name, _die)


def _after(owner, name):
    through = getattr(owner, name)

    def go_through(*args, **kwargs):
        through(*args, **kwargs)
        _die()

    setattr(owner, name, go_through)


def _half_written():
    def write_half(place, name, content):
        path = Path(place.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read(content.size // 2))
        _die()

    FileSystemStorage._save = write_half


POINTS = {
    "while it arrives": lambda: _after(TemporaryFileUploadHandler, "receive_data_chunk"),
    "when it has arrived": lambda: _after(TemporaryFileUploadHandler, "file_complete"),
    "before its size is judged": lambda: _before(policies, "may_keep_file"),
    "before its content is looked at": lambda: _before(uploads, "inspect"),
    "before it is put away": lambda: _before(keeping, "keep"),
    "half written": _half_written,
    "written, not yet under its name": lambda: _before(Path, "replace"),
    "under its name, without a row": lambda: _after(keeping, "_arrive"),
    "with its material": lambda: _after(materials, "_material_of"),
    "with its row": lambda: _after(materials, "_add_version"),
    "with its mail": lambda: _after(emails, "send_slides_received"),
    "with its audit": lambda: _after(accounts, "record"),
    "before the commit": lambda: _before(connection, "_commit"),
}


def _content(mark):
    """A PDF so large that it does not arrive in memory, and unlike any other."""
    start, rest = PDF.split(b"\n", 1)
    return start + b"\n" + f"% {mark}\n".encode() * 300_000 + rest


def _in_a_process(work):
    """Run it in a process of its own, which has its own connection to the database."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    with suppress(BaseException):
        work()
        os._exit(0)
    os._exit(1)


def _send(talk, content, prepare=lambda: None):
    browser = Client(raise_request_exception=True)
    browser.get(f"/speaking/{link_token('speaking', talk.code)}/")
    connection.ensure_connection()
    prepare()
    answer = browser.post(f"/speaker/{talk.code}/slides/", {"file": a_file(content=content), **TERMS})
    assert answer.status_code == 302


def _all_is_whole(media):
    """Every row has its file, byte for byte; and nothing lies under a final name that is only half there."""
    rows = list(MaterialVersion.objects.order_by("number"))
    for row in rows:
        content = (media / row.file.name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (row.size, row.sha256)
    files = [path for path in (media / "materials").iterdir() if path.is_file()]
    assert all(path.read_bytes().endswith(b"%%EOF\n") for path in files)
    return [row.number for row in rows]


@pytest.fixture
def arriving(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "on-its-way"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.FILE_UPLOAD_TEMP_DIR


def test_kill_9_at_any_point_leaves_the_old_version_readable_and_no_half_one(
    talk, released, media, arriving, at
):
    address = released.get_absolute_url()
    for point, prepare in POINTS.items():
        child = _in_a_process(lambda ready=prepare: _send(talk, _content("something new"), ready))
        assert os.waitpid(child, 0)[1] == signal.SIGKILL, point
        assert _all_is_whole(media) == [1], point
        assert b"".join(Client().get(address).streaming_content) == PDF, point
    strays.clear_strays(at=at + timedelta(days=3650))  # the files are as old as the machine says
    left = [str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()]
    assert left == [released.versions.get().file.name]


def test_killed_after_the_commit_it_is_there(talk, released, media, arriving):
    child = _in_a_process(lambda: _send(talk, _content("something new"), lambda: _after(services, "upload")))
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert _all_is_whole(media) == [1, 2]


def test_uploads_at_once_are_all_kept_whole(talk, released, media, arriving):
    for first in range(2, 10, 4):
        marks = [f"upload-{number:03}" for number in range(first, first + 4)]
        children = [_in_a_process(lambda mark=mark: _send(talk, _content(mark))) for mark in marks]
        assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    assert _all_is_whole(media) == list(range(1, 10))
    assert len({row.sha256 for row in MaterialVersion.objects.all()}) == 9
