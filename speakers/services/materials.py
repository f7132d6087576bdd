"""Take files, check them, release them and take them back."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dissemination.accounts import services as accounts
from dissemination.accounts.models import User
from dissemination.core.verdicts import Refused
from dissemination.documents import uploads
from speakers import emails, policies
from speakers.models import Appearance, Material, MaterialVersion
from speakers.services import keeping

PROGRAMS = (".exe", ".bat", ".cmd", ".scr", ".msi", ".vbs", ".ps1", ".jar", ".lnk", ".hta")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the speaker allows: who may read it, under which licence, and whether it may be released."""

    release: str
    licence: str = ""
    is_agreed: bool = False


def upload(
    appearance: Appearance,
    file: File,
    *,
    at: datetime,
    by: User | None = None,
    terms: Terms | None = None,
) -> MaterialVersion:
    """Take a file as the next version, once its content has been looked at; the speaker is told.

    Raises `Refused` for what is not taken; what is doubtful is kept and held for the organiser. Earlier
    versions stay as they are, and a released one stays readable until a newer one is released. `by` is
    the organiser who adds it on the speaker's behalf.
    """
    policies.may_upload(appearance, at, by=by).enforce()
    policies.may_keep_file(file.size, settings.UPLOAD_LIMIT_BYTES).enforce()
    finding = _look_into(file)
    kept = keeping.keep(file)
    try:
        with transaction.atomic():
            material = _material_of(appearance, at=at)
            version = _add_version(material, kept, finding, at=at, by=by)
            material.state = Material.State.RECEIVED
            _apply(material, terms or _same(material), at=at)
            emails.send_slides_received(version, at=at)
            accounts.record("upload", version, by=by, at=at, event_id=appearance.event_id)
            return version
    except BaseException:
        keeping.drop(kept)
        raise


@transaction.atomic
def set_terms(material: Material, terms: Terms, *, at: datetime, by: User | None = None) -> None:
    """Change who may read it, the licence or the agreement. Taking the agreement back hides it at once."""
    material = _locked(material)
    policies.may_set_terms(material, by=by).enforce()
    _apply(material, terms, at=at)
    accounts.record("set terms", material, by=by, at=at, event_id=material.appearance.event_id)


@transaction.atomic
def agree(material: Material, *, by: User | None, at: datetime) -> None:
    """Note that the speaker has agreed to publish it, as told to the organiser."""
    material = _locked(material)
    policies.may_set_terms(material, by=by).enforce()
    _apply(material, Terms(material.release, material.licence, is_agreed=True), at=at)
    accounts.record("note agreement", material, by=by, at=at, event_id=material.appearance.event_id)


@transaction.atomic
def save_material(material: Material, *, by: User | None, at: datetime) -> None:
    """Keep what the organiser wrote about a material: title, readers, licence. The agreement stays."""
    policies.may_set_terms(_locked(material), by=by).enforce()
    _apply(material, _same(material), at=at)
    accounts.record("save", material, by=by, at=at, event_id=material.appearance.event_id)


@transaction.atomic
def check(material: Material, *, by: User | None, at: datetime) -> None:
    """Mark the newest version as looked at and fit to be released."""
    material = _locked(material)
    policies.may_check(material, by=by).enforce()
    material.state = Material.State.CHECKED
    material.save(update_fields=["state"])
    accounts.record("check", material, by=by, at=at, event_id=material.appearance.event_id)


@transaction.atomic
def release(material: Material, *, by: User | None, at: datetime) -> None:
    """Open the newest version to those whom the speaker chose, in place of an older one."""
    material = _locked(material)
    policies.may_release(material, at, by=by).enforce()
    newest = material.versions.order_by("-number")[:1].get()
    material.versions.exclude(pk=newest.pk).update(released_at=None)
    material.versions.filter(pk=newest.pk).update(released_at=at)
    material.state, material.released_at = Material.State.RELEASED, at
    material.save(update_fields=["state", "released_at"])
    accounts.record("release", material, by=by, at=at, event_id=material.appearance.event_id)


@transaction.atomic
def withdraw(material: Material, *, by: User | None, at: datetime) -> None:
    """Take a released material back: from now on only the team and its speaker can read it."""
    material = _locked(material)
    policies.may_withdraw(material, by=by).enforce()
    take_back(material)
    accounts.record("withdraw", material, by=by, at=at, event_id=material.appearance.event_id)


def take_back(material: Material) -> None:
    """Hide what is released; what was never released stays as it is."""
    if not material.is_released:
        return
    material.versions.update(released_at=None)
    if material.state == Material.State.RELEASED:
        material.state = Material.State.CHECKED
    material.released_at = None
    material.save(update_fields=["state", "released_at"])


def _look_into(file: File) -> uploads.Finding:
    """What the content check found; raises `Refused` when the file is not taken."""
    file.seek(0)
    finding = uploads.inspect(cast(BinaryIO, file), name=file.name or "")
    if finding.verdict == "refused":
        raise Refused(_(finding.reason))
    return finding


def _locked(material: Material) -> Material:
    rows = Material.objects.select_for_update(of=("self",))
    return rows.select_related("appearance__event").get(pk=material.pk)


def _material_of(appearance: Appearance, *, at: datetime) -> Material:
    """The appearance's material, made with its first file; one at a time may add to it."""
    standing = Appearance.objects.select_for_update(of=("self",)).select_related("event", "session")
    appearance = standing.get(pk=appearance.pk)
    policies.may_upload(appearance, at).enforce()
    return appearance.materials.get_or_create(defaults={"title": appearance.session.title})[0]


def _add_version(
    material: Material,
    kept: keeping.Kept,
    finding: uploads.Finding,
    *,
    at: datetime,
    by: User | None,
) -> MaterialVersion:
    last = material.versions.aggregate(last=Max("number"))["last"] or 0
    return MaterialVersion.objects.create(
        material=material,
        number=last + 1,
        file=kept.name,
        original_name=_shown_name(finding),
        content_type=finding.content_type,
        size=kept.size,
        sha256=kept.sha256,
        warnings=[_(warning) for warning in finding.warnings],
        held_reason=_(finding.reason) if finding.verdict == "held" else "",
        uploaded_at=at,
        uploaded_by=by,
    )


def _same(material: Material) -> Terms:
    """The terms as they stand."""
    return Terms(material.release, material.licence, is_agreed=material.consented_at is not None)


def _apply(material: Material, terms: Terms, *, at: datetime) -> None:
    """Set the terms; what may no longer be read is hidden in the same moment."""
    if not terms.is_agreed or terms.release == Material.Release.NOBODY:
        take_back(material)
    material.release, material.licence = terms.release, terms.licence
    material.consented_at = (material.consented_at or at) if terms.is_agreed else None
    material.save()


def _shown_name(finding: uploads.Finding) -> str:
    """The name as it was sent, with the ending that its content deserves and none of a program before it."""
    name, ending = finding.shown_name, f".{finding.kind}"
    if name.lower().endswith(ending):
        name, ending = name[: -len(ending)], name[-len(ending) :]
    while name.lower().endswith(PROGRAMS):
        name = name.rpartition(".")[0]
    return f"{name or 'file'}{ending}"
