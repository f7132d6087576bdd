"""The letters of the follow-up: one version for each audience."""

from datetime import datetime

from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.followup import record
from dissemination.followup.models import FollowUpItem
from dissemination.followup.record import Lines, Parcel
from dissemination.mailings.audiences import Reader
from dissemination.mailings.emails import Writer, event_page
from dissemination.mailings.models import Mailing
from dissemination.messaging import outbox, texts
from dissemination.messaging.models import Message
from registrations.invites import place_link


class Post(Writer):
    """An item being written: what there is to tell is gathered once."""

    def __init__(self, mailing: Mailing) -> None:
        super().__init__(mailing)
        self.item, self.parcel = mailing.follow_up, record.gather(mailing.event)

    def letter(self, reader: Reader, ends: str) -> texts.Letter:
        """What this reader gets."""
        return letter_for(self.item, reader, self.parcel, ends=ends)


def letter_for(item: FollowUpItem, reader: Reader, parcel: Parcel, *, ends: str = "") -> texts.Letter:
    """The words that this reader gets; news says where it `ends`."""
    with texts.spoken_at(parcel.event):
        values = _values(item, reader, parcel, ends)
        return texts.render(f"followup/{item.audience}", values, event=parcel.event)


def sample(item: FollowUpItem, reader: Reader, parcel: Parcel) -> texts.Letter:
    """The same to look at: where the reader would end news, the page of the event stands."""
    return letter_for(item, reader, parcel, ends=event_page(parcel.event) if item.is_news else "")


@texts.in_its_language
def send_test(item: FollowUpItem, parcel: Parcel, *, to: User, key: str, at: datetime) -> Message | None:
    """The item to whoever sends it, with nothing in it that is another person's alone."""
    letter = sample(item, Reader("test", to.email, to.email), parcel)
    marked = texts.Letter(_("Test: %(subject)s") % {"subject": letter.subject}, letter.text, letter.html)
    to_oneself = outbox.Recipient(to.email)
    return outbox.post(marked, key=key, kind="mailing test", to=to_oneself, event=parcel.event, at=at)


def _values(item: FollowUpItem, reader: Reader, parcel: Parcel, ends: str) -> dict[str, texts.Value]:
    place = reader.registration
    points = parcel.points.get(place.pk, ()) if place else ()
    wants_news = bool(place and place.news)
    values: dict[str, texts.Value] = {
        "subject": item.subject,
        "name": reader.name,
        "event": parcel.event.title,
        "introduction": item.introduction,
        "page": texts.Link(_("Read what came of it"), parcel.page),
        "place": texts.Link(_("Open my place"), place_link(place)) if place else "",
        "story_words": _("You asked for news: do you have a story of your own?") if wants_news else "",
        "story": texts.Link(_("Tell your story"), parcel.stories) if wants_news else "",
        "contact": parcel.event.contact_email,
        "project": parcel.event.project.title,
        "unsubscribe": texts.Link(_("End news"), ends) if ends else "",
    }
    note = _("Slides for delegates only open in a browser in which you have opened your place.")
    values["slides_note"] = note if parcel.slides else ""
    values |= _list("slides", _("Slides so far"), parcel.slides)
    values |= _list("follows", _("Still to come, on the same page"), parcel.follows)
    values |= _list("outcomes", _("What was concluded"), parcel.outcomes)
    values |= _list("points", _("What your group said"), points)
    return values | _list("commitments", _("What you promised"), parcel.commitments.get(reader.email, ()))


def _list(name: str, title: str, lines: Lines) -> dict[str, texts.Value]:
    """A list under its heading; neither leaves a trace when there is nothing."""
    return {name: lines, f"{name}_title": f"# {title}" if lines else ""}
