"""A list of people comes in: looked into, compared, then every row or the good ones; twice is once."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from dissemination.accounts.models import AuditEntry
from dissemination.delegates import services, tasks
from dissemination.delegates.models import IncomingList
from dissemination.messaging.models import Message
from registrations.models import Need, Registration
from tests.factories import (
    make_event,
    make_form_question,
    make_member,
    make_organisation,
    make_registration,
)
from tests.trust.payloads import TEXT

pytestmark = pytest.mark.slow

HEADINGS = ("Name", "E-mail", "Organisation")


def csv_of(*rows, headings=HEADINGS):
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def person(number, **values):
    told = {
        "name": f"Person {number}",
        "email": f"person{number}@sample.example.org",
        "org": "Harbour",
    } | values
    return tuple(told.values())


@pytest.fixture
def send(organiser, page_of):
    """Send a file; the answer to it."""

    def post(content, name="people.csv"):
        return organiser.post(page_of("import/"), {"file": SimpleUploadedFile(name, content)})

    return post


@pytest.fixture
def look(organiser, send):
    """Send a file and go as far as the page that says what it would do."""

    def open_page(content, **columns):
        address = send(content).url
        if columns:
            known = list(organiser.get(address).context["form"].rows)
            told = {bound.name: bound.initial for bound, _samples in known} | columns
            return organiser.post(address, told, follow=True)
        return organiser.get(address.removesuffix("columns/"))

    return open_page


@pytest.fixture
def bring(organiser, look):
    """The whole way; the page that follows."""

    def go(content, rows="good", mail="no", **columns):
        page = look(content, **columns)
        return organiser.post(page.request["PATH_INFO"], {"rows": rows, "mail": mail}, follow=True)

    return go


def figures(page):
    found = page.context["found"]
    return len(found.new), len(found.changed), found.same, len(found.wrong)


def reasons(page):
    return [(row.number, *row.wrong) for row in page.context["found"].wrong]


def words(page):
    return page.content.decode()


def test_a_list_is_brought_in_step_by_step(organiser, event, send, page_of):
    answer = send(csv_of(person(1), person(2)))
    incoming = IncomingList.objects.get()
    assert answer.url == page_of(f"import/{incoming.pk}/columns/")
    form = organiser.get(answer.url)
    assert [bound.initial for bound, _ in form.context["form"].rows] == ["name", "email", "organisation"]
    assert "Person 1 · Person 2" in words(form)
    choice = {"column_0": "name", "column_1": "email", "column_2": "organisation"}
    page = organiser.post(answer.url, choice, follow=True)
    assert (figures(page), Registration.objects.count()) == ((2, 0, 0, 0), 0)
    assert ("Nothing has been written yet." in words(page), "Bring in 2 people" in words(page)) == (
        True,
        True,
    )
    done = organiser.post(page_of(f"import/{incoming.pk}/"), {"mail": "yes"}, follow=True)
    assert done.request["PATH_INFO"] == page_of()
    assert "2 people are new (Confirmed 2), 0 changed." in words(done)
    assert sorted(Registration.objects.values_list("name", "email", "organisation__name")) == [
        ("Person 1", "person1@sample.example.org", "Harbour"),
        ("Person 2", "person2@sample.example.org", "Harbour"),
    ]
    assert Message.objects.filter(kind="confirmation").count() == 2
    assert IncomingList.objects.count() == 0
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs >= {"delegates.receive", "delegates.name_columns", "delegates.bring_in"}


def test_nobody_hears_of_it_when_the_organiser_says_so(bring, event):
    make_registration(event, email="person1@sample.example.org")
    bring(csv_of(person(1), person(2)), mail="no")
    assert (Registration.objects.count(), Message.objects.count()) == (2, 0)


def test_the_same_list_twice_changes_nothing_and_sends_nothing(bring, look, event):
    content = csv_of(person(1), person(2), ("No Address", "", "Harbour"))
    bring(content, mail="yes")
    page = look(content)
    assert figures(page) == (0, 0, 3, 0)
    assert "There is nothing to bring in." in words(page)
    assert (Registration.objects.count(), Message.objects.count()) == (3, 2)


def test_an_export_brought_in_again_changes_nothing(organiser, look, event, page_of):
    make_form_question(event, "Days?", kind="several", options=["One", "Two"])
    one = make_registration(
        event, name="=Ann", job_title="+44 7700 900123", organisation=make_organisation(), listing="public"
    )
    one.answers.create(
        question=event.form_questions.get(),
        asked="Days?",
        value=["One", "Two"],
        answered_at=one.registered_at,
    )
    make_registration(event, kind="key", photograph="yes", news=True)
    for kind in ("csv", "xlsx"):
        response = organiser.post(page_of("export/"), {"take": f"delegates.{kind}"})
        assert figures(look(b"".join(response.streaming_content))) == (0, 0, 2, 0)


@pytest.mark.slow
def test_three_bad_rows_of_five_hundred_are_told_and_none_or_the_good_ones_come_in(
    organiser, event, look, page_of
):
    event.capacity = 1000
    event.save()
    rows = [person(number) for number in range(500)]
    rows[10], rows[20], rows[30] = person(10, name=""), person(20, email="nothing"), person(5)
    page = look(csv_of(*rows))
    assert figures(page) == (497, 0, 0, 3)
    assert reasons(page) == [
        (12, "There is no name."),
        (22, "E-mail address: Enter an e-mail address in the form name@example.org."),
        (32, "The same person stands in row 7."),
    ]
    assert "Row 32" in words(page)
    address = page.request["PATH_INFO"]
    refused = organiser.post(address, {"rows": "whole", "mail": "no"}, follow=True)
    assert "Nobody was brought in: 3 rows are wrong." in words(refused)
    assert Registration.objects.count() == 0
    done = organiser.post(address, {"rows": "good", "mail": "no"}, follow=True)
    assert "497 people are new (Confirmed 497)" in words(done)
    assert Registration.objects.count() == 497


def test_how_it_comes_in_has_to_be_said(organiser, look, event):
    address = look(csv_of(person(1), person(2, name=""))).request["PATH_INFO"]
    answer = organiser.post(address, {})
    told = words(answer)
    assert answer.status_code == 422
    assert ("Say which rows come in." in told, "Say whether people get a mail." in told) == (True, True)


def test_capacity_is_never_passed_and_those_over_it_wait_which_is_said_before(bring, look, event):
    event.capacity = 3
    event.save()
    make_registration(event)
    content = csv_of(*(person(number) for number in range(5)))
    assert "3 new people find no free place and come onto the waiting list." in words(look(content))
    assert "Confirmed 2, Waiting 3" in words(bring(content))
    event.refresh_from_db()
    assert (event.taken, event.registrations.waiting().count()) == (3, 3)


def test_whoever_waits_is_not_passed(look, event):
    make_registration(event, state="waiting")
    assert look(csv_of(person(1))).context["found"].waits == 1


def test_what_is_different_is_shown_before_and_after_and_an_empty_cell_says_nothing(bring, look, event):
    organisation = make_organisation("Harbour Housing Group", "HHG")
    one = make_registration(
        event,
        name="Ann",
        email="ann@sample.example.org",
        organisation=organisation,
        job_title="Clerk",
        sector="provider",
    )
    Need.objects.create(registration=one, dietary="Vegan", access="Ramp")
    headings = ("E-mail", "Name", "Organisation", "Job title", "Sector", "News", "Dietary")
    content = csv_of(
        ("ANN@sample.example.org", "Ann Other", "hhg", "", "Regulator", "yes", "Vegetarian"),
        headings=headings,
    )
    page = look(content)
    (planned,) = page.context["found"].changed
    assert [(each.label, each.before, each.after) for each in planned.changes] == [
        ("Name", "Ann", "Ann Other"),
        ("Sector", "Service provider", "Regulator"),
        ("Wants news", "No", "Yes"),
        ("Dietary needs", "", "other words"),
    ]
    assert "Vegetarian" not in words(page)
    done = bring(content, mail="yes")
    assert "0 people are new, 1 changed." in words(done)
    one.refresh_from_db()
    assert (one.name, one.organisation, one.job_title, one.sector) == (
        "Ann Other",
        organisation,
        "Clerk",
        "regulator",
    )
    assert (Need.objects.get().dietary, Need.objects.get().access) == ("Vegetarian", "Ramp")
    assert Message.objects.get().kind == "changed_for_you"


@pytest.mark.parametrize("state", ["cancelled", "transferred"])
def test_whoever_has_gone_is_not_brought_back(look, event, state):
    make_registration(event, email="person1@sample.example.org", state=state)
    page = look(csv_of(person(1)))
    assert figures(page) == (0, 0, 0, 1)
    assert "This person was here before" in reasons(page)[0][1]


def test_a_live_place_counts_before_one_that_has_ended(look, event):
    for state in ("cancelled", "confirmed", "cancelled"):
        make_registration(
            event, name="Person 1", email="person1@sample.example.org", state=state, person=None
        )
    page = look(csv_of(("Person 1", "person1@sample.example.org", "")))
    assert figures(page) == (0, 0, 1, 0)


def test_people_without_an_address_are_known_by_name_and_organisation(look, event):
    organisation = make_organisation("Harbour Housing Group", "HHG")
    make_registration(event, name="Ann", email="", organisation=organisation)
    make_registration(event, name="Ben", email="")
    page = look(
        csv_of(("Ann", "", "HHG"), ("ann", "", "harbour housing group"), ("Ben", "", ""), ("Ben", "", "X"))
    )
    assert figures(page) == (1, 1, 2, 0)


def test_first_and_last_name_make_a_name_and_the_sector_is_the_organisations(bring, event):
    make_organisation("Harbour Housing Group", "HHG", sector="provider")
    bring(csv_of(("Ann", "Example", "HHG"), headings=("First name", "Surname", "Org")))
    one = Registration.objects.get()
    assert (one.name, one.sector, one.organisation.name) == (
        "Ann Example",
        "provider",
        "Harbour Housing Group",
    )


def test_an_online_event_takes_people_online(bring, event):
    event.mode, event.online_capacity = "online", 5
    event.save()
    bring(csv_of(person(1)))
    assert Registration.objects.get().mode == "online"


def test_a_way_of_taking_part_that_the_event_lacks_is_wrong(look, event):
    page = look(csv_of(("Ann", "Online"), headings=("Name", "Takes part")))
    assert "This event does not take place that way." in reasons(page)[0][1]


@pytest.mark.parametrize(
    ("heading", "cell", "field", "kept"),
    [
        ("Sector", "local GOVERNMENT", "sector", "local"),
        ("Sector", "local", "sector", "local"),
        ("Part", "key", "kind", "key"),
        ("Part", "I am new to the project and interested", "kind", "newcomer"),
        ("Attendee list", "yes", "listing", "public"),
        ("Photos", "no", "photograph", "no"),
        ("Newsletter", "x", "news", True),
        ("Newsletter", "NO", "news", False),
        ("Assistant e-mail", "PA@sample.example.org", "contact_email", "pa@sample.example.org"),
        ("Position", " Clerk\u202e\n of works ", "job_title", "Clerk of works"),
    ],
)
def test_cells_are_understood_as_people_write_them(bring, event, heading, cell, field, kept):
    bring(csv_of(("Ann", cell), headings=("Name", heading)))
    assert getattr(Registration.objects.get(), field) == kept


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("Sector", "space", "Sector: “space” is none of the answers we know."),
        ("Newsletter", "perhaps", "Wants news: “perhaps” is none of the answers we know."),
        ("Job title", "x" * 201, "Job title: Shorten this to 200 characters; it has 201 now."),
        ("Job title", "a\0b", "Job title: Type this again: it holds a character that cannot be kept."),
        (
            "E-mail",
            '"<script>"@example.org',
            "E-mail address: Enter an e-mail address in the form name@example.org.",
        ),
    ],
)
def test_cells_that_make_no_sense_are_wrong_with_the_reason(look, event, heading, cell, reason):
    assert reasons(look(csv_of(("Ann", cell), headings=("Name", heading)))) == [(2, reason)]


def test_hostile_cells_come_in_as_text_and_stay_inert(organiser, bring, event, page_of):
    rows = [(cell, f"a{number}@sample.example.org", cell) for number, cell in enumerate(TEXT.values())]
    page = bring(csv_of(*rows, headings=("Name", "Email", "Job title")))
    assert Registration.objects.count() == len(TEXT) - 1  # the one with a NUL is told as wrong
    assert Registration.objects.filter(name=TEXT["script"], job_title=TEXT["formula"]).count() == 0
    assert Registration.objects.filter(name=TEXT["script"], job_title=TEXT["script"]).count() == 1
    for shown in (page, organiser.get(page_of("?q=script"))):
        assert ["<script>alert" in words(shown), "<img src=x" in words(shown)] == [False, False]


QUESTIONS = [
    ("line", (), "Soup", "Soup"),
    ("choice", ("Bus", "Train"), "bus", "Bus"),
    ("several", ("Bus", "Train"), "train; BUS", ["Train", "Bus"]),
    ("yes_no", (), "Y", "yes"),
    ("number", (), "2.50", "2.5"),
    ("date", (), "2026-03-11", "2026-03-11"),
]


@pytest.mark.parametrize(("kind", "options", "cell", "value"), QUESTIONS)
def test_answers_to_own_questions_come_in(bring, look, event, kind, options, cell, value):
    make_form_question(event, "How?", kind=kind, options=list(options))
    content = csv_of(("Ann", "ann@sample.example.org", cell), headings=("Name", "Email", "how"))
    bring(content)
    answer = Registration.objects.get().answers.get()
    assert (answer.value, answer.asked) == (value, "How?")
    assert figures(look(content)) == (0, 0, 1, 0)


def test_another_answer_is_a_change(bring, look, event):
    make_form_question(event, "How?")
    headings = ("Name", "Email", "How?")
    bring(csv_of(("Ann", "ann@sample.example.org", "So"), headings=headings))
    other = csv_of(("Ann", "ann@sample.example.org", "Other"), headings=headings)
    (planned,) = look(other).context["found"].changed
    assert [(each.label, each.before, each.after) for each in planned.changes] == [("How?", "So", "Other")]
    bring(other)
    assert Registration.objects.get().answers.get().value == "Other"


@pytest.mark.parametrize(("kind", "cell"), [("choice", "Car"), ("number", "many"), ("yes_no", "perhaps")])
def test_an_answer_that_is_not_offered_is_wrong(look, event, kind, cell):
    make_form_question(event, "How?", kind=kind, options=["Bus"])
    page = look(csv_of(("Ann", cell), headings=("Name", "How?")))
    assert reasons(page)[0][1].startswith("How?: ")


def test_a_question_for_a_file_is_no_column(organiser, send, event):
    make_form_question(event, "Which file?", kind="file")
    page = organiser.get(send(csv_of(("Ann", "x"), headings=("Name", "Which file?"))).url)
    assert [bound.initial for bound, _ in page.context["form"].rows] == ["name", ""]


def test_columns_are_put_right_and_left_out(look, event):
    content = csv_of(("Ann", "x", ""), headings=("Who", "Note", ""))
    page = look(content, column_0="name", column_1="job_title", column_2="")
    assert figures(page) == (1, 0, 0, 0)
    assert page.context["found"].new[0].row.told == {"name": "Ann", "job_title": "x"}


@pytest.mark.parametrize(
    ("columns", "words_told"),
    [
        ({"column_0": "email"}, "Say which column holds the name."),
        ({"column_0": "name", "column_1": "name"}, "Two columns are “Name”. Leave one of them out."),
        ({"column_0": "x"}, "Choose what this column is."),
    ],
)
def test_columns_that_cannot_be_are_told(organiser, send, event, columns, words_told):
    page = organiser.post(send(csv_of(("Ann", "x"), headings=("Name", "Note"))).url, columns)
    assert (page.status_code, words_told in words(page)) == (422, True)


def test_a_workbook_comes_in(bring, event):
    book = Workbook()
    for row in (HEADINGS, ("Ann Example", "ann@sample.example.org", "Harbour")):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    bring(kept.getvalue())
    assert Registration.objects.get().name == "Ann Example"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "There is nothing in this file."),
        (b"Name\n", "There are headings in this file, and nobody below them."),
        (b"x" * 5_242_881, "The file is larger than 5 MB."),
        (b"PK\x03\x04", "The file cannot be read."),
        (b"%PDF\x00\x01\x02\x03\x04", "This is no list."),
        (b"\xd0\xcf\x11\xe0\xa1", "This is an old Excel file."),
    ],
)
def test_a_file_that_cannot_be_taken_says_what_to_do(send, event, content, told):
    page = send(content)
    assert (page.status_code, told in words(page)) == (422, True)
    assert IncomingList.objects.count() == 0


def test_without_a_file_one_is_asked_for(organiser, page_of):
    assert "Choose a file." in words(organiser.post(page_of("import/"), {}))


def test_a_row_that_is_refused_at_the_last_moment_is_told(bring, event):
    event.mode, event.online_capacity = "both", 1
    event.save()
    one = make_registration(event, email="person1@sample.example.org")
    make_registration(event, mode="online")
    event.online_taken = 1
    event.save()
    content = csv_of(("person1@sample.example.org", "", "Online"), ("b@sample.example.org", "Ben", ""),
                     headings=("Email", "Name", "Takes part"))  # fmt: skip
    page = bring(content, rows="whole")
    assert "Nobody was brought in, because of row 2: Every place there is taken." in words(page)
    assert Registration.objects.count() == 2
    one.refresh_from_db()
    assert one.mode == "in_person"


def test_good_rows_come_in_beside_one_that_is_refused(event, at):
    event.mode, event.online_capacity = "both", 0
    event.save()
    member = make_member(event)
    make_registration(event, email="person1@sample.example.org")
    incoming = services.receive(event, name="a.csv", content=b"x", by=member, at=at)
    rows = [
        services.Row(2, {"email": "person1@sample.example.org", "mode": "online"}),
        services.Row(3, {"name": "Ben"}),
    ]
    brought = services.bring_in(incoming, rows, is_whole=False, is_told=False, by=member, at=at)
    assert {number: reason[:11] for number, reason in brought.refused.items()} == {2: "Every place"}
    assert brought.states.total() == 1


def test_what_was_refused_stands_above_the_list(organiser, bring, event, monkeypatch):
    refused = services.Brought(refused={7: "Full."})
    monkeypatch.setattr("dissemination.delegates.services.bring_in", lambda *_args, **_kwargs: refused)
    assert "Row 7: Full." in words(bring(csv_of(person(1))))


def test_a_list_comes_in_once(bring, organiser, look, event):
    page = look(csv_of(person(1)))
    organiser.post(page.request["PATH_INFO"], {"mail": "no"})
    assert organiser.post(page.request["PATH_INFO"], {"mail": "no"}).status_code == 404
    assert Registration.objects.count() == 1


def test_two_presses_at_the_same_time_bring_it_in_once(event, at):
    member = make_member(event)
    incoming = services.receive(event, name="a.csv", content=b"x", by=member, at=at)
    IncomingList.objects.all().delete()
    with pytest.raises(services.bringing.Refused, match="has been brought in or thrown away"):
        services.bring_in(incoming, [], is_whole=True, is_told=False, by=member, at=at)


def test_a_list_is_thrown_away(organiser, send, event):
    address = send(csv_of(person(1))).url.replace("columns", "forget")
    assert "The list is thrown away." in words(organiser.post(address, follow=True))
    assert (IncomingList.objects.count(), AuditEntry.objects.latest("pk").verb) == (0, "delegates.forget")


def test_a_list_is_gone_on_with(organiser, send, event, page_of):
    address = send(csv_of(person(1)), name="guests.csv").url
    page = words(organiser.get(page_of("import/")))
    assert (address in page, str(IncomingList.objects.get()) in page) == (True, True)


def test_after_an_hour_it_is_gone(organiser, send, event, at):
    address = send(csv_of(person(1))).url
    IncomingList.objects.update(sent_at=at - timedelta(minutes=59))
    tasks.forget_old_lists()
    assert organiser.get(address).status_code == 200
    IncomingList.objects.update(sent_at=at - timedelta(hours=1))
    assert organiser.get(address).status_code == 404
    tasks.forget_old_lists()
    assert IncomingList.objects.count() == 0


def test_nobody_is_brought_into_an_event_that_is_over(organiser, page_of, event, at):
    event.starts_at, event.ends_at = at - timedelta(days=2), at - timedelta(days=1)
    event.save()
    page = words(organiser.get(page_of("import/")))
    assert ("This event is over." in page, "Look into it" in page) == (True, False)
    answer = organiser.post(page_of("import/"), {"file": SimpleUploadedFile("a.csv", csv_of(person(1)))})
    assert answer.status_code == 409


def test_the_list_of_a_foreign_event_is_not_there(organiser, event, page_of, at):
    foreign = make_event()
    member = make_member(foreign)
    number = services.receive(foreign, name="a.csv", content=b"Name\nAnn", by=member, at=at).pk
    assert not IncomingList.objects.for_user(make_member(event)).exists()
    paths = [f"import/{number}/{rest}" for rest in ("", "columns/", "forget/")]
    assert [organiser.post(page_of(path)).status_code for path in paths] == [404] * 3


@pytest.mark.parametrize("role", ["publisher", "analyst", "desk", "welfare"])
def test_other_roles_bring_nobody_in(client, event, page_of, role):
    client.force_login(make_member(event, role))
    assert client.get(page_of("import/")).status_code == 404


def test_the_comparison_asks_the_database_the_same_for_one_and_three(
    organiser, look, event, django_assert_num_queries
):
    address = look(csv_of(person(1))).request["PATH_INFO"]
    for number in (1, 2, 3):
        make_registration(event, email=f"person{number}@sample.example.org")
    other = look(csv_of(person(1), person(2), person(3))).request["PATH_INFO"]
    for path in (address, other):
        with django_assert_num_queries(9):
            organiser.get(path)
