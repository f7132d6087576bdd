"""How long what is kept: the declared table. What it does not name is kept as long as the event is.

Days count from the end of the event. The reason is shown to organisers and readers as it stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dissemination.capture.models import GroupSheet
from dissemination.events.models import Event
from dissemination.guests.models import Guest
from dissemination.mailings.models import PersonalWords
from dissemination.messaging.models import Invitation, Message
from dissemination.outcomes.models import Commitment
from dissemination.stories.models import StoryLead
from registrations.models import Allotment, Answer, EarlierAnswers, Need, Registration
from speakers.models import Appearance

FORTNIGHT, QUARTER, YEAR, TWO_YEARS = 14, 90, 365, 730
NOBODY = "–"  # stands where a name stood
INVENTED = "@example.org"  # nobody has a mailbox there; whom the sample made up has an address there


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows of one model that go, or whose fields are emptied, so many days after their event.

    `event` is the path to it; `only` says which rows; `emptied` holds what is left of each field, and where
    it is empty the rows are deleted. Rows with a `date` of their own are kept for as many days after that.
    `address` is the path to the e-mail address of the person: at a sample event it tells who is invented.
    """

    key: str
    days: int
    what: Promise
    why: Promise
    model: type[Model]
    event: str = "event"
    only: Q = field(default_factory=Q)
    emptied: Mapping[str, object] = field(default_factory=dict)
    date: str = ""
    address: str = ""


RULES = (
    Rule(
        "needs",
        FORTNIGHT,
        _("What you eat and how you get about"),
        _("Needed to feed and seat people on the day. Counts without names stay."),
        Need,
        event="registration__event",
        address="registration__email",
    ),
    Rule(
        "special_answers",
        FORTNIGHT,
        _("Answers about health, belief and the like, with their files"),
        _("Needed to prepare the day. Counts without names stay."),
        Answer,
        event="registration__event",
        only=Q(question__is_special_category=True),
        address="registration__email",
    ),
    Rule(
        "mail_bodies",
        FORTNIGHT,
        _("The words of the mails that you were sent"),
        _("You have them. That a mail was sent stays, so that nobody gets it twice."),
        Message,
        only=Q(state__in=("sent", "bounced", "failed", "cancelled")),
        emptied={"text": "", "html": "", "calendar": ""},
        date="due_at",
        address="to_email",
    ),
    Rule(
        "personal_words",
        QUARTER,
        _("What was written to you alone in a message to many"),
        _("The message has been sent."),
        PersonalWords,
        event="mailing__event",
    ),
    Rule(
        "guests",
        QUARTER,
        _("The invitation list: who was invited, and why somebody did not come"),
        _("Nobody is invited to an event that is over. Who registered stands among the delegates."),
        Guest,
        address="email",
    ),
    Rule(
        "contacts",
        QUARTER,
        _("Whom we wrote to about places held for an organisation"),
        _("Needed while places are passed on. The organisation and the number of places stay."),
        Allotment,
        emptied={"contact_name": "", "contact_email": ""},
        address="contact_email",
    ),
    Rule(
        "helpers",
        QUARTER,
        _("Who facilitated and wrote at a table"),
        _("Needed while a sheet may be asked about. What the table said stays."),
        GroupSheet,
        event="group__session__event",
        emptied={"facilitated_by": "", "written_by": ""},
    ),
    Rule(
        "cues",
        QUARTER,
        _("Private notes about a speaker’s part in the day"),
        _("Needed to run the day."),
        Appearance,
        emptied={"cues": "", "reason_off": ""},
        address="speaker__email",
    ),
    Rule(
        "answers",
        YEAR,
        _("Answers to the organiser’s own questions, with their files"),
        _("Needed to run the event and to write about it."),
        Answer,
        event="registration__event",
        address="registration__email",
    ),
    Rule(
        "earlier_answers",
        YEAR,
        _("What you had answered before you or an organiser changed it"),
        _("Needed to put a slip right."),
        EarlierAnswers,
        event="registration__event",
        address="registration__email",
    ),
    Rule(
        "details",
        YEAR,
        _("Job title, who registered you, and what was noted about your place"),
        _("Needed to run the event and to write about it."),
        Registration,
        emptied={"job_title": "", "booked_by": "", "contact_email": "", "reason": "", "topics": {}},
        address="email",
    ),
    Rule(
        "diaries",
        YEAR,
        _("What we know of your calendar entry"),
        _("Needed to change or withdraw the entry."),
        Invitation,
        address="person__user__email",
    ),
    Rule(
        "names",
        TWO_YEARS,
        _("Your name and e-mail address, unless you asked for news"),
        _("Needed to ask what became of the promises of the day. Your organisation and that you came stay."),
        Registration,
        only=Q(news=False),
        emptied={"name": NOBODY, "email": "", "person": None},
        address="email",
    ),
    Rule(
        "owners",
        TWO_YEARS,
        _("Who in an organisation saw to a promise"),
        _("Needed to ask what became of it. The promise and the organisation stay."),
        Commitment,
        emptied={"owner_name": "", "owner_email": ""},
        address="owner_email",
    ),
    Rule(
        "leads",
        TWO_YEARS,
        _("Stories that were offered and that nobody took up"),
        _("A story that nobody worked on in two years is not going to be told."),
        StoryLead,
        only=Q(state=StoryLead.State.LEAD),
        address="email",
    ),
    Rule(
        "mails",
        TWO_YEARS,
        _("That we wrote to you at all"),
        _("Needed to answer questions about what was sent."),
        Message,
        only=Q(state__in=("sent", "bounced", "failed", "cancelled")),
        date="due_at",
        address="to_email",
    ),
)
COUNTED_FIRST = ("needs", "special_answers")  # their counts are frozen before they go


def is_over(rule: Rule, *, at: datetime) -> Q:
    """The event has kept it for long enough. A postponed one waits a year for its new date, no longer."""
    limit = at - timedelta(days=rule.days)
    ended = {f"{rule.event}__ends_at__lte": limit} | ({f"{rule.date}__lte": limit} if rule.date else {})
    postponed = f"{rule.event}__postponed_at"
    return Q(**ended) & (Q(**{postponed: None}) | Q(**{f"{postponed}__lte": at - timedelta(days=YEAR)}))


def of_real_people(rule: Rule) -> Q:
    """Everything but what the sample made up: there, who has an address of their own is real."""
    real = Q(**{f"{rule.event}__project__is_sample": False})
    if not rule.address:
        return real
    is_invented = Q(**{f"{rule.address}__endswith": INVENTED})
    return real | (Q(**{f"{rule.address}__contains": "@"}) & ~is_invented)


def goes_on(rule: Rule, event: Event) -> datetime:
    """When the rule takes hold at this event."""
    return event.ends_at + timedelta(days=rule.days)


def by_day(event: Event) -> list[tuple[int, datetime, list[Rule]]]:
    """(days after the event, that day on its clocks, what goes then), the soonest first."""
    return [
        (days, event.local(event.ends_at + timedelta(days=days)), list(rules))
        for days, rules in groupby(RULES, key=lambda rule: rule.days)
    ]
