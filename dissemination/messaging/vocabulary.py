"""Every mail that this product sends, with the placeholders that its text may use.

A mail is called by its file below `templates/emails`. What its `emails.py` gives it and what stands here are
the same: tests/messaging/test_vocabulary.py proves it.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dissemination.messaging.placeholders import Mail, Placeholder, button, listed, prose, untrusted

_LONG_NAME = "Κωνσταντίνα-Αλεξάνδρα Παπαδημητρακοπούλου-Οικονομίδου (محمد بن عبد الرحمن آل سعود)"
_LONG_TITLE = _(
    "Improving Information Sharing and Management across Councils, Services and Regulators: Day Two"
)


NAME = untrusted("name", _("who gets the mail"), _("Ann Archer"), _LONG_NAME)
EVENT = Placeholder("event", _("the event’s title"), _("Spreading what works"), _LONG_TITLE)
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
_MAILBOX = _("events@example.org")
CONTACT = Placeholder("contact", _("the mailbox that somebody reads"), _MAILBOX, _MAILBOX)
SENDER = Placeholder("sender", _("who signs"), _("Robin Example"), _LONG_NAME)
PROJECT = Placeholder("project", _("the project’s title"), _("Sharing information"), _LONG_TITLE)
REASON = prose("reason", _("the reason, as the organiser wrote it"), _("The hall is flooded."))
UNTIL = Placeholder(
    "until",
    _("the hour at which it ends"),
    _("Friday 6 March 2026, 17:00"),
    _("Wednesday 30 September 2026, 17:00"),
)
GROUPS = listed("groups", _("the groups told, with hours and room"), _("Workshop 1: Table 4, 11:00–12:30"))
JOIN = button(
    "join", _("opens the joining link, for those who take part online"), _("Join online on the day")
)
PLACE = button("place", _("opens their place, where they change or cancel it"), _("Open my place"))
AGAIN = button("again", _("opens the event’s form"), _("Register again"))
STATE = Placeholder(
    "state", _("where they stand, in a word or two"), _("Confirmed"), _("On the waiting list")
)
BOOKER = untrusted("booker", _("who registered them"), _("Sam Example"), _LONG_NAME)
BOOKED = untrusted("booked", _("the same as a sentence"), _("Sam Example has registered you."))
TURN = prose("turn", _("what happens when their turn comes"), _("When a place comes free, we write to you."))
ASKS = Placeholder("asks", _("how much the organiser asks"), _("3 questions"), _("1 question"))
TOLD = Placeholder("subject", _("the subject of that message"), _("The room has changed"), _LONG_TITLE)
PEOPLE = Placeholder("people", _("how many get it"), _("120 people"), _("5000 people"))
CHANGES = untrusted("changes", _("which answers changed"), _("organisation, job title"))
COMPANIONS = untrusted(
    "companions",
    _("who came with them and has no place any more, as a sentence"),
    _("Who was to come with you has no place any more: Iris Interpreter."),
)
GIVER = untrusted("giver", _("who gave them the place"), _("Sam Example"), _LONG_NAME)

_DAY = (NAME, EVENT, WHEN, WHERE, CONTACT, SENDER)
_PLACED = (*_DAY, GROUPS, JOIN, PLACE, STATE)

_ANSWER = button("answer", _("opens their own link"), _("Say yes or no"))
_ENTRY = (
    Placeholder("entry", _("the title of the session"), _("What the pilots taught us"), _LONG_TITLE),
    prose("news", _("what becomes of the entry"), _("This is taken out of your diary:")),
)
_GUEST = (
    *_DAY,
    prose("aims", _("what the event is for"), _("To bring people together.")),
    Placeholder("invited", _("when they were invited"), _("Monday 2 February 2026, 09:00"), ""),
    _ANSWER,
)

SPEAKING = (
    NAME,
    EVENT,
    Placeholder("session", _("the title of the session"), _("What the pilots taught us"), _LONG_TITLE),
    Placeholder("role", _("what they do there"), _("Speaker"), _("Facilitator")),
    Placeholder("day", _("its day"), _("Wednesday 11 March 2026"), _("Wednesday 30 September 2026")),
    Placeholder("time", _("its hours"), _("10:00 – 10:30"), _("10:00 – 10:30")),
    Placeholder("place", _("room and venue"), _("Hall, Harbour Hall, Northvale"), _("to be announced")),
    Placeholder("group", _("the group they look after, as a sentence"), _("You look after Table 4."), ""),
    Placeholder("contact", _("who signs"), _("Robin Example"), _LONG_NAME),
    Placeholder("contact_email", _("the mailbox that somebody reads"), _MAILBOX, _MAILBOX),
)
DUE = prose("due", _("until when slides are needed"), _("Your slides are needed by 4 March 2026, 17:00."))
SPEAKERS_PAGE = button("link", _("opens their own page"), _("Open your page"))


def _titled(name: str, title: Promise, line: Promise) -> tuple[Placeholder, Placeholder]:
    """A list and the heading above it; both are empty when there is nothing."""
    return prose(f"{name}_title", _("the heading above that list"), title), listed(name, title, line)


FOLLOW_UP = (
    NAME,
    EVENT,
    CONTACT,
    PROJECT,
    prose("introduction", _("your first words"), _("Thank you for coming.")),
    Placeholder("subject", _("the subject of the item"), _("Thank you for coming"), _LONG_TITLE),
    *_titled("slides", _("Slides so far"), _("What the pilots taught us, Kim Example")),
    *_titled("follows", _("Still to come, on the same page"), _("The slides of Lee Example")),
    *_titled("outcomes", _("What was concluded"), _("Sharing is everyday work.")),
    *_titled("points", _("What your group said"), _("Meet often.")),
    *_titled("commitments", _("What you promised"), _("Publish our guide")),
    button("page", _("opens what came of the event"), _("Read what came of it")),
    prose("slides_note", _("who can open the slides"), _("Slides open in your browser.")),
    PLACE,
    prose("story_words", _("asks for a story"), _("Do you have a story of your own?")),
    button("story", _("opens the form for a story"), _("Tell your story")),
    button("unsubscribe", _("ends news; for news alone"), _("End news")),
)
MAILING = (
    *_DAY,
    untrusted("organisation", _("their organisation; empty without one"), _("Harbour Housing Group")),
    PROJECT,
    GROUPS,
    JOIN,
    button("place", _("opens their place or, for speakers, their own page"), _("Open my place")),
    button("programme", _("opens the programme"), _("See the programme")),
    *(
        prose(f"{name}_title", _("the heading above it"), title)
        for name, title in (("travel", _("Getting there")), ("access", _("Step-free route and access")))
    ),
    prose("travel", _("how to get there, from the venue"), _("Trams stop at the door.")),
    prose("access", _("the step-free route, from the venue"), _("Step-free side entrance.")),
    prose("telephone", _("how to reach you on the day, as a sentence"), _("On the day, call 01632 960111.")),
    button("unsubscribe", _("ends news; has to stand in a mailing to those who want news"), _("End news")),
)
_THING = untrusted("title", _("the title of the story"), _("Two lists side by side"), _LONG_TITLE)

MAILS = {
    "registrations/confirmation": Mail(
        _("Place confirmed"), _("somebody has a place"), _PLACED, needed=("place",)
    ),
    "registrations/booked_for_you": Mail(
        _("Booked by a colleague"), _("a colleague registered them"), (*_PLACED, BOOKER), needed=("place",)
    ),
    "registrations/pending": Mail(
        _("Awaits approval"), _("an organiser has to decide"), (*_DAY, PLACE, BOOKED), needed=("place",)
    ),
    "registrations/approved": Mail(
        _("Approved"), _("an organiser said yes, and there is a place"), _PLACED, needed=("place",)
    ),
    "registrations/approved_waiting": Mail(
        _("Approved, on the waiting list"),
        _("an organiser said yes, and every place is taken"),
        (*_DAY, PLACE, TURN),
        needed=("place",),
    ),
    "registrations/declined": Mail(
        _("Declined"), _("an organiser said no"), (*_DAY, REASON), needed=("reason",)
    ),
    "registrations/waiting": Mail(
        _("Waiting list"), _("every place is taken"), (*_DAY, PLACE, BOOKED, TURN), needed=("place",)
    ),
    "registrations/offered": Mail(
        _("Place offered"),
        _("a place is held for them until an hour"),
        (*_DAY, PLACE, UNTIL),
        needed=("place", "until"),
    ),
    "registrations/offer_expired": Mail(
        _("Offer ran out"), _("they did not answer in time"), (*_DAY, UNTIL, AGAIN)
    ),
    "registrations/offer_declined": Mail(
        _("Offer left to others"), _("they left the place to the next person"), (*_DAY, AGAIN)
    ),
    "registrations/place_from_waiting": Mail(
        _("Place from the waiting list"), _("a place came free for them"), _PLACED, needed=("place",)
    ),
    "registrations/handed_over": Mail(
        _("Place handed over"), _("they gave their place to a colleague"), (*_DAY, COMPANIONS)
    ),
    "registrations/handed_to_you": Mail(
        _("Place taken over"), _("a colleague gave them a place"), (*_PLACED, GIVER), needed=("place",)
    ),
    "registrations/more": Mail(
        _("Questions before the day"), _("you ask something else"), (*_PLACED, ASKS), needed=("place",)
    ),
    "registrations/changed": Mail(
        _("Answers saved"), _("they change answers"), (*_PLACED, COMPANIONS), ("place",)
    ),
    "registrations/changed_for_you": Mail(
        _("Answers changed by you"),
        _("you change somebody’s answers"),
        (*_PLACED, CHANGES, COMPANIONS),
        ("place",),
    ),
    "registrations/groups": Mail(_("Groups"), _("you publish the groups"), _PLACED, ("groups", "place")),
    "registrations/groups_changed": Mail(
        _("Groups changed"), _("you tell of a new table"), _PLACED, ("groups", "place")
    ),
    "registrations/entry": Mail(
        _("One session in the diary"), _("a diary holds each session, and one changes"), (*_PLACED, *_ENTRY)
    ),
    "registrations/cancelled": Mail(
        _("Place cancelled"), _("a place or wait is cancelled"), (*_DAY, AGAIN, COMPANIONS)
    ),
    "registrations/readdressed": Mail(_("Another address"), _("a place has another address now"), _DAY),
    "registrations/already_registered": Mail(
        _("Registered already"), _("somebody registers again"), (*_DAY, PLACE), needed=("place",)
    ),
    "registrations/link": Mail(
        _("Link sent again"), _("they asked for their link"), (*_DAY, PLACE), needed=("place",)
    ),
    "registrations/allotment": Mail(
        _("Places held"),
        _("you hold places for an organisation"),
        (
            NAME, EVENT, WHEN, CONTACT, SENDER, UNTIL,
            Placeholder("organisation", _("for whom"), _("Harbour Housing Group"), _LONG_TITLE),
            Placeholder("places", _("how many"), _("5"), _("120")),
            button("take", _("takes one of the places"), _("Take a place")),
            button("taken", _("shows who has taken one"), _("See who has taken a place")),
        ),
        needed=("take",),
    ),
    "guests/save_the_date": Mail(
        _("Save the date"), _("you ask a guest to keep the day free"), _GUEST, needed=("answer",)
    ),
    "guests/invitation": Mail(_("Invited"), _("you invite a guest"), _GUEST, needed=("answer",)),
    "guests/reminder": Mail(_("Guest reminded"), _("a guest has not answered"), _GUEST, ("answer",)),
    "guests/changed": Mail(_("Change, for guests"), _("an event moves"), (*_DAY, _ANSWER), ("answer",)),
    "guests/called_off": Mail(_("Cancelled, for guests"), _("you cancel it"), (*_DAY, REASON), ("reason",)),
    "changes/changed": Mail(
        _("Something changed"),
        _("you publish a change of time, place or session"),
        (
            *_DAY,
            listed("changes", _("what was and what is"), _("Time: was 09:30, is now 10:00")),
            button("link", _("opens the event"), _("See, change or cancel")),
        ),
        needed=("changes",),
    ),
    "changes/still_coming": Mail(
        _("Still coming?"),
        _("an event has moved and you ask again who has not answered"),
        (NAME, EVENT, WHEN, CONTACT, SENDER, button("link", _("opens their place"), _("Yes or no"))),
        needed=("link",),
    ),
    "changes/called_off": Mail(
        _("Event called off"),
        _("you cancel the event"),
        (NAME, EVENT, WHEN, REASON, CONTACT, SENDER),
        needed=("reason",),
    ),
    "speakers/invitation": Mail(
        _("Speaker invited"), _("you invite a speaker"), (*SPEAKING, DUE, SPEAKERS_PAGE), needed=("link",)
    ),
    "speakers/slides_reminder": Mail(
        _("Slides reminder"), _("you ask for slides"), (*SPEAKING, DUE, SPEAKERS_PAGE), needed=("link",)
    ),
    "speakers/slides_received": Mail(
        _("Slides received"),
        _("slides arrive"),
        (
            *SPEAKING,
            SPEAKERS_PAGE,
            untrusted("file", _("what the file is called"), _("slides.pdf"), _("final-version-2.pptx")),
            Placeholder("number", _("which version it is"), _("1"), _("12")),
            prose("added", _("who added it"), _("The organiser has added it for you.")),
        ),
    ),
    "speakers/replaced": Mail(_("Speaker replaced"), _("somebody else takes their part"), SPEAKING),
    "speakers/readdressed": Mail(_("Speaker readdressed"), _("their address is another one now"), SPEAKING),
    "outcomes/commitment": Mail(
        _("Commitment to confirm"),
        _("a commitment was written down for them"),
        (
            NAME,
            EVENT,
            untrusted("what", _("what they said they would do"), _("Publish our guide"), _LONG_TITLE),
            Placeholder("due", _("until when"), _("By 30 June 2026"), ""),
            button("confirm", _("opens the commitment"), _("Read and confirm it")),
        ),
        needed=("what", "confirm"),
    ),
    "stories/received": Mail(
        _("Story received"),
        _("somebody tells a story"),
        (
            NAME,
            PROJECT,
            Placeholder("consent", _("what they said about their name"), _("With my name"), _("Not at all")),
            prose("next", _("what happens next"), _("Somebody of the team will write to you.")),
        ),
    ),
    "stories/approve": Mail(
        _("Story to approve"),
        _("you ask its teller to approve it"),
        (NAME, PROJECT, _THING, button("link", _("opens the story"), _("Read and approve it"))),
        needed=("link",),
    ),
    "followup/attended": Mail(_("Follow-up to those who came"), _("you send it"), FOLLOW_UP),
    "followup/absent": Mail(_("Follow-up to those who did not come"), _("you send it"), FOLLOW_UP),
    "followup/speakers": Mail(_("Follow-up to those who spoke or helped"), _("you send it"), FOLLOW_UP),
    "followup/news": Mail(_("News of the project"), _("you send it"), FOLLOW_UP, needed=("unsubscribe",)),
    "mailings/joining": Mail(
        _("Joining instructions"), _("an event is 7 days away; each event can change it"), MAILING
    ),
    "mailings/reminder": Mail(_("Reminder"), _("an event is a day away; each event can change it"), MAILING),
    "mailings/approval": Mail(
        _("Message to approve"), _("a message goes to more than 50 people"),
        (EVENT, TOLD, PEOPLE, button("link", _("opens that message"), _("Look at it"))), needed=("link",),
    ),
    "mailings/own": Mail(_("Message of your own"), _("you begin one"), MAILING),
    "account/login_code": Mail(
        _("Sign-in code"),
        _("somebody asks to sign in"),
        (Placeholder("code", _("the code"), _("ABCD-EFGH"), _("ABCD-EFGH")),),
        needed=("code",),
        is_of_house=True,
    ),
    "account/unknown_account": Mail(
        _("Unknown address"), _("somebody asks to sign in by an address nobody has"), (), is_of_house=True
    ),
}  # fmt: skip

ALL_NAMES = frozenset(name for mail in MAILS.values() for name in mail.names)
