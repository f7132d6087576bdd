"""The mails about a place: to delegates, to guests, and about a change of the event."""

from django.utils.translation import gettext_lazy as _

from dissemination.messaging.placeholders import Mail, Placeholder
from dissemination.messaging.vocabulary.names import (
    AGAIN,
    ASKS,
    BOOKED,
    BOOKER,
    CHANGES,
    COMPANIONS,
    CONTACT,
    DAY,
    EVENT,
    FULL,
    GIVER,
    GROUPS,
    JOIN,
    LONG_TITLE,
    NAME,
    PLACE,
    REASON,
    SENDER,
    STATE,
    TURN,
    UNTIL,
    WHEN,
    button,
    lines,
    prose,
)

_TIME = (NAME, EVENT, WHEN, CONTACT, SENDER)
_KEPT = prose("kept", _("what stays theirs"), _("Your place stays yours."))
_PLACED = (*DAY, GROUPS, JOIN, PLACE, STATE)

_ANSWER = button("answer", _("opens their own link"), _("Say yes or no"))
_CONCERNED = Placeholder(
    "entry", _("what it is about: the event, or one session"), _("Spreading what works"), LONG_TITLE
)
_ENTRY = (
    Placeholder("entry", _("the title of the session"), _("What the pilots taught us"), LONG_TITLE),
    prose("news", _("what becomes of the entry"), _("This is taken out of your diary:")),
)
_GUEST = (
    *DAY,
    prose("aims", _("what the event is for"), _("To bring people together.")),
    Placeholder("invited", _("when they were invited"), _("Monday 2 February 2026, 09:00"), ""),
    _ANSWER,
)


ABOUT_A_PLACE = {
    "registrations/confirmation": Mail(
        _("Place confirmed"), _("somebody has a place"), _PLACED, needed=("place",)
    ),
    "registrations/booked_for_you": Mail(
        _("Booked by a colleague"), _("a colleague registered them"), (*_PLACED, BOOKER), needed=("place",)
    ),
    "registrations/pending": Mail(
        _("Awaits approval"), _("an organiser has to decide"), (*DAY, PLACE, BOOKED), needed=("place",)
    ),
    "registrations/approved": Mail(
        _("Approved"), _("an organiser said yes, and there is a place"), _PLACED, needed=("place",)
    ),
    "registrations/approved_waiting": Mail(
        _("Approved, on the waiting list"),
        _("an organiser said yes, and every place is taken"),
        (*DAY, PLACE, TURN, FULL),
        needed=("place",),
    ),
    "registrations/declined": Mail(
        _("Declined"), _("an organiser said no"), (*DAY, REASON), needed=("reason",)
    ),
    "registrations/waiting": Mail(
        _("Waiting list"), _("every place is taken"), (*DAY, PLACE, BOOKED, TURN, FULL), needed=("place",)
    ),
    "registrations/offered": Mail(
        _("Place offered"),
        _("a place is held for them until an hour"),
        (*DAY, PLACE, UNTIL),
        needed=("place", "until"),
    ),
    "registrations/offer_expired": Mail(
        _("Offer ran out"), _("they did not answer in time"), (*DAY, UNTIL, AGAIN)
    ),
    "registrations/offer_declined": Mail(
        _("Offer left to others"), _("they left the place to the next person"), (*DAY, AGAIN)
    ),
    "registrations/place_from_waiting": Mail(
        _("Place from the waiting list"), _("a place came free for them"), _PLACED, needed=("place",)
    ),
    "registrations/handed_over": Mail(
        _("Place handed over"), _("they gave their place to a colleague"), (*DAY, COMPANIONS)
    ),
    "registrations/handed_to_you": Mail(
        _("Place taken over"), _("a colleague gave them a place"), (*_PLACED, GIVER), needed=("place",)
    ),
    "registrations/has_place_already": Mail(
        _("Has a place already"), _("a colleague would give them another"), (*_PLACED, GIVER), ("place",)
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
    "registrations/entry_gone": Mail(
        _("One session out of the diary"), _("a session leaves a diary"), (*DAY, _ENTRY[0])
    ),
    "registrations/cancelled": Mail(
        _("Place cancelled"), _("a place or wait is cancelled"), (*DAY, AGAIN, COMPANIONS)
    ),
    "registrations/readdressed": Mail(_("Another address"), _("a place has another address now"), DAY),
    "registrations/already_registered": Mail(
        _("Registered already"), _("somebody registers again"), (*DAY, PLACE), needed=("place",)
    ),
    "registrations/link": Mail(
        _("Link sent again"), _("they asked for their link"), (*DAY, PLACE), needed=("place",)
    ),
    "registrations/allotment": Mail(
        _("Places held"),
        _("you hold places for an organisation"),
        (
            NAME, EVENT, WHEN, CONTACT, SENDER, UNTIL,
            Placeholder("organisation", _("for whom"), _("Harbour Housing Group"), LONG_TITLE),
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
    "guests/changed": Mail(_("Change, for guests"), _("an event moves"), (*DAY, _ANSWER), ("answer",)),
    "guests/called_off": Mail(_("Cancelled, for guests"), _("you cancel it"), (*DAY, REASON), ("reason",)),
    "guests/postponed": Mail(_("Postponed, for guests"), _("you postpone it"), (*DAY, REASON), ("reason",)),
    "changes/postponed": Mail(
        _("Event postponed"), _("you postpone it"), (*_TIME, REASON, _KEPT), ("reason",)
    ),
    "changes/new_date": Mail(
        _("New date"),
        _("a postponed event has a new date, or one that somebody waits for has moved"),
        (
            *DAY,
            _KEPT,
            prose("diary", _("how it gets into their diary"), _("Open the invitation.")),
            prose("asks", _("what they are asked"), _("Tell us whether you still come.")),
            button("link", _("opens their page"), _("Say whether you still come")),
        ),
        needed=("link",),
    ),
    "changes/changed": Mail(
        _("Something changed"),
        _("you publish a change of time, place or session"),
        (
            *DAY,
            _CONCERNED,
            lines("changes", _("what was and what is"), _("Time: was 09:30, is now 10:00")),
            prose("diary", _("how their diary follows"), _("Open the invitation in this mail.")),
            prose("asks", _("what if it does not suit them"), _("If you cannot come, tell us now.")),
            button("link", _("opens the event"), _("See, change or cancel")),
        ),
        needed=("changes",),
    ),
    "changes/still_coming": Mail(
        _("Still coming?"),
        _("an event has moved and you ask again who has not answered"),
        (*_TIME, button("link", _("opens their place"), _("Yes or no"))),
        needed=("link",),
    ),
    "changes/called_off": Mail(
        _("Event called off"),
        _("you cancel the event"),
        (*_TIME, _CONCERNED, REASON),
        needed=("reason",),
    ),
}  # fmt: skip
