"""A rehearsal plays the whole life of an event, and what it leaves behind keeps every promise."""

import io
import json
import re
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from dissemination.mailings import policies
from dissemination.workspace.management.commands import rehearse
from dissemination.workspace.services.rehearsal import slides
from dissemination.workspace.services.sample import post
from registrations import allocation
from tests.documents.conftest import judge  # noqa: F401 - a fixture
from tests.documents.reading import pages, words
from tests.factories import make_event, make_user

ROOT = Path(__file__).parents[2]
MAILS_TO_FILES = "dissemination.messaging.mailbox.EmailBackend"


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def played(tmp_path_factory, django_db_setup, django_db_blocker):
    """The folder of a rehearsal with 20 people, and what it said; its database is rolled back."""
    out = tmp_path_factory.mktemp("rehearsal")
    said = io.StringIO()
    kept = override_settings(EMAIL_BACKEND=MAILS_TO_FILES, MAIL_DIR=out / "mail", MEDIA_ROOT=out / "media")
    few = pytest.MonkeyPatch.context()  # so few that some of what these twenty get waits for the publisher
    with django_db_blocker.unblock(), kept, few as patch, transaction.atomic():
        patch.setattr(policies, "MOST_ALONE", 5)
        call_command("rehearse", here=True, delegates=20, out=out, stdout=said)
        transaction.set_rollback(True)
    return out, said.getvalue().splitlines()


@pytest.fixture(scope="module")
def mails(played):
    files = sorted((played[0] / "mail").iterdir())
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def loaded(played, name):
    return json.loads((played[0] / name).read_text())


def calendars(mails):
    parts = [part for mail in mails for part in mail.walk()]
    return [part.get_content() for part in parts if part.get_content_type() == "text/calendar"]


def test_every_promise_is_kept(played):
    out, said = played
    assert said[-1] == f"Every promise was kept. See {out}."


def test_the_numbers_of_the_day_add_up(played):
    summary = loaded(played, "summary.json")
    messages, morning = summary.pop("messages"), summary.pop("morning")
    assert (morning["did_not_come"], morning["walked_in"]) == (summary["absent"], summary["walk_ins"])
    assert summary == {
        "registered": 20,
        "waiting": 1,
        "cancelled": 1,
        "attended": 17,
        "absent": 2,
        "walk_ins": 1,
        "groups": 4,
        "points": 28,
        "conclusions": 8,
    }
    assert sum(messages.values()) == len(list((played[0] / "mail").iterdir()))
    assert messages["confirmation"] == 19
    assert messages["offered"] == 1
    told = [number for kind, number in messages.items() if kind.startswith("follow-up")]
    assert sorted(told) == sorted([16, 2, 10] * 2)  # one who came has helped too, and gets that version


def test_mails_lie_in_order_with_the_line_ends_of_the_internet(played):
    files = sorted((played[0] / "mail").iterdir())
    assert [file.name for file in files] == [f"{n:06}.eml" for n in range(1, len(files) + 1)]
    assert all(b"\n" not in file.read_bytes().replace(b"\r\n", b"") for file in files)


def test_every_calendar_file_is_accepted(mails, judge):  # noqa: F811
    judged = [judge(calendar.encode()) for calendar in calendars(mails)]
    assert Counter((one.faults, one.method) for one in judged) == {
        (0, "REQUEST"): len(judged) - 2,
        (0, "CANCEL"): 2,
    }


def test_the_attached_calendar_is_the_same_as_the_one_in_the_mail(mails):
    for mail in mails:
        parts = {part.get_content_type(): part.get_payload(decode=True) for part in mail.walk()}
        assert parts.get("text/calendar") == parts.get("application/ics")


@pytest.mark.parametrize(("problem", "plan"), [("instance", "plan"), ("morning", "morning-plan")])
def test_the_groups_keep_every_rule(played, problem, plan):
    instance = allocation.read(loaded(played, f"{problem}.json"))
    assert allocation.broken(instance, np.array(loaded(played, f"{plan}.json")["assign"])) == []


def test_the_morning_knows_who_is_absent_and_who_is_new(played):
    morning = loaded(played, "morning.json")
    assert len(morning["absent"]) == 2
    assert [row.count(-1) for row in morning["before"]] == [1, 1]


def test_the_morning_is_told_with_its_counts_before_and_after_and_who_was_told(played):
    page, morning = (played[0] / "morning.md").read_text(), loaded(played, "summary.json")["morning"]
    assert page.startswith("# The morning\n\n18 were expected, 2 did not come, 1 walked in.\n")
    assert all(count["least"] <= count["after"] for count in morning["counts"].values())
    told = page.partition("## Who was told")[2]
    assert told.startswith(f" ({morning['people_told']})")
    assert told.count("at the desk") == morning["people_told"]
    assert (told.count(": no table →"), told.count("by mail")) == (morning["new_seats"], 1)


def test_new_badges_are_those_of_people_who_sit_elsewhere_or_walked_in(played):
    told = loaded(played, "summary.json")["morning"]["people_told"]
    assert words((played[0] / "badges-new.pdf").read_bytes()).count("Delegate") == told


