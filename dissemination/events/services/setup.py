"""Making a project and an event, and keeping what their set-up says."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events import policies
from dissemination.events.models import Event, Project, TeamMember, Venue

TAKEN_OVER = ("title", "aims", "starts_at", "ends_at", "zone", "contact_email", "capacity")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new event starts from. Without a project or a venue, one of that name is made."""

    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    contact_email: str
    capacity: int = 100
    project: Project | None = None
    project_title: str = ""
    venue: Venue | None = None
    venue_name: str = ""
    city: str = ""
    aims: str = ""


def free_slug(model: type[Project] | type[Event], title: str) -> str:
    """An address made from the title that no other row has: `learning-lunch`, `learning-lunch-2`…"""
    stem = slugify(title)[:60] or model._meta.model_name or ""
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


@transaction.atomic
def start_event(plan: Plan, *, by: User, at: datetime) -> Event:
    """A draft event whose organiser is the one who made it."""
    policies.may_start_event(by).enforce()
    if plan.project:
        policies.may_change_project(by, plan.project).enforce()
    venue = plan.venue
    if venue is None and plan.venue_name:
        venue = save_venue_named(plan.venue_name, plan.city)
    event = Event.objects.create(
        project=plan.project or _new_project(plan.project_title, by=by, at=at),
        venue=venue,
        slug=free_slug(Event, plan.title),
        **{name: getattr(plan, name) for name in TAKEN_OVER},
    )
    TeamMember.objects.create(event=event, user=by, role=TeamMember.Role.ORGANISER)
    record("start event", event, by=by, at=at, event_id=event.pk)
    return event


def save_venue_named(name: str, city: str) -> Venue:
    """The venue with this name and city, made when there is none."""
    return Venue.objects.filter(name__iexact=name, city__iexact=city).first() or Venue.objects.create(
        name=name, city=city
    )


def _new_project(title: str, *, by: User, at: datetime) -> Project:
    project = Project.objects.create(title=title, slug=free_slug(Project, title), made_by=by)
    record("start project", project, by=by, at=at)
    return project


def note_that_form_asks_more(event: Event) -> None:
    """From now on whoever shows the form of this event looks for own questions, topics and seats."""
    Event.objects.filter(pk=event.pk, asks_more=False).update(asks_more=True)
    event.asks_more = True


@transaction.atomic
def save_event(event: Event, *, by: User, at: datetime) -> Event:
    """Keep the set-up as changed. A new wording of the data statement is a new version of it."""
    before = Event.objects.select_for_update().get(pk=event.pk)
    policies.may_organise(by, before).enforce()
    policies.may_set_mode(before, event.mode).enforce()
    policies.may_set_places(before, room=event.capacity, online=event.online_capacity).enforce()
    if before.project_id != event.project_id:
        policies.may_change_project(by, event.project).enforce()
    if before.statement != event.statement:
        event.statement_version = before.statement_version + 1
    not_here = {
        "id",
        "taken",
        "online_taken",
        "state",
        "groups_told_at",
        "cancelled_at",
        "postponed_at",
        "asks_more",
    }
    fields = [field.name for field in Event._meta.concrete_fields if field.name not in not_here]
    event.save(update_fields=fields)
    record("change set-up", event, by=by, at=at, event_id=event.pk)
    return event


@transaction.atomic
def save_project(project: Project, *, by: User, at: datetime) -> Project:
    """Keep what is said about a project; a new one belongs to the one who made it."""
    verdict = policies.may_change_project(by, project) if project.pk else policies.may_start_event(by)
    verdict.enforce()
    if project.pk is None:
        project.made_by = by
    project.slug = project.slug or free_slug(Project, project.title)
    project.save()
    record("change project", project, by=by, at=at)
    return project
