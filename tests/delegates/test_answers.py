"""One delegate's answers: put right by an organiser, kept as they were, and brought back."""

import uuid

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.messaging.models import Message
from dissemination.questionnaires.services import Said
from registrations import services
from registrations.models import EarlierAnswers, Need, Registration
from registrations.services.details import details_of
from tests.factories import (
    make_event,
    make_form_question,
    make_member,
    make_organisation,
    make_place,
    make_registration,
    make_workshop,
)


@pytest.fixture
def lunch(event):
    return make_form_question(
        event, "Which lunch?", kind="choice", options=["Soup", "Salad"], is_required=True
    )


@pytest.fixture
def dinner(event):
    return make_form_question(event, "Dinner?", is_later=True)


@pytest.fixture
def ann(event):
    house = make_organisation("Harbour Housing Group")
    return make_registration(
        event, name="Ann Example", organisation=house, job_title="Clerk", listing="public"
    )


def say(one, question, value, at):
    one.answers.create(question=question, asked=question.text, value=value, answered_at=at)


def said(one):
    return dict(one.answers.values_list("question__text", "value"))


def words(page):
    return page.content.decode()


def test_an_organiser_puts_answers_right(organiser, event, page_of, ann, lunch, dinner, at):
    say(ann, lunch, "Soup", at)
    address = page_of(f"{ann.pk}/answers/")
    page = words(organiser.get(address))
    assert ("Which lunch?" in page, "Dinner?" in page) == (True, True)
    told = {f"answer_{lunch.pk}": "Salad", f"answer_{dinner.pk}": "Fish", "mail": "yes"}
    assert "The answers are kept." in words(organiser.post(address, told, follow=True))
    assert said(ann) == {"Which lunch?": "Salad", "Dinner?": "Fish"}
    assert Message.objects.get().kind == "changed_for_you"
    assert AuditEntry.objects.filter(verb="registrations.change").count() == 1
    page = words(organiser.get(address))
    assert ("Soup" in page, "now Salad" in page, "changed by person" in page) == (True, True, True)
    change = f"/admin/registrations/registration/{ann.pk}/change/"
    assert address in words(organiser.get(change))


def test_nothing_is_demanded_and_nobody_hears_of_it_without_the_tick(organiser, page_of, ann, lunch, at):
    say(ann, lunch, "Soup", at)
    organiser.post(page_of(f"{ann.pk}/answers/"), {f"answer_{lunch.pk}": ""})
    assert (said(ann), Message.objects.count()) == ({}, 0)


def test_an_answer_that_is_not_offered_comes_back(organiser, page_of, ann, lunch):
    page = organiser.post(page_of(f"{ann.pk}/answers/"), {f"answer_{lunch.pk}": "Cake"})
    assert page.status_code == 422
    assert not EarlierAnswers.objects.exists()


def test_a_form_without_questions_of_its_own_says_so(organiser, page_of, ann):
    assert "Your form asks nothing of its own." in words(organiser.get(page_of(f"{ann.pk}/answers/")))


def test_who_looks_at_answers_about_health_is_noted(organiser, event, page_of, ann, at):
    organiser.get(page_of(f"{ann.pk}/answers/"))
    assert not AuditEntry.objects.exists()
    say(ann, make_form_question(event, "Ill?", is_special_category=True), "Yes", at)
    organiser.get(page_of(f"{ann.pk}/answers/"))
    assert AuditEntry.objects.get().verb == "delegates.read_answers"


