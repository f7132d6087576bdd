"""The table's page: no account, no JavaScript needed, nothing typed is lost."""

import io
import json
import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dissemination.capture import services
from dissemination.capture.links import PURPOSE, typed_address
from dissemination.capture.models import CapturePolicy, GroupSheet, Point
from dissemination.core.tokens import link_token, typed_code
from sessions.models import Perspective
from tests.capture.conftest import HOSTILE, NOON
from tests.factories import DAY, make_organisation, make_place, make_registration, make_workshop


def send(phone, sheet, body):
    return phone.post(f"/table/{sheet.code}/points/", json.dumps(body), content_type="application/json")


def one(question, **more):
    return {"client_id": str(uuid.uuid4()), "question": question.pk, "text": "Share what works"} | more


def test_the_link_opens_the_page_and_leaves_the_address(client, sheet, on_the_day):
    response = client.get(f"/tables/{link_token(PURPOSE, sheet.code)}/")
    assert (response.status_code, response.url) == (302, f"/table/{sheet.code}/")
    assert "Question 1?" in client.get(response.url).content.decode()


@pytest.mark.parametrize("token", ["nonsense", "a.b", "x" * 500])
def test_a_wrong_link_says_what_to_do(client, db, token):
    response = client.get(f"/tables/{token}/")
    assert response.status_code == 404
    assert "scan the code on the table" in response.content.decode()


def test_the_address_on_the_sheet_can_be_typed(client, sheet, on_the_day):
    address = typed_address(sheet.group)
    assert address.startswith("localhost:8000/t/")
    response = client.get(address.removeprefix("localhost:8000").lower() + "/")
    assert (response.status_code, response.url) == (302, f"/table/{sheet.code}/")
    assert client.get(response.url).status_code == 200


def test_a_wrong_code_is_told_so_and_guessing_is_slowed(client, sheet, on_the_day):
    tries = [client.get("/t/4KX7-9QMR/").status_code for _ in range(31)]
    assert tries == [404] * 30 + [429]
    assert client.get(f"/t/{typed_code(PURPOSE, sheet.code)}/").status_code == 429


def test_long_after_the_workshop_its_code_opens_nothing(client, sheet):
    with time_machine.travel(DAY.replace(month=4), tick=False):
        assert client.get(f"/t/{typed_code(PURPOSE, sheet.code)}/").status_code == 404


def test_a_link_for_another_purpose_opens_nothing(client, sheet):
    assert client.get(f"/tables/{link_token('place', sheet.code)}/").status_code == 404


def test_a_link_of_a_table_that_is_gone_opens_nothing(client, db):
    assert client.get(f"/tables/{link_token(PURPOSE, 'gone')}/").status_code == 404


@pytest.mark.parametrize("page", ["", "points/", "finish/", "read-back/", "points/1/"])
def test_without_the_link_every_page_says_the_same(client, sheet, on_the_day, page):
    response = client.get(f"/table/{sheet.code}/{page}")
    assert response.status_code == 404
    assert "Open your table" in response.content.decode()


def test_another_tables_page_stays_shut(phone, workshop):
    other = services.lay_out_sheets(workshop.event)[1]
    assert phone.get(f"/table/{other.code}/").status_code == 404


def test_the_day_before_it_says_when_it_opens(phone, sheet):
    with time_machine.travel(DAY.replace(day=10), tick=False):
        phone.get(f"/tables/{link_token(PURPOSE, sheet.code)}/")
        response = phone.get(f"/table/{sheet.code}/")
    assert response.status_code == 403
    assert "opens on 11 March 2026" in response.content.decode()


def test_a_point_is_added_without_javascript(phone, sheet, question):
    response = phone.post(f"/table/{sheet.code}/", {"question": question.pk, "text": "Share  what works"})
    assert response.url == f"/table/{sheet.code}/?q={question.pk}#points"
    page = phone.get(response.url).content.decode()
    assert "Share what works" in page
    assert "1 saved · 0 waiting" in page


