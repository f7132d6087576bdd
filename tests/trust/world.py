"""A filled event, the people around it, and a walk over every page that each of them can reach.

Routes and forms are found, not listed: what is new in the product is walked and attacked from its first day.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from urllib.parse import urljoin, urlsplit

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse

from dissemination.accounts.models import User
from dissemination.capture import services as capture
from dissemination.capture.links import PURPOSE as TABLE
from dissemination.core.models import AddressField, LineField, ProseField
from dissemination.core.tokens import link_token
from dissemination.events.models import Event, Output
from dissemination.followup import services as followup
from dissemination.mailings import services as mailings
from dissemination.mailings.models import Mailing, QuietTime
from dissemination.messaging import services as messaging
from dissemination.messaging.models import Heartbeat
from dissemination.outcomes import services as outcomes
from dissemination.outcomes.links import PURPOSE as COMMITMENT
from dissemination.questionnaires.models import FormQuestion
from dissemination.reports import services as reports
from dissemination.stories import services as stories
from dissemination.stories.links import PURPOSE as STORY
from registrations.models import Need
from sessions.models import Perspective
from speakers import services as speaking
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_form_question,
    make_member,
    make_organisation,
    make_place,
    make_project,
    make_registration,
    make_room,
    make_session,
    make_speaker,
    make_user,
    make_workshop,
)
from tests.speakers.conftest import AGREED, a_file
from tests.trust.payloads import EMAIL, URL
from tests.trust.reading import Page

BEFORE, ON_THE_DAY, AFTER = DAY - timedelta(days=9), DAY + timedelta(minutes=150), DAY + timedelta(days=1)
EACH_ROUTE = 1  # pages of one route that are read
FOR_STAFF = ("/admin/", "/desk/")
NEVER_LEFT = ("/accounts/logout/", "/static/")
OURS = {
    "accounts",
    "capture",
    "delegates",
    "catering",
    "events",
    "followup",
    "groups",
    "guests",
    "mailings",
    "messaging",
    "outcomes",
    "programme",
    "questionnaires",
    "registrations",
    "reports",
    "retention",
    "speakers",
    "stories",
}


@dataclass
class World:
    event: object
    place: object
    talk: object
    sheet: object
    promise: object
    material: object
    lead: object

    def codes(self, role=""):
        """The codes in the addresses of this role's own pages; all of them without a role."""
        own = {"delegate": self.place, "speaker": self.talk, "table": self.sheet, "owner": self.promise}
        own["teller"] = self.lead
        rows = [own[role]] if role in own else [] if role else list(own.values())
        return [row.code for row in [*rows, self.material]]

    @property
    def links(self):
        """Where each mail or table sign leads."""
        return {
            "delegate": f"/places/{link_token('place', self.place.code)}/",
            "speaker": f"/speaking/{link_token('speaking', self.talk.code)}/",
            "table": f"/tables/{link_token(TABLE, self.sheet.code)}/",
            "owner": f"/commitments/{link_token(COMMITMENT, self.promise.code)}/",
            "teller": f"/telling/{link_token(STORY, self.lead.code)}/",
        }


MOST_PAGES = ("reader", "delegate", "speaker", "table", "owner", "teller", "organiser")
ROLES = (
    "reader",
    "delegate",
    "speaker",
    "table",
    "owner",
    "teller",
    "organiser",
    "publisher",
    "analyst",
    "desk",
    "welfare",
    "root",
)
STAFF = ("organiser", "publisher", "analyst", "desk", "welfare")


