"""What an organiser does with the questions of a form, and the look into a file that answers one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.verdicts import Refused
from dissemination.documents import uploads
from dissemination.events.models import Event
from dissemination.events.policies import may_organise
from dissemination.events.services import note_that_form_asks_more
from dissemination.questionnaires import policies
from dissemination.questionnaires.models import FormQuestion, Value

LAST = 2**63  # behind every question that has a number
COPIED = (
    *("kind", "text", "help", "options", "is_required", "is_later", "only_value"),
    *("is_special_category", "order"),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent as an answer, and what the look into it found."""

    file: File
    finding: uploads.Finding

    @property
    def name(self) -> str:
        """The name as it was sent, with the ending that its content deserves."""
        name, ending = self.finding.shown_name, f".{self.finding.kind}"
        return name if name.lower().endswith(ending) else f"{name}{ending}"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said to one question; an empty value takes an earlier answer back.

    A file that was sent with it lies in the storage under the name `lies_at` once a service has put it there.
    """

    question: FormQuestion
    value: Value
    sent: Sent | None = None
    lies_at: str = ""


def look_into(file: File) -> Sent:
    """The file with its finding; raises `Refused` with what to do when it cannot be taken."""
    policies.may_send_file(file.size).enforce()
    finding = uploads.inspect(cast(BinaryIO, file), name=file.name or "")
    if finding.verdict == "refused":
        raise Refused(_(finding.reason))
    return Sent(file, finding)


@transaction.atomic
def save(question: FormQuestion, *, by: User, at: datetime) -> FormQuestion:
    """Keep a question as the organiser wrote it; a new one, or one for another time, comes last.

    Answers that were given stay as they are: each holds the words in which it was asked.
    """
    others = [each for each in _standing(question, by) if each.pk != question.pk]
    before = FormQuestion.objects.get(pk=question.pk) if question.pk else None
    if before is None:
        policies.may_add(others).enforce()
    else:
        is_answered = before.answers.exists()
        policies.may_change_kind(before, question.kind, is_answered=is_answered).enforce()
    if before is None or before.is_later != question.is_later:
        question.order = 1 + max((each.order for each in others), default=0)
    policies.fit_together(_sorted([*others, question])).enforce()
    question.save()
    note_that_form_asks_more(question.event)
    record("save a form question", question, by=by, at=at, event_id=question.event_id)
    return question


@transaction.atomic
def move(question: FormQuestion, *, steps: int, by: User, at: datetime) -> None:
    """Bring a question that many places further down (or up) among those asked at the same time."""
    standing = _standing(question, by)
    row = [each for each in standing if each.is_later == question.is_later]
    place = row.index(question)
    row.insert(max(0, place + steps), row.pop(place))
    for order, each in enumerate(row, start=1):
        each.order = order
    policies.fit_together(_sorted([*row, *(each for each in standing if each not in row)])).enforce()
    FormQuestion.objects.bulk_update(row, ["order"])
    record("move a form question", question, by=by, at=at, event_id=question.event_id)


@transaction.atomic
def retire(question: FormQuestion, *, by: User, at: datetime) -> bool:
    """Ask it no more. What was answered stays; a question that nobody has answered is gone (False)."""
    policies.fit_together(each for each in _standing(question, by) if each.pk != question.pk).enforce()
    record("retire a form question", question, by=by, at=at, event_id=question.event_id)
    if not question.answers.exists() and not question.depending.exists():
        question.delete()
        return False
    question.retired_at = at
    question.save(update_fields=["retired_at"])
    return True


@transaction.atomic
def bring_back(question: FormQuestion, *, by: User, at: datetime) -> None:
    """Ask it again, last among those asked at the same time."""
    standing = _standing(question, by)
    policies.may_add(standing).enforce()
    question.retired_at, question.order = None, 1 + max((each.order for each in standing), default=0)
    policies.fit_together(_sorted([*standing, question])).enforce()
    question.save(update_fields=["retired_at", "order"])
    record("bring back a form question", question, by=by, at=at, event_id=question.event_id)


def with_draft(standing: Sequence[FormQuestion], draft: FormQuestion) -> list[FormQuestion]:
    """What would be asked with this question as it is being written; nothing is kept.

    One that could not be answered yet (a choice without answers, say) is shown all the same.
    """
    if draft.pk is None:
        draft.pk, draft.order = 0, 1 + max((each.order for each in standing), default=0)
    return list(_sorted([*(each for each in standing if each.pk != draft.pk), draft]))


def copy(event: Event, clone: Event) -> int:
    """The clone asks what the event asks now; returns how many questions that are."""
    copies: dict[int, FormQuestion] = {}
    for question in event.form_questions.standing():
        copies[question.pk] = FormQuestion.objects.create(
            event=clone,
            only_if=copies.get(question.only_if_id or 0),
            **{name: getattr(question, name) for name in COPIED},
        )
    if copies:
        note_that_form_asks_more(clone)
    return len(copies)


def _standing(question: FormQuestion, by: User) -> list[FormQuestion]:
    """What is asked now, held until the transaction ends; for those who may change it."""
    event = Event.objects.select_for_update().get(pk=question.event_id)
    may_organise(by, event).enforce()
    return list(event.form_questions.standing().select_related("only_if"))


def _sorted(questions: Iterable[FormQuestion]) -> Sequence[FormQuestion]:
    """In the order in which a delegate meets them; a new one comes last."""
    return sorted(questions, key=lambda each: (each.is_later, each.order, each.pk or LAST))
