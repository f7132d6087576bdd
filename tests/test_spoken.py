"""Every mail speaks the language of its event, whoever caused it: words, button, diary entry.

Each sender of every `emails` module is called here; a new one fails until it stands in `SENDERS`.
"""

import inspect
import uuid
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules

import pytest
import time_machine
from django.utils import translation

import dissemination
from dissemination.events.models import Event
from dissemination.followup import emails as followup
from dissemination.followup import record
from dissemination.followup.models import FollowUpItem
from dissemination.mailings import emails as mailings
from dissemination.mailings import policies
from dissemination.mailings.models import Mailing
from dissemination.messaging import diary, texts
from dissemination.messaging.models import Invitation, Message
from dissemination.stories.models import CaseStudy, StoryLead
from registrations import emails as delegates
from registrations.invites import occasion_for
from registrations.models import Allotment, Registration
from speakers import emails as speakers
from speakers.invites import occasion_for as talk_for
from tests.factories import DAY
from tests.pseudo.language import SPEAKS, untranslated
from tests.pseudo.world import World

AT = DAY - timedelta(days=9)
OTHER = "eo"  # a language of which we know one thing: its words stand in brackets
OURS = (f"dissemination.{one.name}" for one in iter_modules(dissemination.__path__))
APPS = ("registrations", "speakers", *OURS)
DELEGATE, SPEAKING = "registrations.emails:", "speakers.emails:"
GUEST, CHANGES, STORIES = (f"dissemination.{one}.emails:" for one in ("guests", "changes", "stories"))

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def story(world):
    return StoryLead.objects.create(
        project=world.project, event=world.event, name="Τόνια", email="t@example.org", what_happened="Έγινε.",
        publish_as="named", may_contact=True, received_at=AT, form_key=uuid.uuid4(),
    )  # fmt: skip


def study(world):
    told = {"project": world.project, "event": world.event, "lead": story(world)}
    return CaseStudy.objects.create(title="Τίτλος", made_at=AT, **told)


def item(world):
    return FollowUpItem.objects.create(
        event=world.event, audience="attended", subject="Θέμα", introduction="Λόγος.", due_on=AT.date()
    )


def moved(world):
    diary.request(occasion_for(world.online), at=AT)
    Event.objects.filter(pk=world.event.pk).update(starts_at=DAY - timedelta(hours=1))
    return diary.moves([occasion_for(Registration.objects.get(pk=world.online.pk))])[0]


def by_session(world):
    """What a diary that holds each session is told, and then that one of them is gone."""
    world.delegate.diary = "sessions"
    delegates.settle_diary(world.delegate, at=AT)
    world.talk.delete()
    delegates.settle_diary(world.delegate, at=AT + timedelta(hours=1))


ZOE = Registration(name="Ζωή")


def in_each_state(world):
    """Where somebody stands, with a place, without, and as somebody else has registered them."""
    for number, told in enumerate(({}, {"booked_by": "Ζωή"}, {"state": "waiting"}, {"state": "pending"})):
        place = Registration.objects.get(pk=world.online.pk)
        vars(place).update(told, round=number + 2)
        delegates.send_standing(place, at=AT)


def call(name, of="online", **named):
    """Calls the sender of this name with something of the world and the moment."""
    module, _, function = name.partition(":")
    send = getattr(import_module(module), function)
    return lambda world: send(of(world) if callable(of) else getattr(world, of), at=AT, **named)


def every(module, names, **named):
    return {f"{module}:{name}": call(f"{module}:{name}", **named) for name in names.split()}


