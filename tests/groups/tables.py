"""An event with workshops, tables and delegates to be seated."""

from datetime import timedelta

from registrations.models import GroupPlace
from tests.factories import DAY, make_event, make_organisation, make_registration, make_workshop


def make_day(*, people=8, tables=2, workshops=2, most=6, **values):
    """An event with this many delegates in the room, and workshops with this many tables each."""
    event = make_event(**{"capacity": 100} | values)
    for number in range(workshops):
        starts_at = DAY + timedelta(hours=1 + 2 * number)
        session = make_workshop(event, groups=tables, title=f"Workshop {number + 1}", starts_at=starts_at)
        session.groups.update(max_size=most)
    council, charity = make_organisation(), make_organisation(sector="provider")
    for number in range(people):
        organisation = council if number % 2 else charity
        make_registration(event, organisation=organisation, sector=organisation.sector)
    return event


def seats(event, field="group"):
    """Who sits where: the table's name by delegate and workshop."""
    rows = GroupPlace.objects.filter(registration__event=event).order_by("registration_id", "session_id")
    return {
        (row.registration.name, row.session.title): getattr(row, field) and getattr(row, field).name
        for row in rows
    }
