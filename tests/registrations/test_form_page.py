"""The registration form in the workspace: written, moved, retired and seen as a delegate sees it."""

import pytest
from django.core.files.base import ContentFile

from dissemination.accounts.models import AuditEntry
from dissemination.messaging.models import Message
from dissemination.questionnaires.models import FormQuestion
from dissemination.workspace.services.clone import clone_event
from registrations.models import Answer
from tests.factories import make_event, make_form_question, make_member, make_registration

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event():
    return make_event(state="draft")


@pytest.fixture
def organiser(client, event):
    client.force_login(make_member(event))
    return client


@pytest.fixture
def pair(event):
    drives = make_form_question(event, "Do you drive?", kind="yes_no", is_required=True)
    car = make_form_question(event, "Which car?", only_if=drives, only_value="yes", is_later=True)
    return drives, car


def form(event):
    return f"/admin/event/{event.slug}/form/"


def texts(event):
    return [question.text for question in event.form_questions.standing()]


def written(**values):
    return {"text": "Which bus?", "kind": "line"} | values


def body(page):
    return page.content.decode()


def answered(question, **values):
    registration = make_registration(question.event)
    values = {"value": "x", "answered_at": registration.registered_at, "asked": question.text} | values
    return registration.answers.create(question=question, **values)


def test_the_event_leads_to_its_form(organiser, event):
    assert form(event) in body(organiser.get(f"/admin/event/{event.slug}/"))
    page = body(organiser.get(form(event)))
    assert "Nothing yet." in page
    assert "Your full name" in page  # the preview


def test_a_question_is_added_and_stands_in_the_form_and_its_preview(organiser, event):
    told = written(kind="choice", listed="One\n\n Two \nOne", is_required="on", help="The number.")
    page = organiser.post(f"{form(event)}new/", told, follow=True)
    question = event.form_questions.get()
    assert page.redirect_chain == [(f"{form(event)}#question-{question.pk}", 302)]
    assert (question.options, question.is_required, question.help) == (["One", "Two"], True, "The number.")
    assert f'name="preview-answer_{question.pk}"' in body(page)
    assert AuditEntry.objects.filter(verb="save a form question", event_id=event.pk).count() == 1


def test_a_question_is_changed_with_its_answers_kept(organiser, event, pair):
    answered(pair[0], value="yes")
    address = f"{form(event)}{pair[0].pk}/"
    assert "People have answered this." in body(organiser.get(address))
    organiser.post(address, written(text="Do you come by car?", kind="yes_no"))
    assert texts(event)[0] == "Do you come by car?"
    assert Answer.objects.get().asked == "Do you drive?"


def test_a_condition_is_chosen_from_the_answers_of_other_questions(organiser, event, pair):
    address = f"{form(event)}new/"
    page = body(organiser.get(address))
    assert '<optgroup label="Do you drive?">' in page
    assert "Which car?</option>" not in page
    organiser.post(address, written(condition=f"{pair[0].pk}:no", is_later="on", is_special_category="on"))
    new = event.form_questions.get(text="Which bus?")
    assert (new.only_if, new.only_value, new.is_special_category) == (pair[0], "no", True)
    assert f'<option value="{pair[0].pk}:no" selected>' in body(organiser.get(f"{form(event)}{new.pk}/"))
    assert "Only after “No” to “Do you drive?”" in body(organiser.get(form(event)))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"text": ""}, "text", "Write the question."),
        ({"text": "x" * 301}, "text", "Shorten this to 300 characters; it has 301 now."),
        ({"kind": "choice"}, "listed", "Write 2 to 50 answers, one on each line."),
        ({"kind": "several", "listed": "One"}, "listed", "Write 2 to 50 answers, one on each line."),
        (
            {"kind": "choice", "listed": "\n".join(map(str, range(51)))},
            "listed",
            "Write 2 to 50 answers, one on each line.",
        ),
        ({"kind": "choice", "listed": "x" * 201}, "listed", "Shorten each answer to 200 characters."),
        (
            {"listed": "a\x00b"},
            "listed",
            "Type this again: it holds a character that cannot be kept.",
        ),
        (
            {"condition": "1:<b>"},
            "condition",
            "Choose one of the answers in the list. “1:<b>” is not one of them.",
        ),
    ],
)
def test_what_is_missing_is_asked_for(organiser, event, changes, field, words):
    page = organiser.post(f"{form(event)}new/", written(**changes))
    assert (page.status_code, page.context["written"].errors) == (422, {field: [words]})
    assert FormQuestion.objects.count() == 0


