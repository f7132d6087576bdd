"""The directory: organisations that can be merged, and venues that teams share."""

import time

import pytest
from django.urls import reverse

from dissemination.core.verdicts import Refused
from dissemination.events import services
from dissemination.events.models import Organisation, Output, Venue
from tests.factories import (
    make_appearance,
    make_event,
    make_member,
    make_organisation,
    make_project,
    make_registration,
    make_session,
    make_speaker,
    make_user,
    make_venue,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def organiser(event, client):
    user = make_member(event)
    client.force_login(user)
    return user


def test_two_spellings_become_one(event, organiser, at):
    stands, duplicate = make_organisation(short_name="NBC"), make_organisation()
    registration = make_registration(event, organisation=duplicate)
    speaker = make_speaker(event.project, organisation=duplicate)
    earlier = make_organisation()
    earlier.merged_into = duplicate
    earlier.save()
    assert services.merge(duplicate, into=stands, by=organiser, at=at) == 3
    for row in (registration, speaker, duplicate, earlier):
        row.refresh_from_db()
    assert (registration.organisation, speaker.organisation) == (stands, stands)
    assert (duplicate.merged_into, earlier.merged_into) == (stands, stands)
    assert list(Organisation.objects.called("nbc")) == [stands]
    assert list(Organisation.objects.called(duplicate.name)) == []


def test_a_conclusion_that_names_both_names_one_of_them_once(event, organiser, at):
    stands, duplicate = make_organisation(), make_organisation()
    outcome = event.outcomes.create(statement="Share more.", made_at=at)
    outcome.must_act.set([stands, duplicate])
    services.merge(duplicate, into=stands, by=organiser, at=at)
    assert list(outcome.must_act.all()) == [stands]


def test_an_organisation_is_not_merged_into_itself_or_into_one_that_is_gone(organiser, at):
    stands, gone = make_organisation(), make_organisation()
    services.merge(gone, into=stands, by=organiser, at=at)
    with pytest.raises(Refused, match="Choose two different organisations"):
        services.merge(stands, into=stands, by=organiser, at=at)
    with pytest.raises(Refused, match="has itself been merged into another"):
        services.merge(stands, into=gone, by=organiser, at=at)


@pytest.mark.parametrize("where", ["registration", "speaker", "project"])
def test_what_other_teams_name_is_merged_by_an_administrator(where, organiser, at):
    stands, duplicate = make_organisation(), make_organisation()
    make = {
        "registration": lambda: make_registration(make_event(), organisation=duplicate),
        "speaker": lambda: make_speaker(make_project(), organisation=duplicate),
        "project": lambda: make_project(owner=duplicate),
    }
    make[where]()
    with pytest.raises(Refused, match="Ask an administrator to merge it"):
        services.merge(duplicate, into=stands, by=organiser, at=at)
    assert services.merge(duplicate, into=stands, by=make_user(is_superuser=True), at=at) == 1


def test_merging_asks_first_which_name_stands(organiser, client):
    stands, duplicate = make_organisation("Northvale"), make_organisation("North Vale")
    chosen = {"action": "merge", "_selected_action": [stands.pk, duplicate.pk]}
    address = reverse("admin:events_organisation_changelist")
    page = client.post(address, chosen).content.decode()
    assert "Which of these names stands?" in page
    assert Organisation.objects.known().count() == 2
    page = client.post(address, {**chosen, "into": stands.pk}, follow=True).content.decode()
    assert "Merged. 0 rows were moved." in page
    assert list(Organisation.objects.known()) == [stands]


def test_a_refusal_to_merge_is_told(organiser, client):
    stands, duplicate = make_organisation("Northvale"), make_organisation("North Vale")
    make_project(owner=duplicate)
    values = {"action": "merge", "_selected_action": [stands.pk, duplicate.pk], "into": stands.pk}
    page = client.post(reverse("admin:events_organisation_changelist"), values, follow=True).content.decode()
    assert "North Vale: Other teams&#x27; events name this organisation too." in page


@pytest.mark.parametrize("word", ["harbour", "hh"])
def test_an_organisation_is_found_by_either_name(word, organiser, client):
    make_organisation("Harbour Housing", "HH")
    make_organisation("Northvale", "NBC")
    page = client.get(reverse("admin:events_organisation_changelist"), {"q": word}).content.decode()
    assert ("Harbour Housing" in page, "Northvale" in page) == (True, False)


def test_a_choice_offers_only_organisations_that_stand(organiser, client, at):
    stands, gone = make_organisation("Harbour Housing"), make_organisation("Harbour Houses")
    services.merge(gone, into=stands, by=organiser, at=at)
    values = {"term": "harbour", "app_label": "events", "model_name": "project", "field_name": "owner"}
    found = client.get(reverse("admin:autocomplete"), values).json()
    assert found["results"] == [{"id": str(stands.pk), "text": "Harbour Housing"}]


def test_an_organiser_adds_to_the_directory(organiser, client):
    values = {"name": "Harbour Housing", "short_name": "HH", "sector": "provider"}
    client.post(reverse("admin:events_organisation_add"), values)
    client.post(reverse("admin:events_venue_add"), {"name": "Old Mill", "city": "Northvale"})
    assert (Organisation.objects.get().short_name, Venue.objects.get(name="Old Mill").city) == (
        "HH",
        "Northvale",
    )


def test_an_organisation_is_entered_once(organiser, client):
    make_organisation("Harbour Housing")
    page = client.post(
        reverse("admin:events_organisation_add"), {"name": "HARBOUR housing", "sector": "other"}
    )
    assert page.status_code == 200
    assert Organisation.objects.count() == 1


def test_a_venue_of_other_teams_is_not_changed(event, organiser, client, at):
    shared = make_venue(name="Town Hall")
    make_event(venue=shared)
    page = client.get(reverse("admin:events_venue_change", args=[shared.pk]))
    assert 'name="_save"' not in page.content.decode()
    with pytest.raises(Refused, match="Other teams use this venue too"):
        services.save_venue(shared, by=organiser, at=at)
    assert services.save_venue(event.venue, by=organiser, at=at) == event.venue
    assert services.save_venue(shared, by=make_user(is_superuser=True), at=at) == shared


@pytest.mark.parametrize("model", ["organisation", "venue", "project"])
@pytest.mark.parametrize("role", ["desk", "analyst"])
def test_the_directory_is_kept_by_organisers(role, model, client):
    client.force_login(make_member(make_event(), role))
    assert client.get(reverse(f"admin:events_{model}_changelist")).status_code == 403


@pytest.mark.parametrize("model", ["organisation", "venue", "project"])
def test_nothing_of_the_directory_is_deleted(model, organiser, event, client):
    row = {"organisation": make_organisation, "venue": make_venue, "project": lambda: event.project}[model]()
    assert client.post(reverse(f"admin:events_{model}_delete", args=[row.pk])).status_code == 403


COUNTS = {"organisation": 6, "venue": 6, "project": 6}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("model", COUNTS)
def test_a_list_costs_the_same_for_one_and_for_three(
    model, rows, organiser, client, django_assert_num_queries
):
    make = {
        "organisation": make_organisation,
        "venue": make_venue,
        "project": lambda: make_project(made_by=organiser, owner=make_organisation()),
    }
    for _ in range(rows):
        make[model]()
    with django_assert_num_queries(COUNTS[model]):
        assert client.get(reverse(f"admin:events_{model}_changelist")).status_code == 200


def test_an_organiser_lists_what_the_project_made(event, organiser, client):
    address = reverse("admin:events_project_change", args=[event.project_id])
    guide = event.project.outputs.create(title="Guide", url="https://example.org/guide")
    assert "Guide" in client.get(address).content.decode()
    values = {"title": "Project", "slug": "project", "outputs-TOTAL_FORMS": 2, "outputs-INITIAL_FORMS": 1}
    for number, title in enumerate(("Guide", "Toolkit")):
        values |= {f"outputs-{number}-title": title, f"outputs-{number}-order": number}
    assert client.post(address, values | {"outputs-0-id": guide.pk}).status_code == 302
    assert [str(output) for output in event.project.outputs.all()] == ["Guide", "Toolkit"]


def test_an_analyst_reads_the_project_without_changing_it(event, client):
    client.force_login(make_member(event, "analyst"))
    page = client.get(reverse("admin:events_project_change", args=[event.project_id])).content.decode()
    assert event.project.title in page
    assert 'name="_save"' not in page


def test_the_outputs_of_a_project_are_for_its_teams_and_its_maker(event, organiser):
    maker = make_user()
    event.project.made_by = maker
    event.project.save()
    guide = event.project.outputs.create(title="Guide")
    assert list(Output.objects.for_user(organiser)) == [guide]
    assert list(Output.objects.for_user(maker)) == [guide]
    assert list(Output.objects.for_user(make_user(is_superuser=True))) == [guide]
    assert list(Output.objects.for_user(make_user())) == []


def test_public_forms_suggest_what_an_organiser_set_and_what_readers_see_anyway(organiser, client):
    typed, confirmed, owner, speaks = (make_organisation() for _ in range(4))
    public = make_event(project=make_project(owner=owner))
    make_appearance(make_session(public), speaker=make_speaker(public.project, organisation=speaks))
    draft = make_event(state="draft", project=make_project(owner=typed))
    make_appearance(make_session(draft), speaker=make_speaker(draft.project, organisation=typed))
    action = {"action": "confirm", "_selected_action": [confirmed.pk]}
    page = client.post(reverse("admin:events_organisation_changelist"), action, follow=True)
    assert "Public forms suggest them from now on." in page.content.decode()
    assert set(Organisation.objects.offered()) == {confirmed, owner, speaks}


def test_names_that_are_probably_one_are_found():
    alike = [
        ("Northvale & Dale Council", ""),
        ("NORTHVALE AND DALE", ""),
        ("The Northvale and Dale Council.", ""),
    ]
    council = [make_organisation(*names) for names in alike]
    office = [
        make_organisation("Information Commissioner's Office", "I.C.O."),
        make_organisation("ICO"),
        make_organisation("Information Commissioners Office"),
    ]
    make_organisation("Council")
    make_organisation("Northvale")
    found = [{one.pk for one in group} for group in services.look_alike()]
    assert {one.pk for one in council} in found
    assert {office[0].pk, office[1].pk} in found
    assert {office[0].pk, office[2].pk} in found
    assert len(found) == 3


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        ("Northvale Borough Council", "Northvale Boro Council", True),
        ("Department for Sample Affairs", "Departmant for Sample Affairs", True),
        ("Brackwater District Council", "Backwater District Council", True),
        ("Willow Lane Service Users", "Willow Lane Service Users Group", True),
        ("East Sampleshire County", "West Sampleshire County", False),
        ("Surgery in Road 12", "Surgery in Road 13", False),
        ("DWP", "DWF", False),
        ("Harbour Housing", "Harbour Homes", False),
    ],
)
def test_names_that_differ_by_a_slip_are_found(one, other, is_found):
    pair = {make_organisation(one).pk, make_organisation(other).pk}
    assert [{each.pk for each in group} for group in services.look_alike()] == [pair] * is_found


def test_thousands_of_names_are_compared_in_a_moment():
    rows = [Organisation(name=f"Sample {number:x} Trust of {number % 97:b}") for number in range(3000)]
    Organisation.objects.bulk_create(rows)
    began = time.process_time()
    services.look_alike()
    assert time.process_time() - began < 5


def test_the_list_shows_names_that_look_alike_until_they_are_merged(organiser, client, at):
    one, other = make_organisation("Northvale Council"), make_organisation("northvale council ltd.")
    make_organisation("Eastmere")
    other.name = "Northvale-Council"
    other.save()
    address = reverse("admin:events_organisation_changelist")

    def shown(query=""):
        return {row.pk for row in client.get(address + query).context["cl"].result_list}

    assert len(shown()) == 3
    assert shown("?alike=yes") == {one.pk, other.pk}
    services.merge(other, into=one, by=organiser, at=at)
    assert shown("?alike=yes") == set()
