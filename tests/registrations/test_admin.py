"""The delegates' list in the workspace: scoped to the team, every write through the services."""

import pytest
from django.urls import reverse

from dissemination.accounts.models import AuditEntry
from dissemination.events.models import TeamMember
from dissemination.messaging.models import Invitation, Message
from registrations import services
from registrations.invites import entry_key
from registrations.models import Need, Registration
from tests.factories import (
    DAY,
    make_event,
    make_form_question,
    make_member,
    make_organisation,
    make_place,
    make_registration,
    make_user,
    make_workshop,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]

LIST = "/admin/registrations/registration/"


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def organiser(client, event):
    client.force_login(make_member(event))
    return client


def shown(page):
    return [row.name for row in page.context["cl"].result_list]


def answers(event, **changes):
    return {
        "event": event.pk,
        "name": "Ann Example",
        "email": "",
        "contact_email": "",
        "organisation_name": "Harbour Housing",
        "sector": "provider",
        "kind": "key",
        "mode": "in_person",
        "listing": "nobody",
        "photograph": "not_asked",
    } | changes


def test_an_organiser_sees_the_delegates_of_their_event_with_their_groups(organiser, event):
    workshop = make_workshop(event, groups=1)
    make_place(make_registration(event, name="Ann Example"), workshop.groups.get())
    make_registration(make_event(), name="Foreign Example")
    page = organiser.get(LIST)
    assert shown(page) == ["Ann Example"]
    assert "Table 1" in page.content.decode()


@pytest.mark.parametrize(
    "query", ["q=ann", "q=harbour", "state__exact=waiting", "sector__exact=local", "kind__exact=key"]
)
def test_the_list_is_searched_and_filtered(organiser, event, query):
    make_registration(
        event,
        name="Ann Example",
        organisation=make_organisation("Harbour Housing"),
        state="waiting",
        sector="local",
        kind="key",
    )
    make_registration(event, name="Ben Example")
    assert shown(organiser.get(f"{LIST}?{query}")) == ["Ann Example"]


def test_the_list_asks_the_database_the_same_for_one_and_three(organiser, event, django_assert_num_queries):
    make_registration(event, organisation=make_organisation())
    with django_assert_num_queries(8):
        organiser.get(LIST)
    for _ in range(2):
        make_registration(event, organisation=make_organisation())
    with django_assert_num_queries(8):
        organiser.get(LIST)


def test_somebody_without_an_address_is_added(organiser, event):
    page = organiser.post(LIST + "add/", answers(event), follow=True)
    assert page.status_code == 200
    registration = Registration.objects.get()
    assert (registration.state, registration.organisation.name) == ("confirmed", "Harbour Housing")
    assert (Message.objects.count(), AuditEntry.objects.get().verb) == (0, "registrations.register")


def test_an_address_that_is_registered_is_answered_politely(organiser, event):
    known = make_registration(event)
    page = organiser.post(LIST + "add/", answers(event, email=known.email))
    assert page.status_code == 200
    assert "registered already" in page.content.decode()
    assert f'value="{known.email}"' in page.content.decode()


def test_answers_are_changed_and_needs_stay(organiser, event):
    registration = make_registration(event, organisation=make_organisation("Harbour Housing"))
    Need.objects.create(registration=registration, dietary="Vegan")
    address = f"{LIST}{registration.pk}/change/"
    form = organiser.get(address).context["adminform"].form
    assert form.initial["organisation_name"] == "Harbour Housing"
    organiser.post(address, answers(event, name="New Example", email=registration.email))
    registration.refresh_from_db()
    assert (registration.name, registration.kind) == ("New Example", "key")
    assert Need.objects.get().dietary == "Vegan"
    assert Message.objects.get().kind == "changed_for_you"


