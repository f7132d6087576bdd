"""Logs name no link that opens something."""

import logging

import pytest
from django.conf import settings

from dissemination.core.logs import NoTokens
from dissemination.core.tokens import link_token, new_code


def _logged(words, *told):
    record = logging.makeLogRecord({"msg": words, "args": told})
    assert NoTokens().filter(record) is True
    return record.getMessage()


def test_a_token_is_left_out_of_the_line():
    path = f"/places/{link_token('place', new_code())}/"
    assert _logged("%s: %s", "Too Many Requests", path) == "Too Many Requests: /places/(link)/"


@pytest.mark.parametrize("words", ["Not Found: /events/x/", "100 % of 3.5 done", "onward.sqlite3"])
def test_other_lines_stay_as_they_are(words):
    assert _logged(words) == words


def test_every_line_goes_through_it():
    assert [handler["filters"] for handler in settings.LOGGING["handlers"].values()] == [["no tokens"]]
