"""An event has moved: everybody with a place is asked whether they still come, and the organiser sees it."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from dissemination.accounts.models import AuditEntry
from dissemination.changes import services
from dissemination.changes.models import StillComing, StillSpeaking
from dissemination.core.verdicts import Refused
from dissemination.messaging.models import Invitation, Message
from registrations.invites import entry_key, place_link
from registrations.services import cancel
from speakers.invites import entry_key as speaker_key
from speakers.invites import speaking_link
from tests.factories import DAY, make_event, make_member, make_registration

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=7)
NEXT_DAY = timedelta(hours=21)


@pytest.fixture
def organiser(event):
    return make_member(event)


@pytest.fixture
def moved(event, delegate, organiser, at):
    """The event a week later; Ann has been asked."""
    services.move_event(event, starts_at=LATER, by=organiser, at=at)
    event.refresh_from_db()
    return event


def answers(event):
    asked = StillComing.objects.of(event.pk)
    return asked.answered().count(), asked.unanswered().count(), asked.count()


def test_whoever_has_a_place_is_asked_and_nobody_else(event, delegate, organiser, at):
    make_registration(event, state="waiting")
    make_registration(event, state="cancelled")
    services.move_event(event, starts_at=LATER, by=organiser, at=at)
    assert [one.registration for one in StillComing.objects.all()] == [delegate]


def test_the_mail_about_a_change_leads_to_ones_own_page(event, delegate, speaking, organiser, at):
    services.move_event(event, starts_at=LATER, by=organiser, at=at)
    texts = {mail.to_email: mail.text for mail in Message.objects.filter(kind="changed")}
    assert f"Say whether you still come:\n{place_link(delegate)}" in texts[delegate.email]
    assert f"Say whether you still come:\n{speaking_link(speaking)}" in texts[speaking.speaker.email]


def test_a_small_change_asks_nobody(event, delegate, organiser, at):
    event.ends_at += timedelta(minutes=5)
    event.save()
    services.publish_changes(event, by=organiser, at=at)
    assert StillComing.objects.count() == 0
    assert f"See, change or cancel:\n{place_link(delegate)}" in Message.objects.get().text


def test_an_event_that_nobody_knows_of_asks_nobody(event, delegate, organiser, at):
    event.state = "draft"
    event.save()
    services.move_event(event, starts_at=LATER, by=organiser, at=at)
    assert StillComing.objects.count() == 0


def test_a_yes_counts_once_and_stays(moved, delegate, at):
    services.say_coming(delegate, at=at)
    services.say_coming(delegate, at=at + NEXT_DAY)
    assert answers(moved) == (1, 0, 1)
    assert StillComing.objects.get().answered_at == at


def test_another_move_asks_anew(moved, delegate, organiser, at):
    services.say_coming(delegate, at=at)
    services.move_event(moved, starts_at=LATER + timedelta(days=1), by=organiser, at=at + NEXT_DAY)
    assert answers(moved) == (0, 1, 1)


def test_whoever_cancels_is_no_longer_asked(moved, delegate, organiser, at):
    cancel(delegate, at=at)
    assert answers(moved) == (0, 0, 1)
    delegate.refresh_from_db()
    with pytest.raises(Refused, match="You have no place"):
        services.say_coming(delegate, at=at)
    with pytest.raises(Refused, match="Everybody has answered"):
        services.ask_again(moved, by=organiser, at=at + NEXT_DAY)


def test_those_who_have_not_answered_are_asked_again_once_a_day(moved, delegate, organiser, at):
    with pytest.raises(Refused, match="asked within the last day"):
        services.ask_again(moved, by=organiser, at=at)
    assert services.ask_again(moved, by=organiser, at=at + NEXT_DAY) == 1
    mail = Message.objects.get(kind="still-coming")
    assert (mail.to_email, mail.subject) == (delegate.email, "Are you still coming? Sharing what works")
    assert f"Yes or no:\n{place_link(delegate)}" in mail.text
    assert "Wednesday 18 March 2026, 09:30 to 16:30" in mail.text
    with pytest.raises(Refused, match="asked within the last day"):
        services.ask_again(moved, by=organiser, at=at + 1.5 * NEXT_DAY)
    assert AuditEntry.objects.filter(verb="ask who still comes", actor_id=organiser.pk).count() == 1


@pytest.mark.parametrize("after", [timedelta(0), timedelta(hours=1)])
def test_nobody_is_asked_once_the_day_has_begun(moved, organiser, after):
    with pytest.raises(Refused, match="too late to ask"):
        services.ask_again(moved, by=organiser, at=LATER + after)


def test_a_cancelled_event_asks_and_hears_nothing(moved, delegate, organiser, at):
    services.cancel_event(moved, reason="Snow", by=organiser, at=at)
    moved.refresh_from_db()
    delegate.refresh_from_db()
    with pytest.raises(Refused, match="nothing to answer"):
        services.say_coming(delegate, at=at)
    with pytest.raises(Refused, match="too late to ask"):
        services.ask_again(moved, by=organiser, at=at + NEXT_DAY)


@pytest.fixture
def place(client, moved, delegate, time_machine):
    """The delegate's own page, opened by the link in the mail, the day after the event was moved."""
    time_machine.move_to(DAY - timedelta(days=3), tick=False)
    return client.get(urlsplit(place_link(delegate)).path, follow=True)


