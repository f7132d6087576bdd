"""What an organiser can press on the pages of groups; each press is answered in words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dissemination.accounts.models import User
from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.groups import services
from dissemination.groups.forms import KeepForm, LetGoForm, MoveForm, PinForm, SeenForm, TableForm, TablesForm
from dissemination.groups.services.problem import Room
from registrations.models import KeepRule
from sessions.models import Session
from sessions.services import lay_tables

SECONDS = 0.6  # how long the engine looks while the organiser waits
SMALL = 700  # seats to be found; a larger event's groups are made by the worker


class Told(NamedTuple):
    """How a press went, in words; and the room as it is now, where that is known already."""

    words: str
    room: Room | None = None
    is_done: bool = True


Verb = Callable[[HttpRequest, Any, User, datetime], Told]


def do(request: HttpRequest, verbs: dict[str, Verb], thing: Event | Session) -> Told:
    """Do what was pressed."""
    verb = next((verbs[name] for name in verbs if name in request.POST), None)
    if verb is None:
        return Told(_("Press one of the buttons."), is_done=False)
    try:
        return verb(request, thing, signed_in(request.user), timezone.now())
    except Refused as refused:
        return Told(str(refused.reason), is_done=False)


def say(request: HttpRequest, told: Told) -> None:
    """The words, on the page that comes next."""
    messages.add_message(request, messages.SUCCESS if told.is_done else messages.ERROR, told.words)


def make(request: HttpRequest, event: Event, by: User, at: datetime) -> Told:
    """Groups for the first time, while the organiser waits."""
    plan = services.allocate(event, by=by, at=at, seconds=SECONDS, seed=at.microsecond)
    return Told(_("Groups are made. No plan can be better.") if plan.optimal else _("Groups are made."))


def publish(request: HttpRequest, event: Event, by: User, at: datetime) -> Told:
    """Everybody sees their table."""
    told, tell = checked(SeenForm(request.POST)), "tell" in request.POST
    said = {"seen": told["step"], "although": told["although"] or 0}
    count = services.publish_groups(event, by=by, at=at, tell=tell, **said)
    words = ngettext("Published: new for %(count)s person.", "Published: new for %(count)s people.", count)
    return Told(words % {"count": count})


def undo(request: HttpRequest, event: Event, by: User, at: datetime) -> Told:
    """The last step is taken back."""
    step = services.undo(event, by=by, at=at, seen=seen_step(request))
    done = _("Undone: %(what)s.") % {"what": str(step).lower()}
    if event.groups_told_at and step.done_at <= event.groups_told_at:
        done = f"{done} {_('Nobody has been told: publish the changes when the plan is as you want it.')}"
    return Told(done)


def keep(request: HttpRequest, event: Event, by: User, at: datetime) -> Told:
    """Two people together, or apart."""
    rule = services.keep(**checked(KeepForm(request.POST, event=event)), by=by, at=at)
    words = {
        KeepRule.Kind.TOGETHER: _("%(one)s and %(other)s are kept together. It counts when groups are made."),
        KeepRule.Kind.APART: _("%(one)s and %(other)s are kept apart. It counts when groups are made."),
    }[KeepRule.Kind(rule.kind)]
    return Told(words % {"one": rule.one.name, "other": rule.other.name})


def let_go(request: HttpRequest, event: Event, by: User, at: datetime) -> Told:
    """No longer so."""
    rule = checked(LetGoForm({"rule": request.POST["let_go"]}, event=event))["rule"]
    words = _("%(one)s and %(other)s may sit as it comes.") % {"one": rule.one.name, "other": rule.other.name}
    services.let_go(rule, by=by, at=at)
    return Told(words)


def lay(request: HttpRequest, event: Event, by: User, at: datetime) -> Told:
    """More tables for a workshop."""
    values = checked(TablesForm(request.POST, event=event))
    laid = lay_tables(values.pop("session"), **values, by=by, at=at)
    words = ngettext("%(count)s table is laid.", "%(count)s tables are laid.", len(laid))
    return Told(words % {"count": len(laid)})


def use(request: HttpRequest, event: Event, by: User, at: datetime) -> Told:
    """The draft becomes the plan."""
    told = checked(SeenForm(request.POST))
    count = services.use_draft(event, by=by, at=at, seen=told["draft"], step=told["step"])
    words = ngettext(
        "The draft is the plan now: new for %(count)s person. Nobody has been told.",
        "The draft is the plan now: new for %(count)s people. Nobody has been told.",
        count,
    )
    return Told(words % {"count": count})


def drop(request: HttpRequest, event: Event, by: User, at: datetime) -> Told:
    """The plan stays as it is."""
    services.drop_draft(event, by=by, at=at, seen=checked(SeenForm(request.POST))["draft"])
    return Told(_("The plan stays as it is."))


def stop(request: HttpRequest, event: Event, by: User, at: datetime) -> Told:
    """The best plan so far is enough."""
    services.stop_draft(event, by=by, at=at, seen=checked(SeenForm(request.POST))["draft"])
    return Told(_("The best plan so far becomes the draft."))


def move(request: HttpRequest, workshop: Session, by: User, at: datetime) -> Told:
    """Somebody sits elsewhere."""
    values = checked(MoveForm(request.POST, workshop=workshop))
    moved = services.move(**values, by=by, at=at)
    names = ", ".join(one.name for one in moved.people)
    return Told(_("Moved: %(names)s.") % {"names": names}, moved.room)


def pin(request: HttpRequest, workshop: Session, by: User, at: datetime) -> Told:
    """Somebody stays at their table."""
    place = services.pin(**checked(PinForm(request.POST, workshop=workshop)), by=by, at=at)
    return Told(_("%(name)s stays at this table.") % {"name": place.registration.name})


def unpin(request: HttpRequest, workshop: Session, by: User, at: datetime) -> Told:
    """Somebody may sit elsewhere."""
    place = services.unpin(**checked(PinForm(request.POST, workshop=workshop)), by=by, at=at)
    return Told(_("%(name)s may sit elsewhere.") % {"name": place.registration.name})


def set_up(request: HttpRequest, workshop: Session, by: User, at: datetime) -> Told:
    """What a table offers, and who looks after it."""
    values = checked(TableForm(request.POST, workshop=workshop))
    group = values.pop("group")
    room = services.set_up_table(group, **values, by=by, at=at)
    return Told(_("%(table)s is set up.") % {"table": group.name}, room)


def alike(request: HttpRequest, workshop: Session, by: User, at: datetime) -> Told:
    """The tables offer what those of the first workshop do."""
    room = services.offer_alike(workshop, by=by, at=at)
    return Told(_("The tables offer the same as those of the first workshop now."), room)


def seen_step(request: HttpRequest) -> int | None:
    """The last step that the page showed."""
    step: int | None = checked(SeenForm(request.POST))["step"]
    return step


def checked(form: Form) -> dict[str, Any]:
    """What was sent, once it makes sense; refused with the form's own words."""
    if form.is_valid():
        return form.cleaned_data
    told = [f"{form.fields[name].label}: {' '.join(map(str, words))}" for name, words in form.errors.items()]
    raise Refused(" ".join(told))


EVENT_VERBS: dict[str, Verb] = {
    **{"make": make, "publish": publish, "undo": undo, "keep": keep, "let_go": let_go, "lay": lay},
}
DRAFT_VERBS: dict[str, Verb] = {"use": use, "drop": drop, "stop": stop}
SEAT_VERBS: dict[str, Verb] = {
    **{"move": move, "other": move, "pin": pin, "unpin": unpin, "set_up": set_up, "alike": alike},
}