def test_a_refusal_stands_on_the_form(organiser, event, pair):
    answered(pair[0], value="yes")
    page = organiser.post(f"{form(event)}{pair[0].pk}/", written(kind="number"))
    assert page.status_code == 422
    assert "People have answered this already." in body(page)


def test_questions_move_retire_and_come_back(organiser, event):
    one, two = make_form_question(event, "One?"), make_form_question(event, "Two?")
    answered(two)
    address = f"{form(event)}{two.pk}/"
    assert organiser.post(f"{address}up/").headers["Location"] == f"{form(event)}#question-{two.pk}"
    assert texts(event) == ["Two?", "One?"]
    organiser.post(f"{address}down/")
    assert texts(event) == ["One?", "Two?"]
    organiser.post(f"{address}retire/")
    assert "Retired: asked no more, answers kept" in body(organiser.get(form(event)))
    organiser.post(f"{address}bring-back/")
    organiser.post(f"{form(event)}{one.pk}/retire/")
    assert texts(event) == ["Two?"]


def test_what_cannot_be_done_is_told_above_the_form(organiser, event, pair):
    page = organiser.post(f"{form(event)}{pair[0].pk}/retire/", follow=True)
    assert "“Which car?” is asked only after “Do you drive?”" in body(page)
    assert organiser.post(f"{form(event)}{pair[0].pk}/erase/").status_code == 404


def test_a_retired_question_is_not_changed(organiser, event, at):
    question = make_form_question(event, retired_at=at)
    assert organiser.get(f"{form(event)}{question.pk}/").status_code == 404


def test_questions_of_other_events_are_not_found(organiser, event):
    other = make_form_question(make_event())
    for address in (f"{other.pk}/", f"{other.pk}/retire/", f"{other.pk}/preview/"):
        assert organiser.post(form(event) + address, written()).status_code == 404


def test_the_preview_shows_what_is_being_written_and_keeps_nothing(organiser, event, pair):
    told = written(kind="choice", listed="Bus 1\nBus 2", condition=f"{pair[0].pk}:yes")
    new = body(organiser.post(f"{form(event)}new/preview/", told))
    assert "Which bus?" in new
    assert "Bus 2" in new
    assert f'data-only-if="preview-answer_{pair[0].pk}"' in new
    changed = organiser.post(f"{form(event)}{pair[0].pk}/preview/", written(text="", kind="choice"))
    assert changed.status_code == 200
    assert texts(event) == ["Do you drive?", "Which car?"]
    assert "Do you drive?" in body(organiser.get(form(event)))


def test_the_first_question_is_previewed_too(organiser, event):
    assert "Which bus?" in body(organiser.post(f"{form(event)}new/preview/", written(is_later="on")))


def test_everybody_who_has_not_answered_is_asked_by_mail(organiser, event, pair):
    make_registration(event).answers.create(
        question=pair[0], asked="x", value="yes", answered_at=event.starts_at
    )
    address = f"{form(event)}ask/"
    assert "Ask by mail for the later answers" in body(organiser.get(form(event)))
    assert "1 person with a place has not answered" in body(organiser.get(address))
    assert "1 mail goes out." in body(organiser.post(address, follow=True))
    assert "Everybody was asked today already." in body(organiser.post(address, follow=True))
    assert Message.objects.filter(kind="more").count() == 1


