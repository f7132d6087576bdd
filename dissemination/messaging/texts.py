"""The words of a mail: a text with named placeholders becomes a subject, a plain text and a matching letter.

The standard text is a file `templates/emails/<app>/<name>.txt`: its first line is `Subject: …`, the rest is
the body. An event may have words of its own, and so may the whole house (`Wording`).
A body is made of blocks parted by empty lines. A block is a paragraph, a heading (`# …`), a list (lines that
begin with `- `), or one placeholder alone: a `Link` becomes a button, a tuple becomes a list (a `Link` in it
a line that leads somewhere), and an empty value leaves no trace. Placeholders are filled in one pass: what a
value holds is never looked at again.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, lru_cache, partial, wraps
from itertools import zip_longest
from typing import Any, ParamSpec, TypeVar

import css_inline
from django.conf import settings
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from dissemination.core.prepared import Given, Prepared
from dissemination.core.text import one_line
from dissemination.events.models import Event
from dissemination.messaging.models import Wording
from dissemination.messaging.placeholders import BUTTON, LINE, LIST, NAMED, PROSE, Mail, Placeholder, inert
from dissemination.messaging.vocabulary import MAILS
from dissemination.messaging.vocabulary.working import DUE

_IN_FORCE = Prepared(
    Wording.objects.in_force(Given("name"), Given("event"), language=Given("language")).values_list(
        "subject", "body"
    )
)
_BEGIN, _END = "\ue000", "\ue001"  # private characters: no text is taken with them
_HEADING = "# "
_MARK = re.compile(f"{_BEGIN}([a-z_0-9-]+){_END}")


Fill = Callable[[str], str]
Told = ParamSpec("Told")
Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its label: a button in the letter, label and address in the plain text."""

    label: str
    url: str


