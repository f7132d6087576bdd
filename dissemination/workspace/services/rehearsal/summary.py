"""What the rehearsal came to, in numbers."""

from collections import Counter
from typing import Any

from dissemination.capture.models import Point
from dissemination.messaging.models import Message
from dissemination.outcomes.models import Outcome
from dissemination.workspace.services.rehearsal.stage import Stage
from registrations.models import Registration
from sessions.models import Group

_State = Registration.State


def numbers(stage: Stage) -> dict[str, Any]:
    """The figures of the day. Who registered and who walked in, together, are everybody counted below them.

    `waiting`, `cancelled`, `attended` and `absent` are states at the end; walk-ins are among the attended.
    """
    rows = stage.event.registrations
    states = Counter(rows.order_by().values_list("state", flat=True))
    sent = Message.objects.filter(state=Message.State.SENT)
    return {
        "registered": rows.filter(walked_in=False).count(),
        "waiting": states[_State.WAITING],
        "cancelled": states[_State.CANCELLED],
        "attended": states[_State.ATTENDED],
        "absent": states[_State.ABSENT],
        "walk_ins": rows.filter(walked_in=True).count(),
        "morning": stage.morning,
        "groups": Group.objects.of_event(stage.event.pk).count(),
        "points": Point.objects.of_event(stage.event.pk).count(),
        "conclusions": Outcome.objects.filter(event=stage.event).published().count(),
        "messages": dict(sorted(Counter(sent.order_by().values_list("kind", flat=True)).items())),
    }
