"""The organiser's own questions on the registration form: asked, refused, kept, changed."""

import hashlib
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from dissemination.core.verdicts import Refused
from dissemination.messaging.models import Message
from dissemination.questionnaires import policies as questionnaires
from dissemination.questionnaires.services import Said
from registrations import services
from registrations.invites import place_link
from registrations.models import Answer, Registration
from registrations.services import Details
from registrations.views import register
from tests.documents import decks
from tests.factories import make_event, make_form_question, make_member, make_registration, make_session
from tests.registrations.test_register_page import INERT, answers, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]

PDF = decks.pdf()


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def event():
    return make_event()


def a_file(content=PDF, name="about us.pdf"):
    return SimpleUploadedFile(name, content)


def files(media):
    return sorted(str(path.relative_to(media)) for path in Path(media).rglob("*") if path.is_file())


def name_of(question):
    return f"answer_{question.pk}"


def told(question):
    return Answer.objects.filter(question=question).values_list("value", flat=True).first()


def errors(page):
    return {name: list(found) for name, found in page.context["form"].errors.items()}


KINDS = [
    ("line", {}, "  The\u202e  9 o'clock ", "The 9 o'clock"),
    ("prose", {}, "One\r\n\r\nTwo", "One\n\nTwo"),
    ("choice", {"options": ["Bus", "Train"]}, "Train", "Train"),
    ("choice", {"options": list("abcdefghi")}, "i", "i"),
    ("several", {"options": ["Bus", "Train", "Car"]}, ["Bus", "Car"], ["Bus", "Car"]),
    ("yes_no", {}, "no", "no"),
    ("number", {}, "12.50", "12.5"),
    ("number", {}, "-1", "-1"),
    ("number", {}, "0", "0"),
    ("number", {}, "1e3", "1000"),
    ("number", {}, "\uff11\uff12", "12"),
    ("date", {}, "2026-03-11", "2026-03-11"),
]


@pytest.mark.parametrize(("kind", "values", "typed", "kept"), KINDS)
@pytest.mark.parametrize("is_required", [True, False])
def test_each_kind_of_answer_is_taken_and_kept(client, event, at, kind, values, typed, kept, is_required):
    question = make_form_question(event, "How?", kind=kind, is_required=is_required, **values)
    page = post(client, event, **{name_of(question): typed})
    assert page.redirect_chain[-1][0] == f"/events/{event.slug}/registered/"
    answer = Answer.objects.get()
    assert (answer.value, answer.asked, answer.answered_at) == (kept, "How?", at)


NUMBER = "Enter a number in figures, for example 12 or 2.5."
GONE = "Choose one of the answers in the list. “%s” is not one of them."
NUL = "Type this again: it holds a character that cannot be kept."
REFUSED = [
    ("line", "x" * 301, "Shorten this to 300 characters; it has 301 now."),
    ("line", "a\x00b", NUL),
    ("prose", "a\x00b", NUL),
    ("prose", "x" * 3001, "Shorten this to 3000 characters; it has 3001 now."),
    ("choice", "Plane", GONE % "Plane"),
    ("choice", "a\x00b", GONE % "a\x00b"),
    ("yes_no", "<script>alert(1)</script>", GONE % "<script>alert(1)</script>"),
    ("number", "many", NUMBER),
    ("number", "99999999999999999999", NUMBER),
    ("number", "9" * 5000, NUMBER),
    ("number", "1.23456", NUMBER),
    ("number", "NaN", NUMBER),
    ("number", "1e999999", NUMBER),
    ("date", "2026-02-31", "Enter a date, for example 2026-03-11."),
    ("date", "0000-00-00", "Enter a date, for example 2026-03-11."),
    ("date", "99999-01-01", "Enter a date, for example 2026-03-11."),
]


@pytest.mark.parametrize(("kind", "typed", "words"), REFUSED)
def test_what_does_not_fit_says_what_to_do(client, event, kind, typed, words):
    question = make_form_question(event, "How?", kind=kind, options=["Bus"] if kind == "choice" else [])
    page = post(client, event, **{name_of(question): typed})
    says = f"How? {words}" if kind in ("number", "date") else words
    assert (page.status_code, errors(page)) == (422, {name_of(question): [says]})
    assert Registration.objects.count() == 0


