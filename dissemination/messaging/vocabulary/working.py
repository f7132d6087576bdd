"""The mails to those who take part in the work: speakers, tellers of stories, who promised something."""

from django.utils.translation import gettext_lazy as _

from dissemination.messaging.placeholders import Mail, Placeholder
from dissemination.messaging.vocabulary.names import (
    EVENT,
    LONG_NAME,
    LONG_TITLE,
    MAILBOX,
    NAME,
    PROJECT,
    button,
    prose,
    untrusted,
)

SPEAKING = (
    NAME,
    EVENT,
    Placeholder("session", _("the title of the session"), _("What the pilots taught us"), LONG_TITLE),
    Placeholder("role", _("what they do there"), _("Speaker"), _("Facilitator")),
    Placeholder("day", _("its day"), _("Wednesday 11 March 2026"), _("Wednesday 30 September 2026")),
    Placeholder("time", _("its hours"), _("10:00 – 10:30"), _("10:00 – 10:30")),
    Placeholder("place", _("room and venue"), _("Hall, Harbour Hall, Northvale"), _("to be announced")),
    Placeholder("group", _("the group they look after, as a sentence"), _("You look after Table 4."), ""),
    Placeholder("contact", _("who signs"), _("Robin Example"), LONG_NAME),
    Placeholder("contact_email", _("the mailbox that somebody reads"), MAILBOX, MAILBOX),
)
DUE = prose("due", _("until when slides are needed"), _("Your slides are needed by 4 March 2026, 17:00."))
SPEAKERS_PAGE = button("link", _("opens their own page"), _("Open your page"))


_THING = untrusted("title", _("the title of the story"), _("Two lists side by side"), LONG_TITLE)


ABOUT_THE_WORK = {
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
    "speakers/taken_off": Mail(
        _("Speaker taken off"),
        _("you take somebody off the programme"),
        (*SPEAKING, prose("diary", _("that the entry leaves the diary"), _("The entry leaves your diary."))),
    ),
    "speakers/readdressed": Mail(_("Speaker readdressed"), _("their address is another one now"), SPEAKING),
    "speakers/table": Mail(
        _("Table told"), _("you publish the groups"), (*SPEAKING, SPEAKERS_PAGE), needed=("group",)
    ),
    "outcomes/commitment": Mail(
        _("Commitment to confirm"),
        _("a commitment was written down for them"),
        (
            NAME,
            EVENT,
            untrusted("what", _("what they said they would do"), _("Publish our guide"), LONG_TITLE),
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
}  # fmt: skip
