"""Joining instructions and reminder say what the event has for them, until they are edited or begin."""

import pytest
import time_machine
from django.urls import reverse

from dissemination.mailings import emails, policies, services
from dissemination.messaging.models import Message
from dissemination.messaging.services import write_words
from tests.factories import make_member
from tests.mailings.conftest import MINUTE, sent, usual

pytestmark = pytest.mark.django_db
OURS = {"subject": "Welcome to {event}", "body": "Dear {name},\n\nBring boots.\n\n{place}"}
DAYS_14 = 14 * 24 * 60


@pytest.fixture
def write(event, organiser, at):
    def written(**words):
        return write_words("mailings/joining", event, by=organiser, at=at, **OURS | words)

    return written


@pytest.fixture
def laid_out(event, three, at):
    with time_machine.travel(at, tick=False):
        services.lay_out_usual(event, at=at)
        yield usual(event)


@pytest.fixture
def page(client, organiser, laid_out):
    client.force_login(organiser)

    def read(name, *given):
        return client.get(reverse(f"mailings:{name}", args=["sharing", *given])).content.decode()

    return read


def subjects():
    return set(Message.objects.filter(is_bulk=True).values_list("subject", flat=True))


def test_words_that_the_event_gets_later_leave(laid_out, three, write, play):
    write()
    play(DAYS_14)
    assert (subjects(), len(sent())) == ({"Welcome to Sharing day"}, 3)
    assert "Bring boots." in Message.objects.first().text


def test_another_version_follows_the_one_that_was_laid_out_or_saved(
    event, organiser, at, laid_out, write, play
):
    write(subject="The first of {event}")
    services.keep(services.follow(laid_out), by=organiser, at=at)
    assert usual(event).subject == "The first of {event}"
    write()
    play(DAYS_14)
    assert subjects() == {"Welcome to Sharing day"}


def test_words_that_somebody_edited_stay(event, organiser, at, laid_out, write, play):
    laid_out.subject = "Edited: {event}"
    services.keep(laid_out, by=organiser, at=at)
    write()
    play(DAYS_14)
    assert subjects() == {"Edited: Sharing day"}


def test_what_was_edited_while_the_clock_had_it_in_hand_stays(event, organiser, at, laid_out, write):
    write()
    as_the_worker_read_it = usual(event)
    laid_out.subject = "Edited: {event}"
    services.keep(laid_out, by=organiser, at=at)
    late = laid_out.leaves_at + MINUTE
    services.go_on(as_the_worker_read_it, emails.Post, at=late)
    assert subjects() == {"Edited: Sharing day"}


def test_what_has_begun_says_the_same_to_the_last(event, laid_out, write, play):
    play(DAYS_14)
    write()
    assert services.follow(usual(event)).subject == "Before you come: {event}"


def test_its_pages_show_the_words_that_will_leave(page, laid_out, three, write):
    assert "Bring boots." not in page("mailing", laid_out.pk)
    write()
    assert "Bring boots." in page("mailing", laid_out.pk)
    assert "Welcome to Sharing day" in page("overview")
    assert "Bring boots." in page("reader", laid_out.pk, f"person-{three[0].person_id}")


def test_a_test_says_what_will_leave(laid_out, organiser, at, write):
    write()
    assert services.send_test(laid_out, by=organiser, at=at).subject == "Test: Welcome to Sharing day"


def test_what_a_publisher_approves_is_what_was_seen_and_leaves(
    client, event, organiser, at, laid_out, write, monkeypatch, play
):
    monkeypatch.setattr(policies, "MOST_ALONE", 2)
    publisher = make_member(event, "publisher")
    services.stop(laid_out, by=organiser, at=at)
    services.plan(laid_out, by=organiser, at=at)
    write()
    client.force_login(publisher)
    seen = client.get(reverse("mailings:approve", args=["sharing", laid_out.pk]))
    assert "Bring boots." in seen.content.decode()
    services.approve(laid_out, by=publisher, at=at)
    write(subject="Never seen: {event}")
    play(DAYS_14)
    assert subjects() == {"Welcome to Sharing day"}