def test_a_number_is_typed_as_text_so_that_no_browser_lets_go_of_it(client, event):
    question = make_form_question(event, "How many?", kind="number")
    page = post(client, event, **{name_of(question): "about 3"}).content.decode()
    assert f'type="text" name="{name_of(question)}" value="about 3" inputmode="decimal"' in page


AGAIN = "Choose about us.pdf once more: a browser lets go of a file when a form comes back."


def test_whoever_sent_a_file_is_told_to_choose_it_again_when_the_form_comes_back(client, event):
    upload = make_form_question(event, kind="file")
    page = post(client, event, email="ann", photograph="", **{name_of(upload): a_file()})
    assert list(errors(page)) == ["email", "photograph", name_of(upload)]
    assert errors(page)[name_of(upload)] == [AGAIN]
    again = post(client, event, **{name_of(upload): a_file()})
    assert (again.status_code, told(upload)) == (200, "about us.pdf")


def test_a_file_is_asked_for_again_when_a_seat_has_gone_meanwhile(client, event):
    upload = make_form_question(event, kind="file")
    full = make_session(event, title="Small room", seats=0)
    page = post(client, event, seats=[full.pk], **{name_of(upload): a_file()})
    assert page.status_code == 422
    assert errors(page)[name_of(upload)] == [AGAIN]


def test_a_file_that_is_not_asked_for_after_these_answers_is_not_asked_for_again(client, event):
    asks = make_form_question(event, kind="yes_no")
    upload = make_form_question(event, kind="file", only_if=asks, only_value="yes")
    page = post(client, event, email="ann", **{name_of(upload): a_file(), name_of(asks): "no"})
    assert list(errors(page)) == ["email"]


def test_an_answer_out_of_several_that_is_not_offered_is_refused(client, event):
    question = make_form_question(event, kind="several", options=["Bus"])
    assert list(errors(post(client, event, **{name_of(question): ["Bus", "Plane"]}))) == [name_of(question)]


@pytest.mark.parametrize(
    ("kind", "todo"),
    [
        ("line", "Answer this question."),
        ("prose", "Answer this question."),
        ("choice", "Choose one of the answers."),
        ("several", "Choose at least one of the answers."),
        ("yes_no", "Say yes or no."),
        ("number", "Enter a number."),
        ("date", "Enter a date."),
        ("file", "Choose a file."),
    ],
)
def test_what_has_to_be_answered_is_asked_for_by_name(client, event, kind, todo):
    options = ["Bus", "Train"] if kind in ("choice", "several") else []
    question = make_form_question(event, "How?", kind=kind, is_required=True, options=options)
    assert errors(post(client, event)) == {name_of(question): [f"How? {todo}"]}


@pytest.mark.parametrize("kind", ["line", "prose", "choice", "several", "yes_no", "number", "date", "file"])
def test_what_need_not_be_answered_leaves_no_row(client, event, kind):
    make_form_question(event, kind=kind, options=["Bus"])
    post(client, event)
    assert (Registration.objects.count(), Answer.objects.count()) == (1, 0)


@pytest.mark.parametrize("typed", INERT)
def test_questions_and_answers_stay_inert(client, event, typed):
    make_form_question(event, typed, kind="choice", options=[typed, "b"], help=typed)
    words = make_form_question(event, kind="prose")
    post(client, event, **{name_of(words): typed})
    form = client.get(f"/events/{event.slug}/register/").content.decode()
    place = client.get(place_link(Registration.objects.get()), follow=True).content.decode()
    for page in (form, place):
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.fixture
def pair(event):
    drives = make_form_question(event, "Do you drive?", kind="yes_no", is_required=True)
    car = make_form_question(event, "Which car?", only_if=drives, only_value="yes", is_required=True)
    return drives, car


def test_a_question_with_a_condition_is_demanded_when_it_is_met(client, event, pair):
    page = post(client, event, **{name_of(pair[0]): "yes"})
    assert errors(page) == {name_of(pair[1]): ["Which car? Answer this question."]}
    text = page.content.decode()
    assert "Only if you answered “Yes” to “Do you drive?”." in text
    assert f'data-only-if="{name_of(pair[0])}" data-only-value="yes"' in text


def test_a_question_with_a_condition_is_not_demanded_and_not_kept_when_it_is_not_met(client, event, pair):
    post(client, event, **{name_of(pair[0]): "no", name_of(pair[1]): "Mini"})
    assert (told(pair[0]), told(pair[1])) == ("no", None)


