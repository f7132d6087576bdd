"""The letters of a mailing: the same words, with what belongs to each reader."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dissemination.accounts.models import User
from dissemination.events.models import Event
from dissemination.mailings.audiences import Reader
from dissemination.mailings.models import Mailing, PersonalWords
from dissemination.messaging import outbox, texts
from dissemination.messaging.models import Message
from dissemination.messaging.policies import are_words_whole
from dissemination.messaging.vocabulary import MAILS
from registrations.invites import joining_link, location, place_link, told_tables
from registrations.models import Registration
from speakers.invites import speaking_link


class Writer(ABC):
    """One mailing being written, a letter to each reader who gets one."""

    def __init__(self, mailing: Mailing) -> None:
        self.mailing = mailing
        self.is_news = mailing.audience == Mailing.Audience.NEWS
        self._key = f"mailing:{mailing.pk}" if mailing.round == 1 else f"mailing:{mailing.pk}.{mailing.round}"
        self.personal = {row.reader: row for row in PersonalWords.objects.filter(mailing=mailing)}

    @abstractmethod
    def letter(self, reader: Reader, ends: str) -> texts.Letter:
        """What this reader gets; `ends` is the address at which they end news, empty for service mail."""

    def copies(self, readers: Iterable[Reader], *, due_at: Iterator[datetime]) -> Iterator[outbox.Copy]:
        """The letter to each of them who gets one, ready to post: with its key, and when it leaves."""
        wanted = [reader for reader in readers if reader.email and not self._is_left_out(reader)]
        ends = outbox.news_links(reader.email for reader in wanted) if self.is_news else {}
        for reader in wanted:
            yield outbox.Copy(
                self.letter(reader, ends.get(reader.email, "")),
                f"{self._key}:{reader.key}",
                outbox.Recipient(reader.email, reader.name, reader.person),
                next(due_at),
                ends.get(reader.email, ""),
            )

    def _is_left_out(self, reader: Reader) -> bool:
        return reader.key in self.personal and self.personal[reader.key].is_left_out


class Post(Writer):
    """A mailing with words of its own: what is the same for everybody is gathered once."""

    def __init__(self, mailing: Mailing) -> None:
        super().__init__(mailing)
        self.mail, self.common = MAILS[mailing.letter], _of_event(mailing.event)
        self.labels = _labels(mailing.event)
        self.where: dict[str, str] = {}
        self.form = self._form(mailing.body)

    def preview(self, reader: Reader) -> texts.Letter | None:
        """The letter to one reader, to look at; None as long as its words hold a fault."""
        ends = event_page(self.mailing.event) if self.is_news else ""
        own = self.personal.get(reader.key)
        words = texts.Words(self.mailing.subject, own.body if own else self.mailing.body)
        with texts.spoken_at(self.mailing.event):
            return _composed(self.mailing, words, self.common | self._of_reader(reader, ends))

    def _form(self, body: str) -> texts.FormLetter:
        return texts.FormLetter(texts.Words(self.mailing.subject, body), self.common, mail=self.mail)

    def letter(self, reader: Reader, ends: str) -> texts.Letter:
        """What this reader gets: the words of all, or their own."""
        own = self.personal.get(reader.key)
        form = self._form(own.body) if own else self.form
        return form.to(self._of_reader(reader, ends))

    def _of_reader(self, reader: Reader, ends: str) -> dict[str, texts.Value]:
        place, talk, label = reader.registration, reader.appearance, self.labels
        organisation = place.organisation if place else talk.speaker.organisation if talk else None
        values: dict[str, texts.Value] = {
            "name": reader.name,
            "organisation": organisation.name if organisation else "",
            "where": self._where(place),
            "groups": (),
            "join": "",
            "place": texts.Link(label["page"], speaking_link(talk)) if talk else "",
            "unsubscribe": texts.Link(label["end"], ends) if ends else "",
        }
        if place:
            online = joining_link(place)
            values["groups"] = tuple(told_tables(place))
            values["join"] = texts.Link(label["join"], online) if online else ""
            values["place"] = texts.Link(label["place"], place_link(place))
        return values

    def _where(self, place: Registration | None) -> str:
        """Where they take part: the same for all who do so in one way."""
        mode = place.mode if place else ""
        if mode not in self.where:
            self.where[mode] = location(place) if place else _where(self.mailing.event)
        return self.where[mode]


@texts.in_its_language
def sample(mailing: Mailing, *, worst: bool = False, name: str = "") -> texts.Letter | None:
    """The letter to an invented reader: a usual one, or the one with the longest name and nothing else.

    None as long as its words hold a fault.
    """
    mail = MAILS[mailing.letter]
    values = texts.samples(mail, worst=worst) | _of_event(mailing.event) | {"where": _where(mailing.event)}
    if name:
        values |= {"name": name, "place": texts.Link(_("Open my place"), event_page(mailing.event))}
    return _composed(mailing, texts.Words(mailing.subject, mailing.body), values)


def _composed(mailing: Mailing, words: texts.Words, values: Mapping[str, texts.Value]) -> texts.Letter | None:
    if are_words_whole(mailing.letter, subject=words.subject, body=words.body):
        return texts.compose(words, values, mail=MAILS[mailing.letter])
    return None


@texts.in_its_language
def send_test(mailing: Mailing, *, to: User, key: str, at: datetime) -> Message | None:
    """The mailing to whoever writes it, under their own name; its button opens the event's page."""
    letter = sample(mailing, name=to.email)
    if letter is None:
        return None
    marked = texts.Letter(_("Test: %(subject)s") % {"subject": letter.subject}, letter.text, letter.html)
    return outbox.post(
        marked, key=key, kind="mailing test", to=outbox.Recipient(to.email), event=mailing.event, at=at
    )


