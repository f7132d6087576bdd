"""Taking somebody off the programme: the entry goes, one mail says so, and nobody else is needed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dissemination.accounts.models import AuditEntry
from dissemination.changes import policies as changes
from dissemination.changes.models import StillSpeaking
from dissemination.core.verdicts import Refused
from dissemination.messaging import diary
from dissemination.messaging.models import Invitation, Message
from sessions.policies import may_remove_session
from speakers import invites, policies, services
from speakers.models import Appearance, Material
from tests.factories import make_appearance, make_event, make_member, make_session

pytestmark = pytest.mark.django_db
OFF = "This part has been taken off the programme. Thank you for having been ready to take it."


@pytest.fixture
def invited(talk, at):
    services.invite(talk, by=None, at=at)
    talk.refresh_from_db()
    return talk


@pytest.fixture
def organiser(client, talk):
    client.force_login(make_member(talk.event))
    return client


def page_of(appearance):
    return reverse("admin:speakers_appearance_take_off", args=[appearance.pk])


def says(response):
    return [str(message) for message in response.context["messages"]]


def test_the_entry_leaves_the_diary_with_one_mail(invited, at):
    by = make_member(invited.event)
    asked = Invitation.objects.get()
    assert services.take_off(invited, reason="Ill.", by=by, at=at) is True
    mail, entry = Message.objects.order_by("-pk")[0], Invitation.objects.get()
    assert (Message.objects.count(), mail.to_email, mail.method, mail.kind) == (
        2,
        "kim@example.org",
        "CANCEL",
        "speaker taken off",
    )
    assert (entry.uid, entry.sequence, entry.is_withdrawn) == (asked.uid, asked.sequence + 1, True)
    assert f"SEQUENCE:{entry.sequence}" in mail.calendar
    assert "Your part in “What we learnt”" in mail.text
    assert "takes the entry out of your diary" in mail.text
    assert "Ill." not in mail.text
    line = AuditEntry.objects.get(verb="take off")
    assert (line.subject, line.actor_id) == (f"speakers.Appearance:{invited.pk}", by.pk)


def test_nobody_does_it_any_more(invited, at):
    services.take_off(invited, reason="Ill.", by=None, at=at)
    invited.refresh_from_db()
    assert (invited.is_taken_off, invited.replaced_at, invited.reason_off) == (True, at, "Ill.")
    assert list(Appearance.objects.standing()) == []
    assert policies.owes_slides(invited) is False
    assert make_appearance(invited.session, speaker=invited.speaker).is_taken_off is False


def test_somebody_who_was_never_invited_gets_no_mail(talk, at):
    assert services.take_off(talk, by=None, at=at) is False
    assert Message.objects.count() == 0


def test_after_the_session_the_record_is_put_right_without_a_mail(invited):
    assert services.take_off(invited, by=None, at=invited.session.ends_at) is False
    assert Message.objects.count() == 1


def test_whose_entry_has_gone_already_is_told_all_the_same(invited, at):
    diary.withdraw(invites.entry_key(invited), at=at)
    assert services.take_off(invited, by=None, at=at) is True
    mail = Message.objects.order_by("-pk")[0]
    assert (mail.method, "out of your diary" in mail.text) == ("", False)


def test_slides_are_kept_for_the_team_and_no_longer_released(released, at):
    services.take_off(released.appearance, by=None, at=at)
    released.refresh_from_db()
    assert (released.state, released.released_at, released.versions.count()) == ("checked", None, 1)
    assert list(Material.objects.public()) == []
    with pytest.raises(Refused, match="its speaker no longer has"):
        services.release(released, by=None, at=at)


def test_nobody_is_taken_off_twice_or_replaced_or_invited_afterwards(invited, at):
    services.take_off(invited, by=None, at=at)
    later = at + timedelta(days=1)
    for act in (services.take_off, services.invite):
        with pytest.raises(Refused, match="taken off the programme"):
            act(invited, by=None, at=later)
    invited.refresh_from_db()
    asked = StillSpeaking(appearance=invited)
    assert str(changes.may_say_speaking(asked, at=at).reason) == OFF


def test_the_session_can_go_when_nobody_appears_in_it(invited, at):
    assert "Take them off it first." in str(may_remove_session(invited.session).reason)
    services.take_off(invited, by=None, at=at)
    assert may_remove_session(invited.session)


def test_a_session_with_slides_of_somebody_who_is_off_stays(talk, material, at):
    services.take_off(talk, by=None, at=at)
    assert "Delete them under Materials first." in str(may_remove_session(talk.session).reason)


def test_their_page_and_the_programme_follow(client, speaking, invited, at):
    programme = f"/events/{invited.event.slug}/"
    assert "Kim Sample" in client.get(programme).content.decode()
    services.take_off(invited, by=None, at=at)
    assert OFF in speaking.get(reverse("speakers:portal", args=[invited.code])).content.decode()
    assert "Kim Sample" not in client.get(programme).content.decode()


def test_the_page_says_what_follows_and_asks(organiser, invited):
    page = organiser.get(page_of(invited)).content.decode()
    assert "Take Kim Sample off the programme?" in page
    assert "One mail tells them, and the entry leaves their diary." in page
    done = organiser.post(page_of(invited), {"reason": "Ill."}, follow=True)
    assert says(done) == ["Kim Sample is off the programme, and has been told."]
    assert "Taken off: Ill." in done.content.decode()
    again = organiser.post(page_of(invited), {"reason": ""})
    assert "One mail tells them" not in again.content.decode()
    assert (again.status_code, again.context["form"].non_field_errors()) == (422, [OFF])
    assert OFF in again.content.decode()
    assert "The programme follows" not in again.content.decode()


def test_the_page_says_when_nothing_is_sent(organiser, talk):
    assert "Nothing is sent." in organiser.get(page_of(talk)).content.decode()
    assert organiser.post(page_of(talk), {"reason": "x" * 301}).status_code == 422
    done = organiser.post(page_of(talk), {"reason": ""}, follow=True)
    assert says(done) == ["Kim Sample is off the programme. Nothing was sent."]
    assert "Taken off" in done.content.decode()


def test_the_page_of_another_event_is_not_found(organiser):
    foreign = make_appearance(make_session(make_event()))
    assert organiser.get(page_of(foreign)).status_code == 404


def test_the_list_leads_there_and_deletes_nobody_along_with_others(organiser, talk):
    listed = organiser.get(reverse("admin:speakers_appearance_changelist")).content.decode()
    assert page_of(talk) in listed
    assert "delete_selected" not in listed
    shown = organiser.get(reverse("admin:speakers_appearance_change", args=[talk.pk])).content.decode()
    assert page_of(talk) in shown


def test_the_session_is_deleted_with_whoever_is_off_it(organiser, invited, at):
    address = reverse("admin:programme_session_delete", args=[invited.session_id])
    organiser.post(address, {"post": "yes"})
    assert Appearance.objects.exists()
    services.take_off(invited, by=None, at=at)
    assert organiser.post(address, {"post": "yes"}).status_code == 302
    assert not Appearance.objects.exists()
