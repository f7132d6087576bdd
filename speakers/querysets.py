"""Sets of speakers, appearances and materials."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Cast, Concat

from dissemination.events.querysets import PUBLIC_STATES, TeamScopedQuerySet
from dissemination.messaging.models import Invitation

if TYPE_CHECKING:
    from dissemination.accounts.models import User
    from speakers.models import Appearance

MATERIAL_READERS = ("organiser", "publisher", "analyst")


def _no_of_their_diary() -> models.Exists:
    number = Cast(models.OuterRef("pk"), models.TextField())
    key = Concat(models.Value("appearance:"), number, output_field=models.TextField())
    return models.Exists(Invitation.objects.to_be_heard().filter(entry_key=key))


class SpeakerQuerySet(TeamScopedQuerySet):
    """Sets of `Speaker`."""

    EVENT = "project__events"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The speakers of the user's projects: those who speak at an event of the user's teams."""
        if user.is_superuser:
            return self
        pk = user.pk or 0
        mine = models.Q(project__events__team__user_id=pk) | models.Q(project__made_by_id=pk)
        return self.filter(mine).distinct()

    def called(self, email: str) -> Self:
        """Those with this e-mail address."""
        return self.filter(email=email.strip().lower())


class AppearanceQuerySet(TeamScopedQuerySet):
    """Sets of `Appearance`."""

    def standing(self) -> Self:
        """Those that take place: not replaced by somebody else."""
        return self.filter(replaced_at=None)

    def with_no_of_their_diary(self) -> Self:
        """Each with `says_no`: their diary declined the part, and nobody has dealt with that yet."""
        return self.annotate(says_no=_no_of_their_diary())

    def declined(self) -> Self:
        """Those that take place, and whose diary said no."""
        return self.standing().filter(_no_of_their_diary())

    def in_order(self) -> Self:
        """In speaking order."""
        return self.order_by("session__starts_at", "session__order", "order", "pk")

    def on_the_programme(self) -> Self:
        """Chairs and speakers that take place, in speaking order."""
        return self.standing().filter(role__in=("chair", "speaker")).in_order()

    def looking_after_a_table(self) -> Self:
        """Those with a group of theirs, each with its room."""
        return self.exclude(group=None).select_related("group__room")

    def for_codes(self, codes: Iterable[str]) -> Self:
        """Those whose link this browser has opened."""
        return self.filter(code__in=list(codes))

    def open_to(self, codes: Iterable[str], user: "User | AnonymousUser") -> Self:
        """Those of a speaker: all their parts in the events whose link they opened, or all once signed in."""
        known = self.model._default_manager.all()
        opened = known.for_codes(codes).filter(  # type: ignore[attr-defined]
            speaker=models.OuterRef("speaker"), event=models.OuterRef("event")
        )
        return self.filter(models.Exists(opened) | models.Q(speaker__person__user_id=user.pk or 0))

    def owing_slides(self) -> Self:
        """Those of whom slides are expected and none has come."""
        return self.standing().exclude(slides_due_at=None).exclude(materials__versions__isnull=False)

    def late_with_slides(self, at: datetime) -> Self:
        """Those whose slides are owed and were due before this moment."""
        return self.owing_slides().filter(slides_due_at__lt=at)

    def elsewhere_at_that_time(self, appearance: "Appearance") -> Self:
        """Other sessions in which the same person takes part while this one runs."""
        session = appearance.session
        others = self.standing().filter(speaker_id=appearance.speaker_id).exclude(session=session)
        return others.filter(session__starts_at__lt=session.ends_at, session__ends_at__gt=session.starts_at)

    def with_slides(self) -> Self:
        """With everything that a list of slides shows, in a fixed number of queries."""
        rows = self.select_related("event__project", "session__room", "speaker__organisation", "group__room")
        return rows.prefetch_related("materials__versions")


class MaterialQuerySet(TeamScopedQuerySet):
    """Sets of `Material`."""

    EVENT = "appearance__event"

    def released(self) -> Self:
        """Materials of which a version may be read by somebody outside the team."""
        return self.filter(released_at__isnull=False, appearance__replaced_at=None).exclude(release="nobody")

    def public(self) -> Self:
        """Released to everybody."""
        return self.released().filter(release="public", appearance__event__state__in=PUBLIC_STATES)

    def awaiting_check(self) -> Self:
        """Received, and not yet looked at by the organiser."""
        return self.filter(state="received")


class MaterialVersionQuerySet(TeamScopedQuerySet):
    """Sets of `MaterialVersion`."""

    EVENT = "material__appearance__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Every version at the events where the user works with materials; the desk reads none."""
        return self.for_roles(user, MATERIAL_READERS)

    def released(self) -> Self:
        """The released version of each material."""
        return self.filter(
            released_at__isnull=False,
            material__released_at__isnull=False,
            material__appearance__replaced_at=None,
        ).exclude(material__release="nobody")

    def public(self) -> Self:
        """Those that anybody may read."""
        return self.released().filter(
            material__release="public", material__appearance__event__state__in=PUBLIC_STATES
        )
