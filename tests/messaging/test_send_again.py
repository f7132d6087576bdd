"""An organiser sees who did not get a mail, sends it again, and lifts a stop that is no longer right."""

import re
import smtplib

import pytest
from django.contrib import admin
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.messaging import delivery, diary, returns, services
from dissemination.messaging.admin.invitation import InvitationAdmin
from dissemination.messaging.models import Addressee, Invitation, Message
from dissemination.messaging.services import settle
from registrations.invites import occasion_for
from tests.factories import DAY, make_event, make_member, make_registration

pytestmark = pytest.mark.django_db
LIST = reverse("admin:messaging_message_changelist")
STOPS = reverse("admin:messaging_addressee_changelist")
DIARIES = reverse("admin:messaging_invitation_changelist")


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def organiser(event):
    return make_member(event)


@pytest.fixture
def workspace(client, organiser):
    client.force_login(organiser)
    return client


def test_the_list_of_diaries_says_in_a_word_what_each_has_answered(workspace, event):
    says = (
        {"answer": "declined", "proposal": "Sorry"},
        {"proposal": "At ten", "is_counter": True},
        {"answer": "accepted", "is_withdrawn": True},
    )
    for number, said in enumerate(says):
        Invitation.objects.create(event=event, entry_key=f"e{number}", uid=f"u{number}", digest="d", **said)
    rows = re.findall(
        r'field-said">(.*?)</td>.*?field-words">(.*?)</td>', workspace.get(DIARIES).content.decode()
    )
    assert rows == [("Withdrawn", "–"), ("–", "Proposes instead: At ten"), ("Declined", "Sorry")]


@pytest.fixture
def failed(post, event, at):
    message = post(event=event)
    Message.objects.update(state="failed", last_error="550 5.1.1 no such user")
    message.refresh_from_db()
    returns.mark_unreachable(message.to_email, why="550 5.1.1 no such user", at=at)
    return message


