"""A browser that looks: axe judges every page it meets, and whatever the policy refuses is a failure."""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from dissemination.messaging import delivery
from tests.factories import make_event, make_session, make_venue, make_workshop

AXE = Path(__file__).with_name("axe.min.js").read_text()
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
JUDGE = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`);
}"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, without what it would like to fetch by itself."""
    flags = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    return browser_type_launch_args | {"executable_path": path, "args": flags}


class Visitor:
    """Somebody with a browser. `open`, `press` and `follow` judge the page that they come to."""

    def __init__(self, context, site):
        self.context, self.site = context, site
        context.set_default_timeout(15_000)  # two browsers share the machine
        self.page = context.new_page()
        self.complaints = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message):
        """What the page did against its policy; axe itself, which has no address, may do as it likes."""
        if message.location["url"] and "Content Security Policy" in message.text:
            self.complaints.append(f"{message.location['url']}: {message.text}")

    def open(self, path):
        """Go to an address of the site; a link from a mail is taken by its path."""
        parts = urlsplit(path)
        self.page.goto(self.site + parts.path + (f"?{parts.query}" if parts.query else ""))
        self.look()

    def press(self, name, *, exact=True):
        """Press a button and look at the page that comes."""
        self.page.get_by_role("button", name=name, exact=exact).click()
        self.look()

    def follow(self, name, *, exact=True):
        """Follow a link and look at the page that comes."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        self.look()

    def faults(self):
        """What axe finds on this page, and whether it is wider than its window."""
        self.page.wait_for_load_state()
        self.page.evaluate(AXE)
        found = self.page.evaluate(JUDGE)
        if (wider := self.page.evaluate(OVERFLOW)) > 0:
            found.append(f"{wider} px wider than the window")
        return [f"{urlsplit(self.page.url).path} {fault}" for fault in found]

    def look(self):
        """The page has no fault that axe can find, and fits its window."""
        assert self.faults() == []

    def sees(self, words):
        """These words stand on the page."""
        assert words in self.page.locator("main").inner_text()

    def sign_in(self, user):
        """As if this user had come through the sign-in."""
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.site}])


@pytest.fixture
def visitor(browser, live_server, transactional_db, settings):
    """`visitor(viewport=…)`: a new visitor; at the end nobody's browser may have complained."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    visitors = []

    def come(viewport=None, **more):
        context = browser.new_context(viewport=viewport or DESKTOP, **more)
        visitors.append(Visitor(context, live_server.url))
        return visitors[-1]

    yield come
    complaints = [complaint for one in visitors for complaint in one.complaints]
    for one in visitors:
        one.context.close()
    assert complaints == []


@pytest.fixture
def mailbox(mailoutbox):
    """The mails that have left when somebody looks, as their bytes."""

    def look():
        delivery.deliver_due(at=timezone.now())
        return [mail.message().as_bytes().decode() for mail in mailoutbox]

    return look


@pytest.fixture
def coming_event(transactional_db):
    """An event in a month, open for registration."""
    starts_at = timezone.now().replace(hour=9, minute=30, second=0, microsecond=0) + timedelta(days=30)
    venue = make_venue(address="1 Sample Square", access="Step-free from the street.")
    event = make_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=7), venue=venue)
    make_session(event, title="Welcome", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30))
    make_workshop(event, groups=2, questions=1, starts_at=starts_at + timedelta(hours=2))
    return event


@pytest.fixture
def event_today(transactional_db):
    """An event that is on now, with one workshop of two tables and two questions."""
    starts_at = timezone.now() - timedelta(hours=1)
    event = make_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=6), state="closed")
    make_workshop(event, groups=2, questions=2, starts_at=starts_at)
    return event
