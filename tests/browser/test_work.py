"""The pages of the workspace, as an organiser meets them on a large screen and on a phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from dissemination.groups import services as groups
from dissemination.outcomes.models import Outcome
from dissemination.stories import services as stories
from dissemination.stories.models import StoryLead
from sessions.models import Group, Question
from speakers import services as speakers
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import (
    make_appearance,
    make_member,
    make_organisation,
    make_registration,
    make_speaker,
    make_venue,
)

LONGEST = "Wolfeschlegelsteinhausenbergerdorff III"


@pytest.fixture
def busy_event(coming_event):
    """An event with people, a speaker and groups."""
    Question.objects.update(text="What is the role of your own organisation?")
    Group.objects.update(max_size=4)
    for _ in range(6):
        make_registration(coming_event)
    make_registration(coming_event, state="waiting")
    speaker = make_speaker(
        coming_event.project,
        name=f"Hubert {LONGEST}",
        job_title="Donaudampfschifffahrtsgesellschaftskapitän",
        organisation=make_organisation("Rechtsschutzversicherungsgesellschaftenverband"),
    )
    appearance = make_appearance(coming_event.sessions.get(title="Welcome"), speaker=speaker)
    speakers.invite(appearance, by=None, at=timezone.now())
    groups.allocate(coming_event, by=None, at=timezone.now(), steps=200)
    groups.publish_groups(coming_event, by=None, at=timezone.now())
    return coming_event


@pytest.fixture
def worked_event(busy_event):
    """An event about which something was concluded, and somebody told a story."""
    make_organisation("Northvale Borough Council")
    Outcome.objects.create(event=busy_event, statement="Agree on one form.", made_at=timezone.now())
    told = stories.Told(
        name="Toni Teller",
        email="toni@example.org",
        what_happened="We put two lists side by side.\n\nNobody fell between them any more.",
        may_contact=True,
        publish_as="named",
    )
    stories.offer_story(
        busy_event.project, told, form_key=uuid4(), origin="here", at=timezone.now(), event=busy_event
    )
    return busy_event


def lists_of(user):
    """The list of every kind of row that this user may see."""
    request = RequestFactory().get("/admin/")
    request.user = user
    for model, page in admin.site._registry.items():
        if page.has_view_permission(request):
            yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), model, page


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["large", "phone"])
def test_every_list_of_the_workspace_can_be_read_by_everybody(visitor, busy_event, viewport):
    user = make_member(busy_event)
    organiser = visitor(viewport)
    organiser.sign_in(user)
    faults = []
    for address, _, _ in lists_of(user):
        organiser.page.goto(organiser.site + address)
        faults += organiser.faults()
    assert faults == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["large", "phone"])
def test_a_row_of_every_kind_can_be_worked_on_by_everybody(visitor, worked_event, viewport):
    user = make_member(worked_event)
    organiser = visitor(viewport)
    organiser.sign_in(user)
    faults = []
    for address, model, _ in lists_of(user):
        row = model._default_manager.order_by("pk").first()
        if row:
            organiser.page.goto(f"{organiser.site}{address}{row.pk}/change/")
            faults += organiser.faults()
    assert faults == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["large", "phone"])
def test_every_stage_of_an_event_can_be_worked_on_by_everybody(visitor, busy_event, viewport):
    organiser = visitor(viewport)
    organiser.sign_in(make_member(busy_event))
    faults = []
    for stage in (
        "",
        "groups/",
        "papers/",
        "capture/",
        "themes/",
        "conclude/",
        "follow-up/",
        "stories/",
        "report/",
    ):
        answer = organiser.page.goto(f"{organiser.site}/admin/event/{busy_event.slug}/{stage}")
        assert (stage, answer.status) == (stage, 200)
        faults += organiser.faults()
    assert faults == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["large", "phone"])
def test_what_a_teller_wrote_can_be_read_by_everybody(visitor, worked_event, viewport):
    organiser = visitor(viewport)
    organiser.sign_in(make_member(worked_event))
    organiser.open(f"/admin/event/{worked_event.slug}/stories/{StoryLead.objects.get().pk}/")


def test_the_desk_checks_somebody_in(visitor, event_today):
    registration = make_registration(event_today)
    desk = visitor(PHONE)
    desk.sign_in(make_member(event_today, role="desk"))
    desk.open(f"/desk/{event_today.slug}/")
    desk.page.get_by_role("searchbox").fill(registration.name)
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    desk.look()
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name=f"Check in {registration.name}").click()
    desk.look()
    registration.refresh_from_db()
    assert registration.state == "attended"


HALL = {"width": 1920, "height": 1080}


@pytest.mark.parametrize("viewport", [HALL, DESKTOP, PHONE], ids=["hall", "large", "phone"])
def test_the_hall_screen_can_be_read_by_everybody(visitor, event_today, viewport):
    event_today.sessions.update(ends_at=timezone.now() + timedelta(minutes=12))
    event_today.sessions.get().questions.first().perspectives.create(name=LONGEST)
    hall = visitor(viewport)
    hall.open(f"/events/{event_today.slug}/screen/")
    hall.sees("points so far, from 0 of 2 tables")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["large", "phone"])
def test_every_public_page_can_be_read_by_everybody(visitor, busy_event, viewport):
    reader = visitor(viewport)
    slug = busy_event.slug
    for address in (
        "/",
        f"/projects/{busy_event.project.slug}/",
        f"/events/{slug}/",
        f"/events/{slug}/programme/",
        f"/events/{slug}/outcomes/",
        f"/events/{slug}/lost-link/",
        "/privacy/",
        "/accessibility/",
        "/accounts/login/",
        "/events/there-is-none/",
    ):
        reader.open(address)


def test_a_row_among_many_is_found_by_its_name(visitor, busy_event):
    make_venue(name="Quay House", city="Eastmere")
    organiser = visitor()
    organiser.sign_in(make_member(busy_event))
    organiser.open(f"/admin/events/event/{busy_event.pk}/change/")
    organiser.page.get_by_label("Search: Venue").fill("quay")
    organiser.page.locator("#id_venue option", has_text="Quay House").wait_for(state="attached")
    organiser.page.locator("#id_venue").select_option(label="Quay House, Eastmere")
    organiser.look()
