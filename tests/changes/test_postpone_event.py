"""An event is postponed and its new date follows: diaries are cleared, and nobody loses anything."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from dissemination.agenda import invites as agendas
from dissemination.agenda.models import Agenda
from dissemination.changes import services
from dissemination.changes.models import StillComing, StillSpeaking
from dissemination.core.verdicts import Refused
from dissemination.groups.policies import may_arrange_groups
from dissemination.guests import services as guests
from dissemination.guests.services import Named
from dissemination.messaging import diary
from dissemination.messaging.models import Invitation, Message
from dissemination.retention.services import nightly
from registrations import emails
from registrations import policies as place_policies
from registrations import services as places
from registrations.emails import settle_diary
from registrations.invites import place_link
from registrations.models import Need, Registration
from speakers import policies as speaker_policies
from speakers.invites import speaking_link
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_member,
    make_registration,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db
LATER, LONG_AFTER = DAY + timedelta(days=60), DAY + timedelta(days=40)


@pytest.fixture
def organiser(event):
    return make_member(event)


@pytest.fixture
def postponed(event, delegate, speaking, organiser, at):
    """The event without a date: Ann and a speaker had it in their diaries."""
    services.postpone_event(event, reason="The hall has flooded.", by=organiser, at=at)
    event.refresh_from_db()
    return event


@pytest.fixture
def dated(postponed, organiser, at):
    """It has a new date, two months later."""
    services.move_event(postponed, starts_at=LATER, by=organiser, at=at)
    postponed.refresh_from_db()
    return postponed


def text_to(email, kind):
    return Message.objects.get(to_email=email, kind=kind).text


def test_postponing_clears_every_diary_and_says_that_the_date_follows(
    postponed, delegate, speaking, delivered
):
    mails = delivered()
    assert [mail[0] for mail in mails] == ["ann@example.org", speaking.speaker.email]
    assert {mail[1] for mail in mails} == {"Postponed: Sharing what works"}
    assert {str(mail[2]["METHOD"]) for mail in mails} == {"CANCEL"}
    text = text_to("ann@example.org", "postponed")
    assert "does not take place on Wednesday 11 March 2026, 09:30 to 16:30." in text
    assert "The hall has flooded.\n\nYour place stays yours. If it is in your calendar" in text
    assert "Your part in it stays yours." in text_to(speaking.speaker.email, "postponed")
    delegate.refresh_from_db()
    assert (delegate.state, postponed.taken) == ("confirmed", 1)


def test_the_new_date_puts_it_back_under_the_same_uid_and_asks(dated, delegate, speaking, delivered):
    entries = {
        str(mail[2]["METHOD"]): mail[2].walk("VEVENT")[0] for mail in delivered() if mail[0][:3] == "ann"
    }
    assert entries["CANCEL"]["UID"] == entries["REQUEST"]["UID"]
    assert (entries["CANCEL"]["SEQUENCE"], entries["REQUEST"]["SEQUENCE"]) == (1, 2)
    assert entries["REQUEST"]["DTSTART"].dt == LATER
    text = text_to("ann@example.org", "new-date")
    assert "- Sunday 10 May 2026, 09:30 to 16:30" in text
    assert f"Say whether you still come:\n{place_link(delegate)}" in text
    part = f"- Speaker: {speaking.session.title}: Sunday 10 May 2026, 09:30 to 10:00"
    assert part in text_to(speaking.speaker.email, "new-date")
    assert [one.registration for one in StillComing.objects.of(dated.pk)] == [delegate]
    assert [one.appearance for one in StillSpeaking.objects.of(dated.pk)] == [speaking]
    assert (dated.is_postponed, Invitation.objects.standing().count()) == (False, 2)


def test_who_waits_keeps_the_turn_and_hears_both_times_without_an_entry(event, organiser, delivered, at):
    make_registration(event, email="bo@example.org", state="waiting")
    assert services.postpone_event(event, reason="", by=organiser, at=at) == 1
    assert services.move_event(event, starts_at=LATER, by=organiser, at=at) == 1
    assert [(mail[1][:9], mail[2]) for mail in delivered()] == [("Postponed", None), ("New date:", None)]
    for kind in ("postponed", "new-date"):
        assert "You keep your turn" in text_to("bo@example.org", kind)
    assert "Open the invitation" not in text_to("bo@example.org", "new-date")
    assert "calendar" not in text_to("bo@example.org", "postponed")


def test_who_waits_hears_of_a_move_too(event, delegate, organiser, at):
    make_registration(event, email="bo@example.org", state="waiting")
    make_registration(event, email="", state="waiting")
    assert services.who_hears(event, is_ending=False) == services.Audience(2, 2, 1)
    assert services.move_event(event, starts_at=LATER, by=organiser, at=at) == 2
    assert "- Sunday 10 May 2026" in text_to("bo@example.org", "new-date")


def test_who_was_never_invited_to_speak_is_not_told(event, organiser, at):
    make_appearance(make_session(event), speaker=make_speaker(event.project))
    assert services.who_hears(event, is_ending=False).people == 0
    assert services.who_hears(event).people == 1
    assert services.postpone_event(event, reason="", by=organiser, at=at) == 0


def test_guests_hear_of_it_and_of_the_new_date(event, organiser, at):
    guests.add(event, Named("Gale Guest", "gale@example.org"), by=organiser, at=at)
    guests.invite(event, by=organiser, at=at)
    assert services.postpone_event(event, reason="Snow.", by=organiser, at=at) == 1
    assert "is postponed." in text_to("gale@example.org", "invited_postponed")
    assert services.move_event(event, starts_at=LATER, by=organiser, at=at) == 1
    assert "- Sunday 10 May 2026" in text_to("gale@example.org", "invited_changed")


def test_meanwhile_nothing_of_the_old_day_gets_into_a_diary(postponed, delegate, organiser, at):
    delegate.refresh_from_db()
    assert settle_diary(delegate, at=at) == 0
    emails.send_standing(delegate, at=at)
    assert not Invitation.objects.standing().exists()
    for verdict, reason in (
        (place_policies.may_register(postponed, at=at), "once the new date is known"),
        (place_policies.may_fill_places(postponed, at=at), "asked once the new date is known"),
        (may_arrange_groups(postponed, by=organiser, at=at), "Set the new date first"),
        (services.policies.may_publish_changes(postponed, by=organiser, at=at), "Set the new date"),
        (services.policies.may_ask_again(postponed, by=organiser, at=at), "is not known yet"),
        (services.policies.may_say_coming(delegate, at=at), "is not known yet"),
    ):
        assert (bool(verdict), reason in str(verdict.reason)) == (False, True)


def test_whoever_registered_meanwhile_gets_the_entry_with_the_new_date(postponed, organiser, delivered, at):
    make_registration(postponed, email="carol@example.org")
    services.move_event(postponed, starts_at=LATER, by=organiser, at=at)
    [entry] = [mail[2] for mail in delivered() if mail[0] == "carol@example.org"]
    assert (str(entry["METHOD"]), entry.walk("VEVENT")[0]["DTSTART"].dt) == ("REQUEST", LATER)


def test_nobody_is_invited_to_speak_before_the_new_date(postponed, speaking, organiser, at):
    speaking.refresh_from_db()
    verdict = speaker_policies.may_invite(speaking, at, by=organiser)
    assert "Set the new date first" in str(verdict.reason)


def test_a_place_is_cancelled_also_when_the_old_day_has_passed(postponed, delegate, organiser):
    delegate.refresh_from_db()
    places.cancel(delegate, at=LONG_AFTER)
    assert Registration.objects.get(pk=delegate.pk).state == "cancelled"
    services.move_event(postponed, starts_at=LATER, by=organiser, at=LONG_AFTER)
    assert not Message.objects.filter(kind="new-date", to_email="ann@example.org").exists()


def test_what_is_kept_until_some_days_after_the_event_is_kept_until_then(postponed, delegate):
    Need.objects.create(registration=delegate, dietary="Vegan")
    assert nightly.retain(at=LONG_AFTER) == []
    assert Need.objects.count() == 1
    assert postponed.is_over(LONG_AFTER) is postponed.has_begun(LONG_AFTER) is False


def test_the_own_calendar_is_empty_until_then(postponed, delegate, at):
    delegate.refresh_from_db()
    agenda = Agenda.objects.create(registration=delegate, made_at=at)
    assert agendas.entries(agenda) == []


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"state": "draft"}, "Nobody knows of the event yet"),
        ({"cancelled_at": DAY}, "Copy it to a new date"),
        ({"postponed_at": DAY}, "postponed already"),
        ({"starts_at": DAY - timedelta(days=99), "ends_at": DAY - timedelta(days=98)}, "is over"),
    ],
)
def test_postponing_is_refused_with_the_reason(event, at, values, reason):
    type(event).objects.filter(pk=event.pk).update(**values)
    with pytest.raises(Refused, match=reason):
        services.postpone_event(event, reason="", by=None, at=at)


def test_what_is_postponed_can_be_called_off(postponed, organiser, delivered, at):
    assert services.cancel_event(postponed, reason="No.", by=organiser, at=at) == 2
    postponed.refresh_from_db()
    assert (postponed.is_cancelled, postponed.is_postponed) == (True, False)
    assert [mail[2] for mail in delivered() if mail[1].startswith("Cancelled")] == [None, None]


def read(client, name, *args):
    return " ".join(client.get(reverse(name, args=args), follow=True).content.decode().split())


def test_public_pages_say_so(client, postponed, at):
    with time_machine.travel(at, tick=False):
        event = read(client, "pages:event", postponed.slug)
        assert "This event is postponed. Whoever has registered keeps their place" in event
        assert "11 March" not in event
        assert "Postponed" in read(client, "pages:home")
        assert "the new date follows" in read(client, "pages:programme", postponed.slug)
        assert "BEGIN:VEVENT" not in read(client, "pages:programme_feed", postponed.slug)
        assert "once the new date is known" in read(client, "registrations:register", postponed.slug)


def test_ones_own_pages_say_so(client, postponed, delegate, speaking, at):
    with time_machine.travel(at, tick=False):
        for link in (place_link(delegate), speaking_link(speaking)):
            page = client.get(link, follow=True).content.decode()
            assert "This event is postponed." in page
            assert "Are you still coming?" not in page


def test_the_organiser_postpones_and_sets_the_date_by_two_forms(client, event, delegate, organiser, at):
    client.force_login(organiser)
    with time_machine.travel(at, tick=False):
        path = reverse("admin:event_path", args=[event.slug])
        assert "Postpone this event: a new date follows" in client.get(path).content.decode()
        off = reverse("admin:ask", args=[event.slug, "put-off"])
        assert "1 person is told." in client.get(off).content.decode()
        said = client.post(off, {"reason": "Snow."}, follow=True).content.decode()
        assert "People told by mail: 1." in said
        assert "Set the new date" in said
        assert "Postponed" in client.get(reverse("admin:index")).content.decode()
        again = {"starts_at": "2026-05-10T09:30"}
        on = client.post(
            reverse("admin:ask", args=[event.slug, "postpone"]), again, follow=True
        ).content.decode()
        assert "See who is still coming" in on


def test_speakers_are_asked_and_the_organiser_sees_the_answer(client, dated, speaking, organiser, at):
    with time_machine.travel(at, tick=False):
        page = client.get(speaking_link(speaking), follow=True).content.decode()
        assert "Are you still coming?" in page
        answer = reverse("changes:say_speaking", args=[speaking.code])
        assert client.post(answer, {"answer": "perhaps"}).status_code == 404
        assert "The organiser sees it." in client.post(answer, {"answer": "no"}, follow=True).content.decode()
        page = client.get(speaking_link(speaking), follow=True).content.decode()
        assert "You have told us that you cannot come." in page
        client.force_login(organiser)
        coming = reverse("changes:still_coming", args=[dated.slug])
        assert "<strong>cannot come</strong>" in client.get(coming).content.decode()
        assert "We look forward" in client.post(answer, {"answer": "yes"}, follow=True).content.decode()
        assert f"{speaking.session.title}: comes" in client.get(coming).content.decode()


def test_who_was_not_asked_has_nothing_to_answer(client, event, speaking):
    client.get(speaking_link(speaking), follow=True)
    answer = reverse("changes:say_speaking", args=[speaking.code])
    assert client.post(answer, {"answer": "yes"}).status_code == 404


def test_another_move_asks_speakers_anew_and_who_is_replaced_is_not_asked(dated, speaking, organiser, at):
    services.say_speaking(speaking, is_coming=True, at=at)
    services.move_event(dated, starts_at=LATER + timedelta(days=1), by=organiser, at=at)
    assert StillSpeaking.objects.get().is_coming is None
    speaking.replaced_at = at
    speaking.replaced_by = make_appearance(speaking.session)
    speaking.save()
    assert list(StillSpeaking.objects.of(dated.pk)) == []
    with pytest.raises(Refused, match="Somebody else does this now"):
        services.say_speaking(speaking, is_coming=True, at=at)


def test_after_the_day_there_is_nothing_to_answer(dated, speaking):
    speaking.refresh_from_db()
    with pytest.raises(Refused, match="nothing to answer"):
        services.say_speaking(speaking, is_coming=True, at=LATER + timedelta(days=1))


def test_the_team_sees_the_answers_of_its_own_events_alone(dated, organiser):
    rows = StillSpeaking.objects.all()
    stranger = make_member(make_event())
    assert (rows.for_user(organiser).count(), rows.for_user(stranger).count()) == (1, 0)


def test_an_entry_of_a_deleted_session_is_cleared_and_does_not_come_back(event, organiser, at):
    gone = make_session(event, title="Gone")
    ann = make_registration(event, email="ann@example.org", diary="sessions")
    make_session(event, title="Kept")
    settle_diary(ann, at=at)
    gone.delete()
    assert services.postpone_event(event, reason="", by=organiser, at=at) == 1
    assert Message.objects.filter(kind="postponed").count() == 2
    assert services.move_event(event, starts_at=LATER, by=organiser, at=at) == 1
    assert [one.content["summary"] for one in Invitation.objects.standing()] == ["Kept"]
    assert diary.moves(services.occasions(event)) == []
