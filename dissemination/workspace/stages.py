"""The life of an event as a path of stages: what each has reached, what is done and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dissemination.events import policies
from dissemination.events.models import Event

AFTER = ("held", "reported")


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing to do, in words, with the button that leads there."""

    text: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: `state` is done, next or todo; `figure` is what it has reached, in a few words."""

    key: str
    name: str
    url: str
    figure: str = ""
    is_done: bool = False
    step: Step | None = None
    state: str = "todo"


def address(event: Event, name: str, query: str = "") -> str:
    """The page of a stage: by the event's number under the admin's names, by its slug elsewhere."""
    args = [event.pk] if name.endswith("_change") else [] if name.endswith("_changelist") else [event.slug]
    try:
        return reverse(name, args=args) + (f"?{query}={event.pk}" if query else "")
    except NoReverseMatch:
        return ""


def life_of(event: Event) -> str:
    """Where the buttons stand that move the event on: on the page that shows its path."""
    return reverse("admin:event_path", args=[event.slug]) + "#life"


def where_to_put(event: Event, lack: policies.Lack) -> str:
    """The field in which what is lacking is entered; the programme where it is no field."""
    if lack.field:
        return f"{address(event, 'admin:events_event_change')}#id_{lack.field}"
    return address(event, "admin:programme_programme_change")


def _set_up(event: Any, at: datetime) -> Stage:
    page = address(event, "admin:events_event_change")
    figure = _("Cancelled") if event.is_cancelled else event.get_state_display()
    if event.is_postponed:
        figure = _("Postponed")
    if event.is_public:
        return _public_set_up(event, page, figure, at)
    missing = policies.missing_for_publication(event, has_programme=event.session_count > 0)
    step = Step(_("Everything is there. Show the event to its readers."), _("Publish"), life_of(event))
    if missing:
        step = Step(str(missing[0].todo), _("Do this now"), where_to_put(event, missing[0]))
    return Stage("setup", _("Set-up"), page, figure, step=step)


def _public_set_up(event: Any, page: str, figure: str, at: datetime) -> Stage:
    """Done, but for a joining link that people online wait for."""
    is_over = event.state in AFTER or event.ends_at <= at
    if event.joining_link or not event.has_online_places or is_over:
        return Stage("setup", _("Set-up"), page, figure, is_done=True)
    words = ngettext(
        "The joining link is missing: %(count)s person online waits for it.",
        "The joining link is missing: %(count)s people online wait for it.",
        event.linkless_count,
    )
    step = Step(words % {"count": event.linkless_count}, _("Enter it"), f"{page}#id_joining_link")
    return Stage("setup", _("Set-up"), page, f"{figure}, {_('no joining link')}", step=step)


def _programme(event: Any, at: datetime) -> Stage:
    page = address(event, "admin:programme_programme_change")
    count = event.session_count
    figure = ngettext("%(count)s session", "%(count)s sessions", count) % {"count": count}
    step = None
    if event.empty_workshop:
        its_page = reverse("admin:programme_session_change", args=[event.empty_workshop])
        step = Step(_("A workshop has no questions yet."), _("Write the questions"), its_page)
    return Stage("programme", _("Programme"), page, figure, count > 0 and step is None, step)


def _speakers(event: Any, at: datetime) -> Stage:
    page = address(event, "admin:speakers_appearance_changelist", "event__id__exact")
    owing, missing = event.owing_count, event.slides_missing
    told = {"missing": missing, "owing": owing, "count": event.speaker_count}
    if event.declined_count and event.state not in AFTER:
        return _speakers_saying_no(event, page)
    if missing:
        figure = _("%(missing)s of %(owing)s slides missing") % told
        if event.late_count:
            figure += ", " + _("%(count)s late") % {"count": event.late_count}
        step = Step(figure, _("See who is missing"), page)
        return Stage("speakers", _("Speakers"), page, figure, step=None if event.state in AFTER else step)
    figure = ngettext("%(count)s appearance", "%(count)s appearances", event.speaker_count) % told
    step = Step(_("Nobody speaks at this event yet."), _("Add who speaks"), page)
    return Stage("speakers", _("Speakers"), page, figure, event.speaker_count > 0, step)


def _speakers_saying_no(event: Any, page: str) -> Stage:
    """First of all a part that somebody has declined in their diary: somebody else may have to be found."""
    count = event.declined_count
    words = ngettext(
        "%(count)s declined their part in their diary",
        "%(count)s declined their parts in their diaries",
        count,
    )
    figure = words % {"count": count}
    step = Step(f"{figure}.", _("Ask or replace them"), page)
    return Stage("speakers", _("Speakers"), page, figure, step=step)


def _delegates(event: Any, at: datetime) -> Stage:
    page = address(event, "delegates:list")
    told = {"taken": event.places_taken, "places": event.capacity + event.online_capacity}
    figure = _("%(taken)s of %(places)s places") % told
    if event.waiting_count:
        figure += ", " + _("%(count)s waiting") % {"count": event.waiting_count}
    if event.pending_count:
        figure += ", " + _("%(count)s to decide") % {"count": event.pending_count}
        step = Step(_("People await your approval."), _("Decide"), f"{page}?state=pending")
        return Stage("delegates", _("Delegates"), page, figure, step=step)
    step = Step(_("Readers see the event. Let them register."), _("Open registration"), life_of(event))
    is_done = event.state in ("closed", *AFTER)
    return Stage(
        "delegates", _("Delegates"), page, figure, is_done, step if event.state == "published" else None
    )


def _groups(event: Any, at: datetime) -> Stage:
    page = address(event, "groups:board")
    if not event.workshop_count:
        return Stage("groups", _("Groups"), page, _("No workshop"), is_done=True)
    told = ngettext("%(count)s group", "%(count)s groups", event.group_count) % {"count": event.group_count}
    if event.groups_told_at:
        return _told_groups(event, f"{told}, {_('published')}", page, at)
    step = Step(_("Groups are not published."), _("Put people into groups"), page)
    ready = event.places_taken and event.group_count and page
    return Stage("groups", _("Groups"), page, f"{told}, {_('not published')}", step=step if ready else None)


def _told_groups(event: Any, figure: str, page: str, at: datetime) -> Stage:
    """Published, and done when nobody who came later lacks a table; on the day the desk finds them one."""
    count = event.tableless_count
    if not count or event.state in AFTER:
        return Stage("groups", _("Groups"), page, figure, is_done=True)
    lacking = ngettext("%(count)s person has no table", "%(count)s people have no table", count)
    told = lacking % {"count": count}
    step = Step(f"{told}.", _("Find them one"), page)
    return Stage("groups", _("Groups"), page, f"{figure}, {told}", step=None if is_on(event, at) else step)


def _messages(event: Any, at: datetime) -> Stage:
    if event.failed_count:
        page = address(event, "admin:messaging_message_changelist", "event__id__exact") + "&arrival=failed"
        figure = _("%(count)s not delivered") % {"count": event.failed_count}
        return Stage("messages", _("Messages"), page, figure, step=Step(figure, _("See which"), page))
    page = address(event, "mailings:overview")
    figure = _("%(sent)s sent, %(to_come)s to come") % {
        "sent": event.sent_count,
        "to_come": event.to_come_count + event.planned_count,
    }
    if event.leaving_count:
        figure += ", " + _("%(count)s on the way") % {"count": event.leaving_count}
    return Stage("messages", _("Messages"), page, figure, is_done=True)


def is_on(event: Event, at: datetime) -> bool:
    """It is the day of the event, on its own clocks, and not over yet."""
    return event.local(event.starts_at).date() <= event.local(at).date() and at < event.ends_at


def _day(event: Any, at: datetime) -> Stage:
    page = address(event, "desk:desk")
    is_done = event.state in AFTER
    figure = date_format(event.local(event.starts_at), "j F Y")
    if event.attended_count:
        figure = ngettext("%(count)s came", "%(count)s came", event.attended_count) % {
            "count": event.attended_count
        }
    step = None
    if event.is_public and is_on(event, at):
        step = Step(_("Today is the day."), _("Check people in"), page)
    elif event.is_public and at >= event.ends_at:
        step = Step(_("The day is over. Say that it was held."), _("Mark as held"), life_of(event))
    return Stage("day", _("On the day"), page, figure, is_done, step)


def _outcomes(event: Any, at: datetime) -> Stage:
    page = address(event, "outcomes:board") or address(event, "capture:gathering")
    count = event.outcome_count
    figure = _("%(count)s published") % {"count": count}
    step = Step(_("Publish the early thoughts while people remember the day."), _("Write conclusions"), page)
    return Stage("outcomes", _("Outcomes"), page, figure, count > 0, step if event.state in AFTER else None)


def _report(event: Any, at: datetime) -> Stage:
    page = address(event, "reports:edit")
    is_done = event.state == "reported"
    figure = _("Published") if is_done else _("Not yet")
    step = Step(_("Write the report."), _("Write the report"), page)
    return Stage(
        "report", _("Report"), page, figure, is_done, step if event.state == "held" and page else None
    )


WALK = (_set_up, _programme, _speakers, _delegates, _groups, _messages, _day, _outcomes, _report)


def stages(event: Event, *, at: datetime) -> list[Stage]:
    """The nine stages of an event that was found `with_figures`; the first with something to do is next.

    On the day itself that is the groups, when they are not published, and then the desk: nothing else can
    wait for less. Nothing is next at an event that has been cancelled.
    """
    path = [stage(event, at) for stage in WALK]
    if event.is_cancelled:
        path = [replace(stage, step=None) for stage in path]
    urgent = ("groups", "day") if is_on(event, at) else ()
    return list(_marked(path, sorted(path, key=lambda stage: stage.key not in urgent)))


def _marked(path: list[Stage], by_urgency: list[Stage]) -> Iterator[Stage]:
    waiting = next((stage.key for stage in by_urgency if stage.step and not stage.is_done), "")
    for stage in path:
        yield replace(stage, state="done" if stage.is_done else "next" if stage.key == waiting else "todo")


def next_step(path: list[Stage]) -> Step | None:
    """The one thing to do next; None when there is nothing to do but wait."""
    return next((stage.step for stage in path if stage.state == "next"), None)