def test_what_does_not_fit_where_nothing_is_asked_stops_nobody(client, event, pair):
    pair[1].kind = "number"
    pair[1].save()
    post(client, event, **{name_of(pair[0]): "no", name_of(pair[1]): "Mini"})
    assert Registration.objects.count() == 1


def test_a_list_of_problems_leads_through_the_form_as_it_stands(client, event, pair):
    page = post(client, event, sector="", photograph="", **{name_of(pair[0]): ""})
    assert list(page.context["form"].errors) == ["sector", name_of(pair[0]), "photograph"]


def test_own_questions_cost_few_queries_and_others_none(client, event, django_assert_num_queries, at):
    details = {"form_key": uuid.uuid4(), "at": at}
    questions = [make_form_question(event) for _ in range(3)]
    plain = services.register(event, Details(name="Ann"), form_key=uuid.uuid4(), at=at)
    said = [Said(question, "Words") for question in questions]
    with django_assert_num_queries(9) as without:
        services.register(event, Details(name="Ben"), **details)
    with django_assert_num_queries(len(without) + 2):
        services.register(event, Details(name="Cat"), **details | {"form_key": uuid.uuid4()}, said=said)
    assert (plain.answers.count(), Answer.objects.count()) == (0, 3)


def test_the_same_form_twice_is_answered_once(client, event):
    question, key = make_form_question(event), str(uuid.uuid4())
    for words in ("First", "Second"):
        post(client, event, form_key=key, **{name_of(question): words})
    assert told(question) == "First"


def test_one_answer_to_one_question(event, at):
    registration, question = make_registration(event), make_form_question(event)
    answer = {"registration": registration, "question": question, "value": "x", "answered_at": at}
    Answer.objects.create(**answer)
    with pytest.raises(IntegrityError):
        Answer.objects.create(**answer)


def test_questions_of_other_events_and_those_retired_meanwhile_are_passed_over(event, at):
    foreign = make_form_question(make_event())
    retired = make_form_question(event, retired_at=at)
    said = [Said(foreign, "Words"), Said(retired, "Words")]
    services.register(event, Details(name="Ann"), form_key=uuid.uuid4(), at=at, said=said)
    assert (Registration.objects.count(), Answer.objects.count()) == (1, 0)


# Files


@pytest.fixture
def upload(event):
    return make_form_question(event, "A page about your work?", kind="file")


def test_a_file_is_kept_under_a_random_name_and_handed_out_inert(client, event, upload, media):
    post(client, event, **{name_of(upload): a_file(name='..\\x/"><b>.pdf')})
    answer = Answer.objects.get()
    assert answer.value == '"><b>.pdf'
    assert files(media) == [answer.file.name]
    assert answer.file.name.startswith("answers/")
    client.get(place_link(answer.registration))
    page = client.get(f"/place/{answer.registration.code}/answers/{answer.pk}/")
    assert hashlib.sha256(page.getvalue()).digest() == hashlib.sha256(PDF).digest()
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Content-Disposition"].startswith("attachment;")
    assert page.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (page.headers["Cache-Control"], page.headers["X-Content-Type-Options"]) == (
        "private, no-store",
        "nosniff",
    )


def test_words_and_a_file_are_kept_together(client, event, upload):
    other = make_form_question(event)
    post(client, event, **{name_of(upload): a_file(), name_of(other): "Words"})
    assert (told(upload), told(other)) == ("about us.pdf", "Words")


def test_the_ending_of_a_file_is_that_of_its_content(client, event, upload):
    post(client, event, **{name_of(upload): a_file(name="about.exe")})
    assert Answer.objects.get().value == "about.exe.pdf"


def test_a_stranger_reads_no_file(client, event, upload, django_user_model):
    post(client, event, **{name_of(upload): a_file()})
    answer = Answer.objects.get()
    client.cookies.clear()
    assert client.get(f"/place/{answer.registration.code}/answers/{answer.pk}/").status_code == 404
    other = make_registration(event)
    client.get(place_link(other))
    assert client.get(f"/place/{other.code}/answers/{answer.pk}/").status_code == 404


