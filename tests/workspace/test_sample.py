"""The sample: past, today and ahead, with nothing about real people that the post does not say."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction

from dissemination.accounts.models import User
from dissemination.core.tokens import link_token
from dissemination.events.models import Event, Photograph
from dissemination.outcomes.models import Commitment, Outcome
from dissemination.workspace.services import sample
from dissemination.workspace.services.sample import ahead, post, today
from registrations.models import Registration
from sessions.models import Perspective, Question, Session
from speakers.models import Appearance

AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """What `prepare` said when it put the sample into the empty database, once for this module."""
    said = io.StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(AT, tick=False):
            call_command("prepare", stdout=said)
        yield said.getvalue().splitlines()
        transaction.set_rollback(True)


@pytest.fixture
def birmingham():
    return Event.objects.get(slug="birmingham")


def test_the_birmingham_event_is_reported_with_its_project_place_and_aims(birmingham):
    assert (birmingham.state, birmingham.title) == ("reported", post.TITLE)
    assert (birmingham.project.slug, birmingham.venue.city) == ("iisam", "Birmingham")
    assert birmingham.aims.startswith("The aim of the day was to bring together")


def test_five_speakers_stand_in_order_with_what_the_post_says(birmingham):
    speaking = [one.speaker for one in Appearance.objects.filter(event=birmingham).on_the_programme()]
    assert [(one.name, one.organisation and one.organisation.shown) for one in speaking] == [
        ("Mark Fisher", "DWP"),
        ("Stephen Curtis", "Leicestershire County Council"),
        ("Liz Clark", None),
        ("David Evans", "ICO"),
        ("Charlotte Piper", "DCLG"),
    ]
    assert speaking[0].second_role == "Chaired the project’s Board during the first twelve months"
    assert speaking[1].second_role == "Member of the IISaM working group"


def test_nobody_real_has_an_address_a_place_or_a_mail(birmingham):
    names = [talk.speaker for talk in post.TALKS]
    assert set(Appearance.objects.filter(event=birmingham).values_list("speaker__email", flat=True)) == {""}
    assert not Registration.objects.filter(name__in=names).exists()
    assert not birmingham.messages.filter(to_name__in=names).exists()


def test_no_invented_delegate_or_promise_belongs_to_a_real_organisation(birmingham):
    real = [talk.organisation[0] for talk in post.TALKS if talk.organisation]
    assert not Registration.objects.filter(organisation__name__in=real).exists()
    assert not Commitment.objects.filter(organisation__name__in=real).exists()


def test_two_workshops_ask_their_questions_from_four_perspectives(birmingham):
    workshops = Session.objects.filter(event=birmingham).workshops()
    assert [Question.objects.filter(session=workshop).count() for workshop in workshops] == [2, 1]
    assert Perspective.objects.filter(question__session__event=birmingham).count() == 4


def test_four_early_thoughts_are_published_and_the_last_has_two_ways(birmingham):
    thoughts = list(Outcome.objects.filter(event=birmingham).published().order_by("order"))
    assert [thought.stage for thought in thoughts] == ["early"] * 4
    assert [detail.kind for detail in thoughts[3].details.all()] == ["way", "way"]
    assert all(thought.sources.exclude(point=None).exists() for thought in thoughts)


def test_four_pictures_are_drawn_with_description_and_caption(birmingham):
    pictures = Photograph.objects.filter(event=birmingham).public()
    assert [(one.alt_text, one.caption) for one in pictures] == [shown[1:] for shown in post.PHOTOGRAPHS]


def test_only_those_who_came_are_counted(birmingham):
    assert (birmingham.registrations.attended().count(), birmingham.registrations.absent().count()) == (42, 6)


def test_todays_event_is_today_with_everybody_seated_and_told():
    event = Event.objects.get(slug=today.SLUG)
    assert (event.local(event.starts_at).date(), event.state) == (date(2026, 3, 4), "closed")
    told = [one.places.told().count() for one in event.registrations.holding_a_place()]
    assert told == [2] * today.DELEGATES


def test_the_event_ahead_is_open_half_full_without_groups_and_one_speaker_is_late():
    event = Event.objects.get(slug=ahead.SLUG)
    assert (event.local(event.starts_at).date(), event.state) == (date(2026, 4, 15), "open")
    assert (event.taken, event.capacity, event.groups_told_at) == (30, 60, None)
    late = Appearance.objects.filter(event=event, slides_due_at__lt=AT)
    assert [one.speaker.name for one in late] == ["Quill Notional"]


def test_days_later_today_is_today_again_and_ahead_is_still_ahead():
    before = Event.objects.get(slug=today.SLUG).messages.count()
    sample.bring_up_to_date(at=AT + timedelta(days=3))
    sample.bring_up_to_date(at=AT + timedelta(days=3))
    event = Event.objects.get(slug=today.SLUG)
    assert event.local(event.starts_at).date() == date(2026, 3, 7)
    assert {event.local(one.starts_at).date() for one in event.sessions.all()} == {date(2026, 3, 7)}
    later = Event.objects.get(slug=ahead.SLUG)
    assert later.local(later.starts_at).strftime("%A %d %B") == "Monday 20 April"
    assert event.messages.count() == before


@time_machine.travel(AT, tick=False)
def test_every_link_opens_a_page_and_does_so_again(client):
    shown = sample.links()
    assert [link.who for link in shown] == [
        "Organiser",
        "Publisher, who approves",
        "Desk, today",
        "Hall screen, today",
        "Speaker who is late with slides",
        "Table 1, today",
        "Delegate, today",
    ]
    for link in [*shown, *shown]:
        path = "/" + link.url.split("/", 3)[3]
        assert client.get(path, follow=True).status_code == 200, link.who


def test_what_was_taken_out_of_the_sample_is_not_linked_to():
    Event.objects.filter(slug=ahead.SLUG).update(slug="renamed")
    Registration.objects.filter(event__slug=today.SLUG).update(event=Event.objects.get(slug="renamed"))
    sample.bring_up_to_date(at=AT)
    assert [link.who for link in sample.links()] == [
        "Organiser",
        "Publisher, who approves",
        "Desk, today",
        "Hall screen, today",
        "Table 1, today",
    ]


def test_the_sample_sign_in_signs_in_the_samples_people_alone(client, settings):
    address = "/sample/" + link_token("sample", "organiser@example.org") + "/"
    assert client.get(address)["Location"] == "/admin/"
    User.objects.create_user("admin@example.org", is_staff=True, is_superuser=True)
    assert client.get("/sample/" + link_token("sample", "admin@example.org") + "/").status_code == 404
    assert client.get("/sample/organiser@example.org.0000/").status_code == 404
    settings.PRODUCTION = True
    assert client.get(address).status_code == 404


@time_machine.travel(AT, tick=False)
def test_preparing_loads_the_sample_once_and_prints_its_links_each_time(loaded):
    assert loaded[0] == "The sample is loaded: one project, three events."
    out = io.StringIO()
    call_command("prepare", stdout=out)
    assert out.getvalue().splitlines() == loaded[1:]
    assert len(loaded) == 8


def test_the_command_prints_the_links_and_refuses_a_second_sample():
    out = io.StringIO()
    call_command("sample", links=True, stdout=out)
    assert out.getvalue().splitlines()[0].startswith("Organiser ")
    with pytest.raises(CommandError, match="is here already"):
        call_command("sample")


def test_without_a_sample_there_are_no_links_to_print():
    Event.objects.filter(slug=today.SLUG).update(slug="other")
    out = io.StringIO()
    call_command("sample", links=True, stdout=out)
    assert out.getvalue() == ""


def test_the_coming_event_asks_questions_of_its_own_and_people_have_answered():
    event = Event.objects.get(slug=ahead.SLUG)
    first, *_, last = event.form_questions.standing()
    assert (first.answers.count(), last.is_later, last.answers.count()) == (ahead.DELEGATES, True, 0)
    plates = event.form_questions.get(only_value="yes").answers.values_list("value", flat=True)
    assert set(plates) == {"EX11 SMP"}