def test_pressing_twice_without_javascript_is_one_point(phone, sheet, question):
    point = one(question)
    for _ in range(2):
        phone.post(f"/table/{sheet.code}/", point)
    assert sheet.points.count() == 1


def test_perspectives_are_tabs_and_keep_their_own_points(phone, sheet, question):
    user, provider = (
        Perspective.objects.create(question=question, name=name, order=order)
        for order, name in enumerate(["The service user", "The provider"])
    )
    response = phone.post(
        f"/table/{sheet.code}/", {"question": question.pk, "perspective": provider.pk, "text": "Ours"}
    )
    assert response.url == f"/table/{sheet.code}/?q={question.pk}&p={provider.pk}#points"
    assert "Ours" in phone.get(response.url).content.decode()
    assert "Ours" not in phone.get(f"/table/{sheet.code}/?q={question.pk}&p={user.pk}").content.decode()


def test_an_unknown_question_shows_the_first(phone, sheet):
    assert "Question 1?" in phone.get(f"/table/{sheet.code}/?q=nonsense").content.decode()


def test_the_last_question_leads_back_to_the_first(phone, sheet, workshop):
    page = phone.get(f"/table/{sheet.code}/?q={workshop.questions.last().pk}").content.decode()
    assert "Question 2 of 2" in page
    assert "First question" in page
    assert "Next question" not in page


def test_a_workshop_without_questions_says_whom_to_ask(phone, sheet, workshop):
    workshop.questions.all().delete()
    assert "No questions yet" in phone.get(f"/table/{sheet.code}/").content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write the point first."),
        ("  \u202e ", "Write the point first."),
        ("x" * 281, "Say it in 280 characters or fewer."),
        ("\u0958" * 280, "Say it in 280 characters or fewer."),
        ("a\x00b", "it holds a character that cannot be kept"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_reason(phone, sheet, question, text, words):
    page = phone.post(f"/table/{sheet.code}/", {"question": question.pk, "text": text}).content.decode()
    assert words in page
    assert sheet.points.count() == 0


def test_the_box_says_how_much_fits(phone, sheet):
    page = phone.get(f"/table/{sheet.code}/").content.decode()
    assert "At most 280 characters." in page
    assert 'maxlength="280"' in page


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_shown_as_they_were_typed(phone, sheet, question, text):
    phone.post(f"/table/{sheet.code}/", {"question": question.pk, "text": text})
    services.submit(sheet, at=NOON, notes=services.Notes(headline=text[:140]))
    assert Point.objects.get().text == text
    for address in ("", "read-back/", f"points/{Point.objects.get().pk}/", "finish/"):
        page = phone.get(f"/table/{sheet.code}/{address}").content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "<b>" not in page


def test_a_closed_sheet_gives_the_words_back(phone, sheet, question):
    GroupSheet.objects.update(state="closed")
    assert "closed this sheet" in phone.get(f"/table/{sheet.code}/").content.decode()
    response = phone.post(f"/table/{sheet.code}/", one(question))
    assert (response.status_code, sheet.points.count()) == (200, 0)


def test_a_named_workshop_offers_first_names_of_the_group_only(phone, sheet, workshop, event):
    CapturePolicy.objects.create(session=workshop, attribution="named")
    employer = make_organisation("Harbour Housing")
    for name in ("Ada Example", "\u00a0"):
        place = make_place(make_registration(event, name=name, organisation=employer), sheet.group)
        place.told_group = sheet.group
        place.save()
    make_registration(event, name="Bert Elsewhere")
    page = phone.get(f"/table/{sheet.code}/").content.decode()
    assert ">Ada</option>" in page
    assert "Harbour Housing" in page
    assert "Example" not in page
    assert "Bert" not in page


def test_a_phone_sends_a_point_as_often_as_it_likes(phone, sheet, question):
    point = one(question, kind="barrier", stance="one_voice", is_starred="on", is_individual="on")
    for _ in range(2):
        response = send(phone, sheet, point)
        assert (response.status_code, response.json()["saved"]) == (200, 1)
    kept = Point.objects.get()
    assert (kept.kind, kept.stance, kept.is_starred, kept.is_individual) == (
        "barrier",
        "one_voice",
        True,
        True,
    )
    assert response.json()["point"] == {
        "client_id": point["client_id"],
        "id": kept.pk,
        "question": question.pk,
        "perspective": None,
        "text": "Share what works",
        "is_starred": True,
        "is_individual": True,
        "kind": "Barrier",
        "stance": "One voice",
    }


def test_what_is_usual_about_a_point_is_not_told(phone, sheet, question):
    told = send(phone, sheet, one(question)).json()["point"]
    assert [told[name] for name in ("is_starred", "is_individual", "kind", "stance")] == [
        False,
        False,
        "",
        "",
    ]


def test_two_scribes_of_one_table_see_each_others_points(phone, sheet, question):
    send(phone, sheet, one(question))
    send(phone, sheet, one(question, text="The other scribe's"))
    texts = [point["text"] for point in phone.get(f"/table/{sheet.code}/points/").json()["points"]]
    assert texts == ["Share what works", "The other scribe's"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"text": "\\ud800"}',
        b"[" * 100_000,
        b'{"text": ["x"], "question": {"a": 1}}',
        b'{"text": "x", "question": 99999999999999999999, "client_id": 7}',
        b'{"is_staff": true, "event": 2, "state": "placed", "id": 1}',
    ],
)
def test_a_body_that_makes_no_sense_is_answered_with_errors(phone, sheet, body):
    response = phone.post(f"/table/{sheet.code}/points/", body, content_type="application/json")
    assert response.status_code == 400
    assert "question" in response.json()["errors"]


