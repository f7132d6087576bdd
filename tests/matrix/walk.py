"""Every address of the product, with the arguments that lead to the first event's own rows."""

import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urljoin

from django.db import connection, transaction
from django.urls import get_resolver, reverse

from dissemination.core.tokens import link_token, typed_code
from tests.trust.reading import Page

SIGN_IN = re.compile(r"/accounts/login/(\?|$)|/admin/login/|/accounts/reauthenticate/")
WRITTEN = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
UNHEEDED = {"django_session", "shared_cache"}  # who is signed in, and how often something was tried
AUDIT = "accounts_auditentry"

NUMBERS = {
    "capture:edit": "capture.Point",
    "capture:star": "capture.Point",
    "capture:sheet": "programme.Group",
    "capture:flip_chart": "programme.Group",
    "groups:workshop": "programme.Session",
    "groups:what_if": "programme.Session",
    "outcomes:outcome": "outcomes.Outcome",
    "outcomes:flip_chart": "outcomes.Outcome",
    **dict.fromkeys(
        ("delegates:as_delegate", "delegates:answers", "delegates:restore"), "registrations.Registration"
    ),
    **dict.fromkeys(("delegates:columns", "delegates:check", "delegates:forget"), "delegates.IncomingList"),
    "desk:check_in": "registrations.Registration",
    "desk:seat": "registrations.Registration",
    "desk:told": "registrations.Registration",
    "desk:undo_check_in": "registrations.Registration",
    "registrations:question": "questionnaires.FormQuestion",
    "registrations:preview": "questionnaires.FormQuestion",
    "registrations:act": "questionnaires.FormQuestion",
    "registrations:my_file": "registrations.Answer",
    "registrations:answer_file": "registrations.Answer",
    "admin:messaging_message_mail": "messaging.Message",
    "followup:item": "followup.FollowUpItem",
    "mailings:mailing": "mailings.Mailing",
    "mailings:act": "mailings.Mailing",
    "mailings:approve": "mailings.Mailing",
    "followup:approve": "followup.FollowUpItem",
    "mailings:reader": "mailings.Mailing",
    "followup:issue": "followup.FollowUpItem",
    "stories:lead": "stories.StoryLead",
}
OF_PROJECT = ("pages:project", "stories:tell_project", "stories:thanks")
FIRST_OF_ITS_ROW = ("speakers:version", "reports:edition", "reports:publish")
CODES = {
    "place": "place", "speaker": "speaking", "table": "table", "commitment": "commitment", "teller": "story",
    "invitation": "guest", "held-places": "held",
}  # fmt: skip
ENTRANCES = {
    "places": "place", "speaking": "speaking", "tables": "table",
    "commitments": "commitment", "sample": "sample", "telling": "story", "news": "news",
    "invitations": "guest", "held": "held", "held-for": "taken", "agenda": "agenda",
}  # fmt: skip


def patterns(resolver=None, namespace="", prefix="", taken=()):
    """Every pattern as (its name in full, its route, the names of its arguments)."""
    for each in (resolver or get_resolver()).url_patterns:
        route, arguments = prefix + str(each.pattern), (*taken, *each.pattern.regex.groupindex)
        if hasattr(each, "url_patterns"):
            inside = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from patterns(each, inside, route, arguments)
        elif each.name:
            yield f"{namespace}{each.name}", route, arguments


def _model_of(name):
    """`admin:events_event_change` speaks of `events.event`."""
    app, _, rest = name.removeprefix("admin:").partition("_")
    return f"{app}.{rest.split('_')[0]}"


def _row(name, here):
    label = NUMBERS.get(name) or _model_of(name)
    found = {key.lower(): row for key, row in here.rows.items()} | {"programme.programme": here.event}
    row = found.get(label.lower())
    return row.pk if row else 1


def _token(first, here):
    if first == "t":
        return typed_code("table", here.codes["table"])
    return link_token(ENTRANCES[first], here.codes[ENTRANCES[first]])


def _value(argument, name, route, here):
    first = route.split("/")[0]
    values = {
        "slug": lambda: here.event.project.slug if name in OF_PROJECT else here.event.slug,
        "object_id": lambda: _row(name, here),
        "number": lambda: 1 if name in FIRST_OF_ITS_ROW else _row(name, here),
        "version": lambda: here.rows["registrations.EarlierAnswers"].pk,
        "pk": lambda: 1,
        "code": lambda: (
            here.rows["speakers.Material"].code if first == "materials" else here.codes[CODES[first]]
        ),
        "token": lambda: _token(first, here),
        "ticket": lambda: here.rows["registrations.Registration"].ticket,
        "verb": lambda: {"admin:ask": "cancel", "guests:write": "save-the-date"}.get(name, "publish"),
        "path": lambda: "photographs/none.jpg",
        "key": lambda: f"person-{here.rows['registrations.Registration'].person_id}",
        "kind": lambda: "door-list",
        "mail": lambda: "registrations-confirmation",
        "content_type_id": lambda: 1,
        "app_label": lambda: "events",
    }
    return values[argument]()


def addresses(here):
    """Each name once, with its address for the rows of the first event."""
    found = {}
    for name, route, arguments in patterns():
        kwargs = {argument: _value(argument, name, route, here) for argument in arguments}
        found.setdefault(name, reverse(name, kwargs=kwargs))
    return found


@dataclass(frozen=True)
class Answer:
    """What came of a request: the status, where it led, and the tables that were written."""

    status: int
    led_to: str
    written: frozenset

    @property
    def is_shown(self):
        return 200 <= self.status < 300

    @property
    def is_refused(self):
        """Not there, not allowed, or led to the sign-in. A page with any other status let somebody in."""
        return self.status in (403, 404, 405) or bool(SIGN_IN.match(self.led_to))

    @property
    def changed(self):
        """The tables that were written, but for the audit: who read somebody's needs is noted too."""
        return self.written - {AUDIT}

    @property
    def is_unaudited(self):
        """Something was changed without a line that says who did it."""
        return bool(self.changed) and AUDIT not in self.written


def _asked(client, verb, address, body=None):
    """(response, the tables that were written). Nothing lasts, in the database or the browser."""
    jar, written = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()}), set()

    def watch(execute, sql, *more):
        found = WRITTEN.match(sql)
        if found and found[1] not in UNHEEDED:
            written.add(found[1])
        return execute(sql, *more)

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            response = getattr(client, verb)(address, body or {})
        transaction.set_rollback(True)
    if response.streaming:
        response.getvalue()  # read to the end: closing half-way would close the test's own connection
    client.cookies = jar
    return response, frozenset(written)


def answer(client, verb, address, body=None):
    """What comes of a request by this browser."""
    response, written = _asked(client, verb, address, body)
    return Answer(response.status_code, response.headers.get("Location", ""), written)


def bodies(readers):
    """What the pages' own forms send, by the address to which they send it, filled in plainly.

    `readers` are a browser and an address that it is shown.
    """
    sent = {}
    for client, address in readers:
        response, _ = _asked(client, "get", address)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            for form in Page(response.content.decode()).forms:
                sent.setdefault(urljoin(address, form.action).partition("?")[0], form.filled())
    return sent
