"""Everything that somebody does by name: each verb with `by`, who may do it, and one time that it is done.

A verb is called on the filled event (tests/trust/world.py), after what it needs has been put right.
"""

import io
import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.core.files.base import ContentFile
from PIL import Image

from dissemination.accounts import services as accounts
from dissemination.accounts.models import User
from dissemination.capture import services as capture
from dissemination.capture.models import GroupSheet, Point
from dissemination.catering import services as catering
from dissemination.changes import services as changes
from dissemination.changes.models import StillComing
from dissemination.delegates import services as delegates
from dissemination.desk import services as desk
from dissemination.events import services as events
from dissemination.events.models import Organisation, Photograph
from dissemination.followup import services as followup
from dissemination.groups import services as groups
from dissemination.groups.models import Draft
from dissemination.guests import services as guests
from dissemination.mailings import services as mailings
from dissemination.mailings.models import Mailing, QuietTime
from dissemination.messaging import services as messaging
from dissemination.messaging.models import Addressee, Message
from dissemination.outcomes import services as outcomes
from dissemination.outcomes.models import Commitment, Outcome, OutcomeSource, Theme
from dissemination.questionnaires import services as questionnaires
from dissemination.questionnaires.models import FormQuestion
from dissemination.reports import services as reports
from dissemination.reports.models import ReportEdition
from dissemination.stories import services as stories
from dissemination.stories.models import CaseStudy, StoryLead
from dissemination.workspace.services import clone
from registrations import services as registrations
from registrations.models import Allotment, GroupPlace, KeepRule, Need, Registration
from sessions import services as programme
from sessions.models import Group, Question, Session
from speakers import services as speakers
from speakers.models import Appearance, Material, Speaker
from tests.factories import (
    make_appearance,
    make_form_question,
    make_registration,
    make_speaker,
    make_workshop,
)
from tests.speakers.conftest import AGREED, a_file
from tests.trust.world import AFTER, BEFORE, ON_THE_DAY

TEAM = ("organiser", "publisher", "analyst", "desk", "welfare")
OUTSIDERS = ("organiser elsewhere", "delegate")
ORGANISER = ("organiser",)
APPROVERS = ("organiser", "publisher")
THEME_WRITERS = ("organiser", "analyst")
DESK = ("organiser", "desk")
ANY_ORGANISER = ("organiser", "organiser elsewhere")
EVERYBODY_HERE = (*TEAM, "organiser elsewhere")

READS_ONLY = {groups.repair_offers}


@dataclass(frozen=True)
class Verb:
    """`ready` puts rows right and gives them; `act` does the verb on them; `lines` of audit are left."""

    may: tuple
    ready: object
    act: object
    at: object = AFTER
    lines: int = 1


def row(model, **values):
    """The first row of the kind in the filled event, put right: `ready` of a verb on one row."""

    def ready(world):
        found = model.objects.order_by("pk").first()
        model.objects.filter(pk=found.pk).update(**values)
        return model.objects.get(pk=found.pk)

    return ready


def event(**values):
    return lambda world: _put(world.event, **values)


def _put(found, **values):
    type(found).objects.filter(pk=found.pk).update(**values)
    return type(found).objects.get(pk=found.pk)


def draft_edition(world):
    return _put(ReportEdition.objects.get(state="draft"), introduction="So.", what_changed="A name.")


def _outcome(stage="final"):
    def ready(world):
        made = Outcome.objects.create(event=world.event, statement="More", stage=stage, made_at=AFTER)
        OutcomeSource.objects.create(outcome=made, note="Heard")
        return made

    return ready


def _placed(world):
    return Point.objects.filter(state="placed").first(), Theme.objects.get()


def _other_theme(world):
    return Point.objects.filter(state="placed").first(), Theme.objects.create(event=world.event, title="B")


def _two_organisations(world):
    return world.place.organisation, Organisation.objects.create(name="Harbour Housing Group")


def _study(**values):
    return lambda world: _put(CaseStudy.objects.get(), **values)


def _withdrawable(world):
    world.event.registrations.all().delete()
    return _put(world.event, state="published")


def _without_plan(world):
    world.event.follow_up.all().delete()
    return world.event


def _late(world):
    return make_appearance(Session.objects.first(), slides_due_at=BEFORE - timedelta(days=1))