def test_the_day_pack_holds_every_paper(played):
    read = words((played[0] / "day-pack.pdf").read_bytes())
    titles = ("Running sheet", "Door list", "Front of the room", "Facilitator's sheet", "Fold here", "Badges")
    assert [title for title in titles if title not in read] == []


def test_the_badges_hold_every_name(played, mails):
    printed = words((played[0] / "badges.pdf").read_bytes()).replace("\n", " ")
    told = [
        mail["To"].addresses[0].display_name for mail in mails if mail["Subject"].startswith("Your groups")
    ]
    latin = [name for name in told if name.isascii()]
    assert len(latin) > 15
    assert [name for name in latin if name not in printed] == []


def test_the_report_holds_every_fact_of_the_post(played):
    report = (played[0] / "report.md").read_text()
    names = re.findall("^### (.*)$", report.partition("## Speakers")[2].partition("\n## ")[0], re.MULTILINE)
    assert names == ["Mark Fisher", "Stephen Curtis", "Liz Clark", "David Evans", "Charlotte Piper"]
    wanted = ["DWP", "Leicestershire County Council", "ICO", "DCLG", "story that you think"]
    wanted += [talk.gave for talk in post.TALKS]
    wanted += [
        words for workshop in post.WORKSHOPS for words in (*workshop.questions, *workshop.perspectives)
    ]
    wanted += [words for _, alt_text, caption in post.PHOTOGRAPHS for words in (alt_text, caption)]
    for statement, ways in post.EARLY_THOUGHTS:
        wanted += [statement, *(words for way in ways for words in way)]
    assert [words for words in wanted if words not in report] == []
    assert [report.count(caption) for _, _, caption in post.PHOTOGRAPHS] == [1, 1, 1, 1]


def test_the_report_is_kept_as_a_page_that_needs_nothing_else(played):
    page = (played[0] / "report.html").read_text()
    assert page.startswith("<!doctype html>")
    assert page.count('src="data:image/jpeg;base64,') == 4
    assert re.findall(r'(?:src|href)="(?!data:|https?://|#)[^"]*"|<link|<script', page) == []
    assert all(talk.speaker in page for talk in post.TALKS)


def test_each_act_is_announced(played):
    said = [line for line in played[1] if line[0].isdigit()]
    assert [line.partition(" ")[0] for line in said] == [f"{n}/{len(said)}" for n in range(1, len(said) + 1)]


def test_the_slides_are_a_pdf_with_a_page_for_each_title():
    assert pages(slides.pdf(["One (1)", "Two"])) == ["One 1", "Two"]


@pytest.mark.django_db
def test_too_few_or_too_many_delegates_are_refused(tmp_path):
    for number in (11, 5001):
        with pytest.raises(CommandError, match="Choose between 12 and 5000 delegates"):
            call_command("rehearse", delegates=number, out=tmp_path)


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="holds other files"):
        call_command("rehearse", out=tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written to: Not a directory"):
        call_command("rehearse", out=tmp_path / "file" / "below")


def test_it_plays_in_a_process_of_its_own_that_says_what_is_wrong_in_one_sentence(tmp_path, capfd):
    out, url = tmp_path / "out", f"sqlite:///{tmp_path}/no/such/folder.sqlite3"
    (out / "mail").mkdir(parents=True)
    (out / "plan.json").write_text("of an earlier rehearsal")
    with pytest.raises(SystemExit) as end:
        call_command("rehearse", out=out, database_url=url)
    assert end.value.code == 1
    told = capfd.readouterr().err
    assert told == "CommandError: The database cannot be used. It said: unable to open database file\n"
    assert not {"mail", "plan.json"} & {entry.name for entry in out.iterdir()}


@pytest.mark.django_db
def test_a_database_with_somebody_elses_tables_is_told(tmp_path):
    MigrationRecorder.Migration.objects.all().delete()
    with pytest.raises(CommandError, match=r"The database cannot be used\. It said: "):
        call_command("rehearse", here=True, out=tmp_path)


@pytest.mark.django_db
def test_a_rule_that_refuses_stops_it_with_its_reason(tmp_path):
    user = make_user("organiser@example.org")
    user.is_active = False
    user.save()
    with pytest.raises(CommandError, match="The rehearsal stopped: "):
        call_command("rehearse", here=True, out=tmp_path, stdout=io.StringIO())


def test_a_broken_promise_is_a_failure_that_names_it():
    with pytest.raises(CommandError, match=r"^These promises were broken:\nSomebody sits nowhere\.$"):
        rehearse.refuse_broken(["Somebody sits nowhere."])


@pytest.mark.django_db
def test_a_database_with_events_in_it_is_left_alone(tmp_path):
    make_event()
    with pytest.raises(CommandError, match="Choose an empty one for a rehearsal"):
        call_command("rehearse", here=True, out=tmp_path)
    assert list(tmp_path.iterdir()) == []
