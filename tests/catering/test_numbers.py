"""Numbers for the caterer: counts and no names, frozen as sent, with what has changed since."""

from datetime import timedelta

import pytest
import time_machine

from dissemination.accounts.models import AuditEntry
from dissemination.catering import services
from dissemination.catering.models import Numbers
from dissemination.catering.services import counting, telling
from dissemination.core.verdicts import Refused
from registrations.models import Need
from tests.documents import reading
from tests.factories import (
    make_appearance,
    make_event,
    make_form_question,
    make_member,
    make_organisation,
    make_place,
    make_registration,
    make_session,
    make_speaker,
    make_workshop,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]
PAGE = "/admin/event/sharing/numbers/"


@pytest.fixture
def event():
    return make_event(slug="sharing", title="Sharing day")


@pytest.fixture
def organiser(event):
    return make_member(event, email="robin@example.org")


def eats(event, diets=(), *, name="Ann Example", state="confirmed", mode="in_person", **needs):
    registration = make_registration(event, name=name, state=state, mode=mode)
    return Need.objects.create(registration=registration, diets=list(diets), **needs)


def test_people_meals_and_kinds_of_food_are_counted(event):
    event.online_capacity = 5
    event.save()
    eats(event, ["vegan", "no_nuts"], features=["bsl"])
    eats(event, ["vegan"], dietary="No mushrooms", access="Near the door")
    eats(event, dietary="halal", severe_allergy="Sesame")
    eats(event, ["kosher"], mode="online", features=["bsl"])
    eats(event, ["kosher"], state="waiting")
    make_registration(event, state="offered")
    talk = make_session(event)
    for speaker in (make_speaker(event.project), make_speaker(event.project, email="")):
        for role in ("speaker", "chair"):
            make_appearance(talk, speaker=speaker, role=role)
    delegate = event.registrations.first()
    make_appearance(talk, speaker=make_speaker(event.project, email=delegate.email))
    event.allotments.create(
        organisation=make_organisation(),
        places=3,
        used=1,
        contact_email="c@x.org",
        returns_at=event.starts_at,
    )
    counts = services.count(event, team=2)
    assert counts == {
        "delegates": 3,
        "speakers": 2,
        "team": 2,
        "offered": 1,
        "held": 2,
        "diet:vegan": 2,
        "diet:no_nuts": 1,
        "diet:halal": 1,
        "own_words": 1,
        "severe_allergy": 1,
        "table:bsl": 2,
        "access_words": 1,
    }
    assert (counting.meals(counts), counting.at_most(counts)) == (7, 10)
    assert [line.what for line in services.lines(counts)][5:8] == ["Vegan", "Halal", "No nuts"]


def test_answers_about_health_that_are_chosen_are_counted_and_words_are_not(event):
    person = make_registration(event)
    told = {"choice": "Yes, please", "several": ["Ramp", "Lift"], "yes_no": "yes", "line": "My knee"}
    for kind, value in told.items():
        question = make_form_question(event, "Help?", kind=kind, is_special_category=True)
        person.answers.create(question=question, asked="Help?", value=value, answered_at=event.starts_at)
    counts = services.count(event)
    own = [(line.what, line.number, line.part) for line in services.lines(counts)][3:]
    assert own == [
        ("Help?: Lift", 1, "access"),
        ("Help?: Ramp", 1, "access"),
        ("Help?: Yes", 1, "access"),
        ("Help?: Yes, please", 1, "access"),
    ]


def test_numbers_are_frozen_as_sent_and_changes_stand_beside(event, organiser, at):
    eats(event, ["vegan"])
    sent = services.send(event, team=1, by=organiser, at=at)
    assert (sent.kept_by, sent.kept_at, str(sent)) == (organiser, at, f"Numbers {sent.pk}")
    assert services.send(event, team=1, by=organiser, at=at) == sent
    Need.objects.update(diets=["halal"])
    eats(event)
    changes = services.changes_since(sent.counts, services.count(event, team=1))
    assert [(one.what, one.before, one.now) for one in changes] == [
        ("Delegates in the room", 1, 2),
        ("Vegan", 1, 0),
        ("Halal", 0, 1),
    ]
    assert Numbers.objects.get().counts["diet:vegan"] == 1
    assert AuditEntry.objects.filter(verb="catering.send").count() == 1