Value = str | Link | tuple[str | Link, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a letter."""

    kind: str  # "paragraph", "heading", "list" or "button"
    lines: tuple[str, ...] = ()
    url: str = ""
    urls: tuple[str, ...] = ()  # of a list: where each line leads, empty where it leads nowhere

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The lines of a list, each with where it leads."""
        return list(zip_longest(self.lines, self.urls, fillvalue=""))

    def filled(self, fill: Fill) -> "Block":
        """The same with what stands at its marks."""
        lines, urls = tuple(fill("\n".join(self.lines)).split("\n")), tuple(fill(url) for url in self.urls)
        return Block(self.kind, lines, fill(self.url), urls)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's words, ready to post."""

    subject: str
    text: str
    html: str
    made_of: Callable[[], tuple[Block, ...]] = field(default=tuple, repr=False, compare=False)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The parts of which text and letter were made; few ask for them."""
        return self.made_of()


@dataclass(frozen=True, slots=True)
class Words:
    """A subject and a body with placeholders still in them."""

    subject: str
    body: str


def render(name: str, values: Mapping[str, Value], *, event: Event | None = None) -> Letter:
    """The letter called `name` ("registrations/confirmation"), filled in; KeyError for an unknown value.

    The event's own words come first, then those of the house, then the standard text.
    """
    with spoken_at(event):
        words = words_of(name, event)
        if not _names_in(words) <= set(values):  # written before a placeholder was done away with
            words = standard(name)
        return _form(name, words, _language()).to(values) if name in MAILS else compose(words, values)


def spoken_at(event: Event | None) -> AbstractContextManager[None]:
    """In here the language is that of the event's mails; without an event, that of whoever asks."""
    return override(event.language) if event else nullcontext()


def in_its_language(say: Callable[Told, Said]) -> Callable[Told, Said]:
    """What this says is in the language of the event that its first argument is, or belongs to."""

    @wraps(say)
    def spoken(*told: Told.args, **named: Told.kwargs) -> Said:
        first: Any = told[0]
        with spoken_at(first if isinstance(first, Event) else first.event):
            return say(*told, **named)

    return spoken


def words_of(name: str, event: Event | None, *, language: str = "") -> Words:
    """The words that count for a mail: the event's own, those of the house, or the standard text.

    They are in this language, else in the event's; own words in the language of the house stand in for it.
    """
    spoken = language or (event.language if event else _language())
    own = _IN_FORCE.first(name=name, event=event.pk if event else None, language=spoken)
    if own:
        return Words(*own)
    with override(spoken):
        return standard(name)


def standard(name: str) -> Words:
    """The text that comes with the product."""
    return Words(*_source(name, _language()))


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def compose(words: Words, values: Mapping[str, Value], *, mail: Mail | None = None) -> Letter:
    """The letter of these words. What `mail` does not trust among the values can hold no address."""
    told = _told(values, mail.names) if mail else values
    parts = words.body.split("\n\n")
    blocks = tuple(block for part in parts if (block := _block(part.strip("\n"), told)))
    frame = {"blocks": blocks, "site_name": settings.SITE_NAME, "language": get_language()}
    page = render_to_string("emails/letter.html", frame | {"next_step": _next_step(blocks)})
    return Letter(
        subject=one_line(_filled(words.subject, told)),
        text=_plain(blocks),
        html=css_inline.inline(page, extra_css=_style(), keep_at_rules=True),
        made_of=lambda: blocks,
    )


def _next_step(blocks: tuple[Block, ...]) -> Block | None:
    """The first button: it stands out, and what else can be pressed does not."""
    return next((block for block in blocks if block.kind == "button"), None)


def samples(mail: Mail, *, event: Event | None = None, worst: bool = False) -> dict[str, Value]:
    """Values to look at a mail with: usual ones, or the longest and emptiest; the event is itself."""
    told: dict[str, Value] = {}
    for each in mail.placeholders:
        said = str(each.worst if worst else each.sample)
        if each.shape == BUTTON:
            told[each.name] = Link(said, f"{settings.SITE_URL}/…")
        else:
            told[each.name] = ((said,) if said else ()) if each.shape == LIST else said
    if event is None:
        return told
    facts = _facts(event, mail)
    of_event = [each.name for each in mail.placeholders if each.shape in (LINE, PROSE)]
    return told | {name: facts[name] for name in of_event if name in facts}


def _facts(event: Event, mail: Mail) -> dict[str, Value]:
    """What the event says itself; where a date hangs on a reader, one that suits the event's."""
    venue, session = event.venue, event.sessions.order_by("starts_at", "order", "pk").first()
    week_before = event.spelt(event.starts_at - timedelta(days=7))
    telephone = event.contact_telephone or (venue.telephone if venue else "")
    return {
        "where": _where(event),
        "place": _where(event),
        "until": event.spelt(event.numbers_due_at) if event.numbers_due_at else week_before,
        "day": date_format(event.local(event.starts_at), "l j F Y"),
        "time": event.hours(event.starts_at, event.ends_at),
        "invited": event.spelt(event.starts_at - timedelta(days=30)),
        "due": _due(event, is_for_slides=DUE in mail.placeholders),
        "aims": event.aims,
        **_of_venue("travel", venue.travel if venue else "", _("Getting there")),
        **_of_venue("access", venue.access if venue else "", _("Step-free route and access")),
        "telephone": _("On the day, call %(telephone)s.") % {"telephone": telephone} if telephone else "",
        **({"session": session.title, "entry": session.title} if session else {}),
        "event": event.title,
        "when": event.when,
        "contact": event.contact_email,
        "contact_email": event.contact_email,
        "sender": event.contact_name or event.project.title,
        "project": event.project.title,
    }


def _of_venue(name: str, said: str, title: str) -> dict[str, Value]:
    """A text of the venue with the heading above it; neither where it says nothing."""
    return {name: said, f"{name}_title": f"# {title}" if said else ""}


def _due(event: Event, *, is_for_slides: bool) -> str:
    """Until when slides are needed, or until when somebody promised to do something."""
    if is_for_slides:
        day = event.spelt(event.starts_at - timedelta(days=7))
        return _("Your slides are needed by %(day)s.") % {"day": day}
    return _("By %(day)s") % {"day": date_format(event.local(event.ends_at + timedelta(days=90)), "j F Y")}


def _where(event: Event) -> str:
    if not event.has_room_places:
        return _("Online")
    lines = (str(event.venue), *event.venue.address.splitlines()) if event.venue else ()
    return ", ".join(lines) or _("To be announced")


def _names_in(words: Words) -> set[str]:
    return set(NAMED.findall(f"{words.subject}\n{words.body}"))


def _told(values: Mapping[str, Value], known: Mapping[str, Placeholder]) -> dict[str, Value]:
    """The values as a mail may hold them: a line is one line, and no stranger gives us an address."""
    told = dict(values)
    for name, value in values.items():
        each = known.get(name)
        if each and value and isinstance(value, str):
            line = one_line(value) if each.shape == LINE else value
            told[name] = line if each.is_trusted else inert(line)
    return told


@cache
def _source(name: str, language: str) -> tuple[str, str]:
    """Subject and body of a standard text in the active language."""
    source = engines["text"].get_template(f"emails/{name}.txt").render({})
    head, _, body = source.strip().partition("\n")
    return head.removeprefix("Subject:").strip(), body.strip()


@cache
def _style() -> str:
    return get_template("emails/letter.css").render()


def _block(part: str, values: Mapping[str, Value]) -> Block | None:
    """One block with its values filled in; None when it is a placeholder that has nothing to say."""
    alone = NAMED.fullmatch(part.strip())
    value = values[alone[1]] if alone else None
    if isinstance(value, Link):
        return Block("button", (value.label,), value.url)
    if isinstance(value, tuple):
        return _list(value) if value else None
    filled = _filled(part, values).strip()
    if not filled:
        return None
    if filled.startswith(_HEADING):
        return Block("heading", (filled.removeprefix(_HEADING),))
    lines = tuple(filled.split("\n"))
    if part.startswith("- "):
        return Block("list", tuple(line.removeprefix("- ") for line in lines))
    return Block("paragraph", lines)


def _list(rows: tuple[str | Link, ...]) -> Block:
    links = [row if isinstance(row, Link) else Link(row, "") for row in rows]
    return Block(
        "list", tuple(one_line(link.label) for link in links), urls=tuple(link.url for link in links)
    )


def _filled(part: str, values: Mapping[str, Value]) -> str:
    return NAMED.sub(lambda match: _in_line(values[match[1]]), part)


def _in_line(value: Value) -> str:
    if isinstance(value, Link):
        return value.url
    return ", ".join(_as_line(*row) for row in _list(value).rows) if isinstance(value, tuple) else value


def _as_line(words: str, url: str) -> str:
    return f"{words}: {url}" if url else words


def _plain(blocks: tuple[Block, ...]) -> str:
    return "\n\n".join(_as_text(block) for block in blocks) + "\n"


def _as_text(block: Block) -> str:
    if block.kind == "button":
        return f"{block.lines[0]}:\n{block.url}"
    if block.kind == "list":
        return "\n".join(f"- {_as_line(*row)}" for row in block.rows)
    if block.kind == "heading":
        return f"{block.lines[0]}\n{'-' * min(len(block.lines[0]), 60)}"
    return "\n".join(block.lines)


class FormLetter:
    """One text for many readers: laid out once for each shape of what differs between them, then only filled.

    Two readers share a shape when the same of their values are empty or headings, and their lists have
    equally many lines, of which the same lead somewhere.
    """

    def __init__(self, words: Words, common: Mapping[str, Value], *, mail: Mail) -> None:
        self.words, self.common, self.known = words, common, mail.names
        self.laid_out: dict[tuple[object, ...], _Form] = {}

    def to(self, own: Mapping[str, Value]) -> Letter:
        """The letter to the reader with these values."""
        told = _told(own, self.known)
        shape = tuple((name, _shape(value)) for name, value in told.items())
        if shape not in self.laid_out:
            marked = {name: _marked(name, value) for name, value in told.items()}
            self.laid_out[shape] = _Form(compose(self.words, {**self.common, **marked}))
        return self.laid_out[shape].filled(_pieces(told))


class _Form:
    """A letter with marks in it, cut at them."""

    def __init__(self, marked: Letter) -> None:
        self.blocks = marked.blocks
        self.subject, self.text, self.html = (
            _MARK.split(each) for each in (marked.subject, marked.text, marked.html)
        )
        self.in_lists, self.in_headings = self._marks_in("list"), self._marks_in("heading")

    def filled(self, values: Mapping[str, str]) -> Letter:
        """With what stands at each mark."""
        shown = {name: escape(value).replace("\n", "<br>") for name, value in values.items()}
        return Letter(
            subject=one_line(_joined(self.subject, values)),
            text=_plain(self._filled(values)) if self._is_laid_out_by(values) else _joined(self.text, values),
            html=_joined(self.html, shown),
            made_of=partial(self._filled, values),
        )

    def _marks_in(self, kind: str) -> list[str]:
        lines = "\n".join(line for block in self.blocks if block.kind == kind for line in block.lines)
        return _MARK.findall(lines)

    def _is_laid_out_by(self, values: Mapping[str, str]) -> bool:
        """What is filled in gives the text its shape: a heading is underlined, each line of a list dashed."""
        return bool(self.in_headings) or any("\n" in values[name] for name in self.in_lists)

    def _filled(self, values: Mapping[str, str]) -> tuple[Block, ...]:
        fill: Fill = partial(_MARK.sub, lambda found: values[found[1]])
        return tuple(block.filled(fill) for block in self.blocks)


def _joined(pieces: list[str], values: Mapping[str, str]) -> str:
    """A text that was cut at its marks, with their values in their places."""
    whole = pieces.copy()
    whole[1::2] = [values[name] for name in pieces[1::2]]
    return "".join(whole)


@lru_cache(maxsize=200)
def _form(name: str, words: Words, language: str) -> FormLetter:
    """The letter of these words before anything is filled in: made once, as many get the same in a rush."""
    return FormLetter(words, {}, mail=MAILS[name])


def _shape(value: Value) -> object:
    if isinstance(value, Link):
        return value.label
    if isinstance(value, tuple):
        return tuple(bool(url) for _, url in _list(value).rows)
    return bool(value.strip()), value.startswith(_HEADING)


def _marked(name: str, value: Value) -> Value:
    """A value that says where the reader's own will stand."""
    if isinstance(value, Link):
        return Link(value.label, f"{_BEGIN}{name}{_END}")
    if isinstance(value, tuple):
        rows = enumerate(_list(value).rows)
        marks = ((f"{_BEGIN}{name}-{number}{_END}", url) for number, (_, url) in rows)
        return tuple(Link(mark, mark.replace(_END, f"-url{_END}")) if url else mark for mark, url in marks)
    heading = _HEADING if value.startswith(_HEADING) else ""
    return f"{heading}{_BEGIN}{name}{_END}" if value.strip() else ""


def _pieces(values: Mapping[str, Value]) -> dict[str, str]:
    """What stands at each mark."""
    found: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, Link):
            found[name] = value.url
        elif isinstance(value, tuple):
            for number, (line, url) in enumerate(_list(value).rows):
                found |= {f"{name}-{number}": line, f"{name}-{number}-url": url}
        else:
            found[name] = value.removeprefix(_HEADING).strip()
    return found