HOSTILE = [
    (b"", "Choose a file."),
    (b"<html><script>alert(1)</script>", "is not a PDF, a PowerPoint, Word or OpenDocument file."),
    (b"MZ" + b"\0" * 200, "is not a PDF, a PowerPoint, Word or OpenDocument file."),
    (b"\x89PNG\r\n\x1a\n<?php", "is not a PDF, a PowerPoint, Word or OpenDocument file."),
    (decks.pptx(also={"ppt/vbaProject.bin": b"x"}), "The file holds macros."),
    (decks.pptx(also={"../../x": b"x"}), "The file holds entries that point outside it."),
    (decks.docx(also={"word/a.exe": b"MZ"}), "The file holds a program."),
    (PDF + b"<html>", "The file holds something besides its pages."),
    (PDF[:40], "The file cannot be opened."),
]


@pytest.mark.parametrize(("content", "words"), HOSTILE)
def test_a_hostile_file_is_refused_and_nothing_of_it_stays(client, event, upload, media, content, words):
    page = post(client, event, **{name_of(upload): a_file(content)})
    assert page.status_code == 422
    assert words in errors(page)[name_of(upload)][0]
    assert (files(media), Registration.objects.count()) == ([], 0)


def test_a_file_over_the_limit_is_refused(client, event, upload, monkeypatch):
    monkeypatch.setattr(questionnaires, "MOST_BYTES", len(PDF) - 1)
    page = post(client, event, **{name_of(upload): a_file()})
    assert errors(page) == {name_of(upload): ["Choose a file of at most 10 MB."]}


def test_a_doubtful_file_is_taken_and_the_organiser_looks_first(client, event, upload):
    doubtful = decks.docx(
        also={"word/_rels/document.xml.rels": decks.relations(("attachedTemplate", "https://e.example/t"))}
    )
    post(client, event, **{name_of(upload): a_file(doubtful, "paper.docx")})
    assert Answer.objects.get().held_reason.endswith("An organiser looks at it first.")


def test_a_file_of_a_form_that_is_refused_does_not_stay(client, upload, media, event):
    event.state = "closed"
    event.save()
    assert post(client, event, **{name_of(upload): a_file()}).status_code == 409
    assert files(media) == []


def test_many_files_in_a_minute_are_too_many_and_words_alone_are_not(client, event, upload, monkeypatch):
    cache.clear()
    monkeypatch.setattr(register, "FILES_A_MINUTE", 2)
    path = f"/events/{event.slug}/register/"
    sent = [answers(email=f"a{n}@example.org") | {name_of(upload): a_file()} for n in range(3)]
    assert [client.post(path, one).status_code for one in sent] == [302, 302, 429]
    assert client.post(path, answers(email="b@example.org")).status_code == 302
    cache.clear()


def test_a_file_sent_twice_with_the_same_form_lies_there_once(client, event, upload, media):
    key = str(uuid.uuid4())
    for _ in range(2):
        post(client, event, form_key=key, **{name_of(upload): a_file()})
    assert files(media) == [Answer.objects.get().file.name]


def test_a_file_where_nothing_is_asked_is_not_kept(client, event, pair, media):
    pair[1].kind = "file"
    pair[1].save()
    post(client, event, **{name_of(pair[0]): "no", name_of(pair[1]): a_file()})
    assert files(media) == []


# Changes


@pytest.fixture
def mine(client, event, pair):
    """A delegate who drives a Mini, with their place open in the browser."""
    post(client, event, **{name_of(pair[0]): "yes", name_of(pair[1]): "Mini"})
    registration = Registration.objects.get()
    client.get(place_link(registration))
    return registration


def change(client, registration, **said):
    values = {name: value for name, value in answers().items() if name not in ("form_key", "email")}
    address = f"/place/{registration.code}/change/"
    return client.post(address, values | {"organisation": "Northvale Borough Council"} | said)


def mails():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_answers_stand_in_the_form_again_and_change_with_one_mail(client, mine, pair):
    page = client.get(f"/place/{mine.code}/change/").content.decode()
    assert 'value="Mini"' in page
    assert change(client, mine, **{name_of(pair[0]): "yes", name_of(pair[1]): "Beetle"}).status_code == 302
    assert (told(pair[1]), mails()) == ("Beetle", ["confirmation", "changed"])


def test_the_same_answers_again_tell_nobody(client, mine, pair):
    before = list(Answer.objects.values())
    change(client, mine, **{name_of(pair[0]): "yes", name_of(pair[1]): "Mini"})
    assert (list(Answer.objects.values()), mails()) == (before, ["confirmation"])


