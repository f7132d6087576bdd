"""Earlier answers come back: answers alone, by the same verb that changes them, so that it can be undone."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.questionnaires.models import FormQuestion
from dissemination.questionnaires.services import Said
from registrations import policies
from registrations.models import EarlierAnswers, Registration
from registrations.services.details import details_of
from registrations.services.register import change
from registrations.services.remembering import TOLD


@transaction.atomic
def restore(earlier: EarlierAnswers, *, by: User, at: datetime) -> Registration:
    """What was said then stands again; the delegate is told. State, place, group and consents stay.

    An answer to a question that is asked no more stays as it is.
    """
    registration = earlier.registration
    policies.may_change(registration, at=at, by=by).enforce()
    topics = tuple((number, tuple(chosen)) for number, chosen in earlier.told["topics"])
    told = {name: earlier.told[name] for name in TOLD}
    details = replace(details_of(registration), topics=topics, **told)
    asked = registration.event.form_questions.standing().filter(is_special_category=False)
    said = [
        Said(question, earlier.answers.get(str(question.pk), ""))
        for question in asked.exclude(kind=FormQuestion.Kind.FILE)
    ]
    record("registrations.restore", registration, by=by, at=at, event_id=registration.event_id)
    return change(registration, details, said=said, by=by, at=at)