def test_a_refusal_reaches_the_phone_as_a_reason(phone, sheet, question):
    GroupSheet.objects.update(state="closed")
    response = send(phone, sheet, one(question))
    assert (response.status_code, "closed" in response.json()["reason"]) == (409, True)


def test_a_point_is_changed_and_starred_at_the_table(phone, sheet, question):
    send(phone, sheet, one(question))
    point = Point.objects.get()
    assert phone.get(f"/table/{sheet.code}/points/{point.pk}/").status_code == 200
    phone.post(f"/table/{sheet.code}/points/{point.pk}/", {"text": "Other words"})
    phone.post(f"/table/{sheet.code}/points/{point.pk}/star/", {"is_starred": "on"})
    point.refresh_from_db()
    assert (point.text, point.is_starred) == ("Other words", True)
    assert "To be heard" in phone.get(f"/table/{sheet.code}/").content.decode()


def test_an_emptied_point_comes_back_with_a_reason(phone, sheet, question):
    send(phone, sheet, one(question))
    page = phone.post(f"/table/{sheet.code}/points/{Point.objects.get().pk}/", {"text": "\u202e"})
    assert "tell an organiser" in page.content.decode()


def test_a_point_of_another_table_cannot_be_changed(phone, sheet, workshop, question):
    other = services.lay_out_sheets(workshop.event)[1]
    point = services.add_point(other, question=question, text="x", client_id=uuid.uuid4(), at=NOON)
    assert phone.post(f"/table/{sheet.code}/points/{point.pk}/", {"text": "y"}).status_code == 404
    assert phone.post(f"/table/{sheet.code}/points/{point.pk}/star/").status_code == 404


def test_finishing_reads_everything_back_and_hands_it_in(phone, sheet, question):
    send(phone, sheet, one(question))
    response = phone.post(
        f"/table/{sheet.code}/finish/",
        {"headline": "Sharing is everyday work", "disagreement": "None", "nodded": "7"},
    )
    assert response.url == f"/table/{sheet.code}/read-back/"
    page = phone.get(response.url).content.decode()
    for words in ("Read this aloud", "Sharing is everyday work", "Question 1?", "Share what works", "None"):
        assert words in page
    phone.post(response.url)
    assert "Handed in. Thank you." in phone.get(response.url).content.decode()
    assert "You have handed in" in phone.get(f"/table/{sheet.code}/").content.decode()