def test_what_was_said_before_comes_back_and_nothing_else(organiser, event, page_of, ann, lunch, dinner, at):
    workshop = make_workshop(event, groups=2)
    make_place(ann, workshop.groups.first())
    Need.objects.create(registration=ann, dietary="Vegan")
    say(ann, lunch, "Soup", at)
    details = details_of(ann)
    other = type(details)(
        name="Other", email=ann.email, organisation="Elsewhere", sector="research", kind="key", access="Ramp"
    )
    answers = [Said(lunch, "Salad"), Said(dinner, "Fish")]
    services.change(ann, other, said=answers, at=at)
    earlier = EarlierAnswers.objects.get()
    page = organiser.post(page_of(f"{ann.pk}/answers/{earlier.pk}/restore/"), follow=True)
    assert "The answers stand as they did then." in words(page)
    one = Registration.objects.get()
    assert (one.name, one.job_title, one.organisation.name) == (
        "Ann Example",
        "Clerk",
        "Harbour Housing Group",
    )
    assert said(one) == {"Which lunch?": "Soup"}
    assert (one.listing, one.state, one.email) == ("nobody", "confirmed", ann.email)
    assert Need.objects.get().access == "Ramp"
    assert one.places.get().group == workshop.groups.first()
    assert AuditEntry.objects.filter(verb="registrations.restore").count() == 1
    undone = EarlierAnswers.objects.first()
    assert (undone.told["name"], undone.answers) == (
        "Other",
        {str(lunch.pk): "Salad", str(dinner.pk): "Fish"},
    )


def test_nothing_about_health_no_file_and_no_consent_is_kept(event, ann, at):
    say(ann, make_form_question(event, "Ill?", is_special_category=True), "Secret", at)
    say(ann, make_form_question(event, "File?", kind="file"), "cv.pdf", at)
    Need.objects.create(registration=ann, dietary="Vegan")
    details = details_of(ann)
    services.change(ann, type(details)(name="Other", email=ann.email), at=at)
    kept = EarlierAnswers.objects.get()
    assert (kept.answers, kept.replaced_by) == ({}, None)
    assert set(kept.told) == {"name", "job_title", "organisation", "sector", "kind", "topics"}
    assert str(kept) == f"Earlier answers {kept.pk}"


def test_an_answer_that_is_given_later_is_kept_when_it_changes(ann, dinner, at):
    for value in ("Fish", "Fish", "Meat"):
        services.answer_more(ann, said=[Said(dinner, value)], at=at)
    assert [row.answers for row in EarlierAnswers.objects.all()] == [{str(dinner.pk): "Fish"}, {}]


def test_what_does_not_differ_is_not_shown(organiser, page_of, ann, at):
    details = details_of(ann)
    services.change(ann, type(details)(name=ann.name, email=ann.email, organisation="Harbour Housing Group",
        job_title="Clerk", sector=ann.sector, kind=ann.kind, news=True), at=at)  # fmt: skip
    assert "Let this stand again" not in words(organiser.get(page_of(f"{ann.pk}/answers/")))


@pytest.mark.parametrize("what", ["answers", "restore"])
def test_an_ended_place_is_not_written_to(organiser, event, page_of, ann, lunch, at, what):
    services.change(ann, type(details_of(ann))(name="Other", email=ann.email), at=at)
    services.cancel(ann, at=at)
    earlier = EarlierAnswers.objects.get()
    paths = {"answers": f"{ann.pk}/answers/", "restore": f"{ann.pk}/answers/{earlier.pk}/restore/"}
    page = organiser.post(page_of(paths[what]), {f"answer_{lunch.pk}": "Soup"}, follow=True)
    assert "This place has been cancelled, so its answers cannot be changed." in words(page)
    assert said(ann) == {}


def test_foreign_answers_are_not_there(organiser, event, page_of, ann, at):
    foreign = make_registration(make_event())
    services.change(foreign, type(details_of(foreign))(name="Other", email=foreign.email), at=at)
    earlier = EarlierAnswers.objects.get()
    paths = [f"{foreign.pk}/answers/", f"{ann.pk}/answers/{earlier.pk}/restore/"]
    assert [organiser.post(page_of(path)).status_code for path in paths] == [404, 404]
    assert not EarlierAnswers.objects.for_user(make_member(event)).exists()


def test_the_page_asks_the_database_the_same_for_one_and_three(
    organiser, event, page_of, ann, lunch, django_assert_num_queries, at
):
    for number in (1, 3):
        for turn in range(number):
            name = f"Name {uuid.uuid4()}"
            services.change(ann, type(details_of(ann))(name=name, email=ann.email), at=at)
            say(ann, make_form_question(event), str(turn), at)
        with django_assert_num_queries(12):
            organiser.get(page_of(f"{ann.pk}/answers/"))
