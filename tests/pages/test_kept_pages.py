"""An event's pages are kept in memory, and nobody ever reads one that is no longer true."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dissemination.accounts.models import User
from dissemination.core import counting, kept
from dissemination.core.models import Revision
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event, Organisation, Project, Venue
from dissemination.messaging import diary
from dissemination.outcomes.models import Outcome
from dissemination.pages.management.commands.migrate import ASKED_EACH_TIME, SEEN, VERBS
from registrations import services
from registrations.services import Details
from sessions.models import Perspective
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_form_question,
    make_member,
    make_organisation,
    make_project,
    make_room,
    make_speaker,
    make_workshop,
)

BEFORE, AFTER = DAY - timedelta(days=30), DAY + timedelta(days=2)
ADDRESS, PROGRAMME, FORM = "/events/sharing/", "/events/sharing/programme/", "/events/sharing/register/"
TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')


class World:
    """An event with one of everything that its pages show."""

    def __init__(self):
        self.event = make_event(slug="sharing", capacity=20, project=make_project(title="The project"))
        self.form_question = make_form_question(self.event)
        self.venue, self.project = self.event.venue, self.event.project
        self.room = make_room(self.event, "The hall")
        self.session = make_workshop(self.event, groups=1, questions=1, title="Workshop 1", room=self.room)
        self.question, self.group = self.session.questions.get(), self.session.groups.get()
        self.perspective = Perspective.objects.create(question=self.question, name="The service user")
        self.organisation = make_organisation("Northvale Data Office")
        self.speaker = make_speaker(self.project, name="Robin Vale", organisation=self.organisation)
        self.appearance = make_appearance(self.session, speaker=self.speaker)
        self.material = self.appearance.materials.create(title="What we learnt")
        self.version = self.material.versions.create(number=1, file="materials/x", size=1, uploaded_at=DAY)
        self.outcome = Outcome.objects.create(event=self.event, statement="Sharing is work.", made_at=DAY)


@pytest.fixture
def world(django_db_setup, django_db_blocker):
    """What is written here is committed, because that is when it counts; its rows are taken away again."""
    with django_db_blocker.unblock():
        kept.forget()
        if not Revision.objects.exists():  # a test before this one has emptied every table
            Revision.objects.create()
        yield World()
        for model in (Event, Project, Venue, Organisation, User):
            model.objects.all().delete()


def _queries(ask):
    with CaptureQueriesContext(connection) as queries:
        ask()
    return queries.captured_queries


def read(address):
    """The page as a new reader gets it."""
    return Client().get(address).content.decode()


def made_anew(address):
    """The page as it is made for somebody with a cookie, who never gets a kept one."""
    reader = Client()
    reader.cookies["seen"] = "1"
    return reader.get(address).content.decode()


def _release(world):
    released = {"released_at": DAY, "consented_at": DAY, "state": "released"}
    world.version.released_at = DAY
    world.version.save()
    type(world.material).objects.filter(pk=world.material.pk).update(**released)


def _set(row, **values):
    type(row).objects.filter(pk=row.pk).update(**values)


def _register(world):
    details = Details(name="Ann Example", email="ann@example.org")
    world.mine = services.register(
        world.event, details, form_key="8e7b3a1c6b0e4f6f9e430b7c8a9d1e2f", at=BEFORE
    )


CHANGES = {
    "the event is renamed": lambda w: _set(w.event, title="Sharing more"),
    "its aims are saved in the admin": lambda w: (setattr(w.event, "aims", "To share."), w.event.save()),
    "its day moves": lambda w: _set(w.event, starts_at=DAY + timedelta(minutes=5)),
    "the project is renamed": lambda w: _set(w.project, title="Another project"),
    "the venue moves": lambda w: _set(w.venue, address="2 Quay Street"),
    "somebody registers": _register,
    "they cancel": lambda w: services.cancel(w.mine, at=BEFORE),
    "there are more places": lambda w: _set(w.event, capacity=30),
    "a question is put in other words": lambda w: _set(w.question, text="What helps?"),
    "a workshop is renamed": lambda w: _set(w.session, title="Workshop A"),
    "a speaker is put in": lambda w: make_appearance(w.session),
    "a speaker is named": lambda w: _set(w.speaker, name="Robin Hill"),
    "their organisation gets a short name": lambda w: _set(w.organisation, short_name="NDO"),
    "a speaker is replaced": lambda w: _set(w.appearance, replaced_at=BEFORE),
    "a workshop goes": lambda w: (w.event.appearances.all().delete(), w.session.delete()),
    "registration closes": lambda w: _set(w.event, state="closed"),
    "the event is cancelled": lambda w: _set(w.event, cancelled_at=BEFORE),
}
CHANGES_AFTERWARDS = {
    "slides are released": _release,
    "they are called back": lambda w: _set(w.material, state="draft", released_at=None),
    "an outcome is published": lambda w: _set(w.outcome, state="published", published_at=DAY),
    "it is put in other words": lambda w: _set(w.outcome, statement="Sharing is part of the work."),
    "the report is out": lambda w: _set(w.event, state="reported"),
}
CHANGES_OF_PROGRAMME = {
    "a room is renamed": lambda w: _set(w.room, name="The library"),
    "a perspective is added": lambda w: Perspective.objects.create(question=w.question, name="The court"),
    "a perspective goes": lambda w: w.perspective.delete(),
    "a session moves": lambda w: _set(w.session, starts_at=F("starts_at") + timedelta(minutes=5)),
    "the event runs late": lambda w: _set(w.event, delay_minutes=90),
}


@pytest.mark.parametrize(
    ("address", "moment", "changes"),
    [
        (ADDRESS, BEFORE, CHANGES),
        (ADDRESS, AFTER, CHANGES_AFTERWARDS),
        (PROGRAMME, DAY + timedelta(hours=2, minutes=6), CHANGES_OF_PROGRAMME),
    ],
)
def test_no_change_is_ever_missed(world, address, moment, changes):
    with time_machine.travel(moment, tick=False):
        for what, change in changes.items():
            before = read(address)
            assert len(_queries(lambda: read(address))) == 1, f"not kept before {what}"
            change(world)
            after = read(address)
            assert after == made_anew(address), f"stale after {what}"
            assert after != before, f"the same after {what}"


def test_what_goes_by_the_clock_changes_with_it(world):
    noon = world.session.starts_at
    with time_machine.travel(noon - timedelta(seconds=1), tick=False) as clock:
        assert ">Now<" not in read(PROGRAMME)
        clock.shift(1)
        assert ">Now<" in read(PROGRAMME)


@time_machine.travel(BEFORE, tick=False)
def test_a_page_that_stands_is_not_sent_again(world):
    first = Client().get(ADDRESS)
    assert first["Cache-Control"] == "public, no-cache"
    asked = {"If-None-Match": first["ETag"]}
    still = Client().get(ADDRESS, headers=asked)
    assert (still.status_code, still.content) == (304, b"")
    _set(world.event, title="Sharing more")
    assert Client().get(ADDRESS, headers=asked).status_code == 200


@time_machine.travel(BEFORE, tick=False)
def test_an_event_that_is_taken_back_is_gone_at_once(world):
    assert read(ADDRESS) == read(ADDRESS)
    _set(world.event, state="draft")
    assert Client().get(ADDRESS).status_code == 404
    for address in ("/events/no-such-event/", "/no/such/page/"):
        assert Client().get(address).status_code == 404


@time_machine.travel(BEFORE, tick=False)
@pytest.mark.parametrize("address", [ADDRESS, FORM])
def test_who_is_known_gets_a_page_of_their_own_and_leaves_none(world, address):
    organiser = Client()
    organiser.force_login(make_member(world.event))
    for _ in range(2):
        mine = organiser.get(address)
        assert ("Workspace" in mine.content.decode(), "no-store" in mine["Cache-Control"]) == (True, True)
        assert "Workspace" not in read(address)


@time_machine.travel(BEFORE, tick=False)
def test_every_language_has_its_own_page(world, settings):
    settings.LANGUAGES = [("en-gb", "English"), ("fr", "French")]
    for language in ("fr", "en-gb", "fr"):
        page = Client().get(ADDRESS, headers={"Accept-Language": language}).content.decode()
        assert f'<html lang="{language}"' in page


@time_machine.travel(BEFORE, tick=False)
def test_a_question_in_the_address_is_not_kept(world):
    for _ in range(2):
        assert len(_queries(lambda: read(f"{ADDRESS}?from=mail"))) > 1


@time_machine.travel(BEFORE, tick=False)
def test_each_visitor_gets_the_kept_form_with_keys_of_their_own(world):
    forms = [Client().get(FORM).content.decode() for _ in range(2)]
    for key in ("form_key", "csrfmiddlewaretoken"):
        first, second = (re.search(f'name="{key}" value="([^"]+)"', form)[1] for form in forms)
        assert first != second
    assert "hole" not in forms[0] + forms[1]
    assert len(_queries(lambda: read(FORM))) == 2  # the second asks for seats, where the form asks more


@time_machine.travel(BEFORE, tick=False)
def test_the_kept_form_changes_when_the_last_place_is_taken_and_when_it_closes(world):
    _set(world.event, capacity=1)
    assert "you join the waiting list" not in read(FORM)
    _register(world)
    assert "you join the waiting list" in read(FORM)
    _set(world.event, state="closed")
    assert "Registration has closed." in read(FORM)


@time_machine.travel(BEFORE, tick=False)
def test_the_kept_form_says_how_many_seats_are_left_now(world):
    _set(world.session, seats=2)
    assert "2 seats left" in read(FORM)
    details, key = Details(name="Ann"), "8e7b3a1c6b0e4f6f9e430b7c8a9d1e2f"
    services.register(world.event, details, form_key=key, seats=[world.session.pk], at=BEFORE)
    assert "1 seat left" in read(FORM)


@time_machine.travel(BEFORE, tick=False)
def test_each_delegate_reads_their_own_name_on_the_kept_ticket(world):
    names = ["<b>Ann</b>", "Ben"]
    pages = []
    for number, name in enumerate(names):
        form = {"name": name, "email": f"{number}@example.org", "sector": "local", "kind": "newcomer"}
        form |= {"listing": "nobody", "photograph": "no", "statement_version": "1"}
        form |= {"form_key": f"8e7b3a1c6b0e4f6f9e430b7c8a9d1e2{number}"}
        pages.append(Client().post(FORM, form, follow=True).content.decode())
    assert ("&lt;b&gt;Ann&lt;/b&gt;" in pages[0], "Ann" in pages[1]) == (True, False)
    assert ("Ben" in pages[1], "1@example.org" in pages[1], "0@example.org" in pages[0]) == (True, True, True)


@pytest.mark.parametrize(("change", "is_taken"), [({"taken": 19}, True), ({"state": "closed"}, False)])
def test_a_kept_event_is_read_again_when_its_turn_comes_after_a_change(world, change, is_taken):
    world.event.as_of = Revision.objects.get().number
    _set(world.event, **change)
    if is_taken:
        _register(world)
        assert (world.mine.state, Event.objects.get(pk=world.event.pk).taken) == ("confirmed", 20)
    else:
        with pytest.raises(Refused, match="Registration has closed"):
            _register(world)


def _mail(world):
    mail = world.event.messages.get()
    return mail.kind, mail.subject.rpartition(": ")[2], mail.method, world.event.invitations.count()


def _as_readers_know_it(world):
    """The event as a form that arrives finds it in memory. It asks the same of everybody."""
    world.form_question.delete()
    _set(world.event, asks_more=False)
    world.event.asks_more = False
    world.event.as_of = Revision.objects.get().number


def test_a_mail_that_was_drafted_is_the_one_that_is_written_without(world, monkeypatch):
    _as_readers_know_it(world)
    monkeypatch.setattr("registrations.invites.link_token", lambda purpose, code: "token")
    wanted, drafts, put_in = [], [], diary.put_in
    monkeypatch.setattr(diary, "put_in", lambda *draft: drafts.append(draft) or put_in(*draft))
    for kept_number in (world.event.as_of, None):
        world.event.as_of = kept_number
        _register(world)
        mail = world.event.messages.get()
        entry = world.event.invitations.get()
        assert (_mail(world), entry.entry_key) == (
            ("confirmation", world.event.title, "REQUEST", 1),
            f"registration:{world.mine.pk}:1",
        )
        said = mail.calendar.replace(entry.uid, "uid")
        wanted.append((mail.text, mail.html, said, entry.digest, entry.content, entry.sequence))
        for row in (world.mine, mail, entry, world.mine.person.user):
            row.delete()
    assert (len(drafts), wanted[0]) == (1, wanted[1])


def test_a_draft_is_let_go_when_the_last_place_went_meanwhile(world):
    _as_readers_know_it(world)
    _set(world.event, taken=20)
    world.event.taken = 19
    _register(world)
    assert (world.mine.state, *_mail(world)) == ("waiting", "waiting", world.event.title, "", 0)


def test_a_draft_is_let_go_when_the_event_changed_meanwhile(world):
    _as_readers_know_it(world)
    _set(world.event, title="Another title")
    _register(world)
    assert _mail(world) == ("confirmation", "Another title", "REQUEST", 1)
    assert world.event.invitations.get().content["summary"] == "Another title"


def test_when_too_much_is_kept_all_of_it_is_let_go(world, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 1)
    for key in ("one", "two"):
        kept.keep(key, (1,), key)
    assert (kept.found("one", (1,)), kept.found("two", (1,))) == (None, "two")


def test_a_transaction_keeps_nothing(db):
    assert kept.shown_now(kept.numbered(Revision.objects.all())) is None


@time_machine.travel(BEFORE, tick=False)
def test_without_the_count_nothing_is_kept(world):
    Revision.objects.all().delete()
    for _ in range(2):
        assert len(_queries(lambda: read(ADDRESS))) > 1


@pytest.mark.parametrize("moment", [BEFORE, AFTER])
def test_the_database_counts_changes_of_every_table_that_a_kept_page_reads(world, moment):
    with time_machine.travel(moment, tick=False), CaptureQueriesContext(connection) as queries:
        for address in (ADDRESS, PROGRAMME, FORM):
            made_anew(address)
    asked_each_time = {"registrations_workshopseat", "registrations_registration"}
    read_from = {table for query in queries.captured_queries for table in TABLES.findall(query["sql"])}
    counted = {apps.get_model(label)._meta.db_table for label in SEEN}
    assert read_from - counted <= asked_each_time


def test_every_way_to_change_a_counted_table_is_counted(world):
    for label in SEEN:
        rows, counts = apps.get_model(label)._base_manager, []
        for column in (field.attname for field in rows.model._meta.concrete_fields):
            before = Revision.objects.get().number
            rows.filter(pk=rows.first().pk).update(**{column: F(column)})
            counts += [] if Revision.objects.get().number > before else [column]
        assert counts == list(ASKED_EACH_TIME.get(label, ()))
    before = Revision.objects.get().number
    make_organisation()
    assert (Revision.objects.get().number, "INSERT" in VERBS["events.Organisation"]) == (before, False)


def test_migrating_sets_the_triggers_again(world):
    call_command("migrate", verbosity=0)
    before = Revision.objects.get().number
    world.perspective.delete()
    assert Revision.objects.get().number > before


def test_tables_that_are_not_there_yet_are_passed_over(world, monkeypatch):
    later = counting.Watched(table="not_there_yet", verbs=["INSERT"], ignored=[])
    counting.watch(connection, [later])
    monkeypatch.setattr(counting, "COUNTER", "nor_the_count")
    counting.watch(connection, [later])
    assert "not_there_yet" not in connection.introspection.table_names()
