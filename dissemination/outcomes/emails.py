"""The mails about commitments."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dissemination.messaging import outbox, texts
from dissemination.outcomes.links import commitment_link
from dissemination.outcomes.models import Commitment


@texts.in_its_language
def send_commitment(commitment: Commitment, *, at: datetime) -> None:
    """This is what was written down for you: confirm it, so that it counts."""
    due = _("By %(day)s") % {"day": date_format(commitment.due_on, "j F Y")} if commitment.due_on else ""
    letter = texts.render(
        "outcomes/commitment",
        {
            "name": commitment.owner_name or commitment.organisation.name,
            "event": commitment.event.title,
            "what": commitment.what,
            "due": due,
            "confirm": texts.Link(_("Read and confirm it"), commitment_link(commitment)),
        },
        event=commitment.event,
    )
    outbox.post(
        letter,
        key=f"commitment:{commitment.pk}",
        kind="commitment",
        to=outbox.Recipient(commitment.owner_email, commitment.owner_name),
        event=commitment.event,
        at=at,
    )