SENDERS = {
    **every(
        "registrations.emails",
        "send_confirmation send_place_from_waiting "
        "send_approved send_approved_waiting send_declined send_offered "
        "send_offer_expired send_offer_declined "
        "send_groups_changed send_another_room "
        "send_changed send_groups send_cancelled send_handed_over send_readdressed send_already_registered "
        "send_link",
    ),
    f"{DELEGATE}send_standing": in_each_state,
    f"{DELEGATE}send_changed_for_you": lambda world: delegates.send_changed_for_you(
        world.online, ["Ρόλος"], lost=["Ίρις"], at=AT
    ),
    f"{DELEGATE}send_more": lambda world: delegates.send_more(world.online, 2, at=AT),
    f"{DELEGATE}send_handed_to_you": call(f"{DELEGATE}send_handed_to_you", giver=ZOE),
    f"{DELEGATE}send_has_place_already": call(f"{DELEGATE}send_has_place_already", giver=ZOE),
    f"{DELEGATE}send_allotment": call(f"{DELEGATE}send_allotment", of="held"),
    f"{DELEGATE}settle_diary": by_session,
    **every("dissemination.guests.emails", "send_save_the_date send_invitation send_reminder", of="guest"),
    f"{GUEST}send_changed": call(f"{GUEST}send_changed", of="held"),
    f"{GUEST}send_called_off": call(f"{GUEST}send_called_off", of="guest", reason="Χιόνι"),
    f"{CHANGES}send_change": call(f"{CHANGES}send_change", of=moved, is_asking=False),
    f"{CHANGES}send_change_to_waiting": call(f"{CHANGES}send_change_to_waiting", of=moved),
    f"{CHANGES}send_called_off": call(
        f"{CHANGES}send_called_off", of=lambda world: occasion_for(world.online), reason="Χιόνι"
    ),
    f"{GUEST}send_postponed": call(f"{GUEST}send_postponed", of="guest", reason="Χιόνι"),
    f"{CHANGES}send_postponed": call(
        f"{CHANGES}send_postponed",
        of=lambda world: occasion_for(world.online),
        stands="comes",
        reason="Χιόνι",
    ),
    f"{CHANGES}send_new_date": call(
        f"{CHANGES}send_new_date", of=lambda world: occasion_for(world.online), stands="waits"
    ),
    f"{CHANGES}send_still_coming": call(f"{CHANGES}send_still_coming"),
    f"{SPEAKING}send_invitation": lambda world: speakers.send_invitation(
        world.missing, diary.request(talk_for(world.missing), at=AT), at=AT
    ),
    f"{SPEAKING}send_replaced": lambda world: speakers.send_replaced(
        world.missing, diary.request(talk_for(world.missing), at=AT), at=AT
    ),
    f"{SPEAKING}send_table": lambda world: speakers.send_table(
        world.missing, diary.request(talk_for(world.missing), at=AT), at=AT
    ),
    f"{SPEAKING}send_taken_off": lambda world: speakers.send_taken_off(
        world.missing, diary.request(talk_for(world.missing), at=AT), at=AT
    ),
    f"{SPEAKING}send_readdressed": lambda world: speakers.send_readdressed(
        world.missing, diary.request(talk_for(world.missing), at=AT), at=AT
    ),
    f"{SPEAKING}send_reminder": call(f"{SPEAKING}send_reminder", of="missing"),
    f"{SPEAKING}send_slides_received": call(f"{SPEAKING}send_slides_received", of="version"),
    "dissemination.outcomes.emails:send_commitment": call(
        "dissemination.outcomes.emails:send_commitment", of="commitment"
    ),
    f"{STORIES}send_received": call(f"{STORIES}send_received", of=story),
    f"{STORIES}send_for_approval": call(f"{STORIES}send_for_approval", of=study),
    "dissemination.mailings.emails:send_test": lambda world: mailings.send_test(
        world.mailing, to=world.chief, key="k", at=AT
    ),
    "dissemination.mailings.emails:ask_approval": lambda world: mailings.ask_approval(
        world.mailing, world.chief, people=60, at=AT
    ),
    "dissemination.followup.emails:send_test": lambda world: followup.send_test(
        item(world), record.gather(world.event), to=world.chief, key="k", at=AT
    ),
}


def found():
    """Every verb that sends, in every `emails` module."""
    for app in APPS:
        try:
            module = import_module(f"{app}.emails")
        except ModuleNotFoundError:
            continue
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and name.startswith(("send_", "ask_", "settle_")):
                yield f"{module.__name__}:{name}"


@pytest.fixture(autouse=True)
def two_languages(monkeypatch, settings):
    """In one language everything translated stands in brackets, in the other nothing does."""
    settings.SITE_NAME = "Ω"
    translation.gettext("")
    for name, speaks in SPEAKS.items():
        usual = getattr(translation._trans, name)
        monkeypatch.setattr(translation._trans, name, _either(speaks, usual))
    for kept in (texts._source, texts._form):
        kept.cache_clear()
    yield
    for kept in (texts._source, texts._form):
        kept.cache_clear()


def _either(speaks, usual):
    return lambda *told: (speaks if translation.get_language() == OTHER else usual)(*told)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(DAY - timedelta(days=20), tick=False):
        made = World()
    Allotment.objects.update(contact_email="iris@example.org")
    Message.objects.all().delete()
    Invitation.objects.all().delete()
    return made


def sent(world, sender, *, event, speaker):
    """The mails of this sender, called by somebody who speaks another language than the event."""
    Event.objects.update(language=event)
    world.event.refresh_from_db()
    for one in ("online", "delegate", "guest", "held", "missing", "mailing", "version"):
        setattr(world, one, type(getattr(world, one)).objects.get(pk=getattr(world, one).pk))
    with translation.override(speaker), time_machine.travel(AT, tick=False):
        SENDERS[sender](world)
    mails = list(Message.objects.all())
    assert mails
    return mails


def test_every_sender_is_looked_at():
    assert set(found()) == set(SENDERS)


@pytest.mark.parametrize(("event", "speaker"), [("en-gb", OTHER), (OTHER, "en-gb")])
def test_what_is_not_written_yet_is_noticed_in_any_language(world, event, speaker):
    Event.objects.update(language=event, state="open")
    mailing = Mailing.objects.get(pk=world.mailing.pk)
    mailing.body = texts.words_of("mailings/own", mailing.event).body
    with translation.override(speaker):
        assert not policies.may_plan(mailing, by=world.chief, at=AT)
        assert "Write your message first" in policies.may_plan(mailing, by=world.chief, at=AT).reason


@pytest.mark.parametrize("sender", SENDERS)
def test_a_mail_says_nothing_in_the_language_of_whoever_caused_it(world, sender):
    for mail in sent(world, sender, event="en-gb", speaker=OTHER):
        assert [part for part in (mail.subject, mail.text, mail.html, mail.calendar) if "⟦" in part] == []


@pytest.mark.parametrize("sender", SENDERS)
def test_a_mail_says_everything_in_the_language_of_its_event(world, sender):
    for mail in sent(world, sender, event=OTHER, speaker="en-gb"):
        said = f"{mail.subject}\n{mail.text}".replace("\u200b", "")  # stands in what strangers typed
        assert untranslated(said) == []
        assert "⟦" in said
        assert mail.method != "REQUEST" or mail.kind == "entry" or "⟦" in mail.calendar
