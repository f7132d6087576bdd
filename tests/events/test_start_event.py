"""A new event, its project and its team; and what the set-up keeps."""

from datetime import timedelta

import pytest

from dissemination.accounts.models import AuditEntry, User
from dissemination.core.verdicts import Refused
from dissemination.events import services
from dissemination.events.models import Event, Project, TeamMember, Venue
from dissemination.events.policies.shared import own_projects
from tests.factories import DAY, make_event, make_member, make_project, make_user, make_venue

pytestmark = pytest.mark.django_db


def plan(**values):
    defaults = {
        "title": "Learning lunch",
        "starts_at": DAY,
        "ends_at": DAY + timedelta(hours=2),
        "zone": "Europe/London",
        "contact_email": "events@example.org",
        "project_title": "Sharing what works",
    }
    return services.Plan(**defaults | values)


def test_somebody_without_a_project_starts_both_in_one_step(at):
    by = make_user(is_staff=True)
    event = services.start_event(plan(venue_name="Harbour Hall", city="Northvale"), by=by, at=at)
    assert (event.state, event.slug, event.taken) == ("draft", "learning-lunch", 0)
    assert (event.project.slug, event.project.made_by) == ("sharing-what-works", by)
    assert str(event.venue) == "Harbour Hall, Northvale"
    assert [(member.user, member.role) for member in event.team.all()] == [(by, "organiser")]
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"start project", "start event"}


def test_a_known_project_and_venue_are_used(at):
    by, venue = make_user(is_staff=True), make_venue()
    project = make_project(made_by=by)
    first = services.start_event(plan(project=project, venue=venue), by=by, at=at)
    second = services.start_event(
        plan(project=project, venue_name="harbour hall", city="NORTHVALE"), by=by, at=at
    )
    assert (first.project, first.venue, second.venue) == (project, venue, venue)
    assert Venue.objects.count() == 1


def test_no_two_events_have_one_address(at):
    by = make_user(is_staff=True)
    slugs = [services.start_event(plan(), by=by, at=at).slug for _ in range(3)]
    assert slugs == ["learning-lunch", "learning-lunch-2", "learning-lunch-3"]


@pytest.mark.parametrize(("title", "slug"), [("情報共有", "event"), ("🎉", "event"), ("A" * 200, "a" * 60)])
def test_every_title_gets_an_address(title, slug):
    assert services.free_slug(Event, title) == slug


@pytest.mark.parametrize("role", ["desk", "analyst", "publisher", "welfare"])
def test_other_roles_start_no_event(role, at):
    with pytest.raises(Refused, match="Ask an organiser to make you an organiser first"):
        services.start_event(plan(), by=make_member(make_event(), role), at=at)


def test_who_is_no_staff_starts_no_event(at):
    with pytest.raises(Refused):
        services.start_event(plan(), by=make_user(), at=at)


def test_a_new_wording_of_the_data_statement_is_a_new_version(at):
    event = make_event()
    by = make_member(event)
    event.statement = "We keep nothing."
    assert services.save_event(event, by=by, at=at).statement_version == 2
    assert services.save_event(event, by=by, at=at).statement_version == 2


def test_saving_the_set_up_never_touches_what_other_verbs_count(at):
    event = make_event()
    by = make_member(event)
    Event.objects.update(taken=3, state="closed")
    event.title = "A better title"
    services.save_event(event, by=by, at=at)
    event.refresh_from_db()
    assert (event.title, event.taken, event.state) == ("A better title", 3, "closed")


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        ({"taken": 4}, "4 places are taken already"),
        ({"online_taken": 2}, "2 online places are taken already"),
    ],
)
def test_places_never_fall_below_what_is_taken(taken, words, at):
    event = make_event(capacity=9, online_capacity=9, **taken)
    event.capacity = event.online_capacity = 1
    with pytest.raises(Refused, match=words):
        services.save_event(event, by=make_member(event), at=at)


def test_an_analyst_does_not_change_the_set_up(at):
    event = make_event()
    with pytest.raises(Refused):
        services.save_event(event, by=make_member(event, "analyst"), at=at)


def test_somebody_joins_the_team_by_address(at):
    event = make_event()
    by = make_member(event)
    member = services.add_member(event, email="Kim@Example.org", role="desk", by=by, at=at)
    assert (member.user.email, member.user.is_staff, member.role) == ("kim@example.org", True, "desk")
    again = services.add_member(event, email="kim@example.org", role="desk", by=by, at=at)
    assert again == member
    assert User.objects.filter(email="kim@example.org").count() == 1


def test_somebody_leaves_the_team(at):
    event = make_event()
    by = make_member(event)
    member = services.add_member(event, email="kim@example.org", role="desk", by=by, at=at)
    services.remove_member(member, by=by, at=at)
    assert event.team.count() == 1


def test_the_last_organiser_stays(at):
    event = make_event()
    by = make_member(event)
    with pytest.raises(Refused, match="An event keeps at least one organiser"):
        services.remove_member(TeamMember.objects.get(), by=by, at=at)
    services.add_member(event, email="kim@example.org", role="organiser", by=by, at=at)
    services.remove_member(TeamMember.objects.get(user=by), by=by, at=at)
    assert event.team.get().user.email == "kim@example.org"


def test_a_project_is_changed_by_who_made_it_and_by_its_organisers(at):
    maker = make_user(is_staff=True)
    project = services.save_project(Project(title="Sharing what works"), by=maker, at=at)
    assert (project.slug, project.made_by) == ("sharing-what-works", maker)
    organiser = make_member(make_event(project=project))
    for by in (maker, organiser, make_user(is_superuser=True)):
        services.save_project(project, by=by, at=at)
    with pytest.raises(Refused, match="Only organisers of the project's events may change it"):
        services.save_project(project, by=make_member(make_event()), at=at)


def test_somebody_who_may_no_longer_sign_in_has_no_project():
    user = make_user(is_staff=True)
    user.is_active = False
    make_project(made_by=user)
    assert list(own_projects(user)) == []
