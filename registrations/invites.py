"""What a delegate's diary should say, and the link that opens their place."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dissemination.core.tokens import link_token
from dissemination.messaging.diary import Occasion
from registrations.models import Allotment, GroupPlace, Registration

PURPOSE = "place"
HELD = "held"
STOPS = ("?", "!", ".", ":")


def place_link(registration: Registration) -> str:
    """The absolute address that opens this delegate's place, without an account."""
    token = link_token(PURPOSE, registration.code)
    return f"{settings.SITE_URL}{reverse('registrations:open', args=[token])}"


def register_link(registration: Registration) -> str:
    """The absolute address of the form of this delegate's event."""
    return f"{settings.SITE_URL}{reverse('registrations:register', args=[registration.event.slug])}"


def allotment_link(allotment: Allotment) -> str:
    """The absolute address by which an organisation's people take the places held for it."""
    path = reverse("registrations:open_allotment", args=[link_token(HELD, allotment.code)])
    return f"{settings.SITE_URL}{path}"


def entry_key(registration: Registration) -> str:
    """The name of the diary entry: one for each round of a registration."""
    return f"registration:{registration.pk}:{registration.round}"


def told_groups(registration: Registration) -> list[str]:
    """The groups that the delegate has been told, in order: “Workshop: Table 4”, “Why? Table 4”."""
    return told_groups_of([registration])[registration.pk] if registration.event.groups_told_at else []


def told_groups_of(registrations: Iterable[Registration]) -> dict[int, list[str]]:
    """The same for many delegates, by their numbers, in one query."""
    told: dict[int, list[str]] = {registration.pk: [] for registration in registrations}
    places = GroupPlace.objects.told().filter(registration__in=list(told))
    ordered = places.order_by("session__starts_at", "session__order", "session_id")
    for number, session, group in ordered.values_list(
        "registration_id", "session__title", "told_group__name"
    ):
        told[number].append(f"{session}{'' if session.endswith(STOPS) else ':'} {group}")
    return told


def location(registration: Registration) -> str:
    """Where this delegate takes part: the venue with its address, or online."""
    venue = registration.event.venue
    if registration.mode == Registration.Mode.ONLINE or venue is None:
        return _("Online") if registration.mode == Registration.Mode.ONLINE else _("To be announced")
    return ", ".join(filter(None, (str(venue), *venue.address.splitlines())))


def occasion_for(registration: Registration) -> Occasion:
    """The delegate's diary entry: the event, where they take part in it and their groups.

    Diaries are shared, so it holds no personal link. See docs/adr/0011-what-a-diary-shows.md.
    """
    event = registration.event
    return Occasion(
        entry_key=entry_key(registration),
        event=event,
        person=registration.person,
        email=registration.mailbox,
        name=registration.name,
        summary=event.title,
        location=location(registration),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        seat="; ".join(told_groups(registration)),
        details="\n".join(_details(registration)),
        url=f"{settings.SITE_URL}/events/{event.slug}/",
    )


def joining_link(registration: Registration) -> str:
    """The link to join online, for a confirmed online delegate only."""
    is_online = registration.mode == Registration.Mode.ONLINE
    return registration.event.joining_link if is_online and registration.has_place else ""


def _details(registration: Registration) -> list[str]:
    link = joining_link(registration)
    telephone = registration.event.contact_telephone
    return [
        *([_("Join online: %(link)s") % {"link": link}] if link else []),
        *([_("On the day: %(telephone)s") % {"telephone": telephone}] if telephone else []),
        _("To change or cancel your place, open the link in your mail."),
    ]
