"""Who may offer a story, and what has to be agreed before one is published."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events.models import Event, Project
from dissemination.events.policies import APPROVERS, STORY_WRITERS
from dissemination.stories.models import CaseStudy, Clearance, StoryLead

MOST_AN_HOUR = 5


def may_offer(email: str, origin: str, *, at: datetime) -> Verdict:
    """Anybody may offer a story; a flood from one address or computer waits."""
    lately = StoryLead.objects.sent_by(email, origin, since=at - timedelta(hours=1))
    if lately.count() >= MOST_AN_HOUR:
        return no(_("We have received several stories from you. Send the next one in an hour."))
    return YES


def may_write(project: Project, *, by: User) -> Verdict:
    """Work on the project's stories: the organisers of its events."""
    if Event.objects.for_roles(by, STORY_WRITERS).filter(project=project).exists():
        return YES
    return no(_("Only organisers of the project's events may work on its stories."))


def may_take_up(lead: StoryLead, *, by: User) -> Verdict:
    """Begin to talk with the teller."""
    if lead.state not in (StoryLead.State.LEAD, StoryLead.State.DECLINED):
        return no(_("Somebody is at work on this story already."))
    return may_write(lead.project, by=by)


def may_decline(lead: StoryLead, *, by: User) -> Verdict:
    """Leave a story unwritten."""
    if lead.state not in (StoryLead.State.LEAD, StoryLead.State.IN_CONVERSATION):
        return no(_("This story is written down already. Withdraw the case study instead."))
    return may_write(lead.project, by=by)


def may_draft(lead: StoryLead, *, by: User) -> Verdict:
    """Write a story up, after talking with the teller."""
    if lead.state != StoryLead.State.IN_CONVERSATION:
        return no(_("Take this story up first."))
    return may_write(lead.project, by=by)


def may_ask_teller(study: CaseStudy, *, by: User) -> Verdict:
    """Send the teller the text for approval."""
    if not study.lead.may_contact:
        return no(_("The teller does not want to be contacted, so this cannot be approved or published."))
    if not (study.situation and study.what_was_done and study.result):
        return no(_("Write the situation, what was done and the result first."))
    return may_write(study.project, by=by)


def may_approve_text(study: CaseStudy, *, version_hash: str) -> Verdict:
    """The teller approves the text that they have read, and no other."""
    if study.withdrawn_at:
        return no(_("This story has been withdrawn."))
    if study.version_hash != version_hash:
        return no(_("The text has changed since you opened this page. Read it once more, then approve it."))
    return YES


def has_cleared(study: CaseStudy, party: str) -> bool:
    """This party has agreed to the text exactly as it stands."""
    return study.clearances.of_text(study.version_hash).filter(party=party).exists()


def may_clear(study: CaseStudy, *, by: User) -> Verdict:
    """Note that the teller's organisation agrees: after the teller."""
    if not has_cleared(study, Clearance.Party.TELLER):
        return no(_("The teller approves this text first. Ask them."))
    return may_write(study.project, by=by)


def may_publish(study: CaseStudy, *, by: User) -> Verdict:
    """Teller and organisation have agreed to exactly this text, which names nobody who did not want it."""
    if study.withdrawn_at:
        return no(_("This story has been withdrawn."))
    for party, reason in (
        (Clearance.Party.TELLER, _("The teller approves this text first. Ask them.")),
        (Clearance.Party.ORGANISATION, _("The teller's organisation clears this text first.")),
    ):
        if not has_cleared(study, party):
            return no(reason)
    if not Event.objects.for_roles(by, APPROVERS).filter(project=study.project).exists():
        return no(_("Only organisers and publishers may publish. Ask one of them."))
    return _keeps_names(study)


def _keeps_names(study: CaseStudy) -> Verdict:
    lead, text = study.lead, "\n".join(study.words.values()).casefold()
    wanted = lead.publish_as
    hidden = [] if wanted == StoryLead.PublishAs.NAMED else [lead.name, lead.email]
    hidden += [lead.organisation] if wanted == StoryLead.PublishAs.ANONYMOUS else []
    for name in filter(None, hidden):
        if name.casefold() in text:
            return no(_("Take “%(name)s” out of the text: the teller did not agree to it.") % {"name": name})
    return YES


def may_withdraw(study: CaseStudy, *, by: User) -> Verdict:
    """Take a published story back, with a reason."""
    if not study.published_at or study.withdrawn_at:
        return no(_("Only a published story can be withdrawn."))
    if Event.objects.for_roles(by, APPROVERS).filter(project=study.project).exists():
        return YES
    return no(_("Only organisers and publishers may withdraw a story. Ask one of them."))
