"""What somebody tells about themselves when they register, and how it is written down."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.prepared import Given, Insertion, Prepared
from dissemination.core.text import one_line
from dissemination.events.models import Organisation, Sector
from registrations import policies
from registrations.models import Need, Registration
from registrations.services.topics import Wishes

NEEDS = ("dietary", "severe_allergy", "access")
_ROWS, _NEEDS = Insertion(Registration), Insertion(Need)
_CALLED = Prepared(Organisation.objects.called(Given("name")).order_by("pk").values_list("pk"))
CHOSEN = ("diets", "features")  # what is ticked among the needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """A delegate's answers. The organisation is a name as typed; `features` is what the table must offer.

    `diets` are kinds of food that a caterer knows; `dietary` is what they do not say.
    `topics` are those of each workshop that the delegate would like, from the first choice on.
    """

    name: str
    email: str = ""
    contact_email: str = ""
    job_title: str = ""
    organisation: str = ""
    sector: str = Sector.OTHER.value
    kind: str = Registration.Kind.NEWCOMER.value
    mode: str = Registration.Mode.IN_PERSON.value
    diets: tuple[str, ...] = ()
    dietary: str = ""
    severe_allergy: str = ""
    access: str = ""
    features: tuple[str, ...] = ()
    listing: str = Registration.Listing.NOBODY.value
    photograph: str = Registration.Photograph.NOT_ASKED.value
    news: bool = False
    topics: Wishes = ()

    @property
    def has_needs(self) -> bool:
        """Anything at all was said about food or access."""
        return any(getattr(self, name) for name in (*NEEDS, *CHOSEN))


def cleaned(details: Details) -> Details:
    """The same answers as they will be stored: single lines, no control marks, addresses in lower case."""
    told = ((field.name, getattr(details, field.name)) for field in fields(details))
    values: dict[str, Any] = {
        name: one_line(value) if isinstance(value, str) else value for name, value in told
    }
    values["email"], values["contact_email"] = values["email"].lower(), values["contact_email"].lower()
    values |= {name: tuple(sorted(set(getattr(details, name)))) for name in CHOSEN}
    values["topics"] = tuple(sorted(details.topics))
    return Details(**values)


def details_of(registration: Registration) -> Details:
    """What is known of a delegate now, in the shape in which it was told."""
    need = Need.objects.filter(registration=registration).first()
    organisation = registration.organisation
    told: dict[str, Any] = {
        field.name: getattr(registration, field.name)
        for field in fields(Details)
        if field.name not in (*NEEDS, *CHOSEN, "organisation", "topics")
    }
    if need:
        told |= {name: getattr(need, name) for name in NEEDS}
        told |= {name: tuple(sorted(getattr(need, name))) for name in CHOSEN}
    topics = sorted((int(number), tuple(chosen)) for number, chosen in registration.topics.items())
    return Details(organisation=organisation.name if organisation else "", topics=tuple(topics), **told)


def fill_in(registration: Registration, details: Details) -> Registration:
    """The registration with what the details say of somebody; not their organisation, food or access."""
    for name in ("name", "email", "contact_email", "job_title", "sector", "kind", "mode", "listing"):
        setattr(registration, name, getattr(details, name))
    registration.photograph, registration.news = details.photograph, details.news
    registration.topics = {str(number): list(chosen) for number, chosen in details.topics}
    return registration


def write_down(registration: Registration, details: Details, *, organisation: int | None = None) -> None:
    """Save the answers on the registration, and what concerns food and access in its own table.

    `organisation` is the number of the one that the details name, where that has been looked up already.
    """
    fill_in(registration, details)
    registration.organisation_id = organisation or _organisation_key(details)
    is_new = registration.pk is None
    if is_new:
        _ROWS.write(registration)
    else:
        registration.save()
    if details.has_needs:
        told = {name: getattr(details, name) for name in NEEDS}
        chosen = {name: list(getattr(details, name)) for name in CHOSEN}
        if is_new:
            _NEEDS.write(Need(registration=registration, **told, **chosen))
        else:
            Need.objects.update_or_create(registration=registration, defaults=told | chosen)
    elif not is_new:
        Need.objects.filter(registration=registration).delete()


def needs_at_table(registration: Registration, features: Sequence[str]) -> None:
    """Keep that they need these things at their table, beside what they have told already."""
    need, _is_new = Need.objects.get_or_create(registration=registration)
    need.features = sorted({*need.features, *features})
    need.save(update_fields=["features"])


@transaction.atomic
def save_need(need: Need, *, by: User, at: datetime) -> Need:
    """Keep what an organiser was told about somebody's food and access."""
    for one in (Need.objects.filter(pk=need.pk).first(), need):
        if one:
            policies.may_write_need(one, by=by).enforce()
    need.save()
    record("registrations.save_need", need, by=by, at=at, event_id=need.registration.event_id)
    return need


def known_organisation(details: Details) -> int | None:
    """The number of the organisation that the details name, if there is one; its row is not asked for."""
    known = _CALLED.first(name=details.organisation) if details.organisation else None
    return int(known[0]) if known else None


def _organisation_key(details: Details) -> int | None:
    if not details.organisation:
        return None
    return known_organisation(details) or _made(details.organisation, sector=details.sector).pk


def organisation_called(name: str, *, sector: str = Sector.OTHER.value) -> Organisation | None:
    """The organisation of that full or short name, whatever the case; a new one when nobody knows it."""
    if not name:
        return None
    known = Organisation.objects.called(name).order_by("pk").first()
    return known or _made(name, sector=sector)


def _made(name: str, *, sector: str) -> Organisation:
    """A new one; the one into which it was merged, or that somebody has just made, where there is one."""
    organisation, _ = Organisation.objects.get_or_create(
        name__iexact=name, defaults={"name": name, "sector": sector}
    )
    return organisation.merged_into or organisation
