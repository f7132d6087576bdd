"""The broker without a server: a nudge is a file that is there whole, or not at all."""

import json
from queue import Empty

import pytest
from kombu import Connection, Queue


@pytest.fixture
def channel(tmp_path):
    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path)}
    options = {**folders, "control_folder": str(tmp_path / "control")}
    transport = "dissemination.broker:Transport"
    with Connection("filesystem://", transport=transport, transport_options=options) as connection:
        yield connection.default_channel


def test_what_is_put_into_the_queue_comes_out_once(channel):
    channel._put("mail", {"body": "ring"})
    assert channel._get("mail") == {"body": "ring"}
    with pytest.raises(Empty):
        channel._get("mail")


def test_a_reader_never_sees_a_file_that_is_still_being_written(channel, tmp_path, monkeypatch):
    monkeypatch.setattr("pathlib.Path.replace", lambda draft, file: None)  # it dies before the last step
    channel._put("mail", {"body": "ring"})
    with pytest.raises(Empty):
        channel._get("mail")


def test_a_queue_is_bound_once(channel, tmp_path):
    for _ in range(2):
        Queue("mail", routing_key="mail")(channel).declare()
        channel._queue_bind("mail", "mail", "", "mail")
    assert json.loads((tmp_path / "control" / "mail.exchange").read_text()) == [["mail", "", "mail"]]
