"""An organiser sees at one glance who has handed in, reads a sheet, and types in what stood on paper."""

import io
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dissemination.capture import services
from dissemination.capture.models import CapturePolicy, Point
from tests.capture.conftest import NOON
from tests.factories import DAY, make_event, make_member, make_registration, make_session, make_workshop

AFTER = DAY.replace(hour=16)
BOARD = "/admin/event/sharing/capture/"


def add(sheet, question, text="Share what works", **more):
    return services.add_point(sheet, question=question, text=text, client_id=uuid.uuid4(), at=NOON, **more)


@pytest.fixture
def organiser(client, event):
    client.force_login(make_member(event))
    with time_machine.travel(AFTER, tick=False):
        yield client


def test_gathered_and_missing_stand_on_one_screen(organiser, sheet, question):
    add(sheet, question)
    services.submit(sheet, at=NOON, notes=services.Notes(headline="Everyday work"))
    page = organiser.get(BOARD).content.decode()
    for words in ("1 of 2 groups have handed in.", "1 is missing.", "Everyday work", "Handed in", "Table 2"):
        assert words in page


def test_an_event_without_groups_says_what_to_do(organiser):
    assert "Add groups to a workshop first" in organiser.get(BOARD).content.decode()


@pytest.mark.parametrize(("role", "status"), [("publisher", 200), ("analyst", 200), ("desk", 404)])
def test_the_screen_is_for_those_who_read_what_was_said(client, event, group, role, status):
    client.force_login(make_member(event, role))
    assert client.get(BOARD).status_code == status
    assert client.get(f"{BOARD}{group.pk}/").status_code == status


def test_another_events_team_sees_nothing(client, event, group):
    client.force_login(make_member(make_event()))
    assert client.get(BOARD).status_code == 404
    assert client.get(f"{BOARD}{group.pk}/").status_code == 404


def test_a_group_of_another_event_is_not_found(organiser):
    other = make_workshop(make_event(), groups=1).groups.first()
    assert organiser.get(f"{BOARD}{other.pk}/").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, event):
    assert client.get(BOARD).status_code == 302


def test_a_sheet_is_read_with_its_link(organiser, sheet, question, group):
    add(sheet, question, is_starred=True)
    add(sheet, question, "Mine alone", is_individual=True)
    services.submit(sheet, at=NOON, notes=services.Notes(disagreement="None", nodded=7))
    page = organiser.get(f"{BOARD}{group.pk}/").content.decode()
    for words in ("Share what works ★", "Mine alone", "comment", "7 agreed", f"/tables/{sheet.code}."):
        assert words in page


def test_an_analyst_reads_the_sheet_without_the_link(client, event, sheet, group):
    client.force_login(make_member(event, "analyst"))
    assert "/tables/" not in client.get(f"{BOARD}{group.pk}/").content.decode()


def test_lines_from_paper_become_points(organiser, sheet, question, group):
    response = organiser.post(
        f"{BOARD}{group.pk}/", {"question": question.pk, "lines": "First\r\n\r\nSecond\r\n"}
    )
    assert response.status_code == 302
    assert list(sheet.points.values_list("text", flat=True)) == ["First", "Second"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "Type at least one line."),
        (" \u202e\n\n", "Type between 1 and 200 lines."),
        ("x\n" * 201, "Type between 1 and 200 lines."),
        ("short\n" + "x" * 281, "Line 2 is longer than 280 characters."),
    ],
)
def test_lines_that_cannot_be_points_come_back(organiser, question, group, lines, words):
    page = organiser.post(f"{BOARD}{group.pk}/", {"question": question.pk, "lines": lines}).content.decode()
    assert words in page
    assert Point.objects.count() == 0


def test_a_perspective_of_another_question_is_put_right(organiser, workshop, group):
    first, last = workshop.questions.first(), workshop.questions.last()
    view = last.perspectives.create(name="The service user")
    page = organiser.post(
        f"{BOARD}{group.pk}/", {"question": first.pk, "perspective": view.pk, "lines": "x"}
    ).content.decode()
    assert "Choose a perspective of that question." in page