def test_what_is_asked_no_more_after_a_change_goes(client, mine, pair):
    change(client, mine, **{name_of(pair[0]): "no"})
    assert list(Answer.objects.values_list("question_id", "value")) == [(pair[0].pk, "no")]


def test_the_same_answer_to_new_words_is_an_answer_to_those(client, mine, pair):
    pair[0].text = "Do you come by car?"
    pair[0].save()
    assert Answer.objects.get(question=pair[0]).asked == "Do you drive?"
    change(client, mine, **{name_of(pair[0]): "yes", name_of(pair[1]): "Mini"})
    assert Answer.objects.get(question=pair[0]).asked == "Do you come by car?"


def test_an_answer_to_a_retired_question_stays(client, mine, pair, at):
    pair[1].retired_at = at
    pair[1].save()
    change(client, mine, job_title="Analyst", **{name_of(pair[0]): "no"})
    assert told(pair[1]) == "Mini"
    assert "Mini" in client.get(f"/place/{mine.code}/").content.decode()


@pytest.mark.parametrize("kind", ["choice", "several"])
def test_an_option_that_has_gone_stays_with_who_chose_it(client, event, at, kind):
    question = make_form_question(event, kind=kind, options=["Bus", "Train"])
    post(client, event, **{name_of(question): ["Bus"]})
    registration = Registration.objects.get()
    question.options = ["Train"]
    question.save()
    client.get(place_link(registration))
    page = client.get(f"/place/{registration.code}/change/").content.decode()
    assert "Bus (no longer offered)" in page
    assert change(client, registration, **{name_of(question): ["Bus"]}).status_code == 302
    assert told(question) in ("Bus", ["Bus"])


@pytest.fixture
def sender(client, event, upload):
    post(client, event, **{name_of(upload): a_file()})
    registration = Registration.objects.get()
    client.get(place_link(registration))
    return registration


def test_a_file_stays_when_no_other_is_sent(client, sender, upload, media):
    before = list(Answer.objects.values())
    assert (
        "You sent about us.pdf. Choose a file only to replace it."
        in client.get(f"/place/{sender.code}/change/").content.decode()
    )
    change(client, sender, job_title="Analyst")
    upload.text = "Your page?"
    upload.save()
    change(client, sender, job_title="Adviser")
    assert list(Answer.objects.values()) == before
    assert files(media) == [Answer.objects.get().file.name]


