"""Act nine: news for those who came, those who did not and those who spoke; a story becomes a case study."""

import uuid

from dissemination.followup import services as followup
from dissemination.followup.models import FollowUpItem
from dissemination.mailings import services as mailings
from dissemination.stories import services as stories
from dissemination.stories.models import CaseStudy, StoryLead
from dissemination.workspace.services.rehearsal.stage import Stage, on
from registrations.models import Registration

TITLE = "Two teams, one list"


def thank(stage: Stage) -> None:
    """The next working day: thanks with the slides so far, to each audience in its own version."""
    followup.lay_out_plan(stage.event, by=stage.organiser, at=on(1, 9))
    _issue(stage, FollowUpItem.Kind.THANKS, day=1)


def send_conclusions(stage: Stage) -> None:
    """Ten working days after: what was concluded, and where the words of one's own group went."""
    _issue(stage, FollowUpItem.Kind.OUTCOMES, day=14)


def offer_story(stage: Stage) -> None:
    """Somebody who was there offers a story; one of the team takes it up and writes it down with them."""
    came = Registration.objects.attended().filter(event=stage.event, organisation__isnull=False)
    teller = came.exclude(email="").order_by("pk")[0]
    told = stories.Told(
        name=teller.name,
        email=teller.email,
        organisation=teller.organisation.name if teller.organisation else "",
        what_happened="Two of our teams kept the same list twice. Now they keep one.",
        may_contact=True,
        publish_as=StoryLead.PublishAs.NAMED,
    )
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"rehearsal:{stage.seed}:story")
    lead = stories.offer_story(
        stage.event.project, told, form_key=key, origin="rehearsal", at=on(3, 19), event=stage.event
    )
    stage.deliver(on(3, 19))
    lead = stories.take_up(lead, by=stage.organiser, at=on(5, 14))
    study = stories.draft(lead, title=TITLE, by=stage.organiser, at=on(6, 14))
    study.what_was_done = "The teams sat together for a morning and agreed who writes what."
    study.result = "Nobody is asked the same question twice."
    stories.write(study, by=stage.organiser, at=on(6, 15))


def publish_story(stage: Stage) -> None:
    """The teller approves the text by their link, the organisation clears it, and readers read it."""
    study = CaseStudy.objects.get(event=stage.event)
    study.outcome = stage.event.outcomes.published().final().in_order().first()
    study.themes.set(stage.event.themes.all()[:1])
    study = stories.write(study, by=stage.organiser, at=on(10, 9))
    stories.ask_teller(study, by=stage.organiser, at=on(10, 10))
    stage.deliver(on(10, 10))
    stories.approve(study, version_hash=study.version_hash, at=on(10, 20))
    stories.clear(study, name="Head of communications", by=stage.organiser, at=on(11, 9))
    stories.publish(study, by=stage.organiser, at=on(11, 10))


def _issue(stage: Stage, kind: str, *, day: int) -> None:
    """Every item of this kind leaves after its ten minutes; pressing twice sends nothing twice."""
    for item in stage.event.follow_up.filter(kind=kind):
        followup.issue(item, by=stage.organiser, at=on(day, 10))
        followup.issue(item, by=stage.organiser, at=on(day, 10, 1))
        item.refresh_from_db()
        if mailings.waits(item.sending):
            mailings.approve(item.sending, by=stage.publisher, at=on(day, 10, 5))
    followup.carry_out(at=on(day, 10, 10))
    stage.deliver(on(day, 10, 20))