def test_the_page_of_a_delegate_tells_how_it_came_about(organiser, event):
    plain, told = make_registration(event), make_registration(event, booked_by="Robin", reason="She rang")
    pages = [organiser.get(f"{LIST}{row.pk}/change/").content.decode() for row in (plain, told)]
    assert ["How it came about" in page for page in pages] == [False, True]
    assert ("Robin" in pages[1], "She rang" in pages[1]) == (True, True)


def test_the_page_of_a_delegate_leads_to_what_they_eat_or_to_write_it_down(organiser, event):
    told, new = make_registration(event), make_registration(event, name="Ann Example")
    need = Need.objects.create(registration=told, dietary="Vegan")
    pages = [organiser.get(f"{LIST}{row.pk}/change/").content.decode() for row in (told, new)]
    change, add = (
        f"/admin/registrations/need/{need.pk}/change/",
        f"/admin/registrations/need/add/?registration={new.pk}",
    )
    assert [f'href="{address}"' in page for address, page in zip((change, add), pages, strict=True)] == [
        True,
        True,
    ]
    assert "Vegan" not in pages[0]
    assert [word in organiser.get(change).content.decode() for word in ("Vegan", "Gluten")] == [True, False]
    assert "Ann Example" in organiser.get(add).content.decode()


def test_needs_are_listed_with_their_event_and_found_by_it(organiser, event):
    other = make_event(title="Another day")
    TeamMember.objects.create(event=other, user=event.team.get().user, role="organiser")
    here, there = (Need.objects.create(registration=make_registration(one)) for one in (event, other))
    page = organiser.get("/admin/registrations/need/")
    assert ("Another day" in page.content.decode(), set(page.context["cl"].result_list)) == (
        True,
        {here, there},
    )
    one = organiser.get(f"/admin/registrations/need/?registration__event__id__exact={other.pk}")
    assert list(one.context["cl"].result_list) == [there]


@pytest.mark.parametrize(("role", "status"), [("desk", 403), ("analyst", 403), ("welfare", 403)])
def test_other_roles_do_not_see_the_list(client, event, role, status):
    client.force_login(make_member(event, role))
    assert client.get(LIST).status_code == status


def test_a_foreign_delegate_is_not_there(organiser):
    foreign = make_registration(make_event())
    assert organiser.get(f"{LIST}{foreign.pk}/change/").status_code == 404


def test_nobody_is_added_to_a_foreign_event(organiser):
    page = organiser.post(LIST + "add/", answers(make_event()))
    assert list(page.context["adminform"].form.errors) == ["event"]


def test_the_needs_ask_the_database_the_same_for_one_and_three(organiser, event, django_assert_num_queries):
    Need.objects.create(registration=make_registration(event), features=["bsl"])
    with django_assert_num_queries(8):
        organiser.get("/admin/registrations/need/")
    for _ in range(2):
        Need.objects.create(registration=make_registration(event), features=["bsl"])
    with django_assert_num_queries(8):
        organiser.get("/admin/registrations/need/")


@pytest.fixture
def answered(event, at):
    """One answer of each kind of secret: an ordinary one, and one about health."""
    for number in (0, 1):
        question = make_form_question(event, f"{number}?", is_special_category=bool(number))
        make_registration(event).answers.create(
            question=question, asked=question.text, value="Words", answered_at=at
        )


@pytest.mark.parametrize(("role", "seen"), [("organiser", ["0?", "1?"]), ("welfare", ["1?"])])
def test_answers_are_listed_for_those_who_may_read_them(client, event, answered, role, seen):
    client.force_login(make_member(event, role))
    page = client.get("/admin/registrations/answer/")
    assert sorted(row.asked for row in page.context["cl"].result_list) == seen
    assert "Words" in page.content.decode()
    row = page.context["cl"].result_list[0]
    assert client.get(f"/admin/registrations/answer/{row.pk}/change/").status_code == 200
    assert AuditEntry.objects.filter(verb="registrations.read_answers").count() == 2


