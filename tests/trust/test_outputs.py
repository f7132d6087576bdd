"""What anybody wrote is shown to everybody as text: planted in every field, read on every page and mail."""

import csv
import io
import re
from email import message_from_bytes, policy

import icalendar
import pypdf
import pytest
import time_machine
from django.core import mail
from django.db import transaction
from markdown_it import MarkdownIt

from dissemination.capture import services as capture
from dissemination.changes import services as changes
from dissemination.desk import services as desk
from dissemination.messaging import delivery
from dissemination.messaging.models import Message
from registrations import services as registrations
from speakers import services as speakers
from tests.trust.payloads import PLANTED, TEXT
from tests.trust.reading import Page
from tests.trust.world import (
    AFTER,
    BEFORE,
    MOST_PAGES,
    ON_THE_DAY,
    ROLES,
    addresses,
    bytes_of,
    is_html,
    page_of,
    plant,
    plant_addresses,
    text_of,
    visitor,
    walk,
)

MAIL = re.compile(r"/mail/$")
NEVER_OURS = {"bcc", "cc", "attach"}
ONE_EACH = ("From", "To", "Subject", "Date", "Message-ID")


def _faults(path, response):
    """What could run in this answer, whatever its kind."""
    kind = response.headers.get("Content-Type", "")
    found = []
    if response.status_code >= 500:
        found = [response.status_code]
    elif is_html(response):
        found = page_of(response, is_mail=bool(MAIL.search(path))).faults
    elif kind.startswith("text/calendar"):
        found = _calendar_faults(bytes_of(response))
    elif kind.startswith("text/csv"):
        rows = csv.reader(io.StringIO(text_of(response)))
        found = [cell for row in rows for cell in row if cell.lstrip()[:1] in ("=", "@")]
    elif kind.startswith("text/markdown"):
        found = _markdown_faults(text_of(response))
    return [f"{path}: {fault}" for fault in found]


def _markdown_faults(words):
    """What would run or be fetched where the words are made into a page that takes markup and pictures."""
    page = Page(MarkdownIt("commonmark", {"html": True}).render(words))
    return page.faults + [
        f"leads to {link}" for link in page.links if link.startswith(("java", "data:", "//"))
    ]


def _calendar_faults(content):
    parsed = icalendar.Calendar.from_ical(content)
    uids = [str(entry["UID"]) for entry in parsed.walk("VEVENT")]
    return [f"{len(uids)} entries"] * (len(uids) != len(set(uids))) + ["alarm"] * bool(parsed.walk("VALARM"))


def _read(world, roles, moment):
    """(faults, pages read, pages that show what was planted)."""
    faults, pages, shown = [], 0, 0
    with time_machine.travel(moment, tick=False):
        for role in roles:
            for path, _route, response in walk(visitor(world, role), addresses(world, role)):
                faults += [f"{role} {fault}" for fault in _faults(path, response)]
                pages += 1
                shown += is_html(response) and not response.streaming and b"img src=x" in response.content
    return faults, pages, shown


@pytest.mark.slow
def test_nothing_that_is_planted_runs_on_any_page(world, settings):
    settings.SITE_URL = "http://testserver"
    assert len(plant(PLANTED)) > 60
    faults, pages, shown = _read(world, MOST_PAGES, AFTER)
    assert faults == []
    assert (pages > 100, shown > 40) == (True, True)


@pytest.mark.slow
@pytest.mark.parametrize("moment", [BEFORE, ON_THE_DAY], ids=["before", "on the day"])
@pytest.mark.parametrize("roles", [ROLES[::2], ROLES[1::2]], ids=["some", "the others"])
def test_nothing_that_is_planted_runs_for_any_role_at_any_time(world, moment, roles):
    """Before the event and on its day; afterwards is what the walks above and below read."""
    plant(PLANTED)
    assert _read(world, roles, moment)[0] == []


TURNS = 3
EACH_TURN = len(TEXT) // TURNS


