"""Verdicts: true or false for templates, a reason for people, and an exception for services."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from dissemination.core import verdicts
from dissemination.core.middleware import RefusedMiddleware


def test_a_yes_is_true_and_lets_a_service_go_on():
    assert verdicts.YES
    assert verdicts.YES.enforce() is None


def test_a_no_is_false_and_says_why():
    verdict = verdicts.no("Registration closed on 2 March.")
    assert (bool(verdict), verdict.reason) == (False, "Registration closed on 2 March.")


def test_a_no_stops_a_service_with_its_reason():
    with pytest.raises(verdicts.Refused, match=r"^Registration closed on 2 March\.$"):
        verdicts.no("Registration closed on 2 March.").enforce()


def test_a_refusal_that_no_view_answered_is_a_page_that_says_why():
    middleware = RefusedMiddleware(lambda request: HttpResponse())
    page = middleware.process_exception(_request(), verdicts.Refused("Registration closed on 2 March."))
    assert page.status_code == 409
    assert "Registration closed on 2 March." in page.content.decode()


@pytest.mark.parametrize(
    ("referer", "leads"),
    [
        ("http://testserver/place/x/?a=1&b=2", "http://testserver/place/x/?a=1&amp;b=2"),
        ("http://evil.example/place/", "/"),
        ("javascript:alert(1)", "/"),
        ("//evil.example/", "/"),
        ("", "/"),
    ],
)
def test_a_refusal_leads_back_to_the_page_of_ours_that_asked(referer, leads):
    request = _request(headers={"Referer": referer})
    page = RefusedMiddleware(lambda request: HttpResponse()).process_exception(
        request, verdicts.Refused("No.")
    )
    assert f'<a class="button" href="{leads}">' in page.content.decode()


def test_any_other_exception_is_left_to_django():
    middleware = RefusedMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(_request(), ValueError()) is None


def _request(**more):
    request = RequestFactory().get("/", **more)
    request.user = AnonymousUser()
    return request
