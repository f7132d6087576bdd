"""News ends with one press, in the mail program or on our page; service mail goes on."""

import pytest

from dissemination.core.tokens import link_token
from dissemination.messaging import delivery, mime, outbox, services
from dissemination.messaging.models import Addressee

pytestmark = pytest.mark.django_db


@pytest.fixture
def link():
    return outbox.news_link("ann@example.org")


@pytest.fixture
def path(link):
    return link.removeprefix("http://localhost:8000")


def test_news_carries_the_headers_of_one_press(post, link, at):
    message = post(unsubscribe=link)
    head = mime.as_bytes(message).partition(b"\r\n\r\n")[0]
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in head
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head


def test_other_mail_carries_none(post):
    assert b"List-Unsubscribe" not in mime.as_bytes(post())


def test_the_link_of_an_address_stays_the_same(link):
    assert outbox.news_link("ann@example.org") == link


def test_a_mail_program_ends_news_without_cookie_or_form_token(client, path, django_assert_num_queries):
    client = type(client)(enforce_csrf_checks=True)
    answers = [client.post(path, {"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]
    assert answers == [200, 200]
    assert Addressee.objects.refusing_news().get().email == "ann@example.org"


def test_the_first_refusal_keeps_its_time(client, path):
    client.post(path)
    first = Addressee.objects.get().refuses_news_at
    client.post(path)
    assert Addressee.objects.get().refuses_news_at == first


def test_a_scanner_that_follows_the_link_ends_nothing(client, path):
    page = client.get(path)
    assert "Stop the news?" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert Addressee.objects.get().refuses_news_at is None


def test_the_page_says_that_it_is_done(client, path):
    assert "We send no more news to ann@example.org." in client.post(path).content.decode()


def test_a_wrong_link_opens_nothing(client, path):
    wrong = [path[:-2] + "x/", f"/news/{link_token('place', Addressee.objects.get().code)}/"]
    assert [client.post(address).status_code for address in wrong] == [404, 404]
    assert Addressee.objects.get().refuses_news_at is None


def test_whoever_refused_gets_no_news_and_every_other_mail(post, link, at, mailbox):
    services.refuse_news(Addressee.objects.get(), at=at)
    news, told = post(key="1", unsubscribe=link), post(key="2")
    assert delivery.deliver_due(at=at) == 1
    news.refresh_from_db()
    told.refresh_from_db()
    assert (news.state, news.last_error) == ("cancelled", "Not sent: this address asked for no more news.")
    assert (told.state, len(mailbox())) == ("sent", 1)
