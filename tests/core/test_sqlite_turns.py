"""On SQLite the threads of a process write in turn, and nobody keeps a turn that is over."""

import threading

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 0.05}


@pytest.fixture
def connect(tmp_path, django_db_blocker):
    """Gives connections to one file, each as another thread would have it; they wait a moment, not longer."""
    made = []

    def one():
        database = {"ENGINE": "dissemination.sqlite", "NAME": str(tmp_path / "file"), "OPTIONS": OPTIONS}
        made.append(ConnectionHandler({"default": database})["default"])
        made[-1].inc_thread_sharing()
        return made[-1]

    with django_db_blocker.unblock():
        yield one
        for connection in made:
            connection.close()


def begin(connection):
    """Begin a transaction, as `transaction.atomic` does."""
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


@pytest.mark.parametrize("ending", ["commit", "rollback", "close"])
def test_a_turn_is_given_back_however_the_transaction_ends(connect, ending):
    first, second = connect(), connect()
    begin(first)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(second)
    getattr(first, ending)()
    begin(second)
    second.rollback()


def test_a_transaction_that_cannot_begin_keeps_no_turn(connect, monkeypatch):
    broken, other = connect(), connect()
    broken.ensure_connection()
    monkeypatch.setattr(broken, "transaction_mode", "NEVER")
    with pytest.raises(OperationalError):
        begin(broken)
    begin(other)
    other.rollback()


def test_whoever_waits_is_woken_when_the_one_before_is_done(connect):
    first, second, order = connect(), connect(), []
    second.settings_dict["OPTIONS"] = OPTIONS | {"timeout": 10}

    def write():
        begin(second)
        order.append("second")
        second.rollback()

    begin(first)
    waiting = threading.Thread(target=write)
    waiting.start()
    order.append("first")
    first.commit()
    waiting.join()
    assert order == ["first", "second"]
