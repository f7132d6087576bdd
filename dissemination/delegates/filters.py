"""What an organiser looks for in the list of delegates, as it stands in the address of the page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from dissemination.core.text import titled
from dissemination.events.models import Event, Organisation, Sector
from registrations.models import Answer, Registration
from registrations.querysets import LIVE_STATES, PLACED_STATES

MOST_WORDS, LONGEST = 6, 100
LONGEST_NUMBER = 18
MOST_ORGANISATIONS = 30
Sieve = Callable[[QuerySet, str], QuerySet]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its words, and the address of the list with it."""

    label: str
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter with all that can be chosen in it; `chosen` is in words, empty when it is open."""

    label: str
    choices: list[Choice]
    chosen: str


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) <= LONGEST_NUMBER else 0


def _holding(rows: QuerySet, words: str) -> QuerySet:
    """Everybody in whose name, address or organisation each of the words stands.

    The organisations are looked through once, and not once for each of their people.
    """
    for word in words.split()[:MOST_WORDS]:
        called = Organisation.objects.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
        address = Q(email__icontains=word) | Q(contact_email__icontains=word)
        rows = rows.filter(Q(organisation__in=called.values("pk")) | Q(name__icontains=word) | address)
    return rows


def _seated(rows: QuerySet, value: str) -> QuerySet:
    """By a group's number; `-` and a workshop's number for those with a place who sit nowhere in it."""
    if value.startswith("-"):
        unseated = rows.filter(state__in=PLACED_STATES)
        return unseated.exclude(places__session_id=_number(value[1:]))
    return rows.filter(places__group_id=_number(value))


def _answered(rows: QuerySet, value: str) -> QuerySet:
    """By the number of a question that was answered; `-` before it for those who have not."""
    number = _number(value.removeprefix("-"))
    said = Exists(Answer.objects.filter(registration=OuterRef("pk"), question_id=number))
    return rows.filter(~said, state__in=LIVE_STATES) if value.startswith("-") else rows.filter(said)


def _checked_in(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(checked_in_at__isnull=False) if value == "yes" else rows.not_come()  # type: ignore[attr-defined]


def _ended(rows: QuerySet, value: str) -> QuerySet:
    """By how a registration ended; to hand a place over is an end, too."""
    if value == Registration.State.TRANSFERRED:
        return rows.filter(state=value)
    ended = rows.filter(state=Registration.State.CANCELLED)
    is_plain = value == Registration.Ending.CANCELLED
    return ended.filter(ending__in=(value, "") if is_plain else (value,))


def _equal(field: str) -> Sieve:
    return lambda rows, value: rows.filter(**{field: value})


SIEVES: dict[str, Sieve] = {
    "q": _holding,
    "state": _equal("state"),
    "ended": _ended,
    "here": _checked_in,
    "organisation": lambda rows, value: rows.filter(organisation_id=_number(value)),
    "sector": _equal("sector"),
    "kind": _equal("kind"),
    "mode": _equal("mode"),
    "group": _seated,
    "answer": _answered,
    "listing": _equal("listing"),
    "photograph": _equal("photograph"),
    "news": lambda rows, value: rows.filter(news=value == "yes"),
}
ORDERS = {
    "": ("-registered_at", "-pk"),
    "name": ("name", "pk"),
    "organisation": ("organisation__name", "name", "pk"),
}


class Filters:
    """What is looked for at one event. Unknown names in the address are passed over."""

    def __init__(self, event: Event, asked: Mapping[str, str]) -> None:
        self.event = event
        told = {name: asked.get(name, "").replace("\0", "").strip()[:LONGEST] for name in SIEVES}
        self.chosen = {name: value for name, value in told.items() if value}
        self.order = asked.get("sort", "") if asked.get("sort") in ORDERS else ""

    def rows(self) -> QuerySet[Registration]:
        """The delegates that are looked for, in the order that was asked for."""
        rows: QuerySet = self.event.registrations.all()
        for name, value in self.chosen.items():
            rows = SIEVES[name](rows, value)
        return rows.waiting() if self.is_line else rows.order_by(*ORDERS[self.order])  # type: ignore[attr-defined]

    @property
    def is_line(self) -> bool:
        """Those who wait are looked for, and stand in the order in which they are served."""
        return self.chosen.get("state") == Registration.State.WAITING and not self.order

    def query(self, **changes: str) -> str:
        """The address of the list with these changes; an empty value takes a filter away."""
        told = {**self.chosen, "sort": self.order} | changes
        return "?" + urlencode({name: value for name, value in told.items() if value})

    @property
    def is_open(self) -> bool:
        """Nothing is looked for: the list holds everybody."""
        return not self.chosen

    def told(self) -> list[str]:
        """What is looked for, in words: “News: Yes”."""
        search = [_("Search: %(words)s") % {"words": self.words}] if self.words else []
        states = self.states() if "state" in self.chosen else []
        state = [choice.label for choice, _number in states if choice.is_chosen]
        return search + state + [f"{chip.label}: {chip.chosen}" for chip in self.chips() if chip.chosen]

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.chosen.get("q", "")

    @property
    def others(self) -> dict[str, str]:
        """All that a search has to bring along."""
        kept = {name: value for name, value in self.chosen.items() if name != "q"}
        return kept | ({"sort": self.order} if self.order else {})

    def states(self) -> list[tuple[Choice, int]]:
        """Everybody, and each state that somebody is in, with how many people the other filters leave."""
        counts = self._counts
        everybody = Choice(_("Everybody"), self.query(state=""), "state" not in self.chosen)
        shown = (
            state for state in Registration.State if counts.get(state) or self._is_chosen("state", state)
        )
        found = [(self._choice("state", state, str(state.label)), counts.get(state, 0)) for state in shown]
        return [(everybody, sum(counts.values())), *found]

    @property
    def number(self) -> int:
        """How many people are looked for."""
        return (
            self._counts.get(self.chosen["state"], 0)
            if "state" in self.chosen
            else sum(self._counts.values())
        )

    @cached_property
    def _counts(self) -> dict[str, int]:
        rows: QuerySet = self.event.registrations.order_by()
        for name, value in self.chosen.items():
            rows = rows if name == "state" else SIEVES[name](rows, value)
        return dict(rows.values_list("state").annotate(Count("pk")))

    def chips(self) -> list[Chip]:
        """Every other filter that can say something at this event."""
        labels = {
            "organisation": _("Organisation"),
            "sector": _("Sector"),
            "kind": _("Part"),
            "mode": _("Takes part"),
            "group": _("Group"),
            "ended": _("How it ended"),
            "here": _("Checked in"),
            "answer": _("Answers"),
            "listing": _("Name shown to"),
            "photograph": _("Photographs"),
            "news": _("News"),
        }
        chips = [self._chip(name, label, self._choices(name)) for name, label in labels.items()]
        return [chip for chip in chips if len(chip.choices) > 1]

    def _chip(self, name: str, label: str, choices: Iterable[tuple[Any, str]]) -> Chip:
        shown = [self._choice(name, value, words) for value, words in choices]
        chosen = next((choice.label for choice in shown if choice.is_chosen), "")
        everybody = Choice(_("Everybody"), self.query(**{name: ""}), name not in self.chosen)
        return Chip(label, [everybody, *shown], chosen or self.chosen.get(name, ""))

    def _choice(self, name: str, value: Any, label: str) -> Choice:
        return Choice(str(label), self.query(**{name: str(value)}), self._is_chosen(name, value))

    def _is_chosen(self, name: str, value: Any) -> bool:
        return self.chosen.get(name) == str(value)

    def _choices(self, name: str) -> Iterator[tuple[Any, str]]:
        yes_no = (("yes", _("Yes")), ("no", _("No")))
        found: dict[str, Callable[[], Iterable[tuple[Any, Any]]]] = {
            "organisation": self._organisations,
            "sector": lambda: Sector.choices,
            "kind": lambda: (("key", _("Key to the project")), ("newcomer", _("New to it"))),
            "mode": lambda: Registration.Mode.choices if self.event.mode == Event.Mode.BOTH else (),
            "group": self._groups,
            "ended": self._endings,
            "here": lambda: yes_no,
            "answer": self._questions,
            "listing": lambda: Registration.Listing.choices,
            "photograph": lambda: Registration.Photograph.choices,
            "news": lambda: yes_no,
        }
        return ((value, str(label)) for value, label in found[name]())

    def _endings(self) -> Iterator[tuple[str, Any]]:
        """Each way in which a registration ends, where there is one that did."""
        handed_over = Registration.State.TRANSFERRED
        if "ended" in self.chosen or self._counts.keys() & {Registration.State.CANCELLED, handed_over}:
            yield from Registration.Ending.choices
            yield handed_over, str(handed_over.label)

    def _organisations(self) -> Iterator[tuple[int, str]]:
        """The largest ones; every other is found by the search, and by its name in the list."""
        named = self.event.registrations.exclude(organisation=None).order_by()
        counted = named.values_list("organisation_id", "organisation__name").annotate(people=Count("pk"))
        largest = sorted(counted.order_by("-people")[:MOST_ORGANISATIONS], key=lambda row: row[1].casefold())
        yield from ((number, f"{name} ({people})") for number, name, people in largest)

    def _groups(self) -> Iterator[tuple[str, str]]:
        workshops = self.event.sessions.filter(kind="workshop").order_by("starts_at", "pk")
        for workshop in workshops.prefetch_related("groups"):
            for group in workshop.groups.all():
                yield str(group.pk), titled(workshop.title, group.name)
            yield f"-{workshop.pk}", _("%(workshop)s: in no group") % {"workshop": workshop.title}

    def _questions(self) -> Iterator[tuple[str, str]]:
        for number, text in self.event.form_questions.standing().values_list("pk", "text"):
            yield str(number), _("Answered: %(question)s") % {"question": text}
            yield f"-{number}", _("Not answered: %(question)s") % {"question": text}
