"""The mails that go to many, and the one that asks to approve them."""

from django.utils.translation import gettext_lazy as _

from dissemination.messaging.placeholders import Mail, Placeholder
from dissemination.messaging.vocabulary.names import (
    CONTACT,
    DAY,
    EVENT,
    GROUPS,
    JOIN,
    LONG_TITLE,
    NAME,
    PEOPLE,
    PLACE,
    PROJECT,
    TOLD,
    button,
    prose,
    titled,
    untrusted,
)

FOLLOW_UP = (
    NAME,
    EVENT,
    CONTACT,
    PROJECT,
    prose("introduction", _("your first words"), _("Thank you for coming.")),
    Placeholder("subject", _("the subject of the item"), _("Thank you for coming"), LONG_TITLE),
    *titled("slides", _("Slides so far"), _("What the pilots taught us, Kim Example")),
    *titled("follows", _("Still to come, on the same page"), _("The slides of Lee Example")),
    *titled("outcomes", _("What was concluded"), _("Sharing is everyday work.")),
    *titled("points", _("What your group said"), _("Meet often.")),
    *titled("commitments", _("What you promised"), _("Publish our guide")),
    button("page", _("opens what came of the event"), _("Read what came of it")),
    prose("slides_note", _("who can open the slides"), _("Slides open in your browser.")),
    PLACE,
    prose("story_words", _("asks for a story"), _("Do you have a story of your own?")),
    button("story", _("opens the form for a story"), _("Tell your story")),
    button("unsubscribe", _("ends news; for news alone"), _("End news")),
)
MAILING = (
    *DAY,
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

TO_MANY = {
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
}  # fmt: skip
