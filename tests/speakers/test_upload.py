"""Uploading: whole or not at all, every version kept, the speaker told."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from dissemination.core.verdicts import Refused
from dissemination.messaging.models import Message
from speakers import policies, services
from speakers.models import Appearance, Material, MaterialVersion
from speakers.services import keeping
from tests.factories import make_appearance, make_member
from tests.speakers.conftest import AGREED, PDF, a_file

pytestmark = pytest.mark.django_db


def content_of(version):
    with version.file.open("rb") as file:
        return file.read()


def files_in(media):
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def test_a_file_arrives_as_the_first_version(talk, at, media):
    version = services.upload(talk, a_file(), at=at, terms=AGREED)
    material = version.material
    assert (version.number, version.original_name, version.size) == (1, "talk.pdf", len(PDF))
    assert version.sha256 == hashlib.sha256(PDF).hexdigest()
    assert content_of(version) == PDF
    assert (material.title, material.state, material.consented_at) == ("What we learnt", "received", at)
    assert (material.release, material.licence) == ("public", "OGL v3.0")


def test_its_name_in_the_storage_says_nothing(talk, at, media):
    version = services.upload(talk, a_file("salaries.pdf"), at=at)
    assert files_in(media) == [version.file.name]
    assert "salaries" not in version.file.name


def test_the_speaker_is_told_that_it_has_arrived(talk, at):
    services.upload(talk, a_file(), at=at)
    message = Message.objects.get()
    assert (message.kind, message.subject) == ("slides received", "Received: talk.\u200bpdf")
    assert "The organiser has added it for you." not in message.text


def test_what_the_organiser_adds_is_marked(talk, at):
    organiser = make_member(talk.event)
    version = services.upload(talk, a_file(), at=at, by=organiser)
    assert version.uploaded_by == organiser
    assert "The organiser has added it for you." in Message.objects.get().text


def test_a_newer_version_leaves_the_older_one_as_it_was(talk, material, at):
    newer = services.upload(talk, a_file("talk 2.pdf", PDF + b"% 2"), at=at)
    assert [str(version) for version in material.versions.all()] == ["What we learnt v2", "What we learnt v1"]
    assert newer.material == material
    assert content_of(material.versions.get(number=1)) == PDF
    assert Material.objects.get().consented_at == at


def test_a_released_version_stays_readable_until_the_newer_one_is_released(talk, released, at):
    services.upload(talk, a_file(), at=at)
    released.refresh_from_db()
    assert (released.state, released.is_released) == ("received", True)
    assert [version.number for version in MaterialVersion.objects.public()] == [1]
    services.check(released, by=None, at=at)
    services.release(released, by=None, at=at)
    assert [version.number for version in MaterialVersion.objects.public()] == [2]


def test_a_newer_version_without_agreement_takes_the_released_one_back(talk, released, at):
    services.upload(talk, a_file(), at=at, terms=services.Terms(release="public"))
    released.refresh_from_db()
    assert (released.state, released.consented_at, released.released_at) == ("received", None, None)
    assert list(MaterialVersion.objects.released()) == []


def test_what_is_doubtful_is_kept_and_held_for_the_organiser(talk, at):
    doubtful = PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>")
    version = services.upload(talk, a_file(content=doubtful), at=at)
    assert version.held_reason == (
        "The file starts something when it is opened. An organiser looks at it first."
    )
    assert version.is_held
    assert version.material.state == "received"


def test_what_some_readers_will_miss_is_said(talk, at):
    warnings = services.upload(talk, a_file(), at=at).warnings
    assert warnings[2] == "The PDF has no structure for screen readers. Export it as a tagged PDF."


def test_a_refused_file_leaves_nothing_behind(talk, at, media):
    with pytest.raises(Refused):
        services.upload(talk, a_file(content=b"<html><script>alert(1)</script>"), at=at)
    assert (files_in(media), Material.objects.count(), Message.objects.count()) == ([], 0, 0)


def test_a_file_of_one_byte_too_many_is_refused(talk, at, settings):
    settings.UPLOAD_LIMIT_BYTES = len(PDF) - 1
    with pytest.raises(Refused, match="larger than"):
        services.upload(talk, a_file(), at=at)


def test_an_empty_file_is_refused(talk, at):
    with pytest.raises(Refused, match="This file is empty"):
        services.upload(talk, a_file(content=b""), at=at)


def test_when_the_database_fails_no_file_is_left(talk, at, media, monkeypatch):
    monkeypatch.setattr(MaterialVersion.objects.__class__, "create", _fail)
    with pytest.raises(IntegrityError):
        services.upload(talk, a_file(), at=at)
    assert (files_in(media), Material.objects.count()) == ([], 0)


def test_when_the_disk_fails_no_row_and_no_half_file_is_left(talk, material, at, media):
    class Cut(type(a_file())):
        """The connection goes at 99 %."""

        def chunks(self, chunk_size=None):
            yield PDF[:-1]
            raise OSError("cut")

    before = files_in(media)
    with pytest.raises(OSError, match="cut"):
        services.upload(talk, Cut("talk.pdf", PDF), at=at)
    assert files_in(media) == before
    assert material.versions.count() == 1


class ObjectStorage(InMemoryStorage):
    """Like S3, it reads a file as it sees fit."""

    def _save(self, name, content):
        return super()._save(name, SimpleUploadedFile(name, content.read()))


@pytest.fixture
def objects(monkeypatch):
    place = ObjectStorage()
    monkeypatch.setattr(keeping, "storage", lambda: place)
    return place


def test_object_storage_gets_the_file_under_its_final_name(talk, at, objects):
    version = services.upload(talk, a_file(), at=at)
    assert objects.open(version.file.name).read() == PDF
    assert (version.size, version.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())


def test_two_versions_never_have_one_number(material):
    with pytest.raises(IntegrityError):
        MaterialVersion.objects.create(
            material=material, number=1, file="x", size=1, uploaded_at=material.consented_at
        )


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\decks\\Talk.PDF", "Talk.PDF"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("talk.exe.bat.pdf", "talk.pdf"),
        (".exe", "file.pdf"),
        ("a.pdf\0.html", "a.pdf.html.pdf"),
        ("", "file.pdf"),
    ],
)
def test_a_file_is_shown_under_its_own_name_with_an_honest_ending(talk, at, name, kept):
    file = a_file()
    file._name = name
    assert services.upload(talk, file, at=at).original_name == kept


def test_a_very_long_name_is_cut(talk, at):
    file = a_file()
    file._name = "a" * 300 + ".pdf"
    assert len(services.upload(talk, file, at=at).original_name) <= 130


def test_files_are_taken_until_well_after_the_event(talk, at):
    assert policies.may_upload(talk, talk.event.ends_at + timedelta(days=89))
    verdict = policies.may_upload(talk, talk.event.ends_at + timedelta(days=91))
    assert verdict.reason == "This page no longer takes files. Send yours to the organiser."


def test_there_is_an_end_to_versions(talk, material, at, monkeypatch):
    monkeypatch.setattr(policies, "MOST_VERSIONS", 1)
    with pytest.raises(Refused, match="very many versions"):
        services.upload(talk, a_file(), at=at)


def test_a_replaced_speaker_cannot_upload(talk, at):
    Appearance.objects.filter(pk=talk.pk).update(replaced_at=at, replaced_by=make_appearance(talk.session))
    talk.refresh_from_db()
    with pytest.raises(Refused, match="Somebody else does this now"):
        services.upload(talk, a_file(), at=at)


def test_two_uploads_at_once_are_both_kept(talk, at, monkeypatch):
    """While the first one streams, the second arrives and is finished."""
    keep, second = keeping.keep, [a_file("second.pdf")]

    def interrupted(file):
        if second:
            services.upload(talk, second.pop(), at=at)
        return keep(file)

    monkeypatch.setattr(keeping, "keep", interrupted)
    services.upload(talk, a_file("first.pdf"), at=at)
    names = MaterialVersion.objects.order_by("number").values_list("number", "original_name")
    assert list(names) == [(1, "second.pdf"), (2, "first.pdf")]
    assert Material.objects.count() == 1


def _fail(*args, **kwargs):
    raise IntegrityError("no")