def test_a_sheet_is_closed_and_opened_again(organiser, sheet, question, group):
    add(sheet, question)
    services.submit(sheet, at=NOON)
    organiser.post(f"{BOARD}{group.pk}/", {"close": ""})
    sheet.refresh_from_db()
    assert sheet.state == "closed"
    organiser.post(f"{BOARD}{group.pk}/", {"reopen": ""})
    sheet.refresh_from_db()
    assert sheet.state == "capturing"


def test_a_refusal_is_shown_on_the_page(organiser, sheet, group):
    response = organiser.post(f"{BOARD}{group.pk}/", {"close": ""}, follow=True)
    assert "Only a sheet that was handed in can be closed." in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_screen_asks_the_database_the_same_for_any_number_of_groups(
    organiser, event, rows, django_assert_num_queries
):
    make_workshop(event, groups=rows)
    services.lay_out_sheets(event)
    with django_assert_num_queries(7):
        organiser.get(BOARD)


def test_the_rule_for_names_is_set_in_the_workspace(organiser, workshop):
    rule = services.rule_for(workshop)
    address = f"/admin/capture/capturepolicy/{rule.pk}/change/"
    assert organiser.get(address).status_code == 200
    organiser.post(address, {"attribution": "chatham", "small_number": "5"})
    rule.refresh_from_db()
    assert (rule.attribution, rule.small_number) == ("chatham", 5)
    assert organiser.get(f"/admin/capture/capturepolicy/{rule.pk}/delete/").status_code == 403


def test_a_rule_is_set_before_anybody_has_spoken(organiser, event, workshop):
    make_session(event, title="A talk")
    address = "/admin/capture/capturepolicy/add/"
    page = organiser.get(address).content.decode()
    assert workshop.title in page
    assert "A talk" not in page
    organiser.post(address, {"session": workshop.pk, "attribution": "named", "small_number": "3"})
    assert (CapturePolicy.objects.get().session, CapturePolicy.objects.get().attribution) == (
        workshop,
        "named",
    )


def test_a_rule_that_would_loosen_is_put_right(organiser, workshop, sheet, question):
    add(sheet, question)
    rule = CapturePolicy.objects.get()
    page = organiser.post(
        f"/admin/capture/capturepolicy/{rule.pk}/change/", {"attribution": "named", "small_number": "3"}
    )
    assert "It can be made tighter now, not more open." in page.content.decode()


@pytest.mark.parametrize(("role", "sees"), [("organiser", True), ("analyst", False)])
def test_who_spoke_stands_only_where_it_may_be_known(client, event, workshop, sheet, question, role, sees):
    CapturePolicy.objects.create(session=workshop, attribution="named")
    delegate = make_registration(event, name="Ada Example")
    point = add(sheet, question, is_individual=True, said_by=delegate)
    client.force_login(make_member(event, role))
    page = client.get(f"/admin/capture/point/{point.pk}/change/").content.decode()
    assert ("Ada Example" in page) is sees


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_points_asks_the_same_for_any_number(
    organiser, sheet, question, rows, django_assert_num_queries
):
    for _ in range(rows):
        add(sheet, question)
    with django_assert_num_queries(6):
        assert organiser.get("/admin/capture/point/").status_code == 200


def test_an_organiser_adds_a_flip_chart_and_the_team_sees_it(organiser, group, sheet):
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "JPEG")
    address = f"{BOARD}{group.pk}/"
    assert organiser.get(f"{address}flip-chart.jpg").status_code == 404
    upload = SimpleUploadedFile("flip.jpg", file.getvalue(), content_type="image/jpeg")
    organiser.post(address, {"photograph": upload, "sentence": "Trust before technology"})
    assert "Trust before technology" in organiser.get(address).content.decode()
    response = organiser.get(f"{address}flip-chart.jpg")
    assert (response.status_code, b"".join(response.streaming_content)[:3]) == (200, b"\xff\xd8\xff")


def test_a_file_that_is_no_photograph_is_put_right(organiser, group):
    upload = SimpleUploadedFile("flip.jpg", b"<html>", content_type="image/jpeg")
    page = organiser.post(f"{BOARD}{group.pk}/", {"photograph": upload, "sentence": "x"})
    assert "The file is not a photograph." in page.content.decode()
