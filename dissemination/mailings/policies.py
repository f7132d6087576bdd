"""When a mailing may be written, sent and stopped, and at which moments mail of it may leave."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events.models import Event
from dissemination.events.policies import may_approve_mail, may_send_mail
from dissemination.mailings.models import Mailing, QuietTime
from dissemination.messaging.policies import are_words_whole
from dissemination.messaging.texts import spoken_at

STOP_TIME = timedelta(minutes=10)
MOST_ALONE = 50  # people whom an organiser writes to without a second pair of eyes
TOO_SOON = gettext_lazy("That moment has passed, or is less than ten minutes away. Choose a later one.")
_LONGEST_QUIET = 400  # times in a row: a quiet time that never ended would hold mail for ever
_State = Mailing.State


def may_write(mailing: Mailing, *, by: User) -> Verdict:
    """An organiser writes a mailing until the first of it leaves."""
    if mailing.state not in (_State.DRAFT, _State.PLANNED):
        return no(_("Some people have this already. Write another message to say more."))
    if mailing.is_follow_up:
        return no(_("This is written on the page of the follow-up."))
    return may_send_mail(by, mailing.event) and _belongs(mailing)


def _belongs(mailing: Mailing) -> Verdict:
    """Session and group are of this event, and the words know their placeholders."""
    if mailing.is_follow_up:
        return YES
    to, session, group = mailing.audience, mailing.session, mailing.group
    if to == Mailing.Audience.SESSION and (session is None or session.event_id != mailing.event_id):
        return no(_("Choose the session."))
    if to == Mailing.Audience.GROUP and (group is None or group.session.event_id != mailing.event_id):
        return no(_("Choose the group."))
    if to == Mailing.Audience.LIST and not mailing.filters:
        return no(_("Filter the list of delegates, then press “Write to these”."))
    verdict = are_words_whole(mailing.letter, subject=mailing.subject, body=mailing.body)
    if verdict and to == Mailing.Audience.NEWS and "{unsubscribe}" not in mailing.body:
        return no(_("Put {unsubscribe} into the text: whoever gets news can end it."))
    return verdict


def _is_unwritten(mailing: Mailing) -> bool:
    """Where one's own words go, the standard text still stands, in the language in which it was laid out."""
    with spoken_at(mailing.event):
        return _("(write your message here)") in mailing.body


def may_plan(mailing: Mailing, *, by: User, at: datetime) -> Verdict:
    """Let it leave by itself: at its moment, and never sooner than ten minutes from now."""
    if mailing.state in (_State.SENDING, _State.PAUSED, _State.PLANNED):
        return no(_("This is on its way already."))
    if mailing.state == _State.STOPPED:
        return no(_("This has been stopped. Write another message."))
    if _is_unwritten(mailing):
        return no(_("Write your message first, where the text says so."))
    verdict = may_send_mail(by, mailing.event) and _takes_place(mailing) and _belongs(mailing)
    return verdict and (YES if mailing.state == _State.SENT else _has_a_moment(mailing, at=at))


def has_readers(mailing: Mailing, people: int) -> Verdict:
    """Somebody would get it at once. Those who get it later, or are new since, may still come."""
    is_at_once = mailing.timing == Mailing.Timing.AT_ONCE and mailing.state != _State.SENT
    if is_at_once and not people:
        return no(_("Nobody would get this now. Choose other people."))
    return YES


def _takes_place(mailing: Mailing) -> Verdict:
    event = mailing.event
    if event.is_postponed and mailing.timing == Mailing.Timing.BEFORE:
        return no(_("The event is postponed. This can leave once it has a new date."))
    if event.is_cancelled:
        return no(_("This event has been cancelled, and everybody has been told."))
    return YES if event.is_public else no(_("Publish the event first."))


def _has_a_moment(mailing: Mailing, *, at: datetime) -> Verdict:
    if mailing.timing == Mailing.Timing.AT_ONCE:
        return YES
    moment = mailing.leaves_at
    if moment is None:
        return no(_("Choose when it is sent."))
    if moment < at + STOP_TIME:
        return no(TOO_SOON)
    return YES


def may_begin(mailing: Mailing, *, at: datetime) -> bool:
    """It is on its way, its moment has come in no quiet time, and its event takes place."""
    moment, event = mailing.leaves_at, mailing.event
    is_due = moment is not None and moment <= at
    is_looked_at = mailing.timing != Mailing.Timing.BEFORE or not mailing.is_of_another_date
    is_ready = mailing.state == _State.PLANNED and is_due and is_looked_at and bool(_takes_place(mailing))
    return is_ready and next_moment(event, event.quiet_times.all(), at) == at


