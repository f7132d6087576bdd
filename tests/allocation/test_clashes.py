"""What clashes comes as plain values; the sentence stands once, in English or translated."""

from typing import get_args

import pytest

from registrations import allocation
from registrations.allocation.clashes import Clash, Kind, Named, sentence
from tests.allocation.problems import problem
from tests.pseudo.language import CLOSE, OPEN, gettext, ngettext, untranslated

WINDOW, SECOND, WHERE = Named(1, "Window"), Named(2, ""), Named(1, "What helps?")
BOTH = ("Ann", "Bob")
TOLD = {
    Clash("no such table", WHERE, (SECOND,), ("Ann",)): (
        "Ann is pinned to table 2 in “What helps?”, and there is no such table."
    ),
    Clash("pinned to two", WHERE, (WINDOW, SECOND), ("Ann",)): (
        "Ann is pinned to Window and to table 2 in “What helps?”."
    ),
    Clash("pinned without", WHERE, (WINDOW,), ("Ann",), ("bsl", "quiet")): (
        "Ann needs a table with a BSL interpreter and a quiet table "
        "and is pinned to Window in “What helps?”, which is not one."
    ),
    Clash("too many pinned", Named(2, ""), (SECOND,), count=1, seats=0): (
        "1 person is pinned to table 2 in round 2, which seats 0."
    ),
    Clash("too many pinned", Named(2, ""), (SECOND,), count=9, seats=8): (
        "9 people are pinned to table 2 in round 2, which seats 8."
    ),
    Clash("too many people", WHERE, count=2, seats=1): "2 people are to be seated, “What helps?” has 1 seat.",
    Clash("too many people", WHERE, count=1, seats=0): "1 person is to be seated, “What helps?” has 0 seats.",
    Clash("too few people", WHERE, count=0, seats=1): (
        "The tables of “What helps?” need at least 1 person, 0 are here."
    ),
    Clash("too few people", WHERE, count=1, seats=2): (
        "The tables of “What helps?” need at least 2 people, 1 is here."
    ),
    Clash("impossible sizes", WHERE, (SECOND,), count=9, seats=5): (
        "Table 2 in “What helps?” needs at least 9 and seats at most 5."
    ),
    Clash("too few seats for needs", WHERE, needs=("hearing_loop",), count=1, seats=0): (
        "1 person needs a table with a hearing loop, “What helps?” has 0 such seats."
    ),
    Clash("too few seats for needs", WHERE, needs=("Welsh",), count=2, seats=1): (
        "2 people need a table with Welsh, “What helps?” has 1 such seat."
    ),
    Clash("apart and together", people=BOTH): (
        "Ann and Bob are to sit apart and, by kept-together pairs, together."
    ),
    Clash("no table for all", WHERE, people=(*BOTH, "Cy")): (
        "Ann and Bob and Cy are kept together, and no table in “What helps?” suits them all."
    ),
    Clash("together and pinned", WHERE, (WINDOW, Named(2, "")), BOTH): (
        "Ann and Bob are kept together, and pinned to Window and table 2 in “What helps?”."
    ),
    Clash("apart and pinned", WHERE, (WINDOW,), BOTH): (
        "Ann and Bob are to sit apart and are both pinned to Window in “What helps?”."
    ),
    Clash("no way", WHERE, rules=("sizes", "needs", "pins", "apart", "together")): (
        "No way was found to seat everybody in “What helps?” within these rules together: "
        "table sizes, needs, pins, people kept apart, people kept together."
    ),
}


def test_every_kind_of_clash_is_told_here():
    assert {clash.kind for clash in TOLD} == set(get_args(Kind))


@pytest.mark.parametrize(("clash", "told"), TOLD.items(), ids=[clash.kind for clash in TOLD])
def test_a_clash_has_its_sentence_in_english_and_wholly_translated(clash, told):
    assert sentence(clash) == told
    translated = sentence(clash, gettext, ngettext)
    assert untranslated(translated) == []
    assert translated.replace(OPEN, "").replace(CLOSE, "") == told


def test_what_a_sentence_is_made_of_is_translated_too():
    clash = Clash("too few seats for needs", Named(2, ""), needs=("wheelchair",), count=3, seats=2)
    assert sentence(clash, gettext, ngettext) == (
        "⟦3 people need ⟦a wheelchair-accessible table⟧⟧, ⟦⟦round 2⟧ has 2 such seats⟧."
    )


def test_what_is_impossible_comes_as_plain_values():
    raw = problem(rounds=1, pins=[[1, 0, 0], [1, 0, 1]], titles=["What helps?"])
    with pytest.raises(allocation.Impossible) as refusal:
        allocation.allocate(allocation.read(raw), steps=1)
    first, second = Named(1, ""), Named(2, "")
    assert refusal.value.clashes == [Clash("pinned to two", WHERE, (first, second), ("Delegate 1",))]
    assert str(refusal.value) == "Delegate 1 is pinned to table 1 and to table 2 in “What helps?”."
