"""What answers when nobody in particular is asked."""

import pytest
from django.test import Client


def test_a_web_server_finds_the_product():
    from dissemination.wsgi import application

    assert callable(application)


@pytest.mark.django_db
def test_a_form_that_was_open_too_long_says_so():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "ada@example.org"})
    assert answer.status_code == 403
    assert "expired_form.html" in [template.name for template in answer.templates]
