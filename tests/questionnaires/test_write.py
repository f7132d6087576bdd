"""An organiser writes the form: adds, changes, moves, retires; what was answered is never lost."""

import pytest
from django.db import IntegrityError

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.questionnaires import policies, services
from dissemination.questionnaires.models import FormQuestion
from registrations.models import Answer
from tests.factories import make_event, make_form_question, make_member, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def organiser(event):
    return make_member(event)


def texts(event):
    return [question.text for question in event.form_questions.standing()]


def answered(question, value="yes"):
    registration = make_registration(question.event)
    return Answer.objects.create(
        registration=registration,
        question=question,
        asked=question.text,
        value=value,
        answered_at=registration.registered_at,
    )


def test_a_new_question_comes_last_and_is_in_the_audit(event, organiser, at):
    make_form_question(event, "First?")
    new = services.save(FormQuestion(event=event, text="Second?"), by=organiser, at=at)
    assert texts(event) == ["First?", "Second?"]
    line = AuditEntry.objects.get(verb="save a form question")
    assert (line.actor_id, line.event_id, line.subject) == (
        organiser.pk,
        event.pk,
        f"questionnaires.FormQuestion:{new.pk}",
    )


def test_the_first_question_of_all_is_number_one(event, organiser, at):
    assert services.save(FormQuestion(event=event, text="First?"), by=organiser, at=at).order == 1


def test_the_form_looks_for_questions_once_one_is_written_or_copied(event, organiser, at):
    assert services.copy(event, make_event()) == 0
    assert Event.objects.filter(asks_more=True).count() == 0
    services.save(FormQuestion(event=event, text="First?"), by=organiser, at=at)
    services.copy(event, make_event())
    assert Event.objects.filter(asks_more=True).count() == 2


def test_only_organisers_write_the_form(event, at):
    analyst, question = make_member(event, "analyst"), make_form_question(event)
    for verb in (
        lambda: services.save(question, by=analyst, at=at),
        lambda: services.move(question, steps=1, by=analyst, at=at),
        lambda: services.retire(question, by=analyst, at=at),
        lambda: services.bring_back(question, by=analyst, at=at),
    ):
        with pytest.raises(Refused, match="Only the event's organisers may do this"):
            verb()


def test_changed_words_leave_the_old_ones_with_the_answer(event, organiser, at):
    question = make_form_question(event, "Do you come by car?", kind="yes_no")
    answer = answered(question)
    question.text = "Do you drive?"
    services.save(question, by=organiser, at=at)
    answer.refresh_from_db()
    assert (answer.asked, answer.value, answer.question.text) == (
        "Do you come by car?",
        "yes",
        "Do you drive?",
    )


def test_an_option_taken_away_stays_with_who_chose_it(event, organiser, at):
    question = make_form_question(event, kind="choice", options=["Bus", "Train"])
    answer = answered(question, "Bus")
    question.options = ["Train", "Car"]
    services.save(question, by=organiser, at=at)
    answer.refresh_from_db()
    assert answer.shown == "Bus"


def test_the_kind_of_an_answered_question_stays(event, organiser, at):
    question = make_form_question(event)
    question.kind = "prose"
    services.save(question, by=organiser, at=at)
    answered(question, "Words")
    question.kind = "number"
    with pytest.raises(Refused, match="People have answered this already"):
        services.save(question, by=organiser, at=at)


def test_a_question_for_another_time_comes_last_there(event, organiser, at):
    first, _, later = (make_form_question(event, f"{n}?", is_later=n == 3) for n in (1, 2, 3))
    first.is_later = True
    services.save(first, by=organiser, at=at)
    assert texts(event) == ["2?", "3?", "1?"]
    assert later.order < first.order


def test_questions_move_and_stay_within_their_part_of_the_form(event, organiser, at):
    one, two, _ = (make_form_question(event, f"{n}?") for n in (1, 2, 3))
    make_form_question(event, "later?", is_later=True)
    services.move(two, steps=-1, by=organiser, at=at)
    assert texts(event) == ["2?", "1?", "3?", "later?"]
    services.move(two, steps=-1, by=organiser, at=at)
    services.move(one, steps=5, by=organiser, at=at)
    assert texts(event) == ["2?", "3?", "1?", "later?"]


@pytest.fixture
def pair(event):
    source = make_form_question(event, "Do you drive?", kind="yes_no")
    other = make_form_question(event, "Which car?", only_if=source, only_value="yes")
    return source, other