@pytest.mark.parametrize("nodded", ["-1", "1.5", "99999999999999999999", "many"])
def test_an_impossible_number_of_nods_is_put_right(phone, sheet, question, nodded):
    send(phone, sheet, one(question))
    page = phone.post(f"/table/{sheet.code}/finish/", {"nodded": nodded}).content.decode()
    assert "There is something to put right" in page


def test_an_anonymous_workshop_does_not_ask_who_wrote(phone, sheet, workshop):
    assert "Who wrote" in phone.get(f"/table/{sheet.code}/finish/").content.decode()
    CapturePolicy.objects.create(session=workshop, attribution="anonymous")
    assert "Who wrote" not in phone.get(f"/table/{sheet.code}/finish/").content.decode()


def test_handing_in_nothing_is_refused_politely(phone, sheet):
    response = phone.post(f"/table/{sheet.code}/read-back/")
    assert response.status_code == 409
    assert "at least one point" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_however_much_was_said(
    phone, sheet, question, rows, django_assert_num_queries
):
    for number in range(rows):
        Perspective.objects.create(question=question, name=f"View {number}")
    for perspective in question.perspectives.all():
        for _ in range(rows):
            send(phone, sheet, one(question, perspective=perspective.pk))
    with django_assert_num_queries(5):
        phone.get(f"/table/{sheet.code}/")
    with django_assert_num_queries(2):
        phone.get(f"/table/{sheet.code}/read-back/")


def test_a_get_never_changes_anything(phone, sheet):
    for address in ("", "finish/", "read-back/", "points/"):
        phone.get(f"/table/{sheet.code}/{address}")
    sheet.refresh_from_db()
    assert (sheet.state, CapturePolicy.objects.count()) == ("not_started", 0)
    assert phone.get(f"/table/{sheet.code}/points/1/star/").status_code == 405


def test_a_table_of_another_workshop_has_its_own_questions(phone, sheet, event):
    foreign = make_workshop(event, questions=1).questions.first()
    response = send(phone, sheet, one(foreign))
    assert response.status_code == 400


def jpeg():
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "JPEG")
    return file.getvalue()


def picture(content=None, name="../../flip.jpg"):
    return SimpleUploadedFile(name, jpeg() if content is None else content, content_type="image/jpeg")


def test_a_photograph_with_one_sentence_is_a_sheet(phone, sheet):
    address = f"/table/{sheet.code}/photograph/"
    assert phone.get(address).status_code == 200
    phone.post(address, {"photograph": picture(), "sentence": "Trust before technology"})
    sheet.refresh_from_db()
    assert sheet.photograph_sentence == "Trust before technology"
    assert re.fullmatch(r"flip-charts/[A-Za-z0-9_-]{16}\.jpg", sheet.photograph.name)
    assert services.submit(sheet, at=NOON).state == "submitted"
    assert "complete sheet" in phone.get(address).content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sentence": "x"}, "Choose a photograph."),
        ({"photograph": b"", "sentence": "x"}, "The file is empty."),
        ({"photograph": b"<svg onload=alert(1)>", "sentence": "x"}, "The file is not a photograph."),
        ({"photograph": b"\xff\xd8\xff nothing", "sentence": "x"}, "The photograph cannot be read."),
        ({"photograph": None, "sentence": " \u202e"}, "Say in one sentence"),
    ],
)
def test_what_is_no_photograph_comes_back(phone, sheet, values, words):
    if "photograph" in values:
        values = values | {"photograph": picture(values["photograph"])}
    page = phone.post(f"/table/{sheet.code}/photograph/", values).content.decode()
    assert words in page
    sheet.refresh_from_db()
    assert not sheet.photograph
