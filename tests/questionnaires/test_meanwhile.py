"""Two organisers write one question of the form: the second overwrites nothing of the first unawares."""

import html
import re

import pytest

from tests.factories import make_event, make_form_question, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]


@pytest.fixture
def question():
    event = make_event(state="draft")
    return make_form_question(event, "Which bus?", kind="choice", options=["1", "50"], help="The number.")


@pytest.fixture
def page(client, question):
    """Opens the page of the question as a browser would, and sends it with some fields written anew."""
    client.force_login(make_member(question.event))
    address = f"/admin/event/{question.event.slug}/form/{question.pk}/"
    opened = client.get(address).content.decode()
    written = {"text": "Which bus?", "kind": "choice", "listed": "1\r\n50", "help": "The number."}

    def send(page=opened, **values):
        stood = html.unescape(re.search('name="stood" value="([^"]*)"', page)[1])
        return client.post(address, written | values | {"stood": stood}, follow=True)

    return send


def words(question):
    question.refresh_from_db()
    return question.text, question.options, question.help


def test_the_second_to_write_the_same_words_reads_the_first_and_decides(page, question):
    page(text="Which bus do you take?")
    answer = page(text="Which tram?")
    shown = answer.content.decode()
    assert (answer.status_code, words(question)[0]) == (422, "Which bus do you take?")
    assert "Somebody changed this while you had the page open. It says now: Which bus do you take?" in shown
    assert 'value="Which tram?"' in shown
    page(shown, text="Which tram?")
    assert words(question)[0] == "Which tram?"


def test_what_the_second_left_alone_stays_as_the_first_wrote_it(page, question):
    page(listed="1\r\n50\r\n8")
    answer = page(help="The one you come by.").content.decode()
    assert words(question) == ("Which bus?", ["1", "50", "8"], "The one you come by.")
    assert "Meanwhile somebody else changed: Answers to choose from, one on each line." in answer


def test_a_page_sent_twice_is_no_change_by_somebody_else(page, question):
    for _ in range(2):
        assert "The form asks this now." in page(text="Which tram?").content.decode()
