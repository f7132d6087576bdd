"""Staff of a production site need a second proof before they see the workspace or the desk."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from dissemination.accounts.middleware import StaffProofMiddleware
from tests.factories import make_event, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings):
    settings.STAFF_NEED_MFA = True


@pytest.fixture
def organiser():
    return make_member(make_event())


@pytest.mark.parametrize("address", ["/admin/", "/desk/any/"])
def test_staff_without_a_second_proof_are_sent_to_set_one_up(address, client, organiser, production):
    client.force_login(organiser)
    response = client.get(address)
    assert (response.status_code, response.url) == (302, reverse("mfa_index"))


def test_the_page_they_are_sent_to_says_why(client, organiser, production):
    client.force_login(organiser)
    page = client.get("/admin/", follow=True)
    assert "Add a passkey or an authenticator first. Then the workspace opens." in page.content.decode()


def test_staff_with_a_second_proof_pass(client, organiser, production):
    Authenticator.objects.create(user=organiser, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(organiser)
    assert client.get("/admin/").status_code == 200


def test_nobody_is_asked_where_the_setting_is_off(client, organiser):
    client.force_login(organiser)
    assert client.get("/admin/").status_code == 200


def test_a_visitor_is_sent_to_sign_in_and_not_to_set_up(client, production):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1] == ("/accounts/login/?next=/admin/", 302)


def test_public_pages_ask_nothing(rf, production):
    request = rf.get("/")
    assert StaffProofMiddleware(lambda request: "page")(request) == "page"


def test_an_administrator_without_a_second_proof_is_no_exception(client, production):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get("/admin/accounts/user/").status_code == 302
