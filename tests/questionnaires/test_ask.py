"""Which questions are asked of whom: plain values in, a list out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dissemination.questionnaires import policies
from dissemination.questionnaires.models import FormQuestion

ANSWERS = ("yes", "no")


def question(number, **values):
    return FormQuestion(pk=number, text=f"Question {number}?", **{"kind": "yes_no"} | values)


@st.composite
def forms(draw):
    """Up to eight questions, each with or without a condition on any other, itself and later ones too."""
    count = draw(st.integers(1, 8))
    sources = st.none() | st.integers(1, count)
    questions = []
    for number in range(1, count + 1):
        source = draw(sources)
        value = draw(st.sampled_from(ANSWERS)) if source else ""
        questions.append(question(number, only_if_id=source, only_value=value))
    return questions


answers = st.dictionaries(
    st.integers(1, 8), st.sampled_from(ANSWERS) | st.lists(st.sampled_from(ANSWERS), max_size=2)
)


@given(forms(), answers)
def test_a_question_is_asked_when_the_one_it_names_is_asked_and_answered_so(questions, said):
    asked = policies.asked(questions, said)
    before = []
    for each in questions:
        source = next((one for one in before if one.pk == each.only_if_id), None)
        value = said.get(each.only_if_id, "")
        is_met = source is not None and (each.only_value == value or each.only_value in list(value))
        if each.only_if_id is None or is_met:
            before.append(each)
    assert asked == before


@given(forms(), answers)
def test_answers_to_what_is_not_asked_count_for_nothing(questions, said):
    asked = policies.asked(questions, said)
    numbers = {each.pk for each in asked}
    assert policies.asked(questions, {pk: value for pk, value in said.items() if pk in numbers}) == asked


@given(forms(), answers)
def test_what_has_no_condition_is_always_asked_and_order_stays(questions, said):
    asked = policies.asked(questions, said)
    assert [each for each in questions if each in asked] == asked
    assert {each.pk for each in questions if each.only_if_id is None} <= {each.pk for each in asked}


@given(forms(), answers)
def test_a_form_that_fits_together_asks_everything_of_somebody(questions, said):
    by_number = {each.pk: each for each in questions}
    for each in questions:
        each.only_if = by_number.get(each.only_if_id)
    fits = policies.fit_together(questions)
    is_backwards = all(each.only_if_id is None or each.only_if_id < each.pk for each in questions)
    assert bool(fits) == is_backwards
    if fits:
        for each in questions:
            chain, walk = {}, each
            while walk.only_if:
                chain, walk = {walk.only_if_id: walk.only_value} | chain, walk.only_if
            assert each in policies.asked(questions, chain)


def test_one_of_several_chosen_answers_meets_a_condition():
    several = question(1, kind="several", options=["Bus", "Train"])
    other = question(2, only_if_id=1, only_value="Train")
    assert policies.asked([several, other], {1: ["Bus", "Train"]}) == [several, other]
    assert policies.asked([several, other], {1: ["Bus"]}) == [several]


def test_later_questions_are_open_until_they_have_been_seen_and_the_needed_ones_answered():
    first = question(1)
    two = question(2, only_if_id=1, only_value="yes", is_later=True)
    three, four = question(3, is_later=True), question(4, is_later=True, is_required=True)
    every = [first, two, three, four]
    assert policies.still_open(every, {}) == [three, four]
    assert policies.still_open(every, {1: "yes"}) == [two, three, four]
    assert policies.still_open(every, {1: "yes", 3: "no"}) == [four]
    assert policies.still_open(every, {1: "yes", 3: "no", 4: "no"}) == []


def test_a_condition_names_an_answer_that_can_be_given():
    source = question(1, kind="choice", options=["Bus"])
    other = question(2, only_if=source, only_value="Train")
    refusal = policies.fit_together([source, other])
    assert refusal.reason == (
        "“Question 2?” is asked only of those who answer “Train”. Keep that answer for it."
    )


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("line", "Words", "Words"),
        ("yes_no", "yes", "Yes"),
        ("yes_no", "no", "No"),
        ("yes_no", "?", "?"),
        ("several", ["Bus", "Train"], "Bus, Train"),
        ("choice", "Bus", "Bus"),
        ("number", "12.5", "12.5"),
        ("date", "2026-03-11", "11 March 2026"),
    ],
)
def test_an_answer_is_shown_in_words_for_people(kind, value, shown):
    assert question(1, kind=kind).shown(value) == shown


def test_the_longest_day_is_a_date_like_any_other():
    assert question(1, kind="date").shown(str(date(2028, 2, 28) + timedelta(days=1))) == "29 February 2028"
