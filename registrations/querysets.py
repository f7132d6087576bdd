"""Sets of registrations and of places in groups."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User
    from dissemination.events.models import Event
    from registrations.models import Registration

PLACED_STATES = ("confirmed", "attended", "absent")
COUNTED_STATES = ("offered", *PLACED_STATES)
LIVE_STATES = ("waiting", "offered", "pending", *PLACED_STATES)
NAMED_ROLES = ("organiser", "desk")


class RegistrationQuerySet(TeamScopedQuerySet):
    """Sets of `Registration`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The people of the events in which the user may know names: organisers and the desk."""
        return self.for_roles(user, NAMED_ROLES)

    def for_codes(self, codes: Iterable[str]) -> Self:
        """Those whose link this browser has opened."""
        return self.filter(code__in=list(codes))

    def of_person(self, user: "User | AnonymousUser") -> Self:
        """The user's own, at any event."""
        return self.filter(person__user_id=user.pk or 0)

    def opened_by(self, codes: Iterable[str], user: "User | AnonymousUser") -> Self:
        """Those whose link this browser has opened, and the user's own."""
        return self.filter(Q(code__in=list(codes)) | Q(person__isnull=False, person__user_id=user.pk or 0))

    def sent_to(self, address: str) -> Self:
        """Those whose mail goes to this address: their own, or that of their contact."""
        return self.filter(Q(email=address) | Q(email="", contact_email=address))

    def called(self, words: str) -> Self:
        """Those whose name or organisation holds these words, or whose ticket code this is."""
        organisation = Q(organisation__name__icontains=words) | Q(organisation__short_name__icontains=words)
        return self.filter(Q(name__icontains=words) | Q(ticket=words) | organisation)

    def there_for(self, delegate: "Registration") -> Self:
        """Those who come because of this delegate: interpret, say, or care."""
        rules = delegate.event.keep_rules.of_companions().filter(other=delegate)
        return self.live().filter(pk__in=rules.values("one")).order_by("pk")

    def brought_by(self, delegate: "Registration") -> Self:
        """Those of them who have no address of their own: the delegate speaks for them."""
        return self.there_for(delegate).filter(email="", contact_email="")

    def not_come(self) -> Self:
        """Those with a place in the room who are not here, and whose place nobody has taken."""
        missing = self.filter(state__in=("confirmed", "absent"), mode="in_person")
        return missing.filter(gave_up_place=False)

    def of_other_events(self, event: "Event") -> Self:
        """Everybody's, except those of this event."""
        return self.exclude(event=event)

    def live(self) -> Self:
        """Neither cancelled nor handed over."""
        return self.filter(state__in=LIVE_STATES)

    def holding_a_place(self) -> Self:
        """Confirmed, attended or absent."""
        return self.filter(state__in=PLACED_STATES)

    def counted(self) -> Self:
        """Those whose place counts as taken: it is theirs, or it is offered to them."""
        return self.filter(state__in=COUNTED_STATES, gave_up_place=False)

    def waiting(self) -> Self:
        """On the waiting list, in order of arrival; first whom an organiser has put first."""
        return self.filter(state="waiting").order_by(
            F("promoted_at").asc(nulls_last=True), "registered_at", "pk"
        )

    def wait_behind(self, registration: "Registration") -> bool:
        """Somebody gets what this one leaves: they wait in the same line, further back."""
        line = self.waiting().filter(mode=registration.mode)
        return line.values_list("pk", flat=True).last() not in (None, registration.pk)

    def numbers_in_line(self) -> dict[int, int]:
        """The number of each who waits, in the line for the room or online: 1 is next."""
        served: Counter[str] = Counter()
        found = {}
        for number, mode in self.waiting().values_list("pk", "mode"):
            served[mode] += 1
            found[number] = served[mode]
        return found

    def by_the_link(self) -> Self:
        """Those who took a held place by the link itself, whose form says that the contact sees their name.

        Guests whom an organiser invited, and colleagues who took a place over, were not told so.
        """
        return self.filter(allotment__isnull=False, guests=None, handed_from=None)

    def offer_run_out(self, at: datetime) -> Self:
        """Those who have not answered the offer of a place in time, in order of their offers."""
        return self.filter(state="offered", offer_ends_at__lte=at).order_by("offer_ends_at", "pk")

    def offered_past(self, deadline: datetime) -> Self:
        """Those whose offer ends after this moment."""
        return self.filter(state="offered", offer_ends_at__gt=deadline).order_by("offer_ends_at", "pk")

    def expected_or_here(self) -> Self:
        """Who takes part as far as is known now: confirmed and not absent, or attended."""
        return self.filter(state__in=("confirmed", "attended"))

    def attended(self) -> Self:
        """Those who came."""
        return self.filter(state="attended")

    def wanting_news(self, project_id: int) -> Self:
        """Those who asked for news at an event of the project and left an address, oldest first."""
        mine = self.filter(event__project_id=project_id, news=True).exclude(email="", contact_email="")
        return mine.exclude(state="transferred").order_by("registered_at", "pk")

    def absent(self) -> Self:
        """Those who had a place and did not come."""
        return self.filter(state="absent")


