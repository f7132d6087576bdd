"""How many people eat, and what: counts by name of what is counted, never the people."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dissemination.events.models import Event
from registrations.models import Answer, Diet, Need, Registration
from sessions.models import Group
from speakers.models import Appearance

Counts = dict[str, int]
IN_ROOM = Registration.Mode.IN_PERSON
COUNTED_ANSWERS = ("choice", "several", "yes_no")
PEOPLE = ("delegates", "speakers", "team")


@dataclass(frozen=True, slots=True)
class Line:
    """One count as people read it: what, how many, and under which heading."""

    key: str
    what: str
    number: int
    part: str


def count(event: Event, *, team: int = 0) -> Counts:
    """Everything that is counted for an event, now. `team` are meals for helpers whom nobody registered."""
    everybody = event.registrations.expected_or_here()
    offered = event.registrations.filter(state=Registration.State.OFFERED, mode=IN_ROOM)
    held = event.allotments.held().filter(mode=IN_ROOM)
    found = Counter(
        {
            "delegates": everybody.filter(mode=IN_ROOM).count(),
            "speakers": _speakers(event),
            "team": team,
            "offered": offered.count(),
            "held": sum(one.unused for one in held),
        }
    )
    for need in Need.objects.filter(registration__in=everybody).select_related("registration"):
        found.update([*_of_access(need), *(_of_food(need) if need.registration.mode == IN_ROOM else ())])
    for answer in Answer.objects.special().filter(registration__in=everybody).select_related("question"):
        found.update(_of_answer(answer))
    return {key: number for key, number in found.items() if number or key in PEOPLE}


def lines(counts: Mapping[str, int]) -> list[Line]:
    """The counts in words, in their order: who eats, what they eat, what else they need."""
    words = _words()
    own = [key for key in counts if key not in words]
    return [
        Line(key, words.get(key, key.partition(":")[2]), counts[key], _part(key))
        for key in (*words, *sorted(own))
        if key in counts
    ]


def meals(counts: Mapping[str, int]) -> int:
    """How many eat, as far as is known."""
    return sum(counts.get(key, 0) for key in PEOPLE)


def at_most(counts: Mapping[str, int]) -> int:
    """How many would eat if every place that is held or offered were taken."""
    return meals(counts) + counts.get("offered", 0) + counts.get("held", 0)


def _speakers(event: Event) -> int:
    """Those with a part in the programme who are not among the delegates, each once."""
    standing = Appearance.objects.filter(event=event).standing()
    delegates = event.registrations.live().exclude(email="").values("email")
    return standing.exclude(speaker__email__in=delegates).values("speaker").distinct().count()


def _of_food(need: Need) -> list[str]:
    """What one person's food adds one to. A kind that was written in own words counts as the kind."""
    by_word = {str(diet.label).casefold(): diet.value for diet in Diet}
    written = by_word.get(need.dietary.casefold())
    diets = {*need.diets, *([written] if written else [])}
    return [
        *(f"diet:{diet}" for diet in sorted(diets)),
        *(["own_words"] if need.dietary and not written else []),
        *(["severe_allergy"] if need.severe_allergy else []),
    ]


def _of_access(need: Need) -> list[str]:
    return [
        *(f"table:{feature}" for feature in need.features),
        *(["access_words"] if need.access else []),
    ]


def _of_answer(answer: Answer) -> list[str]:
    """An answer about health and the like that was chosen from a list; own words are not counted."""
    if answer.question.kind not in COUNTED_ANSWERS:
        return []
    chosen = answer.value if isinstance(answer.value, list) else [answer.value]
    return [f"answer:{answer.asked}: {answer.question.shown(one)}" for one in chosen]


def _words() -> dict[str, str]:
    """What each count is called."""
    return {
        "delegates": _("Delegates in the room"),
        "speakers": _("Speakers and helpers"),
        "team": _("The team"),
        "offered": _("Places that are offered, not yet answered"),
        "held": _("Places held for organisations, not yet taken"),
        **{f"diet:{diet.value}": str(diet.label) for diet in Diet},
        "own_words": _("Something else about food, in their own words"),
        "severe_allergy": _("A severe allergy"),
        **{f"table:{feature.value}": str(feature.label) for feature in Group.Feature},
        "access_words": _("Something else about access, in their own words"),
    }


def _part(key: str) -> str:
    if key in (*PEOPLE, "offered", "held"):
        return "people"
    return "food" if key.startswith("diet:") or key in ("own_words", "severe_allergy") else "access"
