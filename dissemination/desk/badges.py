"""What each person at the event wears: one badge a person, whatever number of parts they play."""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dissemination.core.text import titled
from dissemination.documents import badges
from dissemination.documents.badges import Badge
from dissemination.events.models import Event, Organisation, TeamMember
from registrations.invites import TOLD, table_and_room, told_places
from registrations.models import GroupPlace, Registration
from sessions.models import Session
from speakers.models import Appearance

AT_WORK = (TeamMember.Role.ORGANISER, TeamMember.Role.DESK, TeamMember.Role.WELFARE)
SHORT = 20  # letters of a workshop's title that can be read on a badge beside the table


@dataclass
class Wearer:
    """Somebody who is there: as a delegate, with a part in the programme, or both."""

    name: str
    organisation: Organisation | None
    registration: Registration | None = None
    roles: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    @property
    def surname(self) -> tuple[str, str]:
        """What the badges lie in order by: the last word of the name."""
        return self.name.rpartition(" ")[2].casefold(), self.name.casefold()

    @property
    def badge(self) -> Badge:
        """The printed side: groups as told, and the code that the desk scans."""
        one = self.registration
        return Badge(
            name=self.name,
            organisation=str(self.organisation or ""),
            role=", ".join(self.roles) or _("Delegate"),
            groups=tuple(self.groups),
            qr=check_in_link(one) if one else "",
            no_photographs=one is not None and one.photograph == Registration.Photograph.NO,
        )


def says_otherwise(registration: Registration) -> list[GroupPlace]:
    """The tables that this delegate was told and that their printed badge does not say."""
    if registration.badge_printed_at is None:
        return []
    return [place for place in told_places(registration) if place.printed_group_id != place.told_group_id]


def check_in_link(registration: Registration) -> str:
    """The absolute address that a phone at the desk opens to check this delegate in."""
    return f"{settings.SITE_URL}{reverse('desk:ticket', args=[registration.ticket])}"


def wearers(event: Event) -> list[Wearer]:
    """Everybody with a place in the room, with a part in the programme or at work there, by surname."""
    found: dict[object, Wearer] = {}
    for registration in _delegates(event):
        key = registration.person_id or ("registration", registration.pk)
        found[key] = _delegate(registration)
    for appearance in _appearances(event):
        speaker = appearance.speaker
        key = speaker.person_id or ("speaker", speaker.pk)
        wearer = found.setdefault(key, Wearer(speaker.name, speaker.organisation))
        _add_part(wearer, appearance)
    for person, name, role in _staff(event):
        wearer = found.setdefault(person, Wearer(name, None))
        wearer.roles.append(str(TeamMember.Role(role).label))
    return sorted(found.values(), key=lambda wearer: wearer.surname)


def unprintable(worn: list[Wearer]) -> list[tuple[str, str]]:
    """The names with letters that no typeface at hand can draw, each with these letters."""
    return badges.unprintable(wearer.badge for wearer in worn)


def words() -> badges.Words:
    """What is printed on every badge, in the reader's language."""
    return badges.Words(title=_("Badges"), no_photographs=_("No photographs"))


def _delegates(event: Event) -> list[Registration]:
    here = event.registrations.expected_or_here().filter(mode=Registration.Mode.IN_PERSON)
    return list(here.select_related("organisation", "event").prefetch_related(TOLD))


def _appearances(event: Event) -> list[Appearance]:
    rows = Appearance.objects.filter(event=event).standing().in_order()
    return list(rows.select_related("speaker__organisation", "session", "group__room", "event"))


def _staff(event: Event) -> list[tuple[int, str, str]]:
    """Those of the team who are there on the day, as far as we know what they are called."""
    rows = event.team.filter(role__in=AT_WORK, user__person__name__gt="").order_by("pk")
    return list(rows.values_list("user__person", "user__person__name", "role"))


def _delegate(registration: Registration) -> Wearer:
    told = [
        _seat(registration.event, place.session, table_and_room(place.told_group, place.session))
        for place in told_places(registration)
    ]
    return Wearer(registration.name, registration.organisation, registration, groups=told)


def _seat(event: Event, session: Session, group: str) -> str:
    """The workshop and its table; a long title would be too small to read, the hour says as much."""
    if len(session.title) <= SHORT:
        return titled(session.title, group)
    return f"{event.local(session.starts_at):%H:%M} {group}"


def _add_part(wearer: Wearer, appearance: Appearance) -> None:
    role = str(appearance.get_role_display())
    if role not in wearer.roles:
        wearer.roles.append(role)
    if appearance.group:
        table = table_and_room(appearance.group, appearance.session)
        seat = _seat(appearance.event, appearance.session, table)
        wearer.groups += [] if seat in wearer.groups else [seat]
