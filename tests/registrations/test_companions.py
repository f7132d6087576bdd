"""What a delegate reads about whoever comes with them, before both are gone."""

import pytest
import time_machine

from dissemination.core.tokens import link_token
from tests.factories import make_event, make_registration
from tests.registrations.test_bring import bring

pytestmark = pytest.mark.django_db


def test_the_page_that_asks_before_cancelling_says_whose_place_goes_too(client, at):
    ann = make_registration(make_event(slug="works", capacity=10), name="Ann Example")
    client.get(f"/places/{link_token('place', ann.code)}/")
    address, words = f"/place/{ann.code}/cancel/", "Who comes with you loses their place as well: "
    with time_machine.travel(at, tick=False):
        assert words not in client.get(address).content.decode()
        iris = bring(ann, at)
        assert f"{words}{iris.name}." in client.get(address).content.decode()
