"""Two people at one delegate's answers: an old copy of the form undoes nothing unawares."""

import html
import re

import pytest

from registrations import services
from registrations.models import Need
from tests.factories import make_event, make_form_question, make_member
from tests.registrations.test_change import with_new
from tests.registrations.test_place_page import opened
from tests.registrations.test_register import sign_up
from tests.registrations.test_register_page import answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]

CLASH = "Somebody changed this while you had the page open. It says now: %s. Save again"


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def ann(event, at):
    return sign_up(event, at, job_title="Adviser", sector="local", photograph="yes", dietary="Vegan")


def stood_on(page):
    return html.unescape(re.search('name="stood" value="([^"]*)"', page.content.decode())[1])


def as_told(ann, **values):
    return answers(name=ann.name, job_title="Adviser", photograph="yes", dietary="Vegan") | values


def test_what_the_organiser_has_put_right_meanwhile_stays(client, event, ann, at):
    address = opened(client, ann) + "change/"
    stood = stood_on(client.get(address))
    services.change(ann, with_new(ann, job_title="Head of Data"), at=at, by=make_member(event))
    page = client.post(address, as_told(ann, name="Ann Archer", stood=stood), follow=True)
    ann.refresh_from_db()
    assert (ann.name, ann.job_title) == ("Ann Archer", "Head of Data")
    assert "Meanwhile somebody else changed: Job title. That stays as they left it." in page.content.decode()


def test_food_and_own_questions_that_another_tab_changed_stay(client, event, ann, at):
    lunch = make_form_question(event, "Which lunch?")
    address = opened(client, ann) + "change/"
    stood = stood_on(client.get(address))
    other = {f"answer_{lunch.pk}": "Soup", "severe_allergy": "Nuts", "features": ["wheelchair"]}
    client.post(address, as_told(ann, stood=stood, **other))
    client.post(address, as_told(ann, job_title="Director", stood=stood))
    ann.refresh_from_db()
    need = Need.objects.get()
    assert (ann.job_title, need.severe_allergy, need.features) == ("Director", "Nuts", ["wheelchair"])
    assert ann.answers.get().value == "Soup"


def test_where_both_wrote_both_are_shown_and_the_second_decides(client, ann):
    address = opened(client, ann) + "change/"
    stood = stood_on(client.get(address))
    client.post(address, as_told(ann, dietary="Halal", stood=stood))
    page = client.post(address, as_told(ann, dietary="Kosher", stood=stood))
    assert page.status_code == 422
    assert page.context["form"].errors["dietary"][0].startswith(CLASH % "Halal")
    assert 'value="Kosher"' in page.content.decode()
    assert Need.objects.get().dietary == "Halal"
    assert client.post(address, as_told(ann, dietary="Kosher", stood=stood_on(page))).status_code == 302
    assert Need.objects.get().dietary == "Kosher"


def test_a_form_that_does_not_say_what_it_said_is_taken_at_its_word(client, ann):
    client.post(opened(client, ann) + "change/", as_told(ann, job_title="Director", stood="{}"))
    ann.refresh_from_db()
    assert ann.job_title == "Director"
