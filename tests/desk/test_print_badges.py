"""Badges: one for everybody who is there, with what they were told, and a code that opens the check-in."""

import pytest
from django.core.management import CommandError, call_command

from dissemination.accounts.models import AuditEntry, Person
from dissemination.core.verdicts import Refused
from dissemination.desk import badges, services
from tests.documents.reading import codes, words
from tests.factories import (
    make_appearance,
    make_event,
    make_member,
    make_organisation,
    make_place,
    make_registration,
    make_room,
    make_speaker,
    make_workshop,
    tell_place,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(slug="works", title="Spreading what works")


def text_of(file):
    return " ".join(words(file).split())


def worn(event):
    return {wearer.name: wearer.badge for wearer in badges.wearers(event)}


def test_a_badge_has_name_organisation_role_groups_and_a_code_for_the_desk(event, at, settings):
    council = make_organisation("Northvale Borough Council")
    ann = make_registration(event, name="Ann Example", organisation=council, photograph="no")
    group = make_workshop(event, groups=1, title="Workshop 1").groups.get()
    make_place(ann, group, told_group=group)
    file = services.print_badges(event, by=make_member(event), at=at)
    text = text_of(file)
    for said in (
        "Ann Example",
        "Northvale Borough Council",
        "Delegate",
        "Workshop 1: Table 1",
        "No photographs",
    ):
        assert said in text
    assert codes(file) == [f"{settings.SITE_URL}/desk/t/{ann.ticket}/"]


def test_a_workshop_with_a_long_title_is_named_by_its_hour(event):
    ann = make_registration(event)
    group = make_workshop(event, groups=1, title="What success would look like").groups.get()
    make_place(ann, group, told_group=group)
    assert worn(event)[ann.name].groups == ("11:30 Table 1",)


def test_a_table_in_another_room_is_on_the_badge_with_its_room(event):
    workshop = make_workshop(event, groups=1, title="Workshop 1")
    workshop.groups.update(room=make_room(event, "Library"))
    tell_place(make_place(make_registration(event), workshop.groups.get()))
    make_appearance(workshop, role="facilitator", group=workshop.groups.get())
    assert [worn.groups for worn in badges.wearers(event)] == [["Workshop 1: Table 1 (Library)"]] * 2


def test_groups_that_have_not_been_published_are_on_no_badge(event):
    ann = make_registration(event)
    make_place(ann, make_workshop(event, groups=1).groups.get())
    assert worn(event)[ann.name].groups == ()


def test_everybody_there_has_one_badge_by_surname(event, at):
    make_registration(event, name="Zoe Abel")
    make_registration(event, name="Ben Young", state="attended")
    for state in ("waiting", "cancelled", "absent"):
        make_registration(event, state=state)
    workshop = make_workshop(event, groups=1)
    for role, name in (("chair", "Cy Moss"), ("interpreter", "Di Reed"), ("speaker", "Ed Shaw")):
        make_appearance(workshop, role=role, speaker=make_speaker(event.project, name=name))
    found = [(wearer.name, wearer.badge.role) for wearer in badges.wearers(event)]
    assert found == [
        ("Zoe Abel", "Delegate"),
        ("Cy Moss", "Chair"),
        ("Di Reed", "Interpreter"),
        ("Ed Shaw", "Speaker"),
        ("Ben Young", "Delegate"),
    ]
    text = text_of(services.print_badges(event, by=None, at=at))
    assert all(name in text for name, _ in found)


def named(user, name):
    return Person.objects.create(user=user, email=user.email, name=name)


def test_the_team_that_is_there_has_badges_too(event):
    names = {"organiser": "Olga Abel", "desk": "Dan Baker", "welfare": "Wim Clay", "analyst": "Al Dent"}
    for role, name in names.items():
        named(make_member(event, role), name)
    named(make_member(event, "desk"), "")  # of whom nobody knows the name yet
    found = {name: (badge.role, badge.qr) for name, badge in worn(event).items()}
    assert found == {
        "Olga Abel": ("Organiser", ""),
        "Dan Baker": ("Desk", ""),
        "Wim Clay": ("Welfare", ""),
    }


def test_an_organiser_who_speaks_has_one_badge(event):
    organiser = make_member(event)
    olga = named(organiser, "Olga Abel")
    speaker = make_speaker(event.project, name="Dr Olga Abel", person=olga)
    make_appearance(make_workshop(event), speaker=speaker)
    [badge] = worn(event).values()
    assert (badge.name, badge.role) == ("Dr Olga Abel", "Speaker, Organiser")


def test_somebody_with_two_parts_has_one_badge_with_both(event):
    delegate = make_registration(event, name="Ann Example")
    speaker = make_speaker(event.project, name="Dr Ann Example", person=delegate.person)
    workshop = make_workshop(event, groups=2, title="Workshop 1")
    group = workshop.groups.get(name="Table 2")
    make_place(delegate, group, told_group=group)
    make_appearance(workshop, speaker=speaker, role="facilitator", group=group)
    make_appearance(workshop, speaker=speaker, role="speaker")
    later = make_workshop(event, groups=1, title="Workshop 2")
    make_appearance(later, speaker=speaker, role="facilitator", group=later.groups.get())
    [badge] = worn(event).values()
    assert (badge.name, sorted(badge.role.split(", "))) == ("Ann Example", ["Facilitator", "Speaker"])
    assert badge.groups == ("Workshop 1: Table 2", "Workshop 2: Table 1")
    assert delegate.ticket in badge.qr


def test_only_those_who_are_new_since_the_last_time(event, at):
    make_registration(event, name="Ann Example")
    make_appearance(make_workshop(event), speaker=make_speaker(event.project, name="Ed Shaw"))
    first = text_of(services.print_badges(event, by=None, at=at, only_new=True))
    assert "Ann Example" in first
    assert "Ed Shaw" in first
    with pytest.raises(Refused, match="nobody is new"):
        services.print_badges(event, by=None, at=at, only_new=True)
    make_registration(event, name="Ben Young")
    later = text_of(services.print_badges(event, by=None, at=at, only_new=True))
    assert ("Ben Young" in later, "Ann Example" in later, "Ed Shaw" in later) == (True, False, False)


def test_names_with_letters_that_cannot_be_drawn_are_found_before_printing(event):
    make_registration(event, name="Ann \u0378 Example")
    assert badges.unprintable(badges.wearers(event)) == [("Ann \u0378 Example", "\u0378")]


def test_printing_names_is_for_organisers_and_is_noted(event, at):
    make_registration(event)
    with pytest.raises(Refused, match="Only the event's organisers"):
        services.print_badges(event, by=make_member(event, "analyst"), at=at)
    services.print_badges(event, by=make_member(event), at=at)
    assert AuditEntry.objects.filter(verb="desk.print_badges").count() == 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"label": "L0"}, "Choose one of these label sheets"),
        ({"start_at": 0}, "Start at a label between 1 and"),
        ({"start_at": 99}, "Start at a label between 1 and"),
    ],
)
def test_a_label_that_does_not_exist_is_refused(event, at, values, reason):
    make_registration(event)
    with pytest.raises(Refused, match=reason):
        services.print_badges(event, by=None, at=at, **values)


