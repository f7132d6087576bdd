"""When tables may be laid, people seated and moved, and groups told."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from registrations.models import GroupPlace, KeepRule, Registration
from sessions.models import Group, Session
from speakers.models import Appearance

NAMED = 10  # broken rules that a refusal names


def may_arrange_groups(event: Event, *, by: User | None, at: datetime) -> Verdict:
    """An organiser arranges the groups until the event is over."""
    if by and not (verdict := event_policies.may_organise(by, event)):
        return verdict
    if event.is_cancelled:
        return no(_("This event has been cancelled."))
    if event.is_postponed:
        return no(_("This event is postponed. Set the new date first: groups are told with it."))
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
    return (
        YES if same else no(_("Somebody came, left, moved or was pinned meanwhile. Make the groups again."))
    )


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


def keeps_rules_or_is_meant(rules: Sequence[str], *, although: int) -> Verdict:
    """The plan keeps every rule, or the organiser publishes it although so many are broken."""
    if len(rules) <= although:
        return YES
    words = ngettext(
        "Nothing was published, for the plan breaks %(count)s rule. %(rules)s "
        "Put this right, or tick that you publish although it is broken.",
        "Nothing was published, for the plan breaks %(count)s rules. %(rules)s "
        "Put this right, or tick that you publish although they are broken.",
        len(rules),
    )
    named = " ".join((*rules[:NAMED], "…") if len(rules) > NAMED else rules)
    return no(words % {"count": len(rules), "rules": named})


def may_seat_now(registration: Registration, *, by: User, at: datetime) -> Verdict:
    """On the day the desk gives a table to somebody who is here, where groups have been told."""
    event = registration.event
    if verdict := event_policies.may_work_desk(by, event):
        is_here = registration.state == Registration.State.ATTENDED
        if not is_here or registration.mode != Registration.Mode.IN_PERSON:
            return no(_("Check them in first: a table is given to somebody who is here."))
        if not event.groups_told_at:
            return no(_("Nobody has been told their groups yet. Ask an organiser to publish them."))
        return may_arrange_groups(event, by=None, at=at)
    return verdict


def lacks_a_table(name: str, *, lacks: bool) -> Verdict:
    """There is a workshop to come in which the person has no table yet."""
    words = _("%(name)s has a table in every workshop that is still to come.")
    return YES if lacks else no(words % {"name": name})


def has_found_a_table(name: str, *, is_found: bool) -> Verdict:
    """Some table takes the person, and has what they need."""
    words = _(
        "No table has a free seat and all that %(name)s needs. "
        "Ask an organiser: “Put this right” on the page of groups makes room."
    )
    return YES if is_found else no(words % {"name": name})


def is_where_seen(name: str, *, was: int | None, now: int, table: str) -> Verdict:
    """Nobody has moved this person since the organiser looked; `was` is nothing when it does not matter."""
    if was is None or was == now:
        return YES
    if not now:
        words = _(
            "%(name)s has no seat any more: somebody changed the groups meanwhile. Look again, then move."
        )
        return no(words % {"name": name})
    words = _("%(name)s sits at %(table)s now: somebody moved them meanwhile. Look again, then move.")
    return no(words % {"name": name, "table": table})


def is_last_step(verb: str, *, was: int, now: int) -> Verdict:
    """Nothing has been done to the groups, or taken back, since the organiser looked."""
    if was == now:
        return YES
    if not now:
        return no(_("Somebody took back what was done last. Look again: nothing has been changed now."))
    words = _("Somebody changed the groups meanwhile: %(what)s. Look again, then press once more.")
    return no(words % {"what": verb.lower()})


def takes_part(name: str, *, does: bool) -> Verdict:
    """The person is still expected in this workshop."""
    words = _("%(name)s does not take part in this workshop any more. Nothing was changed.")
    return YES if does else no(words % {"name": name})


def is_another_table(name: str, group: Group, *, session_id: int, now: int) -> Verdict:
    """The table is of the same workshop, and not the one where the person sits."""
    if group.session_id != session_id:
        return no(_("Choose a table of the same workshop."))
    return no(_("%(name)s sits there already.") % {"name": name}) if group.pk == now else YES


def has_room(group: Group, *, heads: int) -> Verdict:
    """So many people fit at the table."""
    if heads <= group.max_size:
        return YES
    words = _("%(table)s seats %(most)s. Change places with somebody there, or move somebody away first.")
    return no(words % {"table": group.name, "most": group.max_size})


def leaves_enough(group: Group, *, heads: int) -> Verdict:
    """So many people are enough for the table."""
    if heads >= group.min_size:
        return YES
    words = _("%(table)s needs at least %(least)s. Move somebody there first.")
    return no(words % {"table": group.name, "least": group.min_size})


def offers_all(group: Group, name: str, needs: Sequence[str]) -> Verdict:
    """The table has what this person needs."""
    lacking = [str(Group.Feature(need).label) for need in needs if need not in group.features]
    if not lacking:
        return YES
    words = _("%(name)s needs a table with: %(features)s. %(table)s is not one.")
    return no(words % {"name": name, "features": ", ".join(lacking), "table": group.name})


def keeps_rule(kind: str, one: str, other: str, *, is_at_one_table: bool) -> Verdict:
    """The two sit as they are kept: together, or apart."""
    if kind == KeepRule.Kind.APART and is_at_one_table:
        return no(
            _("%(one)s and %(other)s are kept apart. Choose another table.") % {"one": one, "other": other}
        )
    if kind == KeepRule.Kind.TOGETHER and not is_at_one_table:
        words = _("%(one)s and %(other)s are kept together, and would sit at two tables.")
        return no(words % {"one": one, "other": other})
    return YES


def still_offers_all(group: Group, name: str, needs: Sequence[str]) -> Verdict:
    """The table, as it is to be, has what somebody needs who sits there."""
    lacking = [str(Group.Feature(need).label) for need in needs if need not in group.features]
    if not lacking:
        return YES
    words = _("%(name)s sits at %(table)s and needs: %(features)s. Move them to such a table first.")
    return no(words % {"name": name, "table": group.name, "features": ", ".join(lacking)})


def is_one_person(name: str, *, count: int) -> Verdict:
    """Exactly one speaker of the project, or one delegate, has this name."""
    if count == 1:
        return YES
    if count:
        words = _("Several people are called %(name)s. Choose the one on the page of who appears where.")
        return no(words % {"name": name})
    words = _("Nobody here is called %(name)s. Write the name of a delegate or a speaker as it is listed.")
    return no(words % {"name": name})


def has_one_at_most(role: str, *, count: int) -> Verdict:
    """No more than one person has this post at the table."""
    words = _("%(role)s: %(count)s people at this table. Change them on the page of who appears where.")
    return YES if count < 2 else no(words % {"role": role, "count": count})


def may_leave_post(post: Appearance) -> Verdict:
    """Who has been invited has an entry in their diary, which goes when somebody else takes over."""
    words = _("%(name)s has been invited. Let somebody take over on the page of who appears where.")
    return YES if post.invited_at is None else no(words % {"name": post.speaker.name})


def is_still_known(*, is_known: bool) -> Verdict:
    """Whoever is to have a post is a speaker of the project."""
    return YES if is_known else no(_("Somebody who looked after the table is not known any more."))


def has_no_post_yet(post: Appearance, group: Group | None, *, has_one: bool) -> Verdict:
    """One person does the same thing at one table of a workshop."""
    if not has_one:
        return YES
    words = _("%(name)s does that at %(table)s in this workshop already.")
    return no(words % {"name": post.speaker.name, "table": group or post.session.title})


def is_free_then(post: Appearance, elsewhere: Appearance | None) -> Verdict:
    """The person is in no other session at that time."""
    if elsewhere is None:
        return YES
    words = _("%(name)s is in “%(title)s” at that time.")
    return no(words % {"name": post.speaker.name, "title": elsewhere.session.title})


def sits_at_post(post: Appearance, seat: Group | None) -> Verdict:
    """A delegate who looks after a table sits there."""
    if seat is None or seat == post.group:
        return YES
    words = _("%(name)s sits at %(seat)s in this workshop. Move them to %(table)s first.")
    return no(words % {"name": post.speaker.name, "seat": seat.name, "table": post.group})


def is_set_up_as_seen(table: str, now: str, *, is_it: bool) -> Verdict:
    """Nobody has set up the table since the organiser opened its card."""
    if is_it:
        return YES
    words = _("Somebody set up %(table)s meanwhile: %(now)s. Save again to put yours in its place.")
    return no(words % {"table": table, "now": now})


def has_other_tables(*, count: int) -> Verdict:
    """Some table offers something else than the table of its name in the first workshop."""
    return YES if count else no(_("These tables offer the same as those of the first workshop already."))


def is_as_left(*, is_it: bool) -> Verdict:
    """Nobody has set up the table since."""
    return YES if is_it else no(_("The table has been changed since. There is nothing to undo."))


def is_not_needed_elsewhere(name: str, group: Group, post: Group | None) -> Verdict:
    """Who looks after a table of the workshop sits there."""
    if post is None or post == group:
        return YES
    words = _(
        "%(name)s looks after %(table)s in this workshop and sits there. "
        "Let somebody else look after it first: open its “Set up”."
    )
    return no(words % {"name": name, "table": post.name})


def is_held_by_pin_alone(name: str, post: Group | None) -> Verdict:
    """Whoever looks after a table sits there, pinned or not."""
    if post is None:
        return YES
    words = _(
        "%(name)s looks after %(table)s in this workshop: that holds them there, pinned or not. "
        "Let somebody else look after it first: open its “Set up”."
    )
    return no(words % {"name": name, "table": post.name})


def may_change_places(one: str, other: str, *, is_at_one_table: bool, are_with_others: bool) -> Verdict:
    """Two people at different tables, neither of whom is kept together with somebody."""
    if is_at_one_table:
        return no(_("%(one)s and %(other)s sit at one table.") % {"one": one, "other": other})
    if are_with_others:
        words = _("%(one)s or %(other)s is kept together with others. Move them instead.")
        return no(words % {"one": one, "other": other})
    return YES


def takes_no_told_seat(*, does: bool) -> Verdict:
    """Whoever has been told a table keeps a seat."""
    words = _("People have been told the tables of that plan. Move them, or ask for a new plan.")
    return no(words) if does else YES


def is_loose(name: str, *, is_pinned: bool) -> Verdict:
    """The person is not pinned, so that a plan may seat them elsewhere."""
    words = _("%(name)s was pinned meanwhile, and would sit elsewhere. Ask for a new plan.")
    return no(words % {"name": name}) if is_pinned else YES


def has_draft(*, is_ready: bool) -> Verdict:
    """There is a plan to take."""
    return YES if is_ready else no(_("There is no draft to use any more. Ask for a new one."))


def is_draft_seen(*, is_it: bool) -> Verdict:
    """The organiser has looked at this draft, not at one before it."""
    return YES if is_it else no(_("Somebody asked for another draft meanwhile. Look at it, then decide."))


def has_its_tables(*, is_whole: bool) -> Verdict:
    """Every table of a draft is still laid."""
    return YES if is_whole else no(_("A table of the draft is gone. Ask for a new one."))


def may_ask_for_a_draft(*, is_open: bool) -> Verdict:
    """The engine works on one draft of an event at a time."""
    return no(_("A plan is being worked on already. Wait for it, or end it early.")) if is_open else YES


def has_something_to_improve(*, loose: int) -> Verdict:
    """Somebody may be seated elsewhere."""
    words = _(
        "Everybody is pinned or was told their table: nobody may be moved. Unpin people, or make again."
    )
    return YES if loose else no(words)


def has_step(*, is_there: bool) -> Verdict:
    """Something was done that can be undone."""
    return YES if is_there else no(_("There is nothing to undo."))


def can_be_undone(*, is_whole: bool, count: int) -> Verdict:
    """What the step changed is still there."""
    if not is_whole:
        return no(_("A table of that plan is gone. It cannot be undone."))
    return YES if count else no(_("Everybody who was moved sits elsewhere by now. There is nothing to undo."))


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
    return circle_of(registration.pk, list(rules.values_list("one_id", "other_id")))


def circle_of(number: int, pairs: Sequence[tuple[int, int]]) -> set[int]:
    """The numbers that pairs join to this one, and the number itself."""
    known: set[int] = set()
    grown = {number}
    while grown != known:
        known = grown
        grown = known | {pk for pair in pairs if known.intersection(pair) for pk in pair}
    return known


def _are_apart(some: set[int], others: set[int]) -> bool:
    """Somebody of the one circle is kept apart from somebody of the other."""
    clash = Q(one__in=some, other__in=others) | Q(one__in=others, other__in=some)
    return KeepRule.objects.filter(clash, kind=KeepRule.Kind.APART).exists()
