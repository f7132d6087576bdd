"""Which questions are asked of whom, and what may be done with them."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from dissemination.core.verdicts import YES, Verdict, no
from dissemination.questionnaires.models import FormQuestion, Value

MOST_QUESTIONS = 60
MOST_BYTES = 10 * 1024 * 1024


def asked(questions: Iterable[FormQuestion], said: Mapping[int, Value]) -> list[FormQuestion]:
    """Which of these questions, in their order, are asked of somebody who has said this.

    A question with a condition is asked when the one that it names is asked itself and has the answer that
    it names. `said` may hold answers to questions that are not asked (any more): they count for nothing.
    """
    found: dict[int, FormQuestion] = {}
    for question in questions:
        source = found.get(question.only_if_id or 0)
        if question.only_if_id is None or (source and _holds(question, said)):
            found[question.pk] = question
    return list(found.values())


def _holds(question: FormQuestion, said: Mapping[int, Value]) -> bool:
    value = said.get(question.only_if_id or 0, "")
    chosen = value if isinstance(value, list) else [value]
    return question.only_value in chosen


def still_open(questions: Sequence[FormQuestion], said: Mapping[int, Value]) -> list[FormQuestion]:
    """Which of the questions asked later this person has still to answer.

    Who has answered some of them has seen them all, and left out what need not be answered.
    """
    later = [question for question in asked(questions, said) if question.is_later]
    has_seen = any(said.get(question.pk) for question in later)
    unanswered = [question for question in later if not said.get(question.pk)]
    return [question for question in unanswered if question.is_required or not has_seen]


def fit_together(questions: Iterable[FormQuestion]) -> Verdict:
    """Each condition names a question that stands before its own, and an answer that can be given to it."""
    before: dict[int, FormQuestion] = {}
    for question in questions:
        source = before.get(question.only_if_id or 0)
        told = {"text": question.text, "answer": question.only_value}
        if question.only_if and source is None:
            told["source"] = question.only_if.text
            return no(
                _("“%(text)s” is asked only after “%(source)s”, which has to be asked, and before it.") % told
            )
        if source and question.only_value not in source.possible:
            return no(
                _("“%(text)s” is asked only of those who answer “%(answer)s”. Keep that answer for it.")
                % told
            )
        before[question.pk] = question
    return YES


def may_add(standing: Sequence[FormQuestion]) -> Verdict:
    """A form stays short enough to be filled in."""
    if len(standing) >= MOST_QUESTIONS:
        return no(_("A form has at most %(most)s questions. Retire one first.") % {"most": MOST_QUESTIONS})
    return YES


def may_change_kind(before: FormQuestion, kind: str, *, is_answered: bool) -> Verdict:
    """What kind of answer is wanted stays as it is once somebody has given one."""
    if is_answered and before.kind != kind:
        return no(_("People have answered this already. Retire it, then add a question of the other kind."))
    return YES


def may_send_file(size: int | None) -> Verdict:
    """A delegate's file is small: strangers can send one with their registration."""
    if (size or 0) > MOST_BYTES:
        return no(_("Choose a file of at most 10 MB."))
    return YES
