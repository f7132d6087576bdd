"""What a delegate had said before, as far as it differs from what stands now."""

from collections.abc import Iterator
from dataclasses import dataclass

from dissemination.delegates.record.rows import LABELS, words_of
from registrations.models import EarlierAnswers, Registration

SHOWN = ("name", "job_title", "organisation", "sector", "kind")
Difference = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Earlier:
    """One state of the answers: when and by whom it was written over, and (what, then, now) of each thing."""

    row: EarlierAnswers
    when: str
    who: str
    differences: list[Difference]


def earlier_of(one: Registration) -> list[Earlier]:
    """Every state that differs from the present one, the last first."""
    now = {answer.question_id: answer.value for answer in one.answers.all()}
    questions = {str(question.pk): question for question in one.event.form_questions.in_order()}
    found = []
    for row in one.earlier_answers.select_related("replaced_by"):
        told = list(_told(row, one))
        for number, question in questions.items():
            before, stands = row.answers.get(number, ""), now.get(question.pk, "")
            is_kept = not question.is_special_category and question.kind != "file"
            if is_kept and before != stands:
                told.append((question.text, question.shown(before), question.shown(stands)))
        if told:
            who = str(row.replaced_by or "")
            found.append(Earlier(row, one.event.spelt(row.replaced_at), who, told))
    return found


def _told(row: EarlierAnswers, one: Registration) -> Iterator[Difference]:
    for name in SHOWN:
        now = str(one.organisation or "") if name == "organisation" else getattr(one, name)
        if row.told[name] != now:
            yield str(LABELS[name]), words_of(name, row.told[name]), words_of(name, now)