def _late_of(world):
    return _late(world).event


def _and_a_speaker(world):
    return _put(world.talk, invited_at=None), make_speaker(world.event.project)


def _seat(world):
    place = GroupPlace.objects.first()
    return place.registration, place.session.groups.exclude(pk=place.group_id).get()


def _two_people(world):
    first = row(Registration, state="confirmed")(world)
    return first, make_registration(first.event)


def _moved(world):
    groups.move(*_seat(world), by=None, at=BEFORE)
    return world.event


def _draft(world):
    Draft.objects.all().delete()
    draft = groups.ask_for_draft(world.event, how="make", by=None, at=BEFORE)
    return groups.work_on(draft, at=BEFORE, steps=5).event


def _no_draft(world):
    Draft.objects.all().delete()
    return world.event


def _reseated(world):
    """Somebody who is here and does not know yet that they sit elsewhere."""
    place = GroupPlace.objects.first()
    GroupPlace.objects.filter(pk=place.pk).update(told_group=place.group, is_to_tell=True)
    return _put(place.registration, state="attended", checked_in_at=ON_THE_DAY)


def _without_a_seat(world):
    """Somebody who is here and has lost their seats, where groups have been told."""
    place = GroupPlace.objects.first()
    GroupPlace.objects.filter(registration=place.registration).delete()
    _put(world.event, groups_told_at=BEFORE)
    return _put(place.registration, state="attended", checked_in_at=ON_THE_DAY)


def _unlike(world):
    """A later workshop, whose table does not offer what the one of its name does in the first."""
    first = world.event.sessions.workshops().first()
    first.groups.update(features=["quiet"])
    later = make_workshop(world.event, title="Later", starts_at=first.ends_at)
    Group.objects.create(session=later, name=first.groups.first().name)
    return later


def _photograph(world):
    picture = ContentFile(_picture(), name="room.jpg")
    return Photograph.objects.create(event=world.event, image=picture, caption="Room", alt_text="Room")


def _to_hold(world):
    values = {"places": 1, "contact_email": "a@x.org", "returns_at": world.event.starts_at}
    return Allotment(event=world.event, organisation=world.place.organisation, **values)


def _held(world):
    held = _to_hold(world)
    held.save()
    return held


def _earlier(world):
    told = {"name": "B", "job_title": "", "organisation": "", "sector": "local", "kind": "key", "topics": []}
    return world.place.earlier_answers.create(told=told, answers={}, replaced_at=BEFORE)


def _incoming(world):
    return world.event.incoming_lists.get()


def _asking_more(world):
    make_form_question(world.event, is_later=True)
    make_registration(world.event)
    return world.event


def _two(world):
    return world.event.registrations.live()[:2]


def _pair(world):
    one, other = _two(world)
    return KeepRule.objects.create(event=world.event, kind="apart", one=one, other=other)


def _guest(world):
    return world.event.guests.create(name="Gale", email="gale@x.org", invited_at=BEFORE - timedelta(days=2))


def _asked(world):
    """The event, after somebody with a place was asked whether they still come."""
    placed = world.event.registrations.holding_a_place().first()
    StillComing.objects.create(registration=placed, asked_at=BEFORE - timedelta(days=2))
    return world.event


def _proposing(world):
    said = {"entry_key": "made", "uid": "made", "digest": "d", "proposal": "At noon?"}
    return world.event.invitations.create(**said)


def _listed(world):
    return world.event.guests.create(name="Gale", email="gale@x.org").event


def _stopped(world):
    message = world.event.messages.first()
    return Addressee.objects.create(email=message.to_email, unreachable_at=BEFORE)


def _worded(world):
    return world.event.wordings.get()


def _waiting(world):
    return Registration.objects.waiting().get()


def _workshop(world):
    return Session.objects.get(kind="workshop")


def _details(**values):
    return registrations.Details(**{"name": "Ann", "email": "ann@example.org"} | values)


def _picture():
    kept = io.BytesIO()
    Image.new("RGB", (20, 20)).save(kept, "JPEG")
    return kept.getvalue()


def _plan(world):
    return events.Plan("B", AFTER, AFTER + timedelta(hours=1), "UTC", "b@x.org", project=world.event.project)


