"""What “you have a place” promises: it is on disk, and it waited for no broker and no mail server.

`benchmarks/durability.py` kills PostgreSQL under load and `benchmarks/registration.py` takes both away under
load; here it is told what those rest on.
"""

import socket

import pytest
from django.db import connection
from kombu.exceptions import OperationalError

from dissemination.messaging import tasks
from dissemination.messaging.models import Message
from registrations.models import Registration
from tests.factories import make_event
from tests.registrations.test_register_page import answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]


@pytest.fixture
def register(client, django_capture_on_commit_callbacks):
    """Send the form, with all that follows the commit."""
    event = make_event(slug="sharing")

    def send():
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(f"/events/{event.slug}/register/", answers())

    return send


def test_no_statement_of_a_registration_lets_the_database_answer_before_it_has_written(register):
    told = []

    def listen(execute, sql, *more):
        told.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(listen):
        assert register().status_code == 302
    assert [sql for sql in told if "synchronous_commit" in sql or "PRAGMA" in sql] == []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)


def test_a_place_is_confirmed_while_broker_and_mail_server_are_down(register, monkeypatch):
    def refuse(*told, **more):
        raise OperationalError("nobody is there")

    called = []
    monkeypatch.setattr(tasks.deliver, "apply_async", refuse)
    monkeypatch.setattr(socket.socket, "connect", lambda *told: called.append(told))
    assert register().headers["Location"] == "/events/sharing/registered/"
    assert (Registration.objects.get().state, called) == ("confirmed", [])
    assert Message.objects.get().sent_at is None
