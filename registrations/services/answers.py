"""What delegates say to the organiser's own questions: kept with the words in which each was asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.core.files.storage import Storage
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events.models import Event
from dissemination.events.policies import may_send_mail
from dissemination.questionnaires.models import FormQuestion, Value
from dissemination.questionnaires.policies import still_open
from dissemination.questionnaires.services import Said
from registrations import emails, policies
from registrations.models import Answer, Registration, answer_path
from registrations.services import places
from registrations.services.details import CHOSEN, NEEDS, Details, details_of
from registrations.services.remembering import remember

FOLDER = "answers"
WRITTEN = ["asked", "value", "file", "content_type", "held_reason", "answered_at"]
_NEEDS, _CONFIDENTIAL = gettext_lazy("food and access"), gettext_lazy("an answer given in confidence")
Taken = ParamSpec("Taken")
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Changes:
    """What new answers change: rows to write, rows to remove, and the files that nobody needs any more."""

    fresh: Sequence[Answer] = ()
    emptied: Sequence[Answer] = ()
    dropped: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.fresh or self.emptied)

    @property
    def asked(self) -> list[str | Promise]:
        """The questions whose answers change; one that only a few may read is not named."""
        questions = [answer.question for answer in (*self.fresh, *self.emptied)]
        return [_CONFIDENTIAL if one.is_special_category else one.text for one in questions]

    def write(self) -> None:
        """Write the rows in bulk; a file goes once it is certain that its row has gone."""
        if self.fresh:
            keys = ["registration", "question"]
            Answer.objects.bulk_create(
                self.fresh, update_conflicts=True, unique_fields=keys, update_fields=WRITTEN
            )
        if self.emptied:
            Answer.objects.filter(pk__in=[answer.pk for answer in self.emptied]).delete()
        for name in self.dropped:
            transaction.on_commit(partial(_storage().delete, name), robust=True)


def answers_of(registration: Registration) -> dict[int, Value]:
    """What this delegate has said so far, by the number of the question."""
    return dict(registration.answers.values_list("question_id", "value"))


def to_ask(event: Event) -> list[tuple[Registration, int]]:
    """Everybody with a place and an address who has not answered all, with how many questions are open."""
    questions = list(event.form_questions.standing())
    if not any(question.is_later for question in questions):
        return []
    people = event.registrations.filter(state=Registration.State.CONFIRMED).select_related(
        "event__project", "event__venue", "person"
    )
    found = []
    for one in people.prefetch_related("answers"):
        told: dict[int, Value] = {answer.question_id: answer.value for answer in one.answers.all()}
        found.append((one, len(still_open(questions, told))))
    return [(one, count) for one, count in found if count and one.mailbox]


@transaction.atomic
def ask_more(event: Event, *, by: User, at: datetime) -> int:
    """Write to everybody who has not answered what is asked later: once a day at most; how many mails."""
    may_send_mail(by, event).enforce()
    people = to_ask(event)
    policies.may_ask_more(event, len(people), at=at).enforce()
    posted = [emails.send_more(one, count, at=at) for one, count in people]
    record("registrations.ask_more", event, by=by, at=at, event_id=event.pk)
    return sum(posted)


def changes_of(
    registration: Registration, said: Sequence[Said], *, at: datetime, is_new: bool = False
) -> Changes:
    """What these answers change for this delegate. An answer that stays the same keeps its row.

    Questions that have gone since the form was opened, and those of another event, are passed over.
    """
    if not said:
        return Changes()
    before = {} if is_new else {answer.question_id: answer for answer in registration.answers.all()}
    rows = FormQuestion.objects.standing().filter(event_id=registration.event_id)
    standing = set(rows.filter(pk__in=[each.question.pk for each in said]).values_list("pk", flat=True))
    there = [each for each in said if each.question.pk in standing]
    fresh = [
        _answer(registration, each, at=at)
        for each in there
        if each.value and _is_news(each, before.get(each.question.pk))
    ]
    emptied = [before[each.question.pk] for each in there if not each.value and each.question.pk in before]
    replaced = [before[answer.question_id] for answer in fresh if answer.question_id in before]
    dropped = [str(answer.file.name) for answer in (*emptied, *replaced) if answer.file]
    return Changes(fresh, emptied, dropped)


def differing(before: Details, now: Details, answers: Changes) -> list[str | Promise]:
    """What these answers change, in words; of food and access it is said only that something does."""
    told = [field.name for field in fields(Details)]
    names = [name for name in told if getattr(before, name) != getattr(now, name)]
    own: Any = Registration._meta
    said = [_NEEDS if name in (*NEEDS, *CHOSEN) else own.get_field(name).verbose_name for name in names]
    return list(dict.fromkeys((*said, *answers.asked)))


def keeping_files(verb: Callable[Taken, Given]) -> Callable[Taken, Given]:
    """Put the files among the answers (`said`) away before the verb's transaction begins.

    Nobody waits for a disk while the event is held. A file that no row took up is removed again.
    """

    @wraps(verb)
    def kept(*args: Taken.args, **kwargs: Taken.kwargs) -> Given:
        said = cast(Sequence[Said], kwargs.get("said", ()))
        if not any(each.sent for each in said):
            return verb(*args, **kwargs)
        names: list[str] = []
        try:
            given: dict[str, Any] = kwargs | {"said": [_put_away(each, names) for each in said]}
            return verb(*args, **given)
        finally:
            taken = set(Answer.objects.filter(file__in=names).values_list("file", flat=True))
            for name in set(names) - taken:
                _storage().delete(name)

    return kept


@keeping_files
@transaction.atomic
def answer_more(registration: Registration, *, said: Sequence[Said], at: datetime) -> Registration:
    """Keep what a delegate says to the questions that are asked later."""
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    policies.may_answer_more(registration, at=at).enforce()
    if changes := changes_of(registration, said, at=at):
        remember(registration, details_of(registration), writer=None, at=at)
        changes.write()
    return registration


def _is_news(said: Said, before: Answer | None) -> bool:
    """Another answer, another file, or the same answer to a question that now reads otherwise."""
    if before is None or said.sent:
        return True
    is_file = said.question.kind == FormQuestion.Kind.FILE
    return not is_file and (before.value, before.asked) != (said.value, said.question.text)


def _answer(registration: Registration, said: Said, *, at: datetime) -> Answer:
    answer = Answer(
        registration=registration,
        question=said.question,
        asked=said.question.text,
        value=said.value,
        file=said.lies_at,
        answered_at=at,
    )
    if said.sent:
        finding = said.sent.finding
        answer.content_type = finding.content_type
        answer.held_reason = _(finding.reason) if finding.verdict == "held" else ""
    return answer


def _storage() -> Storage:
    return Answer._meta.get_field("file").storage


def _put_away(said: Said, names: list[str]) -> Said:
    """The answer with its file in the storage under a random name, which is noted in `names`."""
    if not said.sent:
        return said
    said.sent.file.seek(0)
    name = _storage().save(answer_path(Answer(), ""), said.sent.file)
    names.append(name)
    return replace(said, lies_at=name)