def test_only_organisers_send_and_not_after_the_event(event, organiser, at):
    with pytest.raises(Refused, match="Only the event's organisers"):
        services.send(event, team=0, by=make_member(event, "welfare"), at=at)
    with pytest.raises(Refused, match="The event is over"):
        services.send(event, team=0, by=organiser, at=event.ends_at)


def test_the_mail_says_the_changes_first_and_names_nobody(event, organiser, at):
    eats(event, ["vegan"], dietary="No mushrooms", severe_allergy="Sesame", features=["bsl"])
    sent = services.send(event, team=0, by=organiser, at=at)
    make_registration(event, state="offered")
    event.venue = None
    counts = services.count(event)
    mail = telling.mail_text(event, counts, services.changes_since(sent.counts, counts), at=at)
    assert mail == (
        "Sharing day\nWednesday 11 March 2026, 09:30 to 16:30\n\n"
        "Changed since we last wrote\n- Places that are offered, not yet answered: 1, was 0\n\n"
        "1 meals.\nUp to 2, if every place that is offered or held is taken.\n\n"
        "Food\n- Vegan: 1\n- Something else about food, in their own words: 1\n- A severe allergy: 1\n\n"
        "Access\n- British Sign Language: 1\n\n"
        "As of Monday 2 March 2026, 09:00.\n\nRobin Example"
    )


def test_the_page_shows_counts_freezes_them_and_marks_what_has_changed(client, event, organiser, at):
    client.force_login(organiser)
    eats(event, ["vegan"], dietary="No mushrooms")
    page = client.get(PAGE).content.decode()
    for words in ("Not sent yet.", "No deadline is set.", "Vegan", "Print the numbers (PDF)"):
        assert words in page
    assert ("No mushrooms" in page, "Ann Example" in page) == (False, False)
    assert client.post(PAGE, {"team": "-1"}).status_code == 422
    page = client.post(PAGE, {"team": "3"}, follow=True).content.decode()
    for words in (
        "Sent on Monday 2 March 2026, 09:00, by robin@example.org.",
        "Nothing has changed since then.",
    ):
        assert words in page
    make_registration(event)
    assert "1 count has changed since then." in client.get(PAGE).content.decode()
    Numbers.objects.update(kept_by=None)
    event.numbers_due_at = at + timedelta(days=1)
    event.save()
    page = client.get(PAGE).content.decode()
    assert "Sent on Monday 2 March 2026, 09:00." in page
    assert "The numbers are due on Tuesday 3 March 2026, 09:00." in page
    event.starts_at, event.ends_at = at - timedelta(hours=8), at
    event.save()
    assert "The event is over." in client.post(PAGE, {"team": "0"}, follow=True).content.decode()


def test_the_sheet_is_a_pdf_of_what_was_sent(client, event, organiser, at):
    client.force_login(organiser)
    eats(event, ["vegan"])
    address = "/admin/event/sharing/numbers.pdf"
    assert "1 meals." in reading.words(client.get(address).content)
    services.send(event, team=2, by=organiser, at=at)
    make_registration(event)
    text = reading.words(client.get(address).content)
    for words in ("Numbers for the caterer", "3 meals.", "Vegan", "As of Monday 2 March 2026, 09:00."):
        assert words in text
    assert "Ann Example" not in text


def test_own_words_are_read_without_names_and_who_looked_is_noted(client, event, organiser):
    eats(event, dietary="No mushrooms", access="Near the door")
    client.force_login(organiser)
    page = client.get(PAGE + "words/").content.decode()
    assert ("No mushrooms" in page, "Near the door" in page, "Ann Example" in page) == (True, True, False)
    assert AuditEntry.objects.get().verb == "catering.read_own_words"
    Need.objects.all().delete()
    assert "Nobody has written anything." in client.get(PAGE + "words/").content.decode()