def _unsent(world):
    return world.event.follow_up.filter(mailing=None).first()


VERBS = {
    accounts.save_user: Verb((), lambda w: User(email="b@x.org"), accounts.save_user),
    accounts.bring_in: Verb(EVERYBODY_HERE, lambda w: "b@x.org", accounts.bring_in),
    capture.day_pack: Verb(ORGANISER, event(), capture.day_pack),
    capture.paper: Verb(ORGANISER, event(), lambda e, **who: capture.paper(e, kind="door-list", **who)),
    capture.paste_lines: Verb(
        ORGANISER,
        row(GroupSheet),
        lambda s, **who: capture.paste_lines(s, question=Question.objects.first(), lines=["A"], **who),
    ),
    capture.set_aside: Verb(
        ORGANISER, row(Point, state="captured"), lambda p, **who: capture.set_aside(p, reason="Twice", **who)
    ),
    capture.take_back: Verb(
        ORGANISER, row(Point, state="set_aside", set_aside_reason="Twice"), capture.take_back
    ),
    capture.set_rule: Verb(
        ORGANISER, _workshop, lambda s, **who: capture.set_rule(s, attribution="anonymous", **who)
    ),
    capture.close: Verb(ORGANISER, row(GroupSheet, state="submitted"), capture.close),
    capture.reopen: Verb(ORGANISER, row(GroupSheet, state="closed"), capture.reopen),
    capture.add_photograph: Verb(
        ORGANISER,
        row(GroupSheet),
        lambda s, **who: capture.add_photograph(s, picture=_picture(), sentence="So", **who),
    ),
    catering.send: Verb(ORGANISER, event(), lambda e, **who: catering.send(e, team=2, **who), at=BEFORE),
    catering.read_own_words: Verb(("organiser", "welfare"), event(), catering.read_own_words),
    catering.read_allergies: Verb(("welfare",), event(), catering.read_allergies),
    changes.publish_changes: Verb(ORGANISER, event(), changes.publish_changes, at=BEFORE),
    changes.cancel_event: Verb(
        ORGANISER, event(), lambda e, **who: changes.cancel_event(e, reason="Snow", **who), at=BEFORE
    ),
    changes.postpone_event: Verb(
        ORGANISER, event(), lambda e, **who: changes.postpone_event(e, reason="Snow", **who), at=BEFORE
    ),
    changes.move_event: Verb(
        ORGANISER,
        event(),
        lambda e, **who: changes.move_event(e, starts_at=AFTER, **who),
        at=BEFORE,
        lines=2,
    ),
    changes.ask_again: Verb(ORGANISER, _asked, changes.ask_again, at=BEFORE),
    delegates.receive: Verb(
        ORGANISER,
        event(),
        lambda e, **who: delegates.receive(e, name="a.csv", content=b"Name\nAnn", **who),
        at=BEFORE,
    ),
    delegates.name_columns: Verb(
        ORGANISER, _incoming, lambda one, **who: delegates.name_columns(one, ["name"], **who), at=BEFORE
    ),
    delegates.bring_in: Verb(
        ORGANISER,
        _incoming,
        lambda one, **who: delegates.bring_in(
            one, [delegates.Row(2, {"name": "Ann"})], is_whole=True, is_told=True, **who
        ),
        at=BEFORE,
        lines=2,
    ),
    delegates.forget: Verb(ORGANISER, _incoming, delegates.forget, at=BEFORE),
    delegates.export: Verb(
        ORGANISER, event(), lambda e, **who: delegates.export(e, e.registrations.all(), kind="csv", **who)
    ),
    delegates.export_attendees: Verb(
        ORGANISER,
        event(),
        lambda e, **who: delegates.export_attendees(e, audience="public", kind="csv", **who),
    ),
    events.save_organisation: Verb(ANY_ORGANISER, row(Organisation), events.save_organisation),
    events.save_venue: Verb(ORGANISER, lambda w: w.event.venue, events.save_venue),
    events.merge: Verb(
        ORGANISER, _two_organisations, lambda two, **who: events.merge(two[0], into=two[1], **who)
    ),
    events.publish: Verb(APPROVERS, event(state="draft"), events.publish),
    events.withdraw: Verb(APPROVERS, _withdrawable, events.withdraw),
    events.open_registration: Verb(ORGANISER, event(state="closed"), events.open_registration, at=BEFORE),
    events.close_registration: Verb(ORGANISER, event(), events.close_registration),
    events.mark_held: Verb(ORGANISER, event(), events.mark_held),
    events.mark_reported: Verb(APPROVERS, event(state="held"), events.mark_reported),
    events.start_event: Verb(ORGANISER, _plan, events.start_event),
    events.save_event: Verb(ORGANISER, event(), events.save_event),
    events.save_project: Verb(ORGANISER, lambda w: w.event.project, events.save_project),
    events.add_member: Verb(
        ORGANISER,
        event(),
        lambda e, **who: events.add_member(e, email="b@x.org", role="desk", **who),
        lines=2,
    ),
    events.remove_member: Verb(ORGANISER, lambda w: w.event.team.get(role="desk"), events.remove_member),
    followup.lay_out_plan: Verb(ORGANISER, _without_plan, followup.lay_out_plan, lines=7),
    followup.keep: Verb(ORGANISER, _unsent, followup.keep),
    followup.issue: Verb(
        ORGANISER,
        lambda w: _put(w.event.follow_up.get(audience="speakers", kind="outcomes")),
        followup.issue,
    ),
    followup.send_test: Verb(ORGANISER, _unsent, followup.send_test),
    outcomes.offer: Verb(
        ORGANISER,
        event(),
        lambda e, **who: outcomes.offer(
            e, organisation=Organisation.objects.first(), what="Share", client_id=uuid.uuid4(), **who
        ),
    ),
    outcomes.amend: Verb(ORGANISER, row(Commitment), outcomes.amend),
    outcomes.confirm: Verb(ORGANISER, row(Commitment, confirmed_at=None, state="offered"), outcomes.confirm),
    outcomes.tell: Verb(
        THEME_WRITERS, row(Commitment), lambda c, **who: outcomes.tell(c, state="done", **who)
    ),
    outcomes.publish_early: Verb(APPROVERS, lambda w: _outcome("early")(w).event, outcomes.publish_early),
    outcomes.publish_final: Verb(APPROVERS, lambda w: _outcome()(w).event, outcomes.publish_final),
    outcomes.withdraw: Verb(
        APPROVERS, row(Outcome), lambda o, **who: outcomes.withdraw(o, reason="So", **who)
    ),
    outcomes.make_theme: Verb(
        THEME_WRITERS, event(), lambda e, **who: outcomes.make_theme(e, title="B", **who)
    ),
    outcomes.keep_theme: Verb(THEME_WRITERS, row(Theme), outcomes.keep_theme),
    outcomes.place: Verb(THEME_WRITERS, _other_theme, lambda two, **who: outcomes.place(*two, **who)),
    outcomes.unplace: Verb(THEME_WRITERS, _placed, lambda two, **who: outcomes.unplace(*two, **who)),
    outcomes.conclude: Verb(
        THEME_WRITERS, event(), lambda e, **who: outcomes.conclude(e, statement="So", note="Heard", **who)
    ),
    outcomes.support: Verb(THEME_WRITERS, _outcome(), lambda o, **who: outcomes.support(o, note="B", **who)),
    outcomes.reword: Verb(
        THEME_WRITERS, _outcome(), lambda o, **who: outcomes.reword(o, statement="B", **who)
    ),
    outcomes.keep: Verb(THEME_WRITERS, _outcome(), outcomes.keep),
    outcomes.detail: Verb(THEME_WRITERS, _outcome(), lambda o, **who: outcomes.detail(o, text="B", **who)),
    outcomes.agree: Verb(THEME_WRITERS, _outcome(), outcomes.agree),
    reports.start_edition: Verb(
        ORGANISER,
        lambda w: draft_edition(w).delete() and w.event,
        reports.start_edition,
    ),
    reports.write: Verb(ORGANISER, draft_edition, reports.write),
    reports.publish: Verb(
        APPROVERS,
        lambda w: _put(w.event, state="held") and draft_edition(w),
        reports.publish,
        lines=2,
    ),
    stories.take_up: Verb(ORGANISER, row(StoryLead, state="lead"), stories.take_up),
    stories.decline: Verb(ORGANISER, row(StoryLead, state="lead"), stories.decline),
    stories.keep_notes: Verb(ORGANISER, row(StoryLead), stories.keep_notes),
    stories.draft: Verb(
        ORGANISER,
        row(StoryLead, state="in_conversation"),
        lambda one, **who: stories.draft(one, title="B", **who),
    ),
    stories.write: Verb(ORGANISER, _study(), stories.write),
    stories.ask_teller: Verb(ORGANISER, _study(), stories.ask_teller),
    stories.clear: Verb(ORGANISER, _study(), lambda one, **who: stories.clear(one, name="Chris", **who)),
    stories.publish: Verb(APPROVERS, _study(), stories.publish),
    stories.withdraw: Verb(APPROVERS, _study(), lambda one, **who: stories.withdraw(one, reason="So", **who)),
    clone.clone_event: Verb(
        ORGANISER,
        event(),
        lambda e, **who: clone.clone_event(e, starts_on=date(2027, 3, 11), title="B", **who),
    ),
    desk.check_in: Verb(DESK, row(Registration, state="confirmed"), desk.check_in, at=ON_THE_DAY),
    desk.undo_check_in: Verb(
        DESK, row(Registration, state="attended", checked_in_at=ON_THE_DAY), desk.undo_check_in
    ),
    desk.tell_tables: Verb(DESK, _reseated, desk.tell_tables),
    desk.walk_in: Verb(DESK, event(), lambda e, **who: desk.walk_in(e, _details(), **who), at=ON_THE_DAY),
    desk.close_desk: Verb(DESK, event(), desk.close_desk),
    registrations.sit_with: Verb(
        ORGANISER, _two_people, lambda two, **who: registrations.sit_with(*two, **who), at=BEFORE
    ),
    registrations.save_need: Verb(ORGANISER, row(Need), registrations.save_need),
    groups.allocate: Verb(
        ORGANISER, event(), lambda e, **who: groups.allocate(e, steps=10, **who), at=BEFORE
    ),
    groups.seat_now: Verb(DESK, _without_a_seat, groups.seat_now, at=ON_THE_DAY),
    groups.move: Verb(ORGANISER, _seat, lambda two, **who: groups.move(*two, **who), at=BEFORE),
    groups.pin: Verb(ORGANISER, row(GroupPlace), groups.pin, at=BEFORE),
    groups.unpin: Verb(ORGANISER, row(GroupPlace), groups.unpin, at=BEFORE),
    groups.set_up_table: Verb(
        ORGANISER,
        row(Group),
        lambda table, **who: groups.set_up_table(table, features=["quiet"], facilitator="", scribe="", **who),
        at=BEFORE,
    ),
    groups.offer_alike: Verb(ORGANISER, _unlike, groups.offer_alike, at=BEFORE),
    groups.undo: Verb(ORGANISER, _moved, groups.undo, at=BEFORE),
    groups.ask_for_draft: Verb(
        ORGANISER, _no_draft, lambda e, **who: groups.ask_for_draft(e, how="make", **who), at=BEFORE
    ),
    groups.use_draft: Verb(ORGANISER, _draft, groups.use_draft, at=BEFORE),
    groups.stop_draft: Verb(ORGANISER, _draft, groups.stop_draft, at=BEFORE),
    groups.drop_draft: Verb(ORGANISER, _draft, groups.drop_draft, at=BEFORE),
    groups.publish_groups: Verb(ORGANISER, event(), groups.publish_groups, at=BEFORE),
    desk.print_badges: Verb(ORGANISER, event(), desk.print_badges),
    desk.print_paper: Verb(
        ORGANISER, event(), lambda e, **who: desk.print_paper(e, kind="plan", doors={}, **who)
    ),
    desk.print_day_pack: Verb(ORGANISER, event(), lambda e, **who: desk.print_day_pack(e, doors={}, **who)),
    registrations.register: Verb(
        ORGANISER,
        event(),
        lambda e, **who: registrations.register(e, _details(), form_key=uuid.uuid4(), **who),
        at=BEFORE,
    ),
    registrations.change: Verb(
        ORGANISER,
        row(Registration),
        lambda one, **who: registrations.change(one, _details(email=one.email), **who),
        at=BEFORE,
    ),
    registrations.restore: Verb(ORGANISER, _earlier, registrations.restore, at=BEFORE, lines=2),
    registrations.cancel: Verb(ORGANISER, row(Registration), registrations.cancel, at=BEFORE),
    groups.repair_offers: Verb(
        ORGANISER, event(), lambda e, **who: groups.repair_offers(e, steps=10, **who), at=BEFORE
    ),
    groups.repair: Verb(
        ORGANISER, event(), lambda e, **who: groups.repair(e, how="fewest", steps=10, **who), at=BEFORE
    ),
    registrations.promote: Verb(
        ORGANISER, _waiting, lambda one, **who: registrations.promote(one, reason="So", **who), at=BEFORE
    ),
    registrations.approve: Verb(
        ORGANISER, row(Registration, state="pending"), registrations.approve, at=BEFORE
    ),
    registrations.decline: Verb(
        ORGANISER,
        row(Registration, state="pending"),
        lambda one, **who: registrations.decline(one, reason="Full", **who),
        at=BEFORE,
    ),
    registrations.hold: Verb(ORGANISER, _to_hold, registrations.hold, at=BEFORE),
    registrations.amend: Verb(ORGANISER, _held, registrations.amend, at=BEFORE),
    registrations.give_back_unused: Verb(ORGANISER, _held, registrations.give_back_unused, at=BEFORE),
    registrations.ask_more: Verb(ORGANISER, _asking_more, registrations.ask_more, at=BEFORE),
    groups.keep: Verb(ORGANISER, _two, lambda two, **who: groups.keep(*two, kind="apart", **who), at=BEFORE),
    groups.let_go: Verb(ORGANISER, _pair, groups.let_go, at=BEFORE),
    guests.add: Verb(
        ORGANISER, event(), lambda e, **who: guests.add(e, guests.Named("A", "a@x.org"), **who), at=BEFORE
    ),
    guests.add_many: Verb(
        ORGANISER,
        event(),
        lambda e, **who: guests.add_many(e, [guests.Named("A", "a@x.org")], **who),
        at=BEFORE,
    ),
    guests.add_list: Verb(
        ORGANISER,
        event(),
        lambda e, **who: guests.add_list(
            e, [guests.Line(2, guests.Named("A", "a@x.org"))], is_whole=True, **who
        ),
        at=BEFORE,
    ),
    guests.take_off: Verb(ORGANISER, _guest, guests.take_off, at=BEFORE),
    guests.want: Verb(ORGANISER, event(), lambda e, **who: guests.want(e, ["ICO"], **who), at=BEFORE),
    guests.unwant: Verb(
        ORGANISER,
        event(),
        lambda e, **who: guests.unwant(e, e.registrations.first().organisation, **who),
        at=BEFORE,
    ),
    guests.save_the_date: Verb(ORGANISER, _listed, guests.save_the_date, at=BEFORE),
    guests.invite: Verb(ORGANISER, _listed, guests.invite, at=BEFORE),
    guests.chase: Verb(ORGANISER, lambda w: _guest(w).event, guests.chase, at=BEFORE),
    guests.invite_again: Verb(ORGANISER, _guest, guests.invite_again, at=BEFORE),
    questionnaires.save: Verb(ORGANISER, row(FormQuestion), questionnaires.save),
    questionnaires.move: Verb(
        ORGANISER, row(FormQuestion), lambda one, **who: questionnaires.move(one, steps=1, **who)
    ),
    questionnaires.retire: Verb(ORGANISER, row(FormQuestion), questionnaires.retire),
    questionnaires.bring_back: Verb(
        ORGANISER, row(FormQuestion, retired_at=BEFORE), questionnaires.bring_back
    ),
    messaging.send_again: Verb(
        ORGANISER, row(Message, state="failed", is_secret=False), messaging.send_again
    ),
    messaging.settle: Verb(ORGANISER, _proposing, messaging.settle),
    messaging.lift_stop: Verb(ORGANISER, _stopped, messaging.lift_stop),
    mailings.keep: Verb(ORGANISER, row(Mailing), mailings.keep),
    mailings.plan: Verb(
        ORGANISER, row(Mailing, timing="at", sends_at=AFTER + timedelta(days=1)), mailings.plan
    ),
    mailings.send_anew: Verb(
        ORGANISER,
        row(Mailing, state="sent", timing="before", days_before=7, hour=time(9), for_start=BEFORE),
        mailings.send_anew,
    ),
    mailings.stop: Verb(ORGANISER, row(Mailing, state="planned"), mailings.stop),
    mailings.pause: Verb(ORGANISER, row(Mailing, state="sending"), mailings.pause),
    mailings.resume: Verb(ORGANISER, row(Mailing, state="paused", paused_at=AFTER), mailings.resume),
    mailings.approve: Verb(("publisher",), row(Mailing, state="planned"), mailings.approve),
    mailings.send_back: Verb(
        ("publisher",),
        row(Mailing, state="planned"),
        lambda m, **who: mailings.send_back(m, because="Which pen?", **who),
    ),
    mailings.send_test: Verb(ORGANISER, row(Mailing), mailings.send_test),
    mailings.write_for_one: Verb(
        ORGANISER,
        row(Mailing),
        lambda m, **who: mailings.write_for_one(m, "person-1", body="", is_left_out=True, **who),
    ),
    mailings.keep_quiet: Verb(ORGANISER, row(QuietTime), mailings.keep_quiet),
    mailings.end_quiet: Verb(ORGANISER, row(QuietTime), mailings.end_quiet),
    messaging.write_words: Verb(
        ORGANISER,
        event(),
        lambda e, **who: messaging.write_words("changes/changed", e, subject="S", body="{changes}", **who),
    ),
    messaging.use_version: Verb(ORGANISER, _worded, messaging.use_version),
    messaging.restore_standard: Verb(
        ORGANISER, _worded, lambda one, **who: messaging.restore_standard(one.name, one.event, **who)
    ),
    events.keep_photograph: Verb(ORGANISER, _photograph, events.keep_photograph),
    events.remove_photograph: Verb(ORGANISER, _photograph, events.remove_photograph),
    programme.change_programme: Verb(
        ORGANISER,
        _workshop,
        lambda s, **who: programme.change_programme(s.event, saved=[s], removed=[], **who),
    ),
    programme.set_perspectives: Verb(
        ORGANISER, row(Question), lambda q, **who: programme.set_perspectives(q, ["Provider"], **who)
    ),
    programme.lay_tables: Verb(
        ORGANISER,
        _workshop,
        lambda s, **who: programme.lay_tables(s, count=1, min_size=0, max_size=9, **who),
    ),
    speakers.invite: Verb(ORGANISER, row(Appearance, invited_at=None), speakers.invite, at=BEFORE),
    speakers.replace: Verb(
        ORGANISER,
        _and_a_speaker,
        lambda two, **who: speakers.replace(two[0], speaker=two[1], **who),
        at=BEFORE,
        lines=2,
    ),
    speakers.take_off: Verb(
        ORGANISER,
        row(Appearance),
        lambda one, **who: speakers.take_off(one, reason="Ill.", **who),
        at=BEFORE,
    ),
    speakers.remind: Verb(ORGANISER, _late, speakers.remind, at=BEFORE),
    speakers.remind_late: Verb(ORGANISER, _late_of, speakers.remind_late, at=BEFORE),
    speakers.upload: Verb(
        ORGANISER, row(Appearance), lambda one, **who: speakers.upload(one, a_file(), **who)
    ),
    speakers.set_terms: Verb(
        ORGANISER, row(Material), lambda one, **who: speakers.set_terms(one, AGREED, **who)
    ),
    speakers.agree: Verb(ORGANISER, row(Material), speakers.agree),
    speakers.save_material: Verb(ORGANISER, row(Material), speakers.save_material),
    speakers.check: Verb(ORGANISER, row(Material, state="received"), speakers.check),
    speakers.release: Verb(APPROVERS, row(Material, state="checked"), speakers.release),
    speakers.withdraw: Verb(APPROVERS, row(Material), speakers.withdraw),
    speakers.describe: Verb(
        ORGANISER, row(Speaker), lambda one, **who: speakers.describe(one, bio="Knows more.", **who)
    ),
    speakers.save_speaker: Verb(ORGANISER, row(Speaker), speakers.save_speaker),
    speakers.save_appearance: Verb(ORGANISER, row(Appearance), speakers.save_appearance),
}