def test_a_refusal_for_want_of_a_mailbox_stops_further_mail(post, at, monkeypatch, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({"ann@example.org": (550, b"5.1.1 no such user")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    post()
    assert delivery.deliver_due(at=at) == 0
    assert Addressee.objects.getting_less().get().unreachable_at == at


def test_a_sign_in_code_goes_even_where_mail_came_back(post, failed, at, mailbox):
    post(key="code", is_secret=True)
    assert delivery.deliver_due(at=at) == 1


def test_a_mail_is_sent_again_as_a_mail_of_its_own(failed, organiser, at, mailbox):
    services.lift_stop(Addressee.objects.get(), by=organiser, at=at)
    copy = services.send_again(failed, by=organiser, at=at)
    assert delivery.deliver_due(at=at) == 1
    assert mailbox()[0]["Message-ID"] == copy.message_id != failed.message_id
    assert (copy.text, copy.event, copy.attempts) == (failed.text, failed.event, 0)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["lift the stop on an address", "send again"]


def test_what_is_on_its_way_is_not_sent_again(post, event, organiser, at):
    with pytest.raises(Refused, match="still on its way"):
        services.send_again(post(event=event), by=organiser, at=at)


def test_a_sign_in_code_is_not_sent_again(post, event, organiser, at):
    with pytest.raises(Refused, match="sign-in code"):
        services.send_again(post(event=event, is_secret=True), by=organiser, at=at)


def test_another_teams_organiser_sends_nothing_again(failed, at):
    with pytest.raises(Refused, match="organisers"):
        services.send_again(failed, by=make_member(make_event()), at=at)


def test_another_teams_organiser_lifts_nothing(failed, at):
    with pytest.raises(Refused, match="Only organisers who have written to this address"):
        services.lift_stop(Addressee.objects.get(), by=make_member(make_event()), at=at)


def test_a_stop_that_is_not_there_is_not_lifted(organiser, at):
    with pytest.raises(Refused, match="Mail goes to this address"):
        services.lift_stop(Addressee.objects.create(email="b@example.org"), by=organiser, at=at)


def test_the_list_shows_who_did_not_get_it(workspace, failed, post, event):
    waiting = post(key="2", event=event)
    shown = {word: workspace.get(LIST, {"arrival": word} if word else {}) for word in ("", "failed", "open")}
    rows = {word: set(page.context["cl"].queryset) for word, page in shown.items()}
    assert rows == {"": {failed, waiting}, "failed": {failed}, "open": {waiting}}


def test_mails_are_sent_again_from_the_list_and_refusals_are_told(workspace, failed, post, event):
    waiting = post(key="2", event=event)
    page = workspace.post(
        LIST, {"action": "send_again", "_selected_action": [failed.pk, waiting.pk], "decided": "yes"},
        follow=True,
    )  # fmt: skip
    told = page.content.decode()
    assert "Done for 1." in told
    assert "Hello: This mail is still on its way." in told
    assert Message.objects.count() == 3


def test_it_asks_first_how_many_and_whom(workspace, failed, post, event):
    waiting = post(key="2", event=event, to=delivery_to(2))
    page = workspace.post(LIST, {"action": "send_again", "_selected_action": [failed.pk, waiting.pk]})
    told = page.content.decode()
    assert "Ann Archer, ann@example.org: Hello" in told
    assert "Send 1 mail once more" in told
    assert "ann2@example.org: Hello. This mail is still on its way." in told
    assert re.findall(r'name="_selected_action" value="(\d+)"', told) == [f"{failed.pk}"]
    assert Message.objects.count() == 2


def test_more_than_fifty_at_once_are_a_mailing(workspace, event, post, at):
    mails = [post(key=f"{number}", event=event).pk for number in range(51)]
    Message.objects.update(state="sent", sent_at=at)
    asked = {"action": "send_again", "_selected_action": mails, "decided": "yes"}
    assert "more than 50 mails at once" in workspace.post(LIST, asked, follow=True).content.decode()
    workspace.post(LIST, asked | {"_selected_action": mails[:50]})
    assert Message.objects.count() == 51 + 50


def test_an_entry_that_has_changed_since_is_not_put_into_the_diary_again(event, post, organiser, at):
    place = occasion_for(make_registration(event, email="ann@example.org"))
    parts = [diary.request(place, at=at), diary.request(place, at=at), diary.withdraw(place.entry_key, at=at)]
    first, second, end = (post(key=f"{n}", event=event, calendar=part) for n, part in enumerate(parts))
    Message.objects.update(state="sent", sent_at=at)
    for old in (first, second):
        old.refresh_from_db()
        with pytest.raises(Refused, match="has changed since, or is withdrawn"):
            services.send_again(old, by=organiser, at=at)
    end.refresh_from_db()
    assert services.send_again(end, by=organiser, at=at).calendar == end.calendar


def test_when_everything_is_refused_nothing_is_called_done(workspace, post, event):
    waiting = post(event=event)
    page = workspace.post(LIST, {"action": "send_again", "_selected_action": [waiting.pk]}, follow=True)
    assert "Done for" not in page.content.decode()


def test_a_stop_is_lifted_from_the_list(workspace, failed):
    addressee = Addressee.objects.get()
    assert "550 5.1.1 no such user" in workspace.get(STOPS).content.decode()
    page = workspace.post(STOPS, {"action": "lift_stops", "_selected_action": [addressee.pk]}, follow=True)
    assert "Done for 1." in page.content.decode()
    assert list(Addressee.objects.getting_less()) == []
    assert str(addressee) == "ann@example.org"


def test_an_address_of_another_team_is_not_shown(client, failed):
    client.force_login(make_member(make_event()))
    assert "ann@example.org" not in client.get(STOPS).content.decode()


def test_administrators_see_every_stop(admin_client, failed):
    assert "ann@example.org" in admin_client.get(STOPS).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_for_one_and_three_rows(
    workspace, event, at, post, rows, django_assert_num_queries
):
    for number in range(rows):
        post(event=event, key=f"{number}", to=delivery_to(number))
        returns.mark_unreachable(f"ann{number}@example.org", why="gone", at=at)
        Invitation.objects.create(event=event, entry_key=f"{number}", uid=f"{number}", answered_at=DAY)
    for address, queries in ((STOPS, 6), (DIARIES, 6)):
        with django_assert_num_queries(queries):
            workspace.get(address)


def delivery_to(number):
    from dissemination.messaging.outbox import Recipient

    return Recipient(f"ann{number}@example.org")


def test_a_proposal_is_shown_to_the_organisers(workspace, event):
    entry = Invitation.objects.create(
        event=event,
        entry_key="registration:1:1",
        uid="1",
        proposal="Could we meet at noon?",
        content={"name": "Ann Archer", "email": "ann@example.org"},
    )
    page = workspace.get(DIARIES, {"words": "open"}).content.decode()
    assert "Could we meet at noon?" in page
    assert "Not yet: read it and write back" in page
    assert "Ann Archer &lt;ann@example.org&gt;" in page
    assert str(entry) == "registration:1:1: Ann Archer"


def entry_of(event, number, name, title):
    said = {"name": name, "email": f"{number}@example.org", "summary": title}
    return Invitation.objects.create(
        event=event, entry_key=f"appearance:{number}", uid=f"u{number}", content=said
    )


@pytest.mark.parametrize("words", ["hélène", "Lefè", "1@Example", "WHAT WE", "Lefèvre learnt"])
def test_an_entry_is_found_by_its_owner_and_its_title_and_is_named_by_them(workspace, event, words):
    entry = entry_of(event, 1, "hélène Lefèvre", "Speaker: What we learnt")
    entry_of(event, 2, "Bob", "Chair: Opening")
    page = workspace.get(DIARIES, {"q": words}).content.decode()
    assert ("hélène Lefèvre" in page, "Bob" in page) == (True, False)
    assert re.findall(r'field-called">(.*?)</td>', page) == ["Speaker: What we learnt"]
    page = workspace.get(reverse("admin:messaging_invitation_change", args=[entry.pk])).content.decode()
    assert "Speaker: What we learnt: hélène Lefèvre</h" in page
    assert "appearance:1" not in page


def test_an_entry_without_a_name_is_named_by_its_address_and_without_words_by_its_key(event):
    entry = entry_of(event, 1, "", "Sharing day")
    assert str(entry) == "Sharing day: 1@example.org"
    entry.content = {}
    assert str(entry) == "appearance:1"


@pytest.fixture
def proposed(event):
    """A diary that proposes another time, which nobody has dealt with."""
    content = {"name": "Ann Archer", "email": "ann@example.org"}
    return Invitation.objects.create(
        event=event,
        entry_key="registration:1:1",
        uid="1",
        proposal="At noon?",
        is_counter=True,
        content=content,
    )


def test_a_proposal_is_marked_as_done_with_who_and_when(workspace, organiser, proposed, on_a_monday_in_march):
    press = {"action": "settle", "_selected_action": [proposed.pk]}
    assert "Done for 1." in workspace.post(DIARIES, press, follow=True).content.decode()
    assert "This is done already." in workspace.post(DIARIES, press, follow=True).content.decode()
    assert "Ann Archer" not in workspace.get(DIARIES, {"words": "open"}).content.decode()
    done = workspace.get(DIARIES, {"words": "done"}).content.decode()
    assert f"Monday 2 March 2026, 09:00, by {organiser}" in done
    organiser.delete()
    proposed.refresh_from_db()
    assert proposed.settled_at


def test_whose_account_is_gone_is_not_named(proposed, at):
    proposed.settled_at = at
    told = InvitationAdmin(Invitation, admin.site).done(proposed)
    assert told == "Monday 2 March 2026, 09:00, by somebody whose account is gone"


def test_only_words_are_settled_and_only_by_the_organisers_of_the_event(proposed, organiser, at):
    with pytest.raises(Refused, match="organisers may send mail"):
        settle(proposed, by=make_member(make_event()), at=at)
    Invitation.objects.update(proposal="")
    with pytest.raises(Refused, match="Nobody has written anything"):
        settle(proposed, by=organiser, at=at)
    Invitation.objects.update(answer="declined")
    assert list(Invitation.objects.to_be_heard()) == [proposed]
    settle(proposed, by=organiser, at=at)
    assert (Invitation.objects.declined().count(), Invitation.objects.to_be_heard().count()) == (1, 0)
