"""The placeholders that several kinds of mail know, and the shapes that they have."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dissemination.messaging.placeholders import BUTTON, LIST, PROSE, Placeholder

LONG_NAME = "Κωνσταντίνα-Αλεξάνδρα Παπαδημητρακοπούλου-Οικονομίδου (محمد بن عبد الرحمن آل سعود)"
LONG_TITLE = _(
    "Improving Information Sharing and Management across Councils, Services and Regulators: Day Two"
)


def untrusted(name: str, meaning: Promise, sample: Promise, worst: Promise | str = "") -> Placeholder:
    """Words that somebody whom we do not know has written."""
    return Placeholder(name, meaning, sample, worst, is_trusted=False)


def prose(name: str, meaning: Promise, sample: Promise) -> Placeholder:
    """Paragraphs of their own."""
    return Placeholder(name, meaning, sample, "", PROSE)


def lines(name: str, meaning: Promise, sample: Promise) -> Placeholder:
    """A list."""
    return Placeholder(name, meaning, sample, "", LIST)


def button(name: str, meaning: Promise, label: Promise) -> Placeholder:
    """A button with this label."""
    return Placeholder(name, meaning, label, label, BUTTON)


NAME = untrusted("name", _("who gets the mail"), _("Ann Archer"), LONG_NAME)
EVENT = Placeholder("event", _("the event’s title"), _("Spreading what works"), LONG_TITLE)
WHEN = Placeholder(
    "when",
    _("its day and hours"),
    _("Wednesday 11 March 2026, 09:30 to 16:30"),
    _("Wednesday 30 September 2026, 09:30 to Thursday 1 October 2026, 16:30"),
)
WHERE = Placeholder(
    "where",
    _("the venue with its address, or “Online”"),
    _("Harbour Hall, 1 Quay Street, Northvale"),
    _("The Old Council Chamber, Second Floor, Harbour Hall, 1 Quay Street, Northvale upon Lower Water"),
)
MAILBOX = _("events@example.org")
CONTACT = Placeholder("contact", _("the mailbox that somebody reads"), MAILBOX, MAILBOX)
SENDER = Placeholder("sender", _("who signs"), _("Robin Example"), LONG_NAME)
PROJECT = Placeholder("project", _("the project’s title"), _("Sharing information"), LONG_TITLE)
REASON = prose("reason", _("the reason, as the organiser wrote it"), _("The hall is flooded."))
UNTIL = Placeholder(
    "until",
    _("the hour at which it ends"),
    _("Friday 6 March 2026, 17:00"),
    _("Wednesday 30 September 2026, 17:00"),
)
GROUPS = lines("groups", _("the groups told, with hours and room"), _("Workshop 1: Table 4, 11:00–12:30"))
JOIN = button(
    "join", _("opens the joining link, for those who take part online"), _("Join online on the day")
)
PLACE = button("place", _("opens their place, where they change or cancel it"), _("Open my place"))
AGAIN = button("again", _("opens the event’s form"), _("Register again"))
STATE = Placeholder(
    "state", _("where they stand, in a word or two"), _("Confirmed"), _("On the waiting list")
)
BOOKER = untrusted("booker", _("who registered them"), _("Sam Example"), LONG_NAME)
BOOKED = untrusted("booked", _("the same as a sentence"), _("Sam Example has registered you."))
TURN = prose("turn", _("what happens when their turn comes"), _("When a place comes free, we write to you."))
ASKS = Placeholder("asks", _("how much the organiser asks"), _("3 questions"), _("1 question"))
TOLD = Placeholder("subject", _("the subject of that message"), _("The room has changed"), LONG_TITLE)
PEOPLE = Placeholder("people", _("how many get it"), _("120 people"), _("5000 people"))
CHANGES = untrusted("changes", _("which answers changed"), _("organisation, job title"))
COMPANIONS = untrusted(
    "companions",
    _("who came with them and has no place any more, as a sentence"),
    _("Who was to come with you has no place any more: Iris Interpreter."),
)
FULL = prose("full", _("which places are taken, as a sentence"), _("Every place is taken at the moment."))
GIVER = untrusted("giver", _("who gave them the place"), _("Sam Example"), LONG_NAME)

DAY = (NAME, EVENT, WHEN, WHERE, CONTACT, SENDER)


def titled(name: str, title: Promise, line: Promise) -> tuple[Placeholder, Placeholder]:
    """A list and the heading above it; both are empty when there is nothing."""
    return prose(f"{name}_title", _("the heading above that list"), title), lines(name, title, line)