def test_the_place_asks_until_there_is_an_answer(client, place, delegate):
    assert "Are you still coming?" in place.content.decode()
    thanks = client.post(reverse("changes:say_coming", args=[delegate.code]), follow=True).content.decode()
    assert "We look forward to seeing you." in thanks
    assert "Are you still coming?" not in thanks


def test_only_the_holder_of_the_link_answers(client, moved, delegate):
    assert client.post(reverse("changes:say_coming", args=[delegate.code])).status_code == 404
    assert answers(moved) == (0, 1, 1)


@pytest.fixture
def page(client, moved, organiser, time_machine):
    """`page()`: what the organiser reads about who is still coming; `page(press=True)` asks again."""
    time_machine.move_to(DAY - timedelta(days=3), tick=False)
    client.force_login(organiser)
    address = reverse("changes:still_coming", args=[moved.slug])

    def read(*, press=False):
        answer = client.post(address, follow=True) if press else client.get(address)
        return " ".join(answer.content.decode().split())

    return read


def test_the_organiser_sees_who_has_not_answered_and_asks_again(client, moved, page):
    assert (
        reverse("changes:still_coming", args=[moved.slug])
        in client.get(f"/admin/event/{moved.slug}/").content.decode()
    )
    assert "Ann Archer" in page()
    assert "1 person is asked again" in page()
    assert "1 mail goes out." in page(press=True)
    assert "asked within the last day" in page(press=True)


def test_a_long_list_is_cut(moved, page, at):
    type(moved).objects.update(capacity=100)
    for _ in range(55):
        StillComing.objects.create(registration=make_registration(moved), asked_at=at)
    assert "and 6 more" in page()


def test_the_list_costs_the_same_for_one_and_three(moved, page, at, django_assert_num_queries):
    with django_assert_num_queries(12):
        page()
    for _ in range(2):
        StillComing.objects.create(registration=make_registration(moved), asked_at=at)
    with django_assert_num_queries(12):
        page()


def test_the_team_sees_its_own_events_alone(moved, organiser):
    stranger = make_member(make_event())
    rows = StillComing.objects.all()
    assert (rows.for_user(organiser).count(), rows.for_user(stranger).count()) == (1, 0)


def in_diary(key, answer, at):
    assert Invitation.objects.filter(entry_key=key).update(answer=answer, answered_at=at) == 1


@pytest.mark.parametrize(
    ("answer", "after", "counted"),
    [
        ("accepted", timedelta(0), (1, 0, 0)),
        ("accepted", -NEXT_DAY, (0, 0, 1)),
        ("declined", timedelta(hours=1), (0, 1, 0)),
        ("declined", -NEXT_DAY, (0, 0, 1)),
        ("tentative", timedelta(hours=1), (0, 0, 1)),
    ],
)
def test_the_answer_of_a_diary_counts_once_it_is_about_the_new_time(
    moved, delegate, organiser, at, answer, after, counted
):
    in_diary(entry_key(delegate), answer, at + after)
    asked = StillComing.objects.of(moved.pk)
    assert (asked.answered().count(), asked.declined().count(), asked.unanswered().count()) == counted
    assert asked.to_ask_again(at + NEXT_DAY).count() == counted[2]
    assert asked.get().said == ("" if counted[2] else {"accepted": "yes", "declined": "no"}[answer])


