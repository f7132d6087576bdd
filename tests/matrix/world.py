"""Two events of two teams, one row of everything in the first, and a browser for every kind of person."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client

from dissemination.capture.links import sheet_of
from dissemination.changes.models import StillSpeaking
from dissemination.core.tokens import link_token
from dissemination.events.models import Photograph, TeamMember
from dissemination.groups.models import Draft
from dissemination.messaging import diary
from dissemination.messaging.models import Addressee, Invitation, Message
from registrations.invites import contacts_code, occasion_for
from speakers.models import Material, MaterialVersion
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_form_question,
    make_member,
    make_place,
    make_registration,
    make_session,
    make_user,
    make_workshop,
)

TEAM = tuple(TeamMember.Role.values)
PASSES = {
    "delegate": "place",
    "speaker": "speaking",
    "table": "table",
    "owner": "commitment",
    "teller": "story",
    "guest": "guest",
    "colleague": "held",
    "contact": "taken",
}
OTHERS = ("other_delegate", "other_speaker", "other_table", "other_organiser")
ROLES = ("anonymous", *PASSES, *TEAM, *OTHERS, "administrator")


@dataclass
class Place:
    """An event with one row of each kind: `rows` by model, `codes` by the purpose of a pass."""

    event: object
    rows: dict
    codes: dict


def make_place_of(**values):
    """An event that is being held and has everything that the first issue knows."""
    event = make_event(**{"state": "held", "ends_at": DAY + timedelta(hours=7)} | values)
    session = make_workshop(event, groups=1, questions=1)
    make_session(event, title="A visit", seats=5)
    group, question = session.groups.get(), session.questions.get()
    registration = make_registration(event, state="attended")
    make_place(registration, group)
    need = apps.get_model("registrations", "Need").objects.create(registration=registration, dietary="Vegan")
    asked = make_form_question(event, "A file?", kind="file", is_special_category=True)
    answer = apps.get_model("registrations", "Answer").objects.create(
        registration=registration, question=asked, asked="A file?", value="a.pdf", answered_at=DAY,
        file=ContentFile(b"%PDF-1.7", name="x"), content_type="application/pdf",
    )  # fmt: skip
    appearance = make_appearance(session)
    StillSpeaking.objects.create(appearance=appearance, asked_at=DAY - timedelta(days=1))
    material = Material.objects.create(appearance=appearance, title="Slides", state="received")
    version = MaterialVersion.objects.create(
        material=material,
        number=1,
        file=ContentFile(b"%PDF-1.7", name="x"),
        original_name="a.pdf",
        content_type="application/pdf",
        size=8,
        sha256="0" * 64,
        uploaded_at=DAY,
    )
    sheet = sheet_of(group)
    point = apps.get_model("capture", "Point").objects.create(
        sheet=sheet, question=question, text="Share more.", client_id=uuid.uuid4(), captured_at=DAY
    )
    policy = apps.get_model("capture", "CapturePolicy").objects.create(session=session)
    theme = event.themes.create(title="Trust")
    outcome = event.outcomes.create(statement="Share more.", made_at=DAY)
    commitment = event.commitments.create(
        organisation=_organisation(), what="Share.", client_id=uuid.uuid4(), offered_at=DAY
    )
    edition = event.report_editions.create(number=1, title="Report", dated_on=DAY, started_at=DAY)
    item = event.follow_up.create(subject="Thank you", introduction="Here it is.")
    mailing = event.mailings.create(subject="About", body="Dear {name}", audience="attended")
    lead = apps.get_model("stories", "StoryLead").objects.create(
        project=event.project, event=event, name="Toni", email="toni@example.org", what_happened="It worked.",
        may_contact=True, publish_as="named", form_key=uuid.uuid4(), received_at=DAY,
    )  # fmt: skip
    study = apps.get_model("stories", "CaseStudy").objects.create(
        project=event.project, event=event, lead=lead, slug=event.slug, title="It worked", made_at=DAY,
        published_at=DAY, shown={"title": "It worked"},
    )  # fmt: skip
    message = Message.objects.create(
        key=f"m{event.pk}", event=event, kind="news", to_email="a@example.org", subject="News", text="News",
        message_id=f"<{event.pk}@example.org>", dated_at=DAY, due_at=DAY,
    )  # fmt: skip
    addressee = Addressee.objects.create(email=f"a{event.pk}@example.org", unreachable_at=DAY)
    Message.objects.filter(pk=message.pk).update(to_email=addressee.email)
    said = diary.content(occasion_for(registration))
    invitation = Invitation.objects.create(
        event=event, entry_key=f"made:{event.pk}", uid=event.pk, content=said
    )
    guest = event.guests.create(name="Gale", email="gale@example.org", invited_at=DAY)
    Draft.objects.create(event=event, how="make", asked_at=DAY)
    agenda = apps.get_model("agenda", "Agenda").objects.create(registration=registration, made_at=DAY)
    held = event.allotments.create(
        organisation=_organisation(), places=2, contact_email="a@example.org", returns_at=event.ends_at
    )
    Photograph.objects.bulk_create(
        [Photograph(event=event, caption="Room", alt_text="Room", width=1, height=1)]
    )
    incoming = event.incoming_lists.create(name="a.csv", content=b"Name\nAnn", columns=["name"], sent_at=DAY)
    earlier = registration.earlier_answers.create(
        told=dict.fromkeys(("name", "job_title", "organisation", "sector", "kind"), "") | {"topics": []},
        answers={}, replaced_at=DAY,
    )  # fmt: skip
    rows = [
        earlier, incoming,
        event, event.project, event.venue, session, group, question, registration, need, asked, answer,
        appearance,
        appearance.speaker, material, version, sheet, point, policy, theme, outcome, commitment, message,
        edition, item, lead, study, guest, held, mailing, agenda,
        registration.person, registration.person.user, commitment.organisation, addressee, invitation,
    ]  # fmt: skip
    codes = {
        "sample": "nobody@example.org",
        "place": registration.code,
        "speaking": appearance.code,
        "table": sheet.code,
        "commitment": commitment.code,
        "story": lead.code,
        "news": addressee.code,
        "guest": guest.code,
        "held": held.code,
        "taken": contacts_code(held),
        "agenda": agenda.code,
    }
    return Place(event, {row._meta.label: row for row in rows}, codes)


def _organisation():
    return apps.get_model("events", "Organisation").objects.create(name=f"Org {make_user().pk}")


def browsers(here, there):
    """One signed-in or pass-holding client for each role."""
    clients = {role: Client() for role in ROLES}
    for role, purpose in PASSES.items():
        _open(clients[role], purpose, here)
        if f"other_{role}" in clients:
            _open(clients[f"other_{role}"], purpose, there)
    for role in TEAM:
        clients[role].force_login(make_member(here.event, role))
    clients["other_organiser"].force_login(make_member(there.event))
    clients["administrator"].force_login(make_user(is_staff=True, is_superuser=True))
    return clients


ENTRANCES = {
    "place": "/places/",
    "speaking": "/speaking/",
    "table": "/tables/",
    "commitment": "/commitments/",
    "story": "/telling/",
    "guest": "/invitations/",
    "held": "/held/",
    "taken": "/held-for/",
}


def _open(client, purpose, place):
    token = link_token(purpose, place.codes[purpose])
    assert client.get(f"{ENTRANCES[purpose]}{token}/").status_code == 302


def make_world():
    here, there = make_place_of(), make_place_of()
    return SimpleNamespace(here=here, there=there, clients=browsers(here, there))
