"""Replacing: one diary entry goes, another comes, and the programme shows who speaks."""

import pytest
from django.db import IntegrityError

from dissemination.core.verdicts import Refused
from dissemination.messaging.models import Message
from speakers import services
from speakers.models import Appearance
from tests.factories import make_appearance, make_project, make_speaker, make_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(talk):
    return make_speaker(talk.event.project, name="Sam Placeholder", email="sam@example.org")


def test_one_entry_is_cancelled_and_another_person_is_invited(talk, other, at):
    services.invite(talk, by=None, at=at)
    services.replace(talk, speaker=other, by=None, at=at)
    methods = Message.objects.order_by("pk").values_list("to_email", "method", "kind")
    assert list(methods) == [
        ("kim@example.org", "REQUEST", "speaker invitation"),
        ("kim@example.org", "CANCEL", "speaker replaced"),
        ("sam@example.org", "REQUEST", "speaker invitation"),
    ]


def test_the_new_appearance_has_all_that_the_old_one_had(talk, other, at):
    workshop = make_workshop(talk.event, groups=1)
    group = workshop.groups.get()
    old = make_appearance(workshop, role="facilitator", group=group, order=3, cues="Microphone")
    new = services.replace(old, speaker=other, by=None, at=at)
    old.refresh_from_db()
    assert (old.replaced_by, old.replaced_at) == (new, at)
    assert (new.session, new.role, new.group, new.order, new.cues) == (
        workshop,
        "facilitator",
        group,
        3,
        "Microphone",
    )
    assert list(Appearance.objects.standing().filter(session=workshop)) == [new]


def test_somebody_who_was_never_invited_gets_no_mail(talk, other, at):
    services.replace(talk, speaker=other, by=None, at=at)
    assert list(Message.objects.values_list("to_email", flat=True)) == ["sam@example.org"]


def test_after_the_session_the_record_is_put_right_without_an_invitation(talk, other):
    services.replace(talk, speaker=other, by=None, at=talk.session.ends_at)
    assert Message.objects.count() == 0


def test_what_the_replaced_speaker_had_released_is_taken_back(released, other, at):
    services.replace(released.appearance, speaker=other, by=None, at=at)
    released.refresh_from_db()
    assert (released.state, released.released_at) == ("checked", None)


def test_nobody_is_replaced_twice(talk, other, at):
    services.replace(talk, speaker=other, by=None, at=at)
    with pytest.raises(Refused, match="Somebody else does this now"):
        services.replace(talk, speaker=other, by=None, at=at)


def test_nobody_takes_over_what_they_do_already(talk, other, at):
    make_appearance(talk.session, speaker=other)
    with pytest.raises(Refused, match="Sam Placeholder does this already"):
        services.replace(talk, speaker=other, by=None, at=at)


def test_a_speaker_of_another_project_cannot_take_over(talk, at):
    stranger = make_speaker(make_project())
    with pytest.raises(Refused, match="Choose a speaker of this project"):
        services.replace(talk, speaker=stranger, by=None, at=at)


def test_the_database_keeps_one_appearance_per_role(talk):
    with pytest.raises(IntegrityError):
        make_appearance(talk.session, speaker=talk.speaker)