class AllotmentQuerySet(TeamScopedQuerySet):
    """Sets of `Allotment`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Places held at the events that the user organises: contacts are named there."""
        return self.for_roles(user, ("organiser",))

    def for_codes(self, codes: Iterable[str]) -> Self:
        """Those whose link this browser has opened."""
        return self.filter(code__in=list(codes))

    def held(self) -> Self:
        """Those whose unused places have not gone back."""
        return self.filter(returned_at=None)

    def with_end(self) -> Self:
        """With `ends_at`, when what is not used goes back: by a date of their own, or by the event's."""
        return self.annotate(ends_at=Coalesce("returns_at", "event__numbers_due_at", "event__starts_at"))

    def lasting(self, at: datetime) -> Self:
        """Those from which a place can still be taken, the first to go back first."""
        return self.held().with_end().filter(ends_at__gt=at).order_by("ends_at", "pk")

    def due(self, at: datetime) -> Self:
        """Those whose unused places go back now: by their date, or because the event begins."""
        return self.held().with_end().filter(Q(ends_at__lte=at) | Q(event__starts_at__lte=at))


class NeedQuerySet(TeamScopedQuerySet):
    """Sets of `Need`."""

    EVENT = "registration__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Dietary and access needs are read by organisers and the welfare role only."""
        return self.for_roles(user, ("organiser", "welfare"))


class EarlierAnswersQuerySet(TeamScopedQuerySet):
    """Sets of `EarlierAnswers`."""

    EVENT = "registration__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those of the events that the user organises."""
        return self.for_roles(user, ("organiser",))


class AnswerQuerySet(TeamScopedQuerySet):
    """Sets of `Answer`."""

    EVENT = "registration__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Organisers read every answer, the welfare role those about health and the like."""
        if user.is_superuser:
            return self
        team = Q(registration__event__team__user_id=user.pk or 0)
        organises = team & Q(registration__event__team__role="organiser")
        cares = team & Q(registration__event__team__role="welfare", question__is_special_category=True)
        return self.filter(organises | cares).distinct()

    def special(self) -> Self:
        """Those about health, belief and the like: for organisers and the welfare role, not for long."""
        return self.filter(question__is_special_category=True)

    def in_order(self) -> Self:
        """As the form asks, with their questions at hand."""
        return self.select_related("question").order_by(
            "question__is_later", "question__order", "question_id"
        )

    def counted(self) -> Self:
        """For figures: the answers of those who take part or wait, no file and nothing about health."""
        rows = self.filter(registration__state__in=LIVE_STATES, question__is_special_category=False)
        return rows.exclude(question__kind="file").in_order()


class GroupPlaceQuerySet(TeamScopedQuerySet):
    """Sets of `GroupPlace`."""

    EVENT = "registration__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Places of people whose names the user may know."""
        return self.for_roles(user, NAMED_ROLES)

    def told(self) -> Self:
        """Places that have been published."""
        return self.exclude(told_group=None)

    def to_tell(self) -> Self:
        """Places that changed while their people were here, and that nobody has told them yet."""
        return self.told().filter(is_to_tell=True, registration__state="attended")

    def people_at(self, event: "Event") -> int:
        """How many people of the event these places belong to."""
        return self.filter(registration__event=event).values("registration").distinct().count()

    def in_order(self) -> Self:
        """As the day runs, with workshop and tables at hand."""
        rows = self.select_related("session__room", "told_group__room", "printed_group")
        return rows.order_by("session__starts_at", "session__order", "session_id")


class WorkshopSeatQuerySet(TeamScopedQuerySet):
    """Sets of `WorkshopSeat`."""

    EVENT = "registration__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Seats of people whose names the user may know."""
        return self.for_roles(user, NAMED_ROLES)

    def held(self) -> Self:
        """Those of people who have a place; who has none yet has only chosen."""
        return self.filter(registration__state__in=PLACED_STATES)


class KeepRuleQuerySet(TeamScopedQuerySet):
    """Sets of `KeepRule`."""

    def of_companions(self) -> Self:
        """Those made because one person is there for another."""
        return self.filter(kind="together", is_companion=True)

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Rules about people whose names the user may know as an organiser."""
        return self.for_roles(user, ("organiser",))
