"""Taking delegates out: what is in the file, what is not, who may, and what is noted."""

import csv
import io

import pytest
from allauth.mfa.models import Authenticator
from openpyxl import load_workbook

from dissemination.accounts.models import AuditEntry
from registrations.models import Allotment, Need
from tests.documents.reading import words
from tests.factories import (
    make_form_question,
    make_member,
    make_organisation,
    make_place,
    make_registration,
    make_session,
    make_workshop,
)


@pytest.fixture
def take(organiser, page_of):
    def post(what, filters=""):
        response = organiser.post(page_of("export/"), {"take": what, "filters": filters})
        return b"".join(response.streaming_content)

    return post


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def ann(event, at):
    one = make_registration(
        event,
        name="=1+1 Ann",
        job_title="+44 7700 900123",
        organisation=make_organisation("Harbour Housing Group", "HHG"),
        sector="provider",
        state="attended",
        listing="public",
        news=True,
        checked_in_at=at,
    )
    make_place(one, make_workshop(event, groups=1, title="Sharing").groups.get())
    Need.objects.create(registration=one, dietary="Vegan", access="Ramp")
    kinds = {"Lunch?": ("choice", "Soup"), "Days?": ("several", ["One", "Two"])}
    for text, (kind, value) in kinds.items():
        question = make_form_question(event, text, kind=kind)
        one.answers.create(question=question, asked=text, value=value, answered_at=at)
    health = make_form_question(event, "Illness?", is_special_category=True)
    one.answers.create(question=health, asked="Illness?", value="Secret", answered_at=at)
    return one


def test_the_sheet_holds_all_but_needs_and_health(take, event, ann):
    make_registration(event, name="Ben", state="waiting")
    headings, ben, told = rows_of(take("delegates.csv"))
    found = dict(zip(headings, told, strict=True))
    assert (found["Name"], found["Job title"]) == ("'=1+1 Ann", "'+44 7700 900123")
    wanted = {
        "Organisation": "Harbour Housing Group",
        "Short name": "HHG",
        "Sector": "Service provider",
        "State": "Attended",
        "Group: Sharing": "Table 1",
        "Name shown to": "Everybody",
        "Wants news": "Yes",
        "Lunch?": "Soup",
        "Days?": "One, Two",
    }
    assert {name: found[name] for name in wanted} == wanted
    assert (ben[0], ben[headings.index("Checked in")], ben[headings.index("Wants news")]) == ("Ben", "", "No")
    assert found["Checked in"]
    assert [word in str((headings, told)) for word in ("Vegan", "Ramp", "Illness", "Secret")] == [False] * 4


def test_the_sheet_says_how_it_ended_and_who_is_next(take, event, at):
    held = Allotment.objects.create(
        event=event, organisation=make_organisation("Harbour Housing"), places=2, returns_at=at
    )
    make_registration(event, name="Held", allotment=held)
    make_registration(event, name="Second", state="waiting")
    make_registration(event, name="First", state="waiting", promoted_at=at)
    make_registration(event, name="Online", state="waiting", mode="online")
    make_registration(event, name="Offered", state="offered", offer_ends_at=at)
    make_registration(event, name="No", state="cancelled", ending="declined", reason="Full of peers")
    headings, *people = rows_of(take("delegates.csv", "sort=name"))
    names = ("How it ended", "Reason", "Place in line", "Offer ends", "Place held for")
    found = {row[0]: [row[headings.index(name)] for name in names] for row in people}
    assert found == {
        "First": ["", "", "1", "", ""],
        "Held": ["", "", "", "", "Harbour Housing"],
        "No": ["Declined by an organiser", "Full of peers", "", "", ""],
        "Offered": ["", "", "", f"{event.local(at):%Y-%m-%d %H:%M}", ""],
        "Online": ["", "", "1", "", ""],
        "Second": ["", "", "2", "", ""],
    }
    alone = rows_of(take("delegates.csv", "q=Second"))[1]
    assert alone[headings.index("Place in line")] == "2"


@pytest.fixture
def chosen(event):
    """Somebody who ranked the topics of a workshop and chose a seat in another session."""
    event.asks_more = True
    event.save()
    workshop = make_workshop(event, groups=2, title="Sharing")
    for group, topic in zip(workshop.groups.order_by("pk"), ("Damp", "Heat"), strict=True):
        group.topic = topic
        group.save()
    one = make_registration(event, topics={str(workshop.pk): ["Heat", "Damp"]})
    one.workshop_seats.create(session=make_session(event, title="Site visit", seats=5))
    make_session(event, title="Other visit", seats=5)
    return one


