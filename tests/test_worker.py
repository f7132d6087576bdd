"""The worker gives way to those who wait for a page."""

import pytest
from django.db import connection

from dissemination import celery


@pytest.fixture
def niceness(monkeypatch, tmp_path):
    """What the worker asks of the machine: how nice it is, and what stands in the file of its session."""
    asked, autogroup = [], tmp_path / "autogroup"
    monkeypatch.setattr(celery.os, "nice", asked.append)
    monkeypatch.setattr(celery, "AUTOGROUP", autogroup)
    monkeypatch.setattr(celery.os, "getsid", lambda _: celery.os.getpid())
    return lambda: (asked, autogroup.read_text() if autogroup.exists() else "")


def test_readers_come_first(niceness, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    celery.give_way()
    assert niceness() == ([15], "15")


def test_a_session_that_holds_more_than_the_worker_keeps_its_share(niceness, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(celery.os, "getsid", lambda _: 1)
    celery.give_way()
    assert niceness() == ([15], "")


def test_where_the_session_has_no_share_of_its_own_it_is_nice_all_the_same(niceness, monkeypatch, tmp_path):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(celery, "AUTOGROUP", tmp_path / "not" / "there")
    celery.give_way()
    assert niceness() == ([15], "")


def test_a_worker_that_holds_the_whole_database_is_let_on(niceness, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    celery.give_way()
    assert niceness() == ([], "")