def test_the_command_writes_the_file(event, tmp_path, capsys):
    make_registration(event, name="Ann \u0378 Example")
    out = tmp_path / "badges.pdf"
    call_command("badges", "works", "--out", str(out), "--start-at", "3", "--new")
    assert out.read_bytes().startswith(b"%PDF")
    told = capsys.readouterr()
    assert told.err == "No typeface at hand can draw \u0378 in “Ann \u0378 Example”.\n"
    assert told.out == f"{out}: {out.stat().st_size} bytes\n"


@pytest.mark.parametrize(("slug", "words"), [("nowhere", "no event"), ("works", "no badge to print")])
def test_the_command_says_in_one_sentence_what_is_wrong(event, tmp_path, slug, words):
    with pytest.raises(CommandError, match=words):
        call_command("badges", slug, "--out", str(tmp_path / "badges.pdf"))


def test_the_command_says_where_it_cannot_write(event, tmp_path):
    make_registration(event)
    out = tmp_path / "nowhere" / "badges.pdf"
    with pytest.raises(CommandError) as refusal:
        call_command("badges", "works", "--out", str(out))
    assert str(refusal.value) == f"{out} cannot be written: No such file or directory."
    assert event.registrations.get().badge_printed_at is None


def test_three_badges_need_as_many_queries_as_one(event, django_assert_num_queries):
    group = make_workshop(event, groups=1).groups.get()
    for count in (1, 3):
        while event.registrations.count() < count:
            make_place(make_registration(event), group, told_group=group)
        with django_assert_num_queries(4):
            assert len(worn(event)) == count
