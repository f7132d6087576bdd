"""The mails to somebody who tells a story."""

from datetime import datetime

from django.utils.translation import gettext as _

from dissemination.messaging import outbox, texts
from dissemination.stories.links import teller_link
from dissemination.stories.models import CaseStudy, StoryLead


@texts.in_its_language
def send_received(lead: StoryLead, *, at: datetime) -> None:
    """Your story has arrived; what happens next, and what you agreed to."""
    values: dict[str, texts.Value] = {
        "name": lead.name,
        "project": lead.project.title,
        "consent": str(lead.get_publish_as_display()),
        "next": _("Somebody of the team will write to you.")
        if lead.may_contact
        else _("You do not want to be contacted, so we read it and publish nothing of it."),
    }
    _post("received", lead, values, key=f"story-received:{lead.pk}", at=at)


@texts.in_its_language
def send_for_approval(study: CaseStudy, *, at: datetime) -> None:
    """Read what we have written, and approve it if it is right. Once for each text."""
    values: dict[str, texts.Value] = {
        "name": study.lead.name,
        "title": study.title,
        "project": study.project.title,
        "link": texts.Link(_("Read and approve it"), teller_link(study.lead)),
    }
    _post("approve", study.lead, values, key=approval_key(study), at=at)


def approval_key(study: CaseStudy) -> str:
    """The key of the mail that asks the teller about this text."""
    return f"story-approve:{study.pk}:{study.version_hash[:16]}"


def _post(name: str, lead: StoryLead, values: dict[str, texts.Value], *, key: str, at: datetime) -> None:
    outbox.post(
        texts.render(f"stories/{name}", values, event=lead.event),
        key=key,
        kind=f"story {name}",
        to=outbox.Recipient(lead.email, lead.name),
        event=lead.event,
        at=at,
    )