@texts.in_its_language
def ask_approval(mailing: Mailing, to: User, *, people: int, at: datetime) -> Message | None:
    """A message to many waits for a publisher, who finds it behind the button."""
    event = mailing.event
    page = reverse("mailings:approve", args=[event.slug, mailing.pk])
    number = ngettext("%(people)s person", "%(people)s people", people) % {"people": people}
    values: dict[str, texts.Value] = {
        "event": event.title,
        "subject": mailing.subject,
        "people": number,
        "link": texts.Link(_("Look at it"), f"{settings.SITE_URL}{page}"),
    }
    letter = texts.render("mailings/approval", values, event=event)
    key, recipient = f"approval:{mailing.pk}:{to.pk}:{at.isoformat()}", outbox.Recipient(to.email)
    return outbox.post(letter, key=key, kind="approval", to=recipient, event=event, at=at)


@texts.in_its_language
def _of_event(event: Event) -> dict[str, texts.Value]:
    venue = event.venue if event.has_room_places else None
    travel, access = (venue.travel, venue.access) if venue else ("", "")
    telephone = event.contact_telephone or (venue.telephone if venue else "")
    programme = reverse("pages:programme", args=[event.slug])
    return {
        "event": event.title,
        "when": event.when,
        "contact": event.contact_email,
        "sender": event.contact_name or event.project.title,
        "project": event.project.title,
        "programme": texts.Link(_("See the programme"), f"{settings.SITE_URL}{programme}"),
        "travel": travel,
        "travel_title": f"# {_('Getting there')}" if travel else "",
        "access": access,
        "access_title": f"# {_('Step-free route and access')}" if access else "",
        "telephone": _("On the day, call %(telephone)s.") % {"telephone": telephone} if telephone else "",
    }


@texts.in_its_language
def _labels(event: Event) -> dict[str, str]:
    """What stands on the buttons, in the language of the event: translated once for all readers."""
    return {
        "page": _("Open my page"),
        "place": _("Open my place"),
        "join": _("Join online on the day"),
        "end": _("End news"),
    }


def _where(event: Event) -> str:
    return str(event.venue) if event.venue and event.has_room_places else _("Online")


def event_page(event: Event) -> str:
    """Where every reader may look: it stands for what is another person's alone."""
    return f"{settings.SITE_URL}{reverse('pages:event', args=[event.slug])}"
