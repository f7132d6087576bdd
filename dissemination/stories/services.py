"""What can be done with stories: offered, taken up, written, approved, cleared, published, withdrawn."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events.models import Event, Project
from dissemination.messaging.models import Message
from dissemination.stories import emails, policies
from dissemination.stories.models import CaseStudy, Clearance, StoryLead


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells in the form, with what may be done with it."""

    name: str
    email: str
    what_happened: str
    may_contact: bool
    publish_as: str
    organisation: str = ""


@transaction.atomic
def offer_story(
    project: Project,
    told: Told,
    *,
    form_key: uuid.UUID,
    origin: str,
    at: datetime,
    event: Event | None = None,
) -> StoryLead:
    """Keep a story that somebody offers, and tell them so. The same form twice is one story."""
    known = StoryLead.objects.filter(form_key=form_key).first()
    if known:
        return known
    policies.may_offer(told.email, origin, at=at).enforce()
    lead = StoryLead.objects.create(
        project=project,
        event=event,
        name=told.name,
        email=told.email,
        organisation=told.organisation,
        what_happened=told.what_happened,
        may_contact=told.may_contact,
        publish_as=told.publish_as,
        form_key=form_key,
        origin=origin,
        received_at=at,
    )
    emails.send_received(lead, at=at)
    return lead


def _step(lead: StoryLead, state: str, verb: str, *, by: User, at: datetime) -> StoryLead:
    lead.state = state
    lead.save(update_fields=("state", "helper"))
    record(verb, lead, by=by, at=at, event_id=lead.event_id)
    return lead


@transaction.atomic
def take_up(lead: StoryLead, *, by: User, at: datetime, helper: User | None = None) -> StoryLead:
    """Somebody of the team (the actor, unless another is named) talks with the teller."""
    lead = StoryLead.objects.select_for_update().get(pk=lead.pk)
    policies.may_take_up(lead, by=by).enforce()
    lead.helper = helper or by
    return _step(lead, StoryLead.State.IN_CONVERSATION, "took up a story", by=by, at=at)


@transaction.atomic
def decline(lead: StoryLead, *, by: User, at: datetime) -> StoryLead:
    """The story is not written up."""
    lead = StoryLead.objects.select_for_update().get(pk=lead.pk)
    policies.may_decline(lead, by=by).enforce()
    return _step(lead, StoryLead.State.DECLINED, "declined a story", by=by, at=at)


@transaction.atomic
def keep_notes(lead: StoryLead, *, by: User, at: datetime) -> StoryLead:
    """Keep who helps the teller, and the team's notes."""
    policies.may_write(lead.project, by=by).enforce()
    lead.save(update_fields=("helper", "notes"))
    record("noted on a story", lead, by=by, at=at, event_id=lead.event_id)
    return lead


@transaction.atomic
def draft(lead: StoryLead, *, title: str, by: User, at: datetime) -> CaseStudy:
    """Begin the case study with the teller's own words as its situation."""
    lead = StoryLead.objects.select_for_update().get(pk=lead.pk)
    policies.may_draft(lead, by=by).enforce()
    study = CaseStudy.objects.create(
        project=lead.project,
        event=lead.event,
        lead=lead,
        slug=_free_slug(title),
        title=title,
        situation=lead.what_happened,
        attribution=_attribution(lead),
        made_at=at,
    )
    _step(lead, StoryLead.State.DRAFT, "began a case study", by=by, at=at)
    return study


def _free_slug(title: str) -> str:
    wanted = slugify(title)[:60] or "story"
    return f"{wanted}-{uuid.uuid4().hex[:6]}" if CaseStudy.objects.filter(slug=wanted).exists() else wanted


def _attribution(lead: StoryLead) -> str:
    """What the teller agreed to show, and no more."""
    shown = {
        StoryLead.PublishAs.NAMED: ", ".join(filter(None, (lead.name, lead.organisation))),
        StoryLead.PublishAs.ORGANISATION: lead.organisation,
        StoryLead.PublishAs.ANONYMOUS: "",
    }
    return shown[StoryLead.PublishAs(lead.publish_as)] or _("The teller's name is known to us")


