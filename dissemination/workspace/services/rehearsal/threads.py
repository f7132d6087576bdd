"""Each person's mails, one under the other: for people to read, and to prove that nobody lacks one."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from dissemination.followup.models import FollowUpItem
from dissemination.messaging.models import Message
from dissemination.workspace.services.rehearsal.stage import ZONE, Stage
from registrations.models import GroupPlace, Registration

ANSWERS = ("confirmation", "waiting", "offered", "place_from_waiting")
_State = Registration.State
Owed = tuple[str, str, tuple[str, ...]]  # address, name, and the kinds of which they should have one


def of_everybody() -> dict[str, list[Message]]:
    """By address, what has left for it, in the order of its dates."""
    found: dict[str, list[Message]] = defaultdict(list)
    for mail in Message.objects.filter(state=Message.State.SENT).order_by("to_email", "dated_at", "pk"):
        found[mail.to_email].append(mail)
    return dict(found)


def as_text(stage: Stage) -> str:
    """Markdown with a heading for each address, and a line for each of its mails."""
    states = {row.mailbox: row.get_state_display() for row in stage.event.registrations.all() if row.mailbox}
    parts = [f"# {_('Who got which mail')}"]
    for address, mails in of_everybody().items():
        who = ", ".join(filter(None, (mails[0].to_name, address, str(states.get(address, "")))))
        parts.append("\n".join([f"## {who}", "", *(f"- {_line(mail)}" for mail in mails)]))
    return "\n\n".join(parts) + "\n"


def _line(mail: Message) -> str:
    diary = f" [{mail.method} {_sequence(mail)}]" if mail.method else ""
    return f"{_moment(mail.dated_at)} {mail.subject}{diary}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"


def _sequence(mail: Message) -> str:
    lines = mail.calendar.splitlines()
    return next((line.partition(":")[2] for line in lines if line.startswith("SEQUENCE:")), "")


def lacking(stage: Stage) -> Iterator[str]:
    """Everybody who should have a mail and has none of its kind, as a sentence."""
    had = {address: {mail.kind for mail in mails} for address, mails in of_everybody().items()}
    for address, name, kinds in (*_owed_a_place(stage), *_owed_news(stage)):
        if address and not had.get(address, set()) & set(kinds):
            told = {"name": name, "kinds": ", ".join(kinds)}
            yield _("%(name)s has no mail of this kind: %(kinds)s.") % told


def _owed_a_place(stage: Stage) -> Iterator[Owed]:
    """Whoever registered has an answer; who cancelled, and who was told a table, has that in a mail."""
    for row in stage.event.registrations.filter(walked_in=False):
        yield row.mailbox, row.name, ANSWERS
        if row.state == _State.CANCELLED:
            yield row.mailbox, row.name, ("cancelled",)
    told = GroupPlace.objects.told().filter(session__event=stage.event, registration__walked_in=False)
    for seat in told.select_related("registration"):
        yield seat.registration.mailbox, seat.registration.name, ("groups",)


def _owed_news(stage: Stage) -> Iterator[Owed]:
    """Whoever came, stayed away or spoke has the version of the news that is for them, and one alone."""
    news, talks = _follow_up(stage), list(stage.event.appearances.standing().select_related("speaker"))
    helping = {talk.speaker.email for talk in talks}
    for row in stage.event.registrations.filter(state__in=(_State.ATTENDED, _State.ABSENT)):
        if row.mailbox not in helping:
            yield from ((row.mailbox, row.name, (kind,)) for kind in news[row.state])
    for talk in talks:
        kinds = ("speaker invitation", *news[FollowUpItem.Audience.SPEAKERS])
        yield from ((talk.speaker.email, talk.speaker.name, (kind,)) for kind in kinds)


def _follow_up(stage: Stage) -> dict[str, list[str]]:
    """By audience, the kinds of the messages in which its news went out."""
    found: dict[str, list[str]] = defaultdict(list)
    for item in FollowUpItem.objects.filter(event=stage.event).select_related("mailing"):
        if item.mailing and item.is_issued:
            found[item.audience].append(item.mailing.message_kind)
    return found
