"""One event with something of everything in it, and every address at which something of it is shown."""

import uuid
from datetime import timedelta

from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse

from dissemination.accounts.models import Person, User
from dissemination.agenda.models import Agenda
from dissemination.capture import services as capture
from dissemination.capture.links import PURPOSE
from dissemination.core.tokens import link_token
from dissemination.events.models import Photograph, TeamMember
from dissemination.groups.models import Draft
from dissemination.messaging.models import Message
from dissemination.outcomes import services as outcomes
from dissemination.outcomes.models import Outcome
from dissemination.questionnaires.models import FormQuestion
from registrations.invites import TAKEN, contacts_code
from registrations.models import Need
from sessions.models import Perspective, Question
from speakers import services as speaking
from speakers.models import Material
from tests.documents.decks import pdf
from tests.documents.test_images import picture
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_form_question,
    make_organisation,
    make_place,
    make_project,
    make_registration,
    make_room,
    make_session,
    make_speaker,
    make_venue,
    make_workshop,
)

NOON = DAY + timedelta(hours=2, minutes=30)


class World:
    """One event with something of everything in it; whatever people have typed is Greek."""

    def __init__(self):
        self.event = make_event(
            title="Ημέρα", slug="hmera", aims="Σκοπός.", audience="Όλοι", contact_name="Ρέα",
            contact_telephone="1", statement="Κείμενο.", lessons="Μάθημα.", mode="both", online_capacity=5,
            joining_link="https://example.org/μ", capacity=9,
            project=make_project(title="Έργο", slug="ergo", summary="Λόγος.", achievements="Έγινε."),
            venue=make_venue(name="Αίθουσα", city="Πόλη", address="Οδός", travel="Τρένο", access="Ράμπα"),
        )  # fmt: skip
        self.project = self.event.project
        self.chief = User.objects.create_superuser("chief@example.org")
        TeamMember.objects.create(event=self.event, user=self.chief, role="organiser")
        self.organisation = make_organisation("Οργανισμός", "ΟΡΓ")
        self.make_programme()
        self.make_people()
        self.make_record()

    def make_programme(self):
        room = make_room(self.event, "Δωμάτιο")
        self.talk = make_session(self.event, title="Ομιλία", abstract="Λίγα.", room=room)
        self.workshop = make_workshop(self.event, title="Εργαστήριο", room=room)
        make_session(self.event, title="Διάλειμμα", kind="break", starts_at=DAY, order=2)
        self.group = self.workshop.groups.create(name="Τραπέζι", topic="Θέμα", features=["bsl"])
        self.workshop.groups.create(name="Τραπέζι 2", topic="Άλλο")
        self.question = Question.objects.create(session=self.workshop, text="Τι;", kind="success")
        Perspective.objects.create(question=self.question, name="Άποψη")
        speaker = make_speaker(
            self.project, name="Κίμων", job_title="Νομικός", organisation=self.organisation, bio="Βίος."
        )
        due = DAY - timedelta(days=7)
        self.appearance = make_appearance(
            self.talk, speaker=speaker, slides_due_at=due, cues="Σήμα", what_it_gave="Πολλά."
        )
        helper = make_speaker(self.project, name="Λυδία")
        make_appearance(self.workshop, speaker=helper, role="facilitator", group=self.group)
        self.missing = make_appearance(
            self.talk, speaker=make_speaker(self.project, name="Μύρων"), slides_due_at=due, role="chair"
        )
        self.photograph = Photograph.objects.create(
            event=self.event,
            image=ContentFile(picture(), "a.jpg"),
            caption="Εικόνα",
            alt_text="Άνθρωποι",
            credit="Νίκη",
        )

    def make_people(self):
        told = {"organisation": self.organisation, "job_title": "Λογιστής"}
        self.delegate = make_registration(self.event, name="Άννα Βήτα", **told)
        self.online = make_registration(self.event, name="Βίκτωρ", mode="online", listing="public", **told)
        self.waiting = make_registration(self.event, name="Γιώργος", state="waiting", **told)
        self.absent = make_registration(self.event, name="Δήμητρα", state="absent", **told)
        make_registration(self.event, name="Ελένη", state="cancelled", **told)
        make_registration(self.event, name="Ζωή", state="attended", **told)
        self.guest = self.event.guests.create(name="Θέμις", email="t@example.org", invited_at=DAY)
        self.event.guests.create(name="Ιώ", email="i@example.org", organisation=self.organisation)
        self.event.target_organisations.create(organisation=self.organisation)
        self.held = self.event.allotments.create(
            organisation=self.organisation, places=1, contact_name="Ίρις", returns_at=DAY
        )
        Need.objects.create(registration=self.delegate, dietary="Φακές", features=["bsl"], diets=["vegan"])
        self.asked = make_form_question(self.event, "Αρχείο;", kind="file", help="Ένα.")
        drives = make_form_question(self.event, "Οδηγείς;", kind="yes_no", is_required=True)
        make_form_question(self.event, "Πώς;", only_if=drives, only_value="yes", is_special_category=True)
        for number, kind in enumerate(FormQuestion.Kind.values):
            options = {"options": ["Ένα", "Δύο"]} if kind in ("choice", "several") else {}
            make_form_question(self.event, "Τι;", kind=kind, is_later=bool(number % 2), **options)
        make_form_question(self.event, "Τέλος;", retired_at=DAY)
        self.agenda = Agenda.objects.create(registration=self.delegate, made_at=DAY)
        self.answer = self.delegate.answers.create(
            question=self.asked, asked="Αρχείο;", value="α.pdf", answered_at=DAY,
            file=ContentFile(pdf(), "a"), content_type="application/pdf",
        )  # fmt: skip
        self.mailing = self.event.mailings.create(subject="Θέμα", body="{name}")
        self.event.quiet_times.create(begins="20:00", ends="07:00", reason="Νύχτα")
        make_place(self.delegate, self.group, told_group=self.group)
        make_place(self.online, self.group)
        Draft.objects.create(event=self.event, how="make", asked_at=DAY)
        Person.objects.update(name="Πρόσωπο")

    def make_record(self):
        at, by = DAY - timedelta(days=10), self.chief
        upload = SimpleUploadedFile("διαφάνειες.pdf", pdf())
        terms = speaking.Terms(release="public", licence="Άδεια", is_agreed=True)
        self.version = speaking.upload(self.appearance, upload, at=at, terms=terms)
        self.material = self.version.material
        Material.objects.update(title="Διαφάνειες")
        speaking.check(self.material, by=by, at=at)
        speaking.release(self.material, by=by, at=at)
        self.sheet = capture.lay_out_sheets(self.event)[0]
        noon = NOON
        self.points = [
            capture.add_point(
                self.sheet, text=text, question=self.question, client_id=uuid.uuid4(), at=noon, stance=stance
            )
            for text, stance in (("Πρώτο", "agreed"), ("Δεύτερο", "one_voice"), ("Τρίτο", "majority"))
        ]
        theme = outcomes.make_theme(self.event, title="Ενότητα", by=by, at=noon)
        outcomes.place(self.points[0], theme, by=by, at=noon)
        capture.set_aside(self.points[1], reason="Διπλό", by=by, at=noon)
        self.outcome, _ = (
            outcomes.conclude(
                self.event, statement="Πόρισμα", by=by, at=noon, stage=stage, theme=theme,
                points=self.points[:1], note="Σημείωση", must_act=[self.organisation],
            )
            for stage in ("final", "early")
        )  # fmt: skip
        Outcome.objects.update(state="published", published_at=noon)
        self.commitment = outcomes.offer(
            self.event, organisation=self.organisation, what="Υπόσχεση", client_id=uuid.uuid4(), at=noon,
            owner_name="Ηρώ", owner_email="hro@example.org", visibility="public", due_on=DAY.date(),
        )  # fmt: skip

    def value(self, name, argument):
        """What stands for `<argument>` in the address called `name`."""
        space, _, page = name.rpartition(":")
        if argument == "object_id":
            return _first_of(page.rpartition("_")[0])
        values = self.values
        return (values[""] | values.get(space, {}) | values.get(page, {})).get(argument, "x")

    @property
    def values(self):
        """What stands in addresses: by page, then by app, then anywhere."""
        point, talk = self.points[2].pk, {"number": self.missing.pk}
        mail = Message.objects.first()
        return {
            "": {
                "slug": self.event.slug, "path": self.photograph.image.name, "pk": 1, "verb": "cancel",
                "app_label": "events", "mail": "registrations-confirmation", "version": 1,
                "content_type_id": 1, "number": self.delegate.pk, "ticket": self.delegate.ticket,
            },
            "capture": {"code": self.sheet.code, "token": link_token(PURPOSE, self.sheet.code),
                        "number": self.sheet.pk},
            "edit": {"number": point}, "star": {"number": point},
            "outcomes": {
                "code": self.commitment.code, "token": link_token("commitment", self.commitment.code),
                "number": self.outcome.pk,
            },
            "commit": {"code": self.sheet.code},
            "groups": {"number": self.workshop.pk},
            "registrations": {"code": self.delegate.code, "token": link_token("place", self.delegate.code)},
            "agenda": {"code": self.delegate.code, "token": link_token("agenda", self.agenda.code)},
            "guests": {"code": self.guest.code, "token": link_token("guest", self.guest.code)},
            "allotment": {"code": self.held.code},
            "open_allotment": {"token": link_token("held", self.held.code)},
            "taken": {"code": self.held.code},
            "open_taken": {"token": link_token(TAKEN, contacts_code(self.held))},
            "speakers": {"code": self.appearance.code, "token": link_token("speaking", self.appearance.code)},
            "mailings": {"number": self.mailing.pk, "key": f"person-{self.delegate.person_id}"},
            **{key: {"number": self.asked.pk} for key in ("question", "preview", "act")},
            **{key: {"number": self.answer.pk} for key in ("my_file", "answer_file")},
            "material": {"code": self.material.code}, "version": {"code": self.material.code, "number": 1},
            "project": {"slug": self.project.slug},
            "speakers_appearance_replace": talk, "speakers_appearance_upload": talk,
            "messaging_message_mail": {"number": mail.pk},
        }  # fmt: skip


def _first_of(label):
    """The first row shown on an admin page such as "events_event"; 1 where there is none."""
    models = {model._meta.label_lower.replace(".", "_"): model for model in admin.site._registry}
    return getattr(models[label].objects.first() if label in models else None, "pk", 1)


def _patterns(resolver, space="", names=()):
    """Each named address below a resolver, with the names of its arguments."""
    for pattern in resolver.url_patterns:
        inside = (*names, *pattern.pattern.regex.groupindex)
        if hasattr(pattern, "url_patterns"):
            below = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _patterns(pattern, below, inside)
        elif pattern.name:
            yield f"{space}{pattern.name}", inside


def addresses(world, *, of_admin):
    """Each address of the product by its name: {"pages:event": "/events/hmera/", …}."""
    return {
        name: reverse(name, kwargs={argument: world.value(name, argument) for argument in arguments})
        for name, arguments in _patterns(get_resolver())
        if name.startswith("admin:") == of_admin
    }
