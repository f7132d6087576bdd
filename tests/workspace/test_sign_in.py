"""The way into the workspace is the product's own sign-in."""

import pytest

from tests.factories import make_event, make_member, make_user

pytestmark = pytest.mark.django_db


def test_a_visitor_signs_in_and_comes_back(client):
    response = client.get("/admin/events/event/?o=1", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=/admin/events/event/%3Fo%3D1"


def test_somebody_who_is_no_staff_is_told_so(client):
    client.force_login(make_user())
    assert client.get("/admin/", follow=True).status_code == 403


def test_staff_who_ask_for_the_sign_in_page_are_not_sent_around(client):
    client.force_login(make_member(make_event()))
    assert client.get("/admin/login/").status_code == 302


@pytest.mark.parametrize("page", ["password_change", "password_change/done"])
def test_there_is_no_page_about_passwords(page, client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get(f"/admin/{page}/").status_code == 404