def fill(slug="sharing"):
    """An event the day after it was held, with something in every corner."""
    project = make_project(achievements="Twelve councils share data.")
    Output.objects.create(project=project, title="Guide", url="https://example.org/guide")
    event = make_event(project=project, slug=slug, capacity=50)
    organiser = make_member(event, email=f"organiser-{slug}@example.org")
    for role in STAFF[1:]:
        make_member(event, role, email=f"{role}-{slug}@example.org")
    room = make_room(event)
    talk = make_appearance(
        make_session(event, room=room), speaker=make_speaker(project, bio="Knows."), order=1
    )
    material = speaking.upload(talk, a_file(), at=BEFORE, terms=AGREED).material
    speaking.check(material, by=None, at=BEFORE)
    speaking.release(material, by=None, at=BEFORE)
    workshop = make_workshop(event, groups=2, questions=2, room=room)
    for group, topic in zip(workshop.groups.all(), ("Trust", "Law"), strict=True):
        workshop.groups.filter(pk=group.pk).update(topic=topic)
    for question in workshop.questions.all():
        Perspective.objects.create(question=question, name="Local government", order=1)
    place = make_registration(event, organisation=make_organisation(), listing="public")
    Need.objects.create(registration=place, dietary="Vegan", severe_allergy="Nuts", access="Near the door")
    _ask(event, place)
    make_place(place, workshop.groups.first())
    make_registration(event, state="waiting")
    event.incoming_lists.create(
        name="a.csv", content=b"Name\nAnn", columns=["name"], sent_at=AFTER, sent_by=organiser
    )
    sheet = capture.lay_out_sheets(event)[0]
    points = [_say(sheet, workshop, text) for text in ("Share more", "Meet often", "Set aside")]
    capture.set_aside(points[2], reason="Said twice", by=organiser, at=AFTER)
    theme = outcomes.make_theme(event, title="Trust", by=organiser, at=AFTER)
    for point in points[:2]:
        outcomes.place(point, theme, by=organiser, at=AFTER)
    outcomes.conclude(event, statement="Sharing is everyday work.", points=points[:2], by=organiser, at=AFTER)
    promise = outcomes.offer(
        event,
        sheet=sheet,
        organisation=place.organisation,
        what="Publish our guide",
        owner_name="Sam Example",
        owner_email=f"owner-{slug}@example.org",
        visibility="public",
        client_id=uuid.uuid4(),
        at=ON_THE_DAY,
    )
    outcomes.confirm(promise, at=ON_THE_DAY)
    outcomes.publish_final(event, by=organiser, at=AFTER)
    Heartbeat.objects.get_or_create(name="sweep", defaults={"at": AFTER + timedelta(days=1)})
    messaging.write_words(
        "registrations/link", event, subject="{event}", body="Here.\n\n{place}", by=organiser, at=AFTER
    )
    _write_to_many(event, by=organiser)
    _follow_up(event, by=organiser)
    lead = _tell_stories(event, by=organiser)
    _report(event, by=organiser)
    return World(event, place, talk, sheet, promise, material, lead)


def _write_to_many(event, *, by):
    """A message to everybody, with words for one of them, and a time in which it would not leave."""
    words = {"subject": "About {event}", "body": "Dear {name},\n\nCome.\n\n{place}"}
    written = mailings.keep(Mailing(event=event, audience="attended", **words), by=by, at=BEFORE)
    key = f"person-{event.registrations.first().person_id}"
    mailings.write_for_one(written, key, body="Dear {name}", is_left_out=False, by=by, at=BEFORE)
    mailings.keep_quiet(
        QuietTime(event=event, first_day=DAY.date(), last_day=DAY.date(), reason="Election"), by=by, at=BEFORE
    )


def _follow_up(event, *, by):
    """Every item of the plan; the one to speakers has been sent."""
    items = followup.lay_out_plan(event, by=by, at=AFTER)
    followup.issue(next(one for one in items if one.audience == "speakers"), by=by, at=AFTER)
    followup.carry_out(at=AFTER + timedelta(minutes=10))


def _tell_stories(event, *, by):
    """One story that nobody has taken up, and one that is published; returns the published one's."""
    told = stories.Told("Toni", f"toni-{event.slug}@example.org", "It worked.", True, "named", "Harbour")
    new, lead = (
        stories.offer_story(event.project, told, form_key=uuid.uuid4(), origin="here", at=AFTER, event=event)
        for _ in range(2)
    )
    stories.keep_notes(new, by=by, at=AFTER)
    study = stories.draft(stories.take_up(lead, by=by, at=AFTER), title="Two lists", by=by, at=AFTER)
    study.what_was_done, study.result = "Side by side.", "Nobody was lost."
    study = stories.write(study, by=by, at=AFTER)
    stories.ask_teller(study, by=by, at=AFTER)
    stories.approve(study, version_hash=study.version_hash, at=AFTER)
    stories.clear(study, name="Chris Chief", by=by, at=AFTER)
    stories.publish(study, by=by, at=AFTER)
    return lead


def _report(event, *, by):
    """One edition that is out, and a second that is being written."""
    rows = Event.objects.filter(pk=event.pk)
    rows.update(state="held")
    edition = reports.start_edition(event, by=by, at=AFTER)
    edition.introduction, edition.closing, edition.next_steps = "A good day.", "Until then.", "Write."
    reports.publish(reports.write(edition, by=by, at=AFTER), by=by, at=AFTER)
    reports.start_edition(event, by=by, at=AFTER)
    rows.update(state="open")  # its forms are attacked and walked too


def _ask(event, place):
    """Questions of every kind on the form and at the delegate's place, each with an answer."""
    for number, kind in enumerate(FormQuestion.Kind.values):
        options = {"options": ["Bus", "Train"]} if kind in ("choice", "several") else {}
        question = make_form_question(event, kind=kind, is_later=bool(number % 2), help="Help", **options)
        value = {"several": ["Bus"], "yes_no": "yes", "date": "2026-03-11"}.get(kind, "Bus")
        place.answers.create(question=question, asked=question.text, value=value, answered_at=BEFORE)


