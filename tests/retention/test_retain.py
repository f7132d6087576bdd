"""Personal data goes when its time is over, by itself; counts stay, and the rest is untouched."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from dissemination.accounts.models import AuditEntry, Person, User
from dissemination.core.models import AddressField
from dissemination.events.models import Event
from dissemination.messaging import policies as messaging_policies
from dissemination.messaging.models import Message
from dissemination.retention import services, tasks
from dissemination.retention.models import Deletion
from dissemination.retention.policies import NOBODY, RULES, goes_on
from dissemination.stories.models import StoryLead
from registrations.models import Answer, Need, Registration
from tests.chance import examples
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_form_question,
    make_member,
    make_organisation,
    make_registration,
    make_session,
    make_speaker,
    make_workshop,
)

pytestmark = pytest.mark.django_db
MARK = "Sesame Example"
# Addresses that no day takes away, each with the reason.
KEPT = {
    "accounts.User.email": "signs somebody in; goes with the last registration under it",
    "accounts.Person.email": "goes with the last registration under it",
    "events.Event.contact_email": "a published contact",
    "messaging.Addressee.email": "remembers that an address wants no mail",
    "speakers.Speaker.email": "belongs to the project, whose next event may ask them again",
}


def days(number):
    return timedelta(days=number)


@pytest.fixture
def event(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return filled(make_event(slug="sharing", capacity=9))


def filled(event):
    """An event at which everything personal bears the mark."""
    who = {"name": MARK, "email": f"sesame-{event.pk}@example.org"}
    told = dict.fromkeys(("job_title", "booked_by", "reason"), MARK) | {"topics": {"1": [MARK]}}
    place = make_registration(event, state="attended", organisation=make_organisation(), **who, **told)
    Need.objects.create(registration=place, diets=["vegan"], dietary=MARK, severe_allergy=MARK, access=MARK)
    for is_special in (True, False):
        question = make_form_question(event, kind="file", is_special_category=is_special)
        file = ContentFile(b"%PDF-1.7", name="x")
        place.answers.create(
            question=question, asked="Which?", value=MARK, file=file, answered_at=event.starts_at
        )
    told = dict.fromkeys(("name", "job_title", "organisation"), MARK)
    place.earlier_answers.create(told=told, answers={"1": MARK}, replaced_at=DAY)
    mailing = event.mailings.create(subject="S", body="B")
    mailing.personal.create(reader=f"person-{place.person_id}", body=MARK)
    event.guests.create(**who | {"answer": "declined", "answered_at": DAY, "reason": MARK})
    event.allotments.create(
        organisation=place.organisation, places=1, contact_name=MARK, contact_email="sesame@example.org",
        returns_at=event.starts_at,
    )  # fmt: skip
    sheet = apps.get_model("capture.GroupSheet")
    sheet.objects.create(group=make_workshop(event, groups=1).groups.get(), written_by=MARK)
    make_appearance(make_session(event), speaker=make_speaker(event.project), cues=MARK)
    event.commitments.create(
        organisation=place.organisation, what="Share.", client_id=uuid.uuid4(), offered_at=event.ends_at,
        owner_name=MARK, owner_email="sesame@example.org",
    )  # fmt: skip
    StoryLead.objects.create(
        project=event.project, event=event, what_happened=MARK, may_contact=True, publish_as="named",
        form_key=uuid.uuid4(), received_at=event.ends_at, **who,
    )  # fmt: skip
    mail(event, f"m{event.pk}", event.starts_at)
    apps.get_model("messaging.Invitation").objects.create(
        event=event, entry_key=f"e{event.pk}", uid=uuid.uuid4(), content={"name": MARK}, person=place.person
    )
    return event


def mail(event, key, due_at, state="sent"):
    words = dict.fromkeys(("to_name", "subject", "text", "html"), MARK)
    times = dict.fromkeys(("dated_at", "due_at", "sent_at"), due_at)
    names = {"kind": "news", "to_email": "sesame@example.org", "message_id": f"<{key}@example.org>"}
    return Message.objects.create(event=event, key=key, state=state, **words, **times, **names)


def marked():
    """Every field in which the mark still stands."""
    found = set()
    for model in apps.get_models():
        for row in model._base_manager.values():
            found |= {f"{model._meta.label}.{name}" for name, value in row.items() if MARK in str(value)}
    return found


def of_day(event, number):
    """What has gone by the end of that day after the event, by rule."""
    services.retain(at=event.ends_at + days(number))
    return dict(event.deletions.values_list("rule", "rows"))


def test_needs_go_after_14_days_with_their_files_and_the_counts_stay(
    event, django_capture_on_commit_callbacks
):
    assert of_day(event, 13) == {}
    files = default_storage.listdir("answers")[1]
    with django_capture_on_commit_callbacks(execute=True):
        assert of_day(event, 14) == {"needs": 1, "special_answers": 1, "mail_bodies": 1}
    assert not Need.objects.exists()
    assert not Answer.objects.special().exists()
    assert (len(files), len(default_storage.listdir("answers")[1])) == (2, 1)
    final = event.numbers.get()
    assert (final.reason, final.counts["diet:vegan"], final.counts["severe_allergy"]) == ("final", 1, 1)
    assert {"registrations.Need", "messaging.Message.text"} & marked() == set()
    assert Registration.objects.get().name == MARK


def test_needs_that_were_told_later_go_too_and_the_counts_stay_as_they_were(event):
    of_day(event, 14)
    Need.objects.create(registration=Registration.objects.get(), dietary=MARK)
    services.retain(at=event.ends_at + days(15))
    assert (Need.objects.count(), event.numbers.count()) == (0, 1)


def test_a_postponed_event_keeps_it_for_its_new_date_but_no_longer_than_a_year(event, client):
    Event.objects.filter(pk=event.pk).update(postponed_at=event.starts_at)
    page = client.get(f"/events/{event.slug}/privacy/").content.decode()
    assert "The days below move with its new date" in page
    assert services.due(at=event.starts_at + days(365) - timedelta(seconds=1)) == []
    assert "needs" in {one.rule.key for one in services.due(at=event.starts_at + days(365))}


def test_the_rest_goes_by_its_day(event):
    assert set(of_day(event, 90)) - {"needs", "special_answers", "mail_bodies"} == {
        "guests", "contacts", "helpers", "cues", "personal_words",
    }  # fmt: skip
    before = set(of_day(event, 364))
    assert set(of_day(event, 365)) - before == {"answers", "earlier_answers", "details", "diaries"}
    place = Registration.objects.get()
    assert (place.name, place.job_title, place.topics) == (MARK, "", {})


def test_after_two_years_nobody_is_named_and_the_statistics_stand(event):
    place, commitment = Registration.objects.get(), event.commitments.get()
    of_day(event, 730)
    assert marked() == set()
    place.refresh_from_db()
    assert (place.name, place.email, place.person) == (NOBODY, "", None)
    assert (place.state, place.organisation.pk) == ("attended", commitment.organisation_id)
    assert not Person.objects.filter(name=MARK).exists()
    assert event.commitments.get().what == "Share."


def test_who_asked_for_news_keeps_name_and_address(event):
    Registration.objects.update(news=True)
    of_day(event, 730)
    assert Registration.objects.get().name == MARK


@pytest.mark.parametrize("tie", ["another event", "speaks", "works here"])
def test_a_person_who_is_needed_elsewhere_stays(event, tie):
    person = Registration.objects.get().person
    if tie == "another event":
        make_registration(make_event(starts_at=DAY + days(999), ends_at=DAY + days(1000)), person=person)
    elif tie == "speaks":
        make_speaker(event.project, person=person)
    else:
        event.team.create(user=person.user, role="desk")
    of_day(event, 730)
    assert (
        Person.objects.filter(pk=person.pk).exists(),
        User.objects.filter(pk=person.user_id).exists(),
    ) == (
        True,
        True,
    )


def test_a_mail_that_left_later_is_kept_for_as_long_after_that(event):
    later = mail(event, "later", event.ends_at + days(30))
    waits = mail(event, "waits", event.starts_at, state="held")
    services.retain(at=event.ends_at + days(40))
    texts = dict(Message.objects.values_list("key", "text"))
    assert (texts["later"], texts["waits"]) == (MARK, MARK)
    services.retain(at=event.ends_at + days(44))
    later.refresh_from_db()
    assert (later.text, later.subject, waits.text) == ("", MARK, MARK)


def test_a_mail_without_its_words_is_not_sent_again(event):
    message = mail(event, "empty", event.starts_at)
    message.text = ""
    verdict = messaging_policies.may_send_again(message, by=make_member(event))
    assert "have been deleted" in str(verdict.reason)


def test_invented_people_of_the_sample_stay(event):
    type(event.project).objects.update(is_sample=True)
    assert of_day(event, 999) == {}


def test_real_people_at_an_event_of_the_sample_go_as_everywhere(event):
    type(event.project).objects.update(is_sample=True)
    place = make_registration(event, name="Kim Real", email="kim@real.example", job_title="Adviser")
    Need.objects.create(registration=place, dietary="No nuts")
    assert of_day(event, 999) == {"needs": 1, "details": 1, "names": 1}
    place.refresh_from_db()
    assert (place.name, place.email, event.registrations.filter(name=MARK).count()) == (NOBODY, "", 1)


def test_twice_is_once_and_each_deletion_has_its_line(event):
    done = services.retain(at=event.ends_at + days(14))
    assert (done[0].event, done[0].rule.key, done[0].rows) == (event, "needs", 1)
    assert services.retain(at=event.ends_at + days(14)) == []
    entries = AuditEntry.objects.filter(verb__startswith="retention.", event_id=event.pk, actor_id=None)
    deletion = Deletion.objects.order_by("pk").first()
    assert (entries.count(), entries.order_by("pk").first().subject, str(deletion)) == (
        3,
        f"retention.Deletion:{deletion.pk}",
        "needs: 1",
    )


def test_two_workers_at_once_do_it_once(event, monkeypatch):
    at = event.ends_at + days(14)
    seen_by_both = services.due(at=at)
    services.retain(at=at)
    monkeypatch.setattr("dissemination.retention.services.nightly.due", lambda **_: seen_by_both)
    assert services.retain(at=at) == []


def test_a_dry_run_tells_and_deletes_nothing(event, capsys):
    with time_machine.travel(event.ends_at + days(14), tick=False):
        call_command("retain", "--dry-run")
        told = capsys.readouterr().out
        assert (
            told
            == "sharing  needs  1\nsharing  special_answers  1\nsharing  mail_bodies  1\n3 rows would go.\n"
        )
        assert (Need.objects.count(), Deletion.objects.count()) == (1, 0)
        call_command("retain")
        assert capsys.readouterr().out.endswith("3 rows went.\n")
        tasks.retain()
    assert Deletion.objects.count() == 3


def test_the_worker_does_it_every_night(settings):
    assert settings.CELERY_WORKER_DUTIES["dissemination.retention.tasks.retain"] == 24 * 3600


@how(max_examples=examples(8))
@given(ages=st.lists(st.integers(-30, 800), min_size=1, max_size=2))
def test_whatever_the_ages_nothing_stays_too_long_and_nothing_goes_too_early(ages):
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with transaction.atomic():
        for age in ages:
            ends_at = now - days(age)
            filled(make_event(starts_at=ends_at - days(1), ends_at=ends_at))
        services.retain(at=now)
        assert services.due(at=now) == []
        for one in Event.objects.all():
            is_over = {rule.key: goes_on(rule, one) <= now for rule in RULES}
            assert set(one.deletions.values_list("rule", flat=True)) == {
                key for key in is_over if is_over[key]
            }
            assert Need.objects.filter(registration__event=one).exists() is not is_over["needs"]
            assert one.guests.exists() is not is_over["guests"]
            assert Answer.objects.filter(registration__event=one).exists() is not is_over["answers"]
            assert (one.registrations.get().name == NOBODY) is is_over["names"]
            assert one.messages.exists() is not is_over["mails"]
            assert one.numbers.exists() is is_over["needs"]
        transaction.set_rollback(True)


def test_every_address_of_the_product_has_its_day_or_a_reason():
    ours = [model for model in apps.get_models() if not model._meta.proxy]
    addresses = {
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.concrete_fields
        if isinstance(field, AddressField)
    }
    emptied = {f"{rule.model._meta.label}.{name}" for rule in RULES for name in rule.emptied}
    deleted = {rule.model._meta.label for rule in RULES if not rule.emptied}
    without = {one for one in addresses if one not in emptied and one.rpartition(".")[0] not in deleted}
    assert without == set(KEPT)


def test_every_field_of_the_table_exists_and_every_rule_has_its_own_name():
    for rule in RULES:
        assert {field.name for field in rule.model._meta.concrete_fields} >= set(rule.emptied)
        assert re.fullmatch(r"[a-z_]{1,40}", rule.key)
    assert len({rule.key for rule in RULES}) == len(RULES)


def test_readers_and_the_team_see_what_goes_when_and_why(client, event):
    page = client.get("/events/sharing/privacy/").content.decode()
    for words in ("What you eat and how you get about", "25 March 2026", "14 days after the event"):
        assert words in page
    client.force_login(make_member(event, "analyst"))
    with time_machine.travel(event.ends_at + days(14), tick=False):
        client.force_login(make_member(event, "analyst"))
        address = "/admin/event/sharing/retention/"
        assert "1 row goes tonight" in client.get(address).content.decode()
        services.retain(at=event.ends_at + days(14))
        page = client.get(address).content.decode()
    assert ("goes tonight" in page, "1 row gone" in page) == (False, True)
    event.state = "draft"
    event.save()
    client.logout()
    assert client.get("/events/sharing/privacy/").status_code == 404


def test_the_teams_page_asks_the_database_the_same_for_one_and_three(
    client, event, django_assert_num_queries
):
    client.force_login(make_member(event))
    for number in (1, 3):
        while event.deletions.count() < number:
            event.deletions.create(rule="needs", rows=1, deleted_at=DAY)
        with django_assert_num_queries(22):
            client.get("/admin/event/sharing/retention/")


def test_deletions_are_the_teams(event):
    event.deletions.create(rule="needs", rows=1, deleted_at=DAY)
    seen = {
        role: Deletion.objects.for_user(make_member(event, role)).exists() for role in ("analyst", "desk")
    }
    assert seen == {"analyst": True, "desk": False}