def test_a_severe_allergy_is_named_to_welfare_alone_and_every_view_is_noted(client, event, organiser):
    need = eats(event, severe_allergy="Sesame")
    table = make_workshop(event, groups=1).groups.get()
    make_place(need.registration, table, told_group=table)
    address = "/admin/event/sharing/allergies/"
    client.force_login(organiser)
    assert client.get(address).status_code == 404
    assert "Give somebody the role" in client.get(PAGE).content.decode()
    welfare = make_member(event, "welfare")
    client.force_login(welfare)
    for _ in range(2):
        page = client.get(address).content.decode()
        assert ("Ann Example" in page, "Sesame" in page, "Table 1" in page) == (True, True, True)
    noted = AuditEntry.objects.filter(verb="catering.read_allergies", actor_id=welfare.pk, event_id=event.pk)
    assert noted.count() == 2
    page = client.get(PAGE).content.decode()
    assert ("Give somebody the role" in page, "See who has a severe allergy" in page) == (False, True)
    Need.objects.all().delete()
    assert "Nobody has told a severe allergy." in client.get(address).content.decode()


def test_an_organiser_writes_an_allergy_down_and_does_not_read_it_again(client, event, organiser):
    client.force_login(organiser)
    registration = make_registration(event)
    form = {"registration": registration.pk, "diets": ["vegan"], "severe_allergy": "Sesame"}
    client.post("/admin/registrations/need/add/", form)
    need = Need.objects.get()
    assert (need.severe_allergy, need.diets) == ("Sesame", ["vegan"])
    for address in ("/admin/registrations/need/", f"/admin/registrations/need/{need.pk}/change/"):
        assert "Sesame" not in client.get(address).content.decode()
    client.post(f"/admin/registrations/need/{need.pk}/change/", {"dietary": "No mushrooms"})
    need.refresh_from_db()
    assert (need.severe_allergy, need.dietary) == ("Sesame", "No mushrooms")


@pytest.mark.parametrize(("days", "is_there"), [(-90, True), (13, True), (15, False)])
def test_the_welfare_role_finds_its_page_until_needs_are_deleted(client, event, days, is_there):
    with time_machine.travel(event.ends_at + timedelta(days=days), tick=False):
        client.force_login(make_member(event, "welfare"))
        text = client.get("/admin/").content.decode()
    assert ("Allergies at Sharing day" in text, "Food and access at Sharing day" in text) == (is_there,) * 2


def test_nobody_looks_after_whoever_left_their_place(client, event):
    eats(event, name="Ann Stays", severe_allergy="Sesame", access="Ramp")
    for state in ("transferred", "cancelled"):
        eats(event, name="Ben Left", state=state, severe_allergy="Nuts", access="Lift")
    client.force_login(make_member(event, "welfare"))
    for address in ("/admin/event/sharing/allergies/", "/admin/registrations/need/"):
        text = client.get(address).content.decode()
        assert ("Ann Stays" in text, "Ben Left" in text) == (True, False)


def test_the_final_counts_stay_when_there_is_nothing_left_to_count(client, event, organiser, at):
    eats(event, ["vegan"])
    assert services.keep_final(event, at=at).counts["team"] == 0
    services.send(event, team=4, by=organiser, at=at)
    final = services.keep_final(event, at=at)
    Need.objects.all().delete()
    assert (final.reason, final.counts["team"], final.counts["diet:vegan"]) == ("final", 4, 1)
    client.force_login(organiser)
    page = client.get(PAGE).content.decode()
    assert ("was deleted on Monday 2 March 2026, 09:00" in page, "Vegan" in page) == (True, True)


def test_numbers_are_the_teams(event):
    Numbers.objects.create(event=event, kept_at=event.starts_at)
    seen = {role: Numbers.objects.for_user(make_member(event, role)).exists() for role in ("welfare", "desk")}
    assert seen == {"welfare": True, "desk": False}


def test_the_page_asks_the_database_the_same_for_one_and_three(
    client, event, organiser, django_assert_num_queries
):
    client.force_login(organiser)
    for number in (1, 3):
        while event.registrations.count() < number:
            eats(event, ["vegan"])
        with django_assert_num_queries(16):
            client.get(PAGE)
