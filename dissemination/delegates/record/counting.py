"""An event's delegates in figures: by day, state, sector, organisation, and answer. The database counts."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from dissemination.events.models import Event, Organisation, Sector
from dissemination.questionnaires.models import FormQuestion
from registrations.models import Answer, Registration
from registrations.querysets import LIVE_STATES

MOST_ORGANISATIONS = 15
COUNTED_KINDS = (FormQuestion.Kind.CHOICE, FormQuestion.Kind.SEVERAL, FormQuestion.Kind.YES_NO)
Bar = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Day:
    """How many registered on a day, and how many had by its end."""

    day: date
    new: int
    total: int


@dataclass(frozen=True, slots=True)
class Counted:
    """One question with how often each answer was given, by how many people."""

    question: str
    bars: list[Bar]
    people: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everybody with a place or waiting for one; `states` counts those who have gone, too."""

    people: int
    days: list[Day]
    states: list[Bar]
    sectors: list[Bar]
    organisations: list[Bar]
    others: int
    questions: list[Counted]


def figures(event: Event) -> Figures:
    """The figures as they stand now."""
    live: QuerySet[Registration] = event.registrations.live().order_by()
    organisations = _organisations(live)
    states, sectors = _by_state_and_sector(event)
    return Figures(
        people=sectors.total(),
        days=_days(event, live),
        states=[(str(label), states[key], "") for key, label in Registration.State.choices if states[key]],
        sectors=[(str(label), sectors[key], key) for key, label in Sector.choices if sectors[key]],
        organisations=organisations[:MOST_ORGANISATIONS],
        others=len(organisations[MOST_ORGANISATIONS:]),
        questions=_questions(event),
    )


def risen(counted: Figures, *, until: date) -> list[tuple[date, int]]:
    """How many had registered by the end of each day with news, and how many have until now."""
    days = [(one.day, one.total) for one in counted.days]
    is_quiet = days and days[-1][0] < until
    return [*days, (until, days[-1][1])] if is_quiet else days


def _days(event: Event, live: "QuerySet[Registration]") -> list[Day]:
    """Each day on which somebody registered, on the clocks of the event."""
    counts = dict(live.values_list(TruncDate("registered_at", tzinfo=event.tz)).annotate(Count("pk")))
    days = sorted(counts)
    totals = accumulate(counts[day] for day in days)
    return [Day(day, counts[day], total) for day, total in zip(days, totals, strict=True)]


def _by_state_and_sector(event: Event) -> tuple[Counter[str], Counter[str]]:
    """Everybody by state, and those with a place or waiting by sector: one walk through them all."""
    states: Counter[str] = Counter()
    sectors: Counter[str] = Counter()
    rows = event.registrations.order_by().values_list("state", "sector").annotate(Count("pk"))
    for state, sector, number in rows:
        states[state] += number
        if state in LIVE_STATES:
            sectors[sector] += number
    return states, sectors


def _organisations(live: QuerySet) -> list[Bar]:
    """Those with the most people first. They are counted by number, which is quicker than by name."""
    counts = dict(live.exclude(organisation=None).values_list("organisation").annotate(Count("pk")))
    rows = Organisation.objects.filter(pk__in=live.values("organisation")).values_list("pk", "name")
    bars = [(name, counts[number], "") for number, name in rows if number in counts]
    return sorted(bars, key=lambda bar: (-bar[1], bar[0].casefold()))


def _questions(event: Event) -> list[Counted]:
    """Questions with answers to choose from, in their order, those about health left out."""
    said = Answer.objects.filter(registration__event=event).counted().order_by()
    said = said.filter(question__kind__in=COUNTED_KINDS)
    counts: dict[int, Counter[str]] = {}
    people: Counter[int] = Counter()
    for number, value, times in said.values_list("question_id", "value").annotate(Count("pk")):
        people[number] += times
        for answer in value if isinstance(value, list) else [value]:
            counts.setdefault(number, Counter())[answer] += times
    asked = event.form_questions.in_order().filter(pk__in=counts)
    return [_counted(question, counts[question.pk], people[question.pk]) for question in asked]


def _counted(question: FormQuestion, counts: Counter[str], people: int) -> Counted:
    """The answers that are offered in their order, then those that are offered no more."""
    gone = sorted(counts.keys() - set(question.possible))
    answers = [*question.possible, *gone]
    return Counted(question.text, [(question.shown(each), counts[each], "") for each in answers], people)
