"""Links that carry a right, and the pass that a browser gets for one."""

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory

from dissemination.core import passes, tokens


@pytest.fixture
def browser():
    """Makes the next request of a browser that keeps what the response given to it has set."""
    kept = {}

    def request(response=None):
        if response is not None:
            kept.update({name: morsel.value for name, morsel in response.cookies.items()})
        made = RequestFactory().get("/")
        made.COOKIES.update(kept)
        return made

    return request


def _granted(browser, *codes, purpose="place"):
    for code in codes:
        browser(passes.grant(browser(), HttpResponse(), purpose=purpose, code=code))
    return browser()


def test_a_token_opens_the_row_it_was_made_for():
    code = tokens.new_code()
    assert tokens.read_token("place", tokens.link_token("place", code)) == code


def test_a_token_is_worth_nothing_for_another_purpose():
    assert tokens.read_token("table", tokens.link_token("place", "abc")) is None


@pytest.mark.parametrize("token", ["", ".", "abc", "abc.", ".abc", "abc.0123", "é.é", "abc.def.ghi"])
def test_a_token_that_we_did_not_make_opens_nothing(token):
    assert tokens.read_token("place", token) is None


def test_a_token_with_one_changed_letter_opens_nothing():
    token = tokens.link_token("place", "abc")
    changed = token[:-1] + ("0" if token[-1] != "0" else "1")
    assert tokens.read_token("place", changed) is None


def test_a_pass_opens_its_row_for_its_purpose(browser):
    request = _granted(browser, "abc")
    assert (passes.held(request, "place"), passes.held(request, "table")) == (["abc"], [])


def test_a_browser_without_a_pass_holds_nothing(browser):
    assert passes.held(browser(), "place") == []


def test_a_row_opened_again_is_held_once_and_counts_as_the_newest(browser):
    assert passes.held(_granted(browser, "abc", "def", "abc"), "place") == ["def", "abc"]


def test_the_oldest_pass_makes_room_for_the_newest(browser):
    codes = [f"code{number}" for number in range(passes.MOST + 1)]
    assert passes.held(_granted(browser, *codes), "place") == codes[1:]


def test_a_pass_lasts_twelve_hours_and_is_out_of_reach_of_scripts():
    cookie = passes.grant(RequestFactory().get("/"), HttpResponse(), purpose="place", code="abc").cookies[
        "passes"
    ]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (12 * 3600, True, "Lax")


def test_production_keeps_the_pass_to_this_host_and_to_https(settings):
    settings.PRODUCTION = True
    response = passes.grant(RequestFactory().get("/"), HttpResponse(), purpose="place", code="abc")
    assert response.cookies["__Host-passes"]["secure"] is True


def test_a_pass_that_was_tampered_with_is_none_at_all(browser):
    request = _granted(browser, "abc")
    request.COOKIES["passes"] = signing.get_cookie_signer(salt="passes" + "another").sign("place:abc")
    assert passes.held(request, "place") == []


def test_a_typed_code_is_short_and_has_no_letters_that_look_alike():
    typed = [tokens.typed_code("table", str(number)) for number in range(200)]
    assert len(set(typed)) == 200
    assert not set("".join(typed)) & set("01BILOSUZAEY")
    assert {(len(code), code[4]) for code in typed} == {(9, "-")}


def test_a_typed_code_is_read_however_it_is_typed():
    codes = [str(number) for number in range(50)]
    typed = tokens.typed_code("table", "7")
    misread = typed.translate(str.maketrans("825", "BZS"))
    for text in (typed, typed.lower(), typed.replace("-", ""), f" {typed.replace('-', ' ')} ", misread):
        assert tokens.read_typed("table", text, codes) == "7"


@pytest.mark.parametrize("text", ["", "-", "4KX7", "é" * 8, "4KX7-9QMR"])
def test_what_was_never_given_out_opens_nothing(text):
    assert tokens.read_typed("table", text, ["7"]) is None
    assert tokens.read_typed("table", tokens.typed_code("table", "7") + "2", ["7"]) is None
    assert tokens.read_typed("table", tokens.typed_code("place", "7"), ["7"]) is None
