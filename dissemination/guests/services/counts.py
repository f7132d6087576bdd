"""How the invitations stand, and how each organisation does: who comes, who does not, who has nobody yet."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Sum

from dissemination.events.models import Event, Organisation
from dissemination.guests.models import Guest, Standing


@dataclass(slots=True)
class Tally:
    """One organisation: its guests by where they stand, who is registered from it, what is held for it."""

    organisation: Organisation | None
    is_wanted: bool = False
    registered: int = 0
    held: int = 0
    used: int = 0
    guests: Counter[str] = field(default_factory=Counter)
    uninvited: Counter[str] = field(default_factory=Counter)
    undecided: int = 0

    def add(self, guest: Guest) -> None:
        """One more guest, who was found `with_standing`; whoever has no invitation is counted so as well."""
        self.guests[guest.standing] += 1
        if not guest.invited_at:
            self.uninvited[guest.standing] += 1
            self.undecided += vars(guest)["place_state"] == "pending"

    @property
    def listed(self) -> int:
        """Everybody on the list."""
        return self.guests.total()

    @property
    def invited(self) -> int:
        """Those who have had an invitation."""
        return self.listed - self.uninvited.total()

    @property
    def answered(self) -> int:
        """Those who said yes or no, with or without an invitation."""
        return self.coming + self.waiting + self.declined

    @property
    def registered_before(self) -> int:
        """Those who have registered, and had no invitation."""
        return self.uninvited[Standing.COMING] + self.uninvited[Standing.WAITING]

    @property
    def declined_before(self) -> int:
        """Those who said no to the date alone."""
        return self.uninvited[Standing.DECLINED]

    @property
    def unreachable_before(self) -> int:
        """Those whose mail about the date came back."""
        return self.uninvited[Standing.UNREACHABLE]

    @property
    def coming(self) -> int:
        """Those who have a place."""
        return self.guests[Standing.COMING]

    @property
    def waiting(self) -> int:
        """Those who said yes and have no place yet."""
        return self.guests[Standing.WAITING]

    @property
    def declined(self) -> int:
        """Those who said no, or gave their place up."""
        return self.guests[Standing.DECLINED]

    @property
    def not_yet(self) -> int:
        """Those who have an invitation and have not answered."""
        return self.guests[Standing.INVITED]

    @property
    def unreachable(self) -> int:
        """Those whose mail came back."""
        return self.guests[Standing.UNREACHABLE]

    @property
    def has_nobody_yet(self) -> bool:
        """The organisation is wanted, and nobody from it has registered."""
        return self.is_wanted and not self.registered


def counts_of(event: Event) -> Tally:
    """How the whole list stands."""
    everybody = Tally(None)
    for guest in Guest.objects.filter(event=event).with_standing():
        everybody.add(guest)
    return everybody


def tallies(event: Event) -> list[Tally]:
    """Each organisation that is wanted, has a guest on the list or places held; who has nobody yet first."""
    found: dict[int, Tally] = {}
    for row in event.target_organisations.select_related("organisation"):
        _of(found, row.organisation).is_wanted = True
    for guest in Guest.objects.filter(event=event).select_related("organisation").with_standing():
        if guest.organisation:
            _of(found, guest.organisation).add(guest)
    for held in event.allotments.held().select_related("organisation"):
        tally = _of(found, held.organisation)
        tally.held, tally.used = tally.held + held.places, tally.used + held.used
    live = event.registrations.live().filter(organisation__in=found).order_by()
    for number, people in live.values_list("organisation").annotate(Count("pk")):
        found[number].registered = people
    return sorted(found.values(), key=lambda tally: (not tally.has_nobody_yet, str(tally.organisation)))


def held_back(event: Event) -> tuple[int, int]:
    """(places that are held for organisations, how many of them are taken)."""
    told = event.allotments.held().aggregate(places=Sum("places"), used=Sum("used"))
    return told["places"] or 0, told["used"] or 0


def _of(found: dict[int, Tally], organisation: Organisation) -> Tally:
    return found.setdefault(organisation.pk, Tally(organisation))
