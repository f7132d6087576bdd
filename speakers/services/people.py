"""What is known of speakers, and their places on the programme."""

from datetime import datetime

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from dissemination.accounts import services as accounts
from dissemination.accounts.models import User
from dissemination.core.verdicts import Refused
from dissemination.documents import images
from speakers import policies
from speakers.models import Appearance, Speaker
from speakers.services import tables


@transaction.atomic
def describe(
    speaker: Speaker,
    *,
    bio: str,
    at: datetime,
    portrait: File | None = None,
    drops_portrait: bool = False,
    by: User | None = None,
) -> None:
    """Set the biography, and the portrait when a new one comes or the old one is to go.

    A portrait is decoded and made anew, without what the camera noted about time and place.
    """
    speaker = Speaker.objects.select_for_update(of=("self",)).get(pk=speaker.pk)
    policies.may_describe(speaker, by=by).enforce()
    old, place = speaker.portrait.name, speaker.portrait.storage
    speaker.bio = bio
    if portrait:
        speaker.portrait = ContentFile(_remade(portrait), name="portrait.jpg")
    elif drops_portrait:
        speaker.portrait = ""
    speaker.save()
    if old and speaker.portrait.name != old:
        transaction.on_commit(lambda: place.delete(old), robust=True)
    accounts.record("describe", speaker, by=by, at=at)


@transaction.atomic
def save_appearance(appearance: Appearance, *, by: User, at: datetime) -> None:
    """Keep what the organiser set for an appearance. Nobody is told before the invitation.

    Somebody who was invited stays: another speaker is what `replace` is for. Once groups are told, they
    hear of their first table at once.
    """
    known = Appearance.objects.filter(pk=appearance.pk).first()
    for one in (known, appearance):
        if one:
            policies.may_appear(one, by=by).enforce()
    if known:
        policies.may_go_to(known, appearance.speaker).enforce()
    appearance.save()
    accounts.record("save", appearance, by=by, at=at, event_id=appearance.event_id)
    if appearance.event.groups_told_at:
        tables.tell_tables(appearance.event, only=appearance, at=at)


def _remade(portrait: File) -> bytes:
    portrait.seek(0)
    try:
        return images.photograph(portrait.read(images.MOST_BYTES + 1)).jpeg
    except images.UnusablePhotograph as fault:
        raise Refused(_(images.REASONS[fault.code])) from fault
