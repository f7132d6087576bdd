"""Rules about what several events share (organisations, venues), about teams and about new events."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events.models import Event, Organisation, Project, TeamMember, Venue
from dissemination.events.policies.roles import ORGANISER, roles_of

if TYPE_CHECKING:
    from dissemination.accounts.models import User


def may_start_event(user: "User | AnonymousUser", roles: dict[int, set[str]] | None = None) -> Verdict:
    """Make a new event: organisers, and staff who have no role anywhere yet.

    `roles` saves a query where the user's roles at each event are known already.
    """
    refusal = no(_("Ask an organiser to make you an organiser first."))
    if not (user.is_active and user.is_staff):
        return refusal
    if user.is_superuser:
        return YES
    roles = roles_of(user) if roles is None else roles
    return YES if not roles or any(ORGANISER in held for held in roles.values()) else refusal


def may_change_organisation(user: "User | AnonymousUser") -> Verdict:
    """Keep the directory of organisations right: whoever may make an event."""
    return may_start_event(user)


def may_change_venue(user: "User | AnonymousUser", venue: Venue) -> Verdict:
    """Change a place: organisers, as long as no other team's event is held there."""
    if user.is_superuser:
        return YES
    mine = Event.objects.for_roles(user, (ORGANISER,)).values("pk")
    if venue.events.exclude(pk__in=mine).exists():
        return no(_("Other teams use this venue too. Add one of your own, or ask an administrator."))
    return may_start_event(user)


def own_projects(user: "User | AnonymousUser") -> QuerySet[Project]:
    """The projects that the user may change: made by them, or with an event that they organise."""
    if not user.is_active:
        return Project.objects.none()
    if user.is_superuser:
        return Project.objects.all()
    organised = Event.objects.for_roles(user, (ORGANISER,)).values("project_id")
    return Project.objects.filter(Q(made_by_id=user.pk) | Q(pk__in=organised))


def may_change_project(user: "User | AnonymousUser", project: Project) -> Verdict:
    """Change what is said about a project, and hold an event under its name."""
    if own_projects(user).filter(pk=project.pk).exists():
        return YES
    return no(_("Only organisers of the project's events may change it."))


def may_set_places(event: Event, *, room: int, online: int) -> Verdict:
    """Change how many places there are: never below what is taken."""
    if room < event.taken:
        return no(_("%(taken)s places are taken already. Enter at least that many.") % {"taken": event.taken})
    if online < event.online_taken:
        taken = {"taken": event.online_taken}
        return no(_("%(taken)s online places are taken already. Enter at least that many.") % taken)
    return YES


def may_set_mode(event: Event, mode: str) -> Verdict:
    """Change where people take part: no way goes in which somebody has a place, waits or awaits approval."""
    if mode in (event.mode, Event.Mode.BOTH):
        return YES
    is_online = mode == Event.Mode.IN_PERSON  # what goes
    going = Event.Mode.ONLINE if is_online else Event.Mode.IN_PERSON
    if people := event.registrations.live().filter(mode=going).count():
        return no((_people_online if is_online else _people_in_room)(people))
    if event.online_taken if is_online else event.taken:
        return no(_("Places there are held for organisations. Give them back first."))
    return YES


def may_merge(user: "User | AnonymousUser", duplicate: Organisation, into: Organisation) -> Verdict:
    """Make two organisations one: administrators, and organisers where only their own events know it."""
    if duplicate == into:
        return no(_("Choose two different organisations."))
    if into.merged_into_id:
        return no(_("That organisation has itself been merged into another. Choose the one that stands."))
    if user.is_superuser:
        return YES
    mine = Event.objects.for_roles(user, (ORGANISER,))
    own_projects = mine.values("project_id")
    is_known_elsewhere = (
        duplicate.registrations.exclude(event__in=mine.values("pk")).exists()
        or duplicate.speakers.exclude(project__in=own_projects).exists()
        or duplicate.projects.exclude(pk__in=own_projects).exists()
    )
    if is_known_elsewhere:
        return no(_("Other teams' events name this organisation too. Ask an administrator to merge it."))
    return may_start_event(user)


def may_leave_team(member: TeamMember) -> Verdict:
    """Take a role away: the last organiser stays, or nobody could change the event any more."""
    others = member.event.team.filter(role=ORGANISER).exclude(pk=member.pk)
    if member.role == ORGANISER and not others.exists():
        return no(_("An event keeps at least one organiser. Add another one first."))
    return YES


def _people_online(count: int) -> str:
    words = ngettext(
        "%(count)s person is registered to take part online. "
        "Move them to the room, or cancel their registration, first.",
        "%(count)s people are registered to take part online. "
        "Move them to the room, or cancel their registrations, first.",
        count,
    )
    return words % {"count": count}


def _people_in_room(count: int) -> str:
    words = ngettext(
        "%(count)s person is registered to take part in the room. "
        "Move them online, or cancel their registration, first.",
        "%(count)s people are registered to take part in the room. "
        "Move them online, or cancel their registrations, first.",
        count,
    )
    return words % {"count": count}