def test_topics_and_seats_are_in_the_sheet(take, chosen):
    headings, row = rows_of(take("delegates.csv"))
    found = dict(zip(headings, row, strict=True))
    assert (found["Topics of Sharing"], found["Seats"]) == ("Heat; Damp", "Site visit")


def test_topics_and_seats_are_on_the_page_of_a_delegate(organiser, chosen):
    page = organiser.get(f"/admin/registrations/registration/{chosen.pk}/change/").content.decode()
    assert ("Heat; Damp" in page, "Site visit" in page, "Other visit" in page) == (True, True, False)


def test_a_retired_question_stays_in_the_sheet_once_it_was_answered(take, event, ann, at):
    event.form_questions.update(retired_at=at)
    make_form_question(event, "Never?", retired_at=at)
    headings = rows_of(take("delegates.csv"))[0]
    assert ("Lunch?" in headings, "Never?" in headings) == (True, False)


def test_a_workbook_holds_no_formula(take, ann):
    sheet = load_workbook(io.BytesIO(take("delegates.xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert (sheet["A2"].value, sheet["F2"].value) == ("=1+1 Ann", "+44 7700 900123")


def test_the_file_holds_whom_the_list_holds(take, event, ann):
    make_registration(event, name="Ben", state="waiting")
    assert [row[0] for row in rows_of(take("delegates.csv", "state=waiting"))[1:]] == ["Ben"]


def test_the_page_says_how_many_and_carries_the_filters(organiser, event, page_of, ann):
    page = organiser.get(page_of("export/?state=attended")).content.decode()
    assert ("The list as it is filtered" in page, "1 person, with" in page) == (True, True)
    assert 'name="filters" value="state=attended"' in page
    assert "export/?state=attended" in organiser.get(page_of("?state=attended")).content.decode()


@pytest.mark.parametrize(("audience", "names"), [("participants", ["abe", "Ann"]), ("public", ["Ann"])])
def test_those_are_named_who_agreed_and_come(take, event, audience, names):
    organisation = make_organisation("Harbour Housing")
    make_registration(event, name="Ann", listing="public", organisation=organisation)
    make_registration(event, name="abe", listing="participants")
    make_registration(event, name="Nobody", listing="nobody")
    make_registration(event, name="Gone", listing="public", state="cancelled")
    make_registration(event, name="Absent", listing="public", state="absent")
    rows = rows_of(take(f"{audience}.csv"))[1:]
    assert [row[0] for row in rows] == names
    printed = words(take(f"{audience}.pdf"))
    assert ("Ann" in printed, "Harbour Housing" in printed, "Gone" in printed) == (True, True, False)


@pytest.mark.parametrize("what", ["delegates.csv", "delegates.xlsx", "public.pdf", "participants.csv"])
def test_who_took_a_file_is_noted(take, event, what):
    take(what)
    name, kind = what.split(".")
    verb = f"delegates.export_{kind}" if name == "delegates" else f"delegates.export_{name}_{kind}"
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.event_id) == (verb, event.pk)


@pytest.mark.parametrize("what", ["", "delegates.pdf", "public.xlsx", "delegates", "x.csv"])
def test_what_nobody_offers_is_not_there(organiser, page_of, what):
    assert organiser.post(page_of("export/"), {"take": what}).status_code == 404


@pytest.mark.parametrize("role", ["publisher", "analyst", "desk", "welfare"])
def test_other_roles_take_nothing_out(client, event, page_of, role):
    client.force_login(make_member(event, role))
    answers = [client.get(page_of("export/")), client.post(page_of("export/"), {"take": "delegates.csv"})]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_whoever_has_a_second_proof_shows_it_before(client, event, page_of):
    member = make_member(event)
    Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(member)
    answers = [client.get(page_of("export/")), client.post(page_of("export/"), {"take": "delegates.csv"})]
    assert ["/accounts/2fa/reauthenticate/" in answer.url for answer in answers] == [True, True]
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_database_is_asked_the_same_for_one_and_three(take, event, kind, django_assert_num_queries):
    group = make_workshop(event, groups=1).groups.get()
    make_form_question(event)
    for number in (1, 2):
        for _ in range(number):
            make_place(make_registration(event, organisation=make_organisation()), group)
        with django_assert_num_queries(18):
            take(f"delegates.{kind}")
