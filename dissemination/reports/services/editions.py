"""What can be done with a report: start an edition, write it, publish it."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record as note
from dissemination.events.models import Event
from dissemination.events.services import mark_reported
from dissemination.reports import policies, record
from dissemination.reports.models import ReportEdition


@transaction.atomic
def start_edition(event: Event, *, by: User, at: datetime) -> ReportEdition:
    """The edition to write in: the one that is being written, else a new one with the last one's words."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    policies.may_start(event, by=by).enforce()
    draft = event.report_editions.drafts().first()
    if draft:
        return draft
    last = event.report_editions.order_by("-number").first()
    edition = ReportEdition.objects.create(
        event=event,
        number=last.number + 1 if last else 1,
        title=last.title if last else event.title,
        introduction=last.introduction if last else "",
        closing=last.closing if last else "",
        next_steps=last.next_steps if last else "",
        dated_on=event.local(at).date(),
        started_at=at,
    )
    note("started a report edition", edition, by=by, at=at, event_id=event.pk)
    return edition


@transaction.atomic
def write(edition: ReportEdition, *, by: User, at: datetime) -> ReportEdition:
    """Keep the author's words (title, date, introduction, next steps, closing, what changed)."""
    standing = ReportEdition.objects.select_for_update().get(pk=edition.pk)
    policies.may_write(standing, by=by).enforce()
    words = ("title", "dated_on", "introduction", "next_steps", "closing", "what_changed")
    edition.save(update_fields=words)
    note("wrote the report", edition, by=by, at=at, event_id=edition.event_id)
    return edition


@transaction.atomic
def publish(edition: ReportEdition, *, by: User, at: datetime) -> ReportEdition:
    """Everybody can read the edition. Its numbers are frozen; the event counts as reported."""
    edition = ReportEdition.objects.select_for_update().select_related("event__project").get(pk=edition.pk)
    policies.may_publish(edition, by=by, at=at).enforce()
    edition.frozen = record.gather(edition.event)
    edition.state, edition.published_at, edition.published_by = ReportEdition.State.PUBLISHED, at, by
    edition.save(update_fields=("frozen", "state", "published_at", "published_by"))
    note("published a report edition", edition, by=by, at=at, event_id=edition.event_id)
    if edition.event.state == Event.State.HELD:
        mark_reported(edition.event, by=by, at=at)
    return edition


def content_of(edition: ReportEdition) -> record.Content:
    """What stands beside the author's words: as frozen once published, as it is now before."""
    return record.still_shown(edition.frozen) if edition.is_published else record.gather(edition.event)