def may_send_anew(mailing: Mailing, *, by: User) -> Verdict:
    """What was sent for the day that the event had goes to everybody again, for the day that it has."""
    if mailing.is_follow_up or mailing.days_before is None or mailing.state != _State.SENT:
        return no(_("Only what was sent so many days before an event is sent to everybody again."))
    if mailing.event.is_postponed:
        return no(_("The event is postponed. This can leave once it has a new date."))
    if not mailing.is_of_another_date:
        return no(_("The event has not moved since this was sent."))
    return may_send_mail(by, mailing.event) and _takes_place(mailing)


def may_stop(mailing: Mailing, *, by: User) -> Verdict:
    """What has not left yet can be kept from leaving."""
    if mailing.state in (_State.PLANNED, _State.SENDING, _State.PAUSED):
        return may_send_mail(by, mailing.event)
    return no(_("There is nothing left to stop."))


def may_approve(mailing: Mailing, *, by: User) -> Verdict:
    """A publisher who has not sent it lets it leave, or sends it back."""
    if mailing.state != _State.PLANNED:
        return no(_("This is not waiting for anybody."))
    if mailing.planned_by_id == by.pk:
        return no(_("Somebody else looks at this: you have sent it yourself."))
    return may_approve_mail(by, mailing.event)


def may_pause(mailing: Mailing, *, by: User) -> Verdict:
    """Hold what has not left yet."""
    if mailing.state == _State.SENDING:
        return may_send_mail(by, mailing.event)
    return no(_("Only what is being sent can be paused."))


def may_resume(mailing: Mailing, *, by: User) -> Verdict:
    """Let what was held leave."""
    if mailing.state == _State.PAUSED:
        return may_send_mail(by, mailing.event)
    return no(_("This is not paused."))


def may_keep_quiet(quiet: QuietTime, *, by: User) -> Verdict:
    """Say when nothing leaves: days in order, or hours that are not the whole day."""
    first, last, begins, ends = quiet.first_day, quiet.last_day, quiet.begins, quiet.ends
    if bool(first and last) == bool(begins and ends):
        return no(_("Enter the first and the last day, or the hours from and until."))
    if first and last and last < first:
        return no(_("The last day comes before the first."))
    if begins and begins == ends:
        return no(_("Enter two different hours."))
    return may_send_mail(by, quiet.event)


def next_moment(event: Event, quiet: Iterable[QuietTime], moment: datetime) -> datetime:
    """The first moment, from this one on, at which mail of a mailing may leave."""
    times = list(quiet)
    for _step in range(_LONGEST_QUIET):
        later = max((_end_of(event, each, moment) for each in times), default=moment)
        if later <= moment:
            break
        moment = later
    return moment


def first_moment(
    mailing: Mailing, *, at: datetime, quiet: Iterable[QuietTime] | None = None
) -> datetime | None:
    """When the first of it really leaves, asked at this time: at its moment, or after the quiet time."""
    moment, event = mailing.leaves_at, mailing.event
    if moment is None:
        return None
    times = list(event.quiet_times.all() if quiet is None else quiet)
    first = next_moment(event, times, moment)
    later = next_moment(event, times, max(first, at))
    return later if later > at else first


def _end_of(event: Event, quiet: QuietTime, moment: datetime) -> datetime:
    """When this quiet time ends, if it is quiet at the moment; else the moment itself."""
    local = event.local(moment)
    if quiet.first_day and quiet.last_day:
        is_quiet = quiet.first_day <= local.date() <= quiet.last_day
        ended = datetime.combine(quiet.last_day + timedelta(days=1), time.min, tzinfo=event.tz)
        return ended if is_quiet else moment
    begins, ends = quiet.begins or time.min, quiet.ends or time.min
    now = local.time()
    over_night = begins > ends
    if not (now >= begins or now < ends if over_night else begins <= now < ends):
        return moment
    day = local.date() + timedelta(days=1) if over_night and now >= begins else local.date()
    return datetime.combine(day, ends, tzinfo=event.tz)


def moments(
    event: Event, quiet: Iterable[QuietTime], begin: datetime, *, per_minute: int
) -> Iterator[datetime]:
    """When each mail leaves: so many a minute, and none while it is quiet."""
    times, step, moment = list(quiet), timedelta(minutes=1) / per_minute, begin
    while True:
        moment = next_moment(event, times, moment)
        yield moment
        moment += step