@transaction.atomic
def write(study: CaseStudy, *, by: User, at: datetime) -> CaseStudy:
    """Keep the text. What was approved or cleared before was another text: both are needed anew."""
    standing = CaseStudy.objects.select_for_update().get(pk=study.pk)
    for one in (standing, study):
        policies.may_write(one.project, by=by).enforce()
    if study.version_hash != standing.version_hash and not study.withdrawn_at:
        study.state = CaseStudy.State.DRAFT
    study.save()
    record("wrote a case study", study, by=by, at=at, event_id=study.event_id)
    return study


@transaction.atomic
def ask_teller(study: CaseStudy, *, by: User, at: datetime) -> CaseStudy:
    """Send the teller the link at which they read and approve the text; once for each text."""
    policies.may_ask_teller(study, by=by).enforce()
    emails.send_for_approval(study, at=at)
    record("asked the teller", study, by=by, at=at, event_id=study.event_id)
    return study


def asked_at(study: CaseStudy) -> datetime | None:
    """When the teller was asked about the text as it is now; None when they were not."""
    asked = Message.objects.filter(key=emails.approval_key(study)).first()
    return asked.dated_at if asked else None


@transaction.atomic
def approve(study: CaseStudy, *, version_hash: str, at: datetime) -> CaseStudy:
    """The teller agrees to the text with this hash. Pressing twice changes nothing."""
    study = CaseStudy.objects.select_for_update().select_related("lead").get(pk=study.pk)
    policies.may_approve_text(study, version_hash=version_hash).enforce()
    party = Clearance.Party.TELLER
    return _cleared(study, party, CaseStudy.State.APPROVED, name=study.lead.name, by=None, at=at)


@transaction.atomic
def clear(study: CaseStudy, *, name: str, by: User, at: datetime) -> CaseStudy:
    """Note who agreed for the teller's organisation to the text as it stands."""
    study = CaseStudy.objects.select_for_update().select_related("lead").get(pk=study.pk)
    policies.may_clear(study, by=by).enforce()
    record("noted a clearance", study, by=by, at=at, event_id=study.event_id)
    party = Clearance.Party.ORGANISATION
    return _cleared(study, party, CaseStudy.State.CLEARED, name=name, by=by, at=at)


def _cleared(
    study: CaseStudy, party: str, state: str, *, name: str, by: User | None, at: datetime
) -> CaseStudy:
    _row, is_new = Clearance.objects.get_or_create(
        case_study=study,
        party=party,
        version_hash=study.version_hash,
        defaults={"name": name, "noted_by": by, "given_at": at},
    )
    if is_new:
        study.state = state
        study.save(update_fields=("state",))
    return study


@transaction.atomic
def publish(study: CaseStudy, *, by: User, at: datetime) -> CaseStudy:
    """Readers see this text from now on; an edit later waits for new clearances while they still do."""
    study = CaseStudy.objects.select_for_update().select_related("lead", "project").get(pk=study.pk)
    policies.may_publish(study, by=by).enforce()
    study.state, study.shown = CaseStudy.State.PUBLISHED, study.words
    study.published_at, study.published_by = at, by
    study.save(update_fields=("state", "shown", "published_at", "published_by"))
    _step(study.lead, StoryLead.State.PUBLISHED, "published a case study", by=by, at=at)
    return study


@transaction.atomic
def withdraw(study: CaseStudy, *, reason: str, by: User, at: datetime) -> CaseStudy:
    """Take the story back: its address says so, with the reason, and nothing of it is shown."""
    study = CaseStudy.objects.select_for_update().get(pk=study.pk)
    policies.may_withdraw(study, by=by).enforce()
    study.state, study.withdrawn_at, study.withdrawn_reason = CaseStudy.State.WITHDRAWN, at, reason
    study.save(update_fields=("state", "withdrawn_at", "withdrawn_reason"))
    record("withdrew a case study", study, by=by, at=at, event_id=study.event_id)
    return study