def test_another_file_takes_the_place_of_the_first(
    client, sender, upload, media, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        change(client, sender, **{name_of(upload): a_file(name="newer.pdf")})
    answer = Answer.objects.get()
    assert (answer.value, files(media)) == ("newer.pdf", [answer.file.name])


def test_a_file_is_removed_when_its_sender_says_so(
    client, sender, upload, media, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        change(client, sender, **{f"{name_of(upload)}_gone": "on"})
    assert (Answer.objects.count(), files(media)) == (0, [])


def test_a_file_that_has_to_be_there_can_be_replaced_but_not_removed(client, sender, upload):
    upload.is_required = True
    upload.save()
    page = client.get(f"/place/{sender.code}/change/").content.decode()
    assert f"{name_of(upload)}_gone" not in page
    change(client, sender, job_title="Analyst")
    assert Answer.objects.count() == 1


# Later


@pytest.fixture
def later(event, pair):
    dinner = make_form_question(event, "Dinner?", kind="yes_no", is_later=True, is_required=True)
    guest = make_form_question(event, "A guest?", is_later=True)
    space = make_form_question(event, "Plate?", is_later=True, only_if=pair[0], only_value="yes")
    return dinner, guest, space


def test_my_place_says_what_the_organiser_still_asks(client, mine, later):
    page = client.get(f"/place/{mine.code}/").content.decode()
    assert "The organiser asks 3 more things." in page
    Answer.objects.all().delete()
    assert "The organiser asks 2 more things." in client.get(f"/place/{mine.code}/").content.decode()


def test_later_questions_are_answered_on_a_page_of_their_own(client, mine, later, pair):
    address = f"/place/{mine.code}/more/"
    page = client.get(address).content.decode()
    assert ("Dinner?" in page, "Plate?" in page, "Which car?" in page) == (True, True, False)
    refused = client.post(address, {name_of(later[1]): "Ben"})
    assert (refused.status_code, errors(refused)) == (422, {name_of(later[0]): ["Dinner? Say yes or no."]})
    sent = client.post(address, {name_of(later[0]): "yes", name_of(later[2]): "AB12"}, follow=True)
    assert "The organiser has your answers." in sent.content.decode()
    assert (told(later[0]), told(later[2]), told(pair[1])) == ("yes", "AB12", "Mini")
    assert "more thing" not in sent.content.decode()
    assert "Change what you answered later" in sent.content.decode()
    assert mails() == ["confirmation"]


def test_what_an_earlier_answer_rules_out_is_not_asked_later(client, mine, later, pair):
    Answer.objects.filter(question=pair[0]).update(value="no")
    page = client.get(f"/place/{mine.code}/more/").content.decode()
    assert ("Dinner?" in page, "Plate?" in page) == (True, False)
    client.post(f"/place/{mine.code}/more/", {name_of(later[0]): "no", name_of(later[2]): "AB12"})
    assert told(later[2]) is None


def test_nothing_to_answer_is_said(client, mine):
    assert "Nothing is asked of you now." in client.get(f"/place/{mine.code}/more/").content.decode()


def test_who_waits_is_not_asked_yet(client, mine, later):
    Registration.objects.update(state="waiting")
    assert "more thing" not in client.get(f"/place/{mine.code}/").content.decode()
    assert client.get(f"/place/{mine.code}/more/").status_code == 409


def test_once_the_event_is_over_nothing_more_is_taken(mine, later, event):
    with pytest.raises(Refused, match="This event is over"):
        services.answer_more(mine, said=[Said(later[0], "yes")], at=event.ends_at)


def test_everybody_with_a_place_who_has_not_answered_gets_one_mail_a_day(event, later, at):
    organiser = make_member(event)
    make_registration(event, email="ann@example.org")
    make_registration(event, email="ben@example.org", state="waiting")
    make_registration(event, email="", name="No address")
    done = make_registration(event, email="cat@example.org")
    Answer.objects.create(registration=done, question=later[0], asked="x", value="no", answered_at=at)
    assert services.ask_more(event, by=organiser, at=at) == 1
    assert services.ask_more(event, by=organiser, at=at + timedelta(hours=1)) == 0
    assert services.ask_more(event, by=organiser, at=at + timedelta(days=1)) == 1
    mail = Message.objects.first()
    assert (mail.to_email, mail.subject) == (
        "ann@example.org",
        f"Before “{event.title}”: 2 questions for you",
    )
    assert "/places/" in mail.text


def test_asking_by_mail_costs_the_same_for_one_and_three(event, later, django_assert_num_queries):
    for count in (1, 2):
        for _ in range(count):
            make_registration(event)
        with django_assert_num_queries(3):
            services.to_ask(event)


def test_nobody_is_asked_without_questions_or_without_the_right(event, at):
    make_registration(event)
    with pytest.raises(Refused, match="Everybody who can be asked by mail has answered"):
        services.ask_more(event, by=make_member(event), at=at)
    with pytest.raises(Refused, match="organisers may send mail"):
        services.ask_more(event, by=make_member(event, "publisher"), at=at)


def test_a_cancelled_event_asks_nobody(event, later, at):
    make_registration(event)
    event.cancelled_at = at
    event.save()
    with pytest.raises(Refused, match="This event has been cancelled"):
        services.ask_more(event, by=make_member(event), at=at)


# Who reads


def test_organisers_read_all_answers_and_welfare_those_about_health(event, at):
    registration = make_registration(event)
    for number in (0, 1):
        question = make_form_question(event, f"{number}?", is_special_category=bool(number))
        Answer.objects.create(
            registration=registration, question=question, asked=question.text, value="x", answered_at=at
        )
    roles = ("organiser", "welfare", "publisher", "analyst", "desk")
    seen = {
        role: [each.asked for each in Answer.objects.for_user(make_member(event, role)).in_order()]
        for role in roles
    }
    assert seen == {
        "organiser": ["0?", "1?"],
        "welfare": ["1?"],
        "publisher": [],
        "analyst": [],
        "desk": [],
    }
    assert Answer.objects.for_user(make_member(make_event())).count() == 0
    assert [each.asked for each in Answer.objects.special()] == ["1?"]
    assert [each.asked for each in Answer.objects.counted()] == ["0?"]
    assert str(Answer.objects.first()).startswith("Answer ")
