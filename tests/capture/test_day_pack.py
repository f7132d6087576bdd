"""The day pack: everything on paper in one file, for the day when the network is down."""

import pytest
from django.contrib.messages import get_messages
from django.core.management import CommandError, call_command

from dissemination.accounts.models import AuditEntry
from dissemination.capture import services
from dissemination.capture.links import table_link, typed_address
from dissemination.core.verdicts import Refused
from dissemination.desk.services.day import telephones
from registrations.models import Registration
from tests.documents.reading import codes, pages, words
from tests.factories import (
    make_appearance,
    make_event,
    make_member,
    make_organisation,
    make_place,
    make_registration,
    make_room,
    make_session,
    make_speaker,
    make_workshop,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """A talk and a workshop with two tables; Ann sits at the first and has been told so."""
    event = make_event(slug="works", title="Spreading what works", contact_telephone="020 7946 0000")
    event.venue.telephone = "020 7946 0999"
    event.venue.save()
    talk = make_session(event, title="What we learnt", room=make_room(event, "Hall A"))
    speaker = make_speaker(event.project, name="Ed Shaw")
    make_appearance(talk, speaker=speaker, cues="Lapel microphone")
    workshop = make_workshop(event, groups=2, questions=1, title="Workshop 1")
    workshop.questions.get().perspectives.create(name="Local government")
    harbour = make_organisation("Harbour Housing")
    ann = make_registration(event, name="Ann Example", organisation=harbour)
    group = workshop.groups.get(name="Table 1")
    make_place(ann, group, told_group=group)
    make_registration(event, name="Cleo Other")
    return event


def test_it_holds_every_paper_and_the_badges(event, at):
    file = services.day_pack(event, by=make_member(event), at=at)
    read = [" ".join(page.split()) for page in pages(file)]
    running, door, plan, leading, _, first, second, sign, _, badges = read
    for said in ("What we learnt", "Ed Shaw (Speaker)", "Hall A", "Lapel microphone", "020 7946 0999"):
        assert said in running
    assert door.index("Ann Example Harbour Housing Table 1") < door.index("Cleo Other")
    assert "Table 2" in plan
    for said in ("Table 1", "Question 1?", "Local government", "At this table: Ann"):
        assert said in first
    assert "At this table: 1" in leading
    assert "Ann" not in second
    assert sign.count("Table 1") == 2
    host, _, code = typed_address(event.sessions.get(kind="workshop").groups.get(name="Table 1")).partition(
        "/"
    )
    assert f"{host} /{code}" in first
    assert all(name in badges for name in ("Ann Example", "Cleo Other", "Ed Shaw"))
    tables = [table_link(group) for group in event.sessions.get(kind="workshop").groups.all()]
    tickets = {one.ticket for one in event.registrations.all()}
    assert codes(file)[:4] == [*tables, *tables]
    assert {code.rsplit("/", 2)[1] for code in codes(file)[4:]} == tickets
    assert AuditEntry.objects.filter(verb="desk.print_day_pack").count() == 1
    assert Registration.objects.filter(badge_printed_at=at).count() == 2


def test_an_organiser_prints_it_from_the_workspace(client, event):
    client.force_login(make_member(event))
    answer = client.post("/admin/event/works/day-pack.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="works-day-pack.pdf"'


@pytest.mark.parametrize("role", ["desk", "analyst", "publisher"])
def test_it_is_for_organisers_only(client, event, role, at):
    client.force_login(make_member(event, role))
    assert client.post("/admin/event/works/day-pack.pdf").status_code == 404
    with pytest.raises(Refused, match="Only the event's organisers"):
        services.day_pack(event, by=make_member(event, role), at=at)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("running-sheet", "Lapel microphone"),
        ("door-list", "Cleo Other"),
        ("plan", "Front of the room"),
        ("signs", "Fold here"),
        ("sign-cards", "Cut here"),
        ("facilitators", "Local government"),
        ("table-sheets", "Where did you not agree?"),
    ],
)
def test_each_paper_is_printed_alone_with_the_doors_of_the_tables(client, event, kind, said):
    client.force_login(make_member(event))
    answer = client.post(f"/admin/event/works/papers/{kind}.pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="works-{kind}.pdf"'
    assert said in " ".join(words(answer.content).split())
    doors = [table_link(group) for group in event.sessions.get(kind="workshop").groups.all()]
    assert codes(answer.content) == (doors if kind in ("facilitators", "table-sheets") else [])
    assert AuditEntry.objects.filter(verb=f"desk.print_{kind}").count() == 1


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("nonsense", "There is no such paper."),
        ("plan", "No tables are laid yet."),
        ("signs", "No tables are"),
    ],
)
def test_a_paper_that_cannot_be_printed_says_why(client, kind, reason):
    event = make_event(slug="bare")
    client.force_login(make_member(event))
    answer = client.post(f"/admin/event/bare/papers/{kind}.pdf")
    assert (answer.status_code, answer.url) == (302, "/admin/event/bare/papers/")
    [said] = get_messages(answer.wsgi_request)
    assert str(said).startswith(reason)


@pytest.mark.parametrize("role", ["desk", "analyst", "publisher"])
def test_a_paper_is_for_organisers_only(client, event, role, at):
    client.force_login(make_member(event, role))
    assert client.post("/admin/event/works/papers/door-list.pdf").status_code == 404
    with pytest.raises(Refused, match="Only the event's organisers"):
        services.paper(event, kind="door-list", by=make_member(event, role), at=at)


def test_the_command_writes_the_file(event, tmp_path, capsys):
    out = tmp_path / "pack.pdf"
    call_command("day_pack", "works", "--out", str(out))
    assert capsys.readouterr().out == f"{out}: {out.stat().st_size} bytes\n"


@pytest.mark.parametrize(("slug", "where"), [("nowhere", "pack.pdf"), ("works", "missing/pack.pdf")])
def test_the_command_says_in_one_sentence_what_is_wrong(event, tmp_path, slug, where):
    with pytest.raises(CommandError):
        call_command("day_pack", slug, "--out", str(tmp_path / where))


def test_an_event_without_a_place_has_no_telephone_of_one(event):
    event.venue = None
    assert [one.number for one in telephones(event)] == ["020 7946 0000"]
