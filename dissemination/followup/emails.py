"""The letters of the follow-up: one version for each audience."""

from datetime import datetime

from django.utils.translation import gettext as _

from dissemination.followup.models import FollowUpItem
from dissemination.followup.record import Lines, Parcel, Reader
from dissemination.messaging import outbox, texts
from dissemination.messaging.models import Message
from registrations.invites import place_link


def letter_for(item: FollowUpItem, reader: Reader, parcel: Parcel) -> texts.Letter:
    """The words that this reader gets."""
    return texts.render(f"followup/{item.audience}", _values(item, reader, parcel), event=parcel.event)


def send(item: FollowUpItem, reader: Reader, parcel: Parcel, *, at: datetime) -> Message | None:
    """Post the item to one reader, once for item and person; None where there is no address."""
    is_news = item.audience == FollowUpItem.Audience.NEWS
    return outbox.post(
        letter_for(item, reader, parcel),
        key=f"followup:{item.pk}:{reader.key}",
        kind=f"follow-up {item.kind} {item.audience}",
        to=outbox.Recipient(reader.email, reader.name, reader.person),
        event=parcel.event,
        unsubscribe=outbox.news_link(reader.email) if is_news else "",
        at=at,
    )


def _values(item: FollowUpItem, reader: Reader, parcel: Parcel) -> dict[str, texts.Value]:
    place = reader.registration
    points = parcel.points.get(place.pk, ()) if place else ()
    wants_news = bool(place and place.news)
    is_news = item.audience == FollowUpItem.Audience.NEWS
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
        "unsubscribe": outbox.news_link(reader.email) if is_news else "",
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
