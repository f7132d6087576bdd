"""What a delegate had said before: kept at each change, so that an organiser can bring it back.

Kept are answers alone: no address, state, place or group; nothing about food, health or access, no file, and
no consent, which stands as it was last given.
"""

from datetime import datetime
from typing import Any

from dissemination.accounts.models import User
from dissemination.questionnaires.models import FormQuestion, Value
from registrations.models import EarlierAnswers, Registration
from registrations.services.details import Details

TOLD = ("name", "job_title", "organisation", "sector", "kind")


def remember(registration: Registration, before: Details, *, writer: User | None, at: datetime) -> None:
    """Keep what stands before it is written over; `writer` is the organiser, if one does it."""
    told: dict[str, Any] = {name: getattr(before, name) for name in TOLD}
    told["topics"] = [[number, list(chosen)] for number, chosen in before.topics]
    EarlierAnswers.objects.create(
        registration=registration,
        told=told,
        answers=_ordinary(registration),
        replaced_at=at,
        replaced_by=writer,
    )


def _ordinary(registration: Registration) -> dict[str, Value]:
    ordinary = registration.answers.filter(question__is_special_category=False)
    said = ordinary.exclude(question__kind=FormQuestion.Kind.FILE).values_list("question_id", "value")
    return {str(number): value for number, value in said}
