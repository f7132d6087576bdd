"""When tables may be laid, people seated and moved, and groups told."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from registrations.models import GroupPlace, KeepRule, Need, Registration
from sessions.models import Group, Session
from speakers.models import Appearance


def may_arrange_groups(event: Event, *, by: User | None, at: datetime) -> Verdict:
    """An organiser arranges the groups until the event is over."""
    if by and not (verdict := event_policies.may_organise(by, event)):
        return verdict
    if event.is_cancelled:
        return no(_("This event has been cancelled."))
    return YES if at < event.ends_at else no(_("This event is over. Its groups stay as they were."))


def has_somebody_to_seat(workshops: Sequence[Session], *, people: int, empty: Sequence[Session]) -> Verdict:
    """There are workshops, each with tables, and somebody takes part."""
    if not workshops:
        return no(_("There is no workshop in the programme yet. Add one first."))
    if empty:
        titles = ", ".join(session.title for session in empty)
        return no(_("No tables are laid yet for: %(titles)s. Make tables first.") % {"titles": titles})
    return YES if people else no(_("Nobody takes part in the room yet. Make the groups when people have."))


def is_still_the_same(*, same: bool) -> Verdict:
    """Nobody came, left or was pinned while the groups were being made."""
    return YES if same else no(_("Somebody came, left or was pinned meanwhile. Make the groups again."))


def are_offers_fresh(*, same: bool) -> Verdict:
    """Nobody came, left or moved between looking at the ways to put the groups right and choosing one."""
    if same:
        return YES
    return no(
        _(
            "Somebody came, left or was moved while you looked. Nothing has been changed: "
            "look at the offers again, they are new."
        )
    )


def may_publish_groups(event: Event, *, by: User | None, at: datetime) -> Verdict:
    """Groups that have been made can be told until the event is over."""
    if not GroupPlace.objects.filter(registration__event=event).exists():
        return no(_("There are no groups to tell yet. Make them first."))
    return may_arrange_groups(event, by=by, at=at)


def may_move(place: GroupPlace, group: Group, company: Sequence[GroupPlace]) -> Verdict:
    """The table is of the same workshop, has room, offers what is needed, and keeps every rule of company.

    `company` is everybody who moves: the delegate, and those kept together with them.
    """
    if group.session_id != place.session_id:
        return no(_("Choose a table of the same workshop."))
    if group.pk == place.group_id:
        return no(_("%(name)s sits there already.") % {"name": place.registration.name})
    return (
        _has_room(group, company)
        and _leaves_enough(place.group, company)
        and _offers_all(group, company)
        and _nobody_kept_apart(group, company)
        and _nobody_needed_elsewhere(group, company)
    )


def may_keep(one: Registration, other: Registration, *, kind: str) -> Verdict:
    """Two people of one event about whom nothing stands yet that this would gainsay."""
    if one.pk == other.pk:
        return no(_("Choose two people."))
    if one.event_id != other.event_id:
        return no(_("Choose two people of the same event."))
    names = {"one": one.name, "other": other.name}
    circle, others = kept_together_with(one), kept_together_with(other)
    if other.pk in circle:
        return no(_("%(one)s and %(other)s are kept together already. Take that away first.") % names)
    if kind == KeepRule.Kind.TOGETHER and _are_apart(circle, others):
        return no(_("%(one)s and %(other)s are kept apart. Take that away first.") % names)
    if kind == KeepRule.Kind.APART and _are_apart({one.pk}, {other.pk}):
        return no(_("%(one)s and %(other)s are kept apart already.") % names)
    return YES


def kept_together_with(registration: Registration) -> set[int]:
    """The numbers of this delegate and of all who sit with them; together is passed on."""
    rules = KeepRule.objects.filter(event_id=registration.event_id, kind=KeepRule.Kind.TOGETHER)
    pairs = list(rules.values_list("one_id", "other_id"))
    known: set[int] = set()
    grown = {registration.pk}
    while grown != known:
        known = grown
        grown = known | {pk for pair in pairs if known.intersection(pair) for pk in pair}
    return known


def _are_apart(some: set[int], others: set[int]) -> bool:
    """Somebody of the one circle is kept apart from somebody of the other."""
    clash = Q(one__in=some, other__in=others) | Q(one__in=others, other__in=some)
    return KeepRule.objects.filter(clash, kind=KeepRule.Kind.APART).exists()


def _has_room(group: Group, company: Sequence[GroupPlace]) -> Verdict:
    if group.places.count() + len(company) <= group.max_size:
        return YES
    return no(
        _("%(table)s seats %(most)s. Move somebody away first.")
        % {"table": group.name, "most": group.max_size}
    )


def _leaves_enough(left: Group, company: Sequence[GroupPlace]) -> Verdict:
    if left.places.count() - len(company) >= left.min_size:
        return YES
    words = _("%(table)s needs at least %(least)s. Move somebody there first.")
    return no(words % {"table": left.name, "least": left.min_size})


def _offers_all(group: Group, company: Sequence[GroupPlace]) -> Verdict:
    people = [place.registration_id for place in company]
    for need in Need.objects.filter(registration__in=people).select_related("registration"):
        lacking = [str(Group.Feature(name).label) for name in need.features if name not in group.features]
        if lacking:
            words = _("%(name)s needs a table with: %(features)s. %(table)s is not one.")
            name = need.registration.name
            return no(words % {"name": name, "features": ", ".join(lacking), "table": group.name})
    return YES


def _nobody_kept_apart(group: Group, company: Sequence[GroupPlace]) -> Verdict:
    movers = [place.registration_id for place in company]
    seated = list(group.places.values_list("registration_id", flat=True))
    clash = Q(one__in=movers, other__in=seated) | Q(one__in=seated, other__in=movers)
    rule = KeepRule.objects.filter(clash, kind=KeepRule.Kind.APART).select_related("one", "other").first()
    if rule is None:
        return YES
    words = _("%(one)s and %(other)s are kept apart. Choose another table.")
    return no(words % {"one": rule.one.name, "other": rule.other.name})


def _nobody_needed_elsewhere(group: Group, company: Sequence[GroupPlace]) -> Verdict:
    for place in company:
        post = looked_after_by(place.registration, group.session_id)
        if post and post != group:
            words = _("%(name)s looks after %(table)s in this workshop and sits there.")
            return no(words % {"name": place.registration.name, "table": post.name})
    return YES


def looked_after_by(registration: Registration, session_id: int) -> Group | None:
    """The table of a workshop that this delegate looks after as facilitator or scribe, if there is one."""
    if registration.person_id is None:
        return None
    posts = Appearance.objects.standing().filter(session_id=session_id, group__isnull=False)
    post = posts.filter(speaker__person_id=registration.person_id).select_related("group").first()
    return post.group if post else None