def _say(sheet, workshop, text):
    question = workshop.questions.first()
    return capture.add_point(sheet, text=text, question=question, client_id=uuid.uuid4(), at=ON_THE_DAY)


def visitor(world, role, **options):
    """The browser of somebody in this role, who has opened their link or signed in."""
    client = Client(raise_request_exception=False, **options)
    if role in world.links:
        client.get(world.links[role])
    elif role == "root":
        client.force_login(
            User.objects.filter(is_superuser=True).first() or make_user(is_staff=True, is_superuser=True)
        )
    elif role in STAFF:
        client.force_login(User.objects.get(email=f"{role}-{world.event.slug}@example.org"))
    return client


def routes():
    """Every route of the product by name, with what it takes from the address."""
    yield from _below(get_resolver(), "", set())


def _below(resolver, prefix, taken):
    for pattern in resolver.url_patterns:
        takes = taken | set(pattern.pattern.regex.groupindex)
        if hasattr(pattern, "url_patterns"):
            yield from _below(pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""), takes)
        elif pattern.name:
            yield prefix + pattern.name, takes


def addresses(world, role=""):
    """Where a walk starts: every route that takes nothing, or only what this event can give.

    A role's own walk leaves out what it cannot open at all; without a role every address is meant.
    """
    known = {"slug": [world.event.slug, world.event.project.slug], "code": world.codes(role), "": [None]}
    is_staff = role in ("", "root", *STAFF)
    for name, takes in routes():
        if takes <= {"slug"} or takes == {"code"}:
            (word,) = takes or {""}
            found = [_address(name, {word: value} if word else {}) for value in known[word]]
            yield from (path for path in found if is_staff or not path.startswith(FOR_STAFF))


def _address(name, given):
    try:
        return reverse(name, kwargs=given)
    except NoReverseMatch:
        return "/"


def walk(client, starts):
    """(path, route, response) for each page that links lead to, at most a few of each route."""
    todo, seen, read = list(dict.fromkeys(starts)), set(), {}
    while todo:
        path = todo.pop(0)
        route = _route(path)
        if path in seen or route is None or path.startswith(NEVER_LEFT):
            continue
        seen.add(path)
        if read.get(route, 0) >= EACH_ROUTE:
            continue
        response = client.get(path)
        if response.status_code == 200:
            read[route] = read.get(route, 0) + 1
        yield path, route, response
        todo += [_local(path, link) for link in links_of(response)]
        if response.streaming:
            list(response.streaming_content)  # read to its end, so that the file behind it is closed


def links_of(response):
    """Where the page leads, and where a redirect does."""
    if response.status_code in (301, 302):
        return [response.headers["Location"]]
    return page_of(response).links if is_html(response) else []


def page_of(response, *, is_mail=False):
    """The page as a browser reads it; read once, whoever asks."""
    read = response.__dict__.setdefault("pages_read", {})
    if is_mail not in read:
        read[is_mail] = Page(text_of(response), is_mail=is_mail)
    return read[is_mail]


def is_html(response):
    return response.headers.get("Content-Type", "").startswith("text/html")


def text_of(response):
    return bytes_of(response).decode()


def bytes_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def _local(path, link):
    parts = urlsplit(urljoin(path, link))
    return parts.path if not parts.netloc or parts.netloc in ("testserver", "localhost:8000") else "/"


@cache
def _route(path):
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def own_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS and not model._meta.proxy]


def plant(payloads, kinds=(LineField, ProseField)):
    """Put what could run into every text that people can write, in every row; returns the fields' names.

    Each field takes the first of the payloads that it has room for.
    """
    planted = []
    for model in own_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, kinds) and not field.choices and not field.unique:
                planted += [f"{model._meta.label}.{field.name}"] * bool(_plant(model, field, payloads))
    return planted


def plant_addresses(turn):
    """Put bad addresses into what holds one: the forms would not take them, an import or a slip might."""
    return [
        *plant([EMAIL[turn % len(EMAIL)]], AddressField),
        *plant([URL[turn % len(URL)]], models.URLField),
    ]


def _plant(model, field, payloads):
    fits = next((text for text in payloads if len(text) + 6 <= (field.max_length or 1000)), None)
    done = 0
    for row in model._base_manager.all() if fits else ():
        for text in (fits, f"{fits}{row.pk}"):
            try:
                with transaction.atomic():
                    done += model._base_manager.filter(pk=row.pk).update(**{field.name: text})
                break
            except (IntegrityError, ValidationError):
                continue  # the only one of its name, or refused by the field
    return done


def state():
    """Every row of every table, but for what a visit may write: sessions, counts, and who read what."""
    kept = {}
    for model in apps.get_models():
        if model._meta.label not in ("sessions.Session", "messaging.Heartbeat", "accounts.AuditEntry"):
            kept[model._meta.label] = list(model._base_manager.order_by("pk").values_list())
    return kept
