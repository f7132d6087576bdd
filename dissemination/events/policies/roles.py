"""Who may do what at an event: the table of roles, stated here and nowhere else."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events.models import Event, TeamMember

if TYPE_CHECKING:
    from dissemination.accounts.models import User

ORGANISER, PUBLISHER, ANALYST, DESK, WELFARE = (str(role) for role in TeamMember.Role)

# One row per right, the roles that have it. Administrators have every right at every event.
SETUP_READERS = (ORGANISER, PUBLISHER, ANALYST)
SETUP_WRITERS = (ORGANISER,)
NAME_READERS = (ORGANISER, DESK)
NEED_READERS = (ORGANISER, WELFARE)
ALLERGY_READERS = (WELFARE,)
DESK_WORKERS = (ORGANISER, DESK)
CAPTURE_READERS = (ORGANISER, PUBLISHER, ANALYST)
AUTHOR_READERS = (ORGANISER, PUBLISHER)
THEME_WRITERS = (ORGANISER, ANALYST)
COMMITMENT_READERS = (ORGANISER, PUBLISHER, ANALYST)
STORY_WRITERS = (ORGANISER,)
APPROVERS = (ORGANISER, PUBLISHER)
MAIL_SENDERS = (ORGANISER,)
MAIL_APPROVERS = (PUBLISHER,)


def roles_of(user: "User | AnonymousUser") -> dict[int, set[str]]:
    """The user's roles at each event, by the event's number."""
    roles: dict[int, set[str]] = {}
    for event_id, role in TeamMember.objects.filter(user_id=user.pk or 0).values_list("event_id", "role"):
        roles.setdefault(event_id, set()).add(role)
    return roles


def has_role(user: "User | AnonymousUser", event: Event, roles: tuple[str, ...]) -> bool:
    """The user has one of these roles at the event, or is an administrator."""
    if not user.is_active:
        return False
    return user.is_superuser or event.team.filter(user_id=user.pk or 0, role__in=roles).exists()


def _may(user: "User | AnonymousUser", event: Event, roles: tuple[str, ...], reason: Promise) -> Verdict:
    return YES if has_role(user, event, roles) else no(reason)


def may_organise(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Change the event's set-up, programme, speakers, delegates and groups."""
    return _may(user, event, SETUP_WRITERS, _("Only the event's organisers may do this. Ask one of them."))


def may_read_setup(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Read the event's set-up and its path of stages."""
    return _may(user, event, SETUP_READERS, _("Only the event's team may read this. Ask an organiser."))


def may_read_names(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Know who takes part."""
    return _may(user, event, NAME_READERS, _("Only organisers and the desk may see people's names."))


def may_read_needs(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Know what named people eat and how they get about."""
    return _may(user, event, NEED_READERS, _("Only organisers and the welfare role may see people's needs."))


def may_read_allergies(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Know who has a severe allergy: the one person who looks after welfare, and nobody else."""
    return _may(
        user, event, ALLERGY_READERS, _("Only the welfare role may see who has an allergy. Ask who has it.")
    )


def may_work_desk(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Check people in and register walk-ins."""
    return _may(user, event, DESK_WORKERS, _("Only organisers and the desk may check people in."))


def may_read_capture(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Read what the groups said."""
    return _may(user, event, CAPTURE_READERS, _("Only the event's team may read what the groups said."))


def may_read_authors(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Know who said what, where the event's policy keeps it at all."""
    return _may(user, event, AUTHOR_READERS, _("Your role reads what was said, not who said it."))


def may_write_themes(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Sort points into themes and write conclusions."""
    return _may(
        user, event, THEME_WRITERS, _("Only organisers and analysts may write themes and conclusions.")
    )


def may_read_commitments(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Read every commitment and its state."""
    return _may(user, event, COMMITMENT_READERS, _("Only the event's team may read all commitments."))


def may_write_stories(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Work on story leads and case studies."""
    return _may(user, event, STORY_WRITERS, _("Only the event's organisers may write case studies."))


def may_approve(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Put something before the public: the event itself, conclusions, case studies, the report."""
    return _may(user, event, APPROVERS, _("Only organisers and publishers may publish. Ask one of them."))


def may_send_mail(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Send mail to the event's people."""
    return _may(user, event, MAIL_SENDERS, _("Only the event's organisers may send mail."))


def may_approve_mail(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Let a message to more than fifty people leave."""
    return _may(user, event, MAIL_APPROVERS, _("Only the event’s publishers may approve mail to many."))


def of_actor(rule: "Callable[[User, Event], Verdict]", by: "User | None", event: Event) -> Verdict:
    """What the rule says to whoever asks. Nobody asks on the command line and on schedule: yes."""
    return YES if by is None else rule(by, event)