def test_the_last_word_counts_on_the_page_or_in_the_diary(moved, delegate, at):
    asked = StillComing.objects.of(moved.pk)
    services.say_coming(delegate, at=at)
    in_diary(entry_key(delegate), "declined", at + NEXT_DAY)
    assert (asked.answered().count(), asked.declined().count(), asked.get().said) == (0, 1, "no")
    services.say_coming(delegate, at=at + 2 * NEXT_DAY)
    assert (asked.answered().count(), asked.declined().count(), asked.get().said) == (1, 0, "yes")
    assert Invitation.objects.get(entry_key=entry_key(delegate)).answer == ""


def test_a_day_in_several_entries_is_declined_only_as_a_whole(moved, delegate, at):
    type(delegate).objects.update(diary="sessions")
    Invitation.objects.filter(entry_key=entry_key(delegate)).delete()
    for number in (1, 2):
        Invitation.objects.create(
            event=moved, entry_key=f"{entry_key(delegate)}:{number}", uid=f"{number}", digest="d"
        )
    asked = StillComing.objects.of(moved.pk)
    said = []
    for number, answer in ((1, "declined"), (2, "declined"), (1, "accepted")):
        in_diary(f"{entry_key(delegate)}:{number}", answer, at + timedelta(hours=1))
        said.append((asked.answered().count(), asked.declined().count(), asked.unanswered().count()))
    assert said == [(0, 0, 1), (0, 1, 0), (1, 0, 0)]


def test_the_organiser_reads_who_said_no_in_their_diary(moved, delegate, organiser, page, at):
    in_diary(entry_key(delegate), "declined", at + timedelta(hours=1))
    told = page()
    assert "Said no in their diary</h2> <p>Their place is kept until they give it up.</p>" in told
    assert "<li>Ann Archer" in told
    assert "Not answered yet" not in told
    assert "Everybody has answered" in told
    delegate.refresh_from_db()
    assert delegate.has_place


def test_the_place_asks_no_more_once_the_diary_has_said_yes(client, place, delegate, at):
    in_diary(entry_key(delegate), "accepted", at + timedelta(hours=1))
    own = reverse("registrations:place", args=[delegate.code])
    assert "Are you still coming?" not in client.get(own).content.decode()
    in_diary(entry_key(delegate), "declined", at + timedelta(hours=2))
    assert (
        "Your calendar has said no. Your place is kept until you cancel it."
        in client.get(own).content.decode()
    )


@pytest.mark.parametrize(
    ("answer", "listed", "own"),
    [
        ("", "not answered", ""),
        ("accepted", "comes", "You have told us that you come."),
        ("declined", "<strong>said no in their diary</strong>", "You have told us that you cannot come."),
    ],
)
def test_what_the_diary_of_a_speaker_says_is_read(
    client, event, speaking, organiser, at, time_machine, answer, listed, own
):
    services.move_event(event, starts_at=LATER, by=organiser, at=at)
    in_diary(speaker_key(speaking), answer, at + timedelta(hours=1))
    time_machine.move_to(DAY - timedelta(days=3), tick=False)
    portal = client.get(urlsplit(speaking_link(speaking)).path, follow=True).content.decode()
    assert own in portal
    assert ("Yes, I am coming" in portal, "No, I cannot come" in portal) == (
        answer != "accepted",
        answer != "declined",
    )
    client.force_login(organiser)
    page = client.get(reverse("changes:still_coming", args=[event.slug])).content.decode()
    assert f"{speaking.speaker.name}, What we learnt: {listed}" in page


@pytest.mark.parametrize(("is_coming", "left"), [(True, ""), (False, "declined")])
def test_a_yes_on_the_page_takes_back_the_no_of_a_speakers_diary(
    event, speaking, organiser, at, is_coming, left
):
    services.move_event(event, starts_at=LATER, by=organiser, at=at)
    in_diary(speaker_key(speaking), "declined", at + timedelta(hours=1))
    services.say_speaking(speaking, is_coming=is_coming, at=at + NEXT_DAY)
    assert Invitation.objects.get().answer == left
    assert StillSpeaking.objects.get().said == ("yes" if is_coming else "no")
