"""The filled event, and the moments at which it is visited."""

import pytest
import time_machine
from django.core.cache import cache

from tests.trust.world import AFTER, fill


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(db):
    cache.clear()
    return fill()


@pytest.fixture
def after(world):
    with time_machine.travel(AFTER, tick=False):
        yield world