def test_the_answers_ask_the_database_the_same_for_one_and_three(
    organiser, event, answered, django_assert_num_queries, at
):
    question = make_form_question(event)
    for _ in range(2):
        with django_assert_num_queries(8):
            organiser.get("/admin/registrations/answer/")
        for _ in range(2):
            make_registration(event).answers.create(
                question=question, asked="2?", value="Words", answered_at=at
            )


def test_nobody_deletes_a_registration_here(organiser, event):
    registration = make_registration(event)
    assert organiser.post(f"{LIST}{registration.pk}/delete/").status_code == 403


def test_names_stay_inert(organiser, event):
    registration = make_registration(event, name="<script>alert(1)</script>")
    pages = [
        organiser.get(LIST),
        organiser.get(f"{LIST}{registration.pk}/change/"),
    ]
    assert ["<script>alert" in page.content.decode() for page in pages] == [False] * 2


def test_needs_are_read_by_welfare_and_written_by_organisers(client, event):
    need = Need.objects.create(registration=make_registration(event), severe_allergy="Nuts")
    address = reverse("admin:registrations_need_change", args=[need.pk])
    seen = {}
    for role in ("organiser", "welfare", "desk"):
        client.force_login(make_member(event, role))
        pages = [client.get("/admin/registrations/need/"), client.get(address)]
        change = client.post(address, {"dietary": role, "features": ["bsl"]})
        seen[role] = [page.status_code for page in (*pages, change)]
    assert seen == {"organiser": [200, 200, 302], "welfare": [200, 200, 403], "desk": [403, 403, 403]}
    assert AuditEntry.objects.filter(verb="registrations.read_needs").count() == 5
    need.refresh_from_db()
    assert (need.dietary, need.features) == ("organiser", ["bsl"])


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(LIST).status_code == 302
    client.force_login(make_user())
    assert client.get(LIST).status_code in (302, 403)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, ["Confirmed"]),
        (
            {"state": "cancelled", "ending": "declined", "cancelled_at": DAY},
            ["Declined by an organiser", "11 March"],
        ),
        ({"state": "offered", "offer_ends_at": DAY}, ["Offered", "until Wednesday 11 March 2026, 09:30"]),
    ],
)
def test_a_page_of_a_registration_says_where_it_stands_and_when(organiser, event, values, words):
    one = make_registration(event, **values)
    text = organiser.get(f"{LIST}{one.pk}/change/").content.decode()
    for said in (*words, "Where they stand", event.spelt(one.registered_at)):
        assert said in text


def test_the_history_tells_who_did_what_in_words(organiser, event, at):
    one, other = make_registration(event), make_registration(event)
    user = make_member(event)
    services.cancel(one, by=user, at=at)
    text = organiser.get(f"{LIST}{one.pk}/history/").content.decode()
    assert ("Place cancelled" in text, user.email in text) == (True, True)
    text = organiser.get(f"{LIST}{other.pk}/history/").content.decode()
    assert ("Nothing is told here" in text, "change history" in text, user.email in text) == (
        True,
        False,
        False,
    )


def test_the_page_of_a_delegate_says_what_their_diary_declined(organiser, event):
    ann, ben, cat = (
        make_registration(event, state=state) for state in ("confirmed", "confirmed", "cancelled")
    )
    entries = ((ann, "", "Sharing day"), (ann, ":7", "Why?"), (cat, "", "Sharing day"))
    for one, part, title in entries:
        key = f"{entry_key(one)}{part}"
        said = {"content": {"summary": title}, "answer": "declined"}
        Invitation.objects.create(event=event, entry_key=key, uid=key, **said)
    words = "Declined: %s. Their place is kept until they give it up."
    pages = [organiser.get(f"{LIST}{one.pk}/change/").content.decode() for one in (ann, ben, cat)]
    assert ["Their place is kept" in page for page in pages] == [True, False, False]
    assert words % "Sharing day, Why?" in pages[0]