def _some(turn):
    """Some of the inputs together, then fewer, then one by one, for fields that have no room for all."""
    texts = [text.replace("\x00", "") for text in TEXT.values()]  # a NUL every text field refuses by itself
    some = texts[turn * EACH_TURN : (turn + 1) * EACH_TURN]
    half = EACH_TURN // 2
    return [" ".join(some), " ".join(some[:half]), " ".join(some[half:]), *some, "<b>"]


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(TURNS))
def test_no_input_runs_on_any_page_wherever_it_is_written(world, turn):
    assert len(plant(_some(turn))) > 60
    plant_addresses(turn)
    assert _read(world, ("reader", "delegate", "teller", "organiser"), AFTER)[0] == []


def _papers(world):
    """The badges and the day pack, read to their last page; what would act in them."""
    organiser = world.event.team.get(role="organiser").user
    for make in (desk.print_badges, capture.day_pack):
        content = make(world.event, by=organiser, at=BEFORE)
        for page in pypdf.PdfReader(io.BytesIO(content)).pages:
            page.extract_text()
        yield from (name for name in (b"/JavaScript", b"/Launch", b"/SubmitForm") if name in content)


def _sent_of_a_life(world):
    """Every mail of a life, as delivered."""
    mail.outbox.clear()
    Message.objects.all().delete()
    _mails_of_a_life(world)
    delivery.deliver_due(at=BEFORE)
    return list(mail.outbox)


def _harm(world, client, text, turn):
    """What one input, written everywhere, does to papers, calendar, report and mails. Nothing of it lasts."""
    with transaction.atomic():
        plant([text, "<b>"])
        for row in (world.event, world.place, world.talk):
            row.refresh_from_db()
        faults = list(_papers(world))
        with time_machine.travel(AFTER, tick=False):
            for name in ("programme.ics", "report.md"):
                faults += _faults(name, client.get(f"/events/sharing/{name}"))
        sent = _sent_of_a_life(world)
        assert len(sent) >= 3
        faults += [fault for one in sent for fault in _faults_of_mail(one)]
        plant_addresses(turn)
        delivery.deliver_due(at=BEFORE)
        faults += _papers(world)
        transaction.set_rollback(True)
    return faults


@pytest.mark.slow
def test_no_input_does_harm_in_mail_calendar_paper_or_report(world, client):
    found = {name: _harm(world, client, text, turn) for turn, (name, text) in enumerate(TEXT.items())}
    assert {name: faults for name, faults in found.items() if faults} == {}


def _mails_of_a_life(world):
    """Post what people are sent: cancelled, registered again, groups told, called off."""
    event, at = world.event, BEFORE
    organiser = event.team.get(role="organiser").user
    speakers.invite(world.talk, by=organiser, at=at)
    registrations.send_link(event, world.place.email, at=at)
    registrations.cancel(world.place, at=at)
    changes.cancel_event(event, reason=PLANTED[0], by=organiser, at=at)


def test_nothing_that_is_planted_runs_in_any_mail(world, settings):
    Message.objects.all().delete()
    plant(PLANTED)
    world.place.refresh_from_db()
    world.talk.refresh_from_db()
    world.event.refresh_from_db()
    _mails_of_a_life(world)
    kinds = set(Message.objects.values_list("kind", flat=True))
    delivery.deliver_due(at=BEFORE)
    assert len(kinds) >= 4, kinds
    assert len(mail.outbox) >= 4
    for sent in mail.outbox:
        assert _faults_of_mail(sent) == []


def _faults_of_mail(sent):
    parsed = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    faults = [name for name in parsed if name.lower() in NEVER_OURS]
    faults += [name for name in ONE_EACH if len(parsed.get_all(name)) != 1]
    for part in parsed.walk():
        if part.get_content_type() == "text/html":
            page = Page(part.get_content(), is_mail=True)
            faults += page.faults + [link for link in page.links if "evil" in link]
        if part.get_content_type() == "text/calendar":
            faults += _calendar_faults(part.get_payload(decode=True))
    return faults