def test_a_question_stays_below_the_one_that_it_depends_on(pair, organiser, at):
    with pytest.raises(Refused) as refused:
        services.move(pair[1], steps=-1, by=organiser, at=at)
    assert str(refused.value.reason) == (
        "“Which car?” is asked only after “Do you drive?”, which has to be asked, and before it."
    )
    for verb in (
        lambda: services.retire(pair[0], by=organiser, at=at),
        lambda: services.move(pair[0], steps=1, by=organiser, at=at),
    ):
        with pytest.raises(Refused, match="which has to be asked, and before it"):
            verb()


def test_what_others_depend_on_cannot_be_asked_after_them(pair, organiser, at):
    pair[0].is_later = True
    with pytest.raises(Refused, match="which has to be asked, and before it"):
        services.save(pair[0], by=organiser, at=at)


def test_an_answer_that_a_condition_names_stays(pair, organiser, at):
    pair[0].kind, pair[0].options = "choice", ["perhaps", "no"]
    with pytest.raises(Refused, match="is asked only of those who answer “yes”"):
        services.save(pair[0], by=organiser, at=at)


def test_a_condition_cannot_name_a_question_of_another_event(event, organiser, at):
    foreign = make_form_question(make_event(), kind="yes_no")
    with pytest.raises(Refused, match="which has to be asked, and before it"):
        services.save(
            FormQuestion(event=event, text="Why?", only_if=foreign, only_value="yes"), by=organiser, at=at
        )


def test_a_condition_is_a_question_and_its_answer(pair):
    with pytest.raises(IntegrityError):
        FormQuestion.objects.filter(pk=pair[1].pk).update(only_value="")


def test_what_nobody_has_answered_is_gone_and_what_was_answered_is_kept(event, organiser, at):
    unanswered, question = make_form_question(event), make_form_question(event)
    answer = answered(question, "Words")
    assert services.retire(unanswered, by=organiser, at=at) is False
    assert services.retire(question, by=organiser, at=at) is True
    assert list(FormQuestion.objects.all()) == [question]
    assert (texts(event), list(event.form_questions.retired())) == ([], [question])
    answer.refresh_from_db()
    assert answer.value == "Words"


def test_a_retired_question_is_asked_again_last(event, organiser, at):
    one, two = (make_form_question(event, f"{n}?") for n in (1, 2))
    answered(one, "Words")
    services.retire(one, by=organiser, at=at)
    services.bring_back(one, by=organiser, at=at)
    assert texts(event) == ["2?", "1?"]
    assert two.order < one.order


def test_the_only_question_is_asked_again(event, organiser, at):
    question = make_form_question(event, retired_at=at)
    services.bring_back(question, by=organiser, at=at)
    assert texts(event) == [question.text]


def test_what_depends_on_a_retired_question_comes_back_after_it(pair, event, organiser, at):
    source, other = pair
    answered(other, "Mini")
    services.retire(other, by=organiser, at=at)
    assert services.retire(source, by=organiser, at=at) is True  # the other one still names it
    with pytest.raises(Refused, match="which has to be asked, and before it"):
        services.bring_back(FormQuestion.objects.get(pk=other.pk), by=organiser, at=at)
    services.bring_back(FormQuestion.objects.get(pk=source.pk), by=organiser, at=at)
    services.bring_back(FormQuestion.objects.get(pk=other.pk), by=organiser, at=at)
    assert texts(event) == ["Do you drive?", "Which car?"]


def test_a_form_has_an_end(event, organiser, at, monkeypatch):
    monkeypatch.setattr(policies, "MOST_QUESTIONS", 1)
    make_form_question(event)
    with pytest.raises(Refused, match="A form has at most 1 questions"):
        services.save(FormQuestion(event=event, text="One more?"), by=organiser, at=at)


def test_a_copy_of_the_form_asks_what_is_asked_now(event, at):
    source = make_form_question(event, "Do you drive?", kind="yes_no", is_required=True)
    make_form_question(event, "Which car?", only_if=source, only_value="yes", help="The make.")
    make_form_question(event, "Gone?", retired_at=at)
    clone = make_event()
    assert services.copy(event, clone) == 2
    copied, other = clone.form_questions.standing()
    assert (copied.kind, copied.is_required, other.only_if, other.help) == (
        "yes_no",
        True,
        copied,
        "The make.",
    )


def test_the_set_up_team_reads_the_form(event):
    question = make_form_question(event)
    readers = {
        role: list(FormQuestion.objects.for_user(make_member(event, role)))
        for role in ("organiser", "publisher", "analyst", "desk", "welfare")
    }
    assert [role for role, found in readers.items() if found == [question]] == [
        "organiser",
        "publisher",
        "analyst",
    ]