def test_without_anybody_to_ask_it_says_so(organiser, event):
    words = "Everybody who can be asked by mail has answered."
    assert words in body(organiser.get(f"{form(event)}ask/"))
    assert words in body(organiser.post(f"{form(event)}ask/", follow=True))


def test_answers_stand_on_the_page_of_the_delegate(organiser, event, pair):
    answer = answered(pair[0], value="yes", asked="Do you come by car?")
    address = f"/admin/registrations/registration/{answer.registration_id}/change/"
    page = body(organiser.get(address))
    assert "<dt><strong>Do you come by car?</strong></dt><dd>Yes</dd>" in page
    other = make_registration(event)
    assert "Answers to your questions" not in body(
        organiser.get(f"/admin/registrations/registration/{other.pk}/change/")
    )


def test_a_file_is_read_by_organisers_and_that_is_in_the_audit(organiser, client, event):
    question = make_form_question(event, kind="file")
    answer = answered(
        question,
        value="about.pdf",
        file=ContentFile(b"%PDF-1.7", "x"),
        content_type="application/pdf",
        held_reason="An organiser looks at it first.",
    )
    page = body(organiser.get(f"/admin/registrations/registration/{answer.registration_id}/change/"))
    address = f"/admin/event/{event.slug}/answers/{answer.pk}/"
    assert f'<a href="{address}">about.pdf</a> An organiser looks at it first.' in page
    sent = organiser.get(address)
    assert sent.getvalue() == b"%PDF-1.7"
    assert AuditEntry.objects.filter(verb="registrations.read_file", event_id=event.pk).count() == 1
    client.force_login(make_member(event, "welfare"))
    assert client.get(address).status_code == 404
    FormQuestion.objects.update(is_special_category=True)
    assert client.get(address).getvalue() == b"%PDF-1.7"
    client.force_login(make_member(make_event()))
    assert client.get(address).status_code == 404


def test_the_form_asks_the_database_the_same_for_one_and_three(organiser, event, django_assert_num_queries):
    source = make_form_question(event, kind="yes_no")
    for _ in range(2):
        with django_assert_num_queries(8):
            organiser.get(form(event))
        make_form_question(event, only_if=source, only_value="yes")
        make_form_question(event, is_later=True)


def test_a_copy_of_the_event_asks_the_same(event, pair, at):
    copy = clone_event(event, starts_on=at.date(), title="Again", by=make_member(event), at=at)
    assert (copy.form_questions, texts(copy.event)) == (2, ["Do you drive?", "Which car?"])


def test_which_text_about_data_was_read_stands_on_the_page_of_the_delegate(organiser, event, at):
    registration = make_registration(event, statement_version=2, statement_at=at)
    address = f"/admin/registrations/registration/{registration.pk}/change/"
    assert "Version 2, on 2 March 2026, 09:00" in body(organiser.get(address))
    registration.statement_at = None
    registration.save()
    assert "Nobody has noted that they read it." in body(organiser.get(address))


@pytest.mark.parametrize("is_answered", [True, False])
def test_what_was_written_of_a_question_taken_away_meanwhile_is_kept_and_can_be_asked_anew(
    is_answered, organiser, event
):
    question = make_form_question(event, "Which tram?")
    if is_answered:
        answered(question)
    organiser.post(f"{form(event)}{question.pk}/retire/")
    page = organiser.post(f"{form(event)}{question.pk}/", written())
    assert (page.status_code, texts(event)) == (404, [])
    assert "Somebody took this question away meanwhile. Save it to ask it anew." in body(page)
    assert 'value="Which bus?"' in body(page)
    assert f'action="{form(event)}new/"' in body(page)
    organiser.post(f"{form(event)}new/", written())
    assert texts(event) == ["Which bus?"]
    assert organiser.get(f"{form(event)}{question.pk}/").status_code == 404
