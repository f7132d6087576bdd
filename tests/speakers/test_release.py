"""Checking, releasing and taking back: nothing leaves the team without all three."""

import pytest
from django.db import IntegrityError, transaction

from dissemination.core.verdicts import Refused
from speakers import services
from speakers.models import Appearance, Material
from tests.speakers.conftest import AGREED, a_file

pytestmark = pytest.mark.django_db
PRIVATE = services.Terms(release="nobody", is_agreed=True)


def test_what_is_checked_and_agreed_to_is_released(material, at):
    services.check(material, by=None, at=at)
    assert list(Material.objects.public()) == []
    services.release(material, by=None, at=at)
    material.refresh_from_db()
    assert (material.state, material.released_at) == ("released", at)
    assert list(Material.objects.public()) == [material]


def test_received_files_wait_for_their_check(material, at):
    assert list(Material.objects.awaiting_check()) == [material]
    with pytest.raises(Refused, match="Check it first"):
        services.release(material, by=None, at=at)


def test_nothing_is_released_without_agreement(talk, at):
    material = services.upload(talk, a_file(), at=at).material
    services.check(material, by=None, at=at)
    with pytest.raises(Refused, match="The speaker has not agreed to publish it"):
        services.release(material, by=None, at=at)
    services.agree(material, by=None, at=at)
    services.release(material, by=None, at=at)
    assert Material.objects.public().count() == 1


def test_nothing_is_released_that_nobody_may_read(talk, material, at):
    services.set_terms(material, PRIVATE, at=at)
    services.check(material, by=None, at=at)
    with pytest.raises(Refused, match="nobody may read it"):
        services.release(material, by=None, at=at)


def test_each_step_is_taken_once(released, at):
    with pytest.raises(Refused, match="It has been checked already"):
        services.check(released, by=None, at=at)
    with pytest.raises(Refused, match="It is released already"):
        services.release(released, by=None, at=at)


def test_a_material_without_a_file_is_not_checked(talk, at):
    awaited = Material.objects.create(appearance=talk, title="Handout")
    with pytest.raises(Refused, match="No file has been received yet"):
        services.check(awaited, by=None, at=at)


def test_slides_of_a_replaced_speaker_are_not_released(material, at):
    services.check(material, by=None, at=at)
    Appearance.objects.update(replaced_at=at)
    with pytest.raises(Refused, match="its speaker no longer has"):
        services.release(material, by=None, at=at)


def test_what_is_withdrawn_is_hidden_and_can_be_released_again(released, at):
    services.withdraw(released, by=None, at=at)
    assert list(Material.objects.released()) == []
    with pytest.raises(Refused, match="It is not released"):
        services.withdraw(released, by=None, at=at)
    services.release(released, by=None, at=at)
    assert list(Material.objects.released()) == [released]


def test_taking_the_agreement_back_hides_it_at_once(released, at):
    services.set_terms(released, services.Terms(release="public"), at=at)
    released.refresh_from_db()
    assert (released.state, released.consented_at, released.released_at) == ("checked", None, None)


def test_choosing_nobody_hides_it_at_once(released, at):
    services.set_terms(released, PRIVATE, at=at)
    assert list(Material.objects.released()) == []


def test_the_agreement_keeps_its_first_date(material, at):
    services.set_terms(material, AGREED, at=at.replace(year=2027))
    material.refresh_from_db()
    assert material.consented_at == at


def test_the_database_lets_nothing_out_without_agreement(material, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        Material.objects.update(released_at=at, consented_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Material.objects.update(state="released")
