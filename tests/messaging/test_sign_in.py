"""Sign-in codes travel through the outbox, and tell nobody who is known."""

import re

import pytest
from allauth.account.adapter import get_adapter
from django.test import Client

from dissemination.messaging.models import Message
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def ask(client, email):
    return client.post("/accounts/login/code/", {"email": email})


def test_a_known_address_gets_a_code_and_can_sign_in_with_it(client):
    user = make_user("ann@example.org")
    response = ask(client, "Ann@Example.org")
    code = Message.objects.get().subject.rpartition(" ")[2]
    client.post(response["Location"], {"code": code})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_unknown_address_gets_the_same_page_and_a_mail_that_says_so(client):
    make_user("ann@example.org")
    stranger = Client()
    known, unknown = ask(client, "ann@example.org"), ask(stranger, "bob@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    pages = [browser.get(known["Location"]).content.decode() for browser in (client, stranger)]
    told = [re.sub(r'value="\w{64}"', "", page).replace("bob@", "ann@") for page in pages]
    assert told[0] == told[1]
    assert Message.objects.get(to_email="bob@example.org").subject == "You asked to sign in"


def test_nobody_signs_up_by_a_form(client):
    assert client.get("/accounts/signup/")["Location"] == "/accounts/login/"
    assert not get_adapter().is_open_for_signup(None)
