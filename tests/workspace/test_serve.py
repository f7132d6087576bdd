"""`manage.py serve`: what `start.py` runs."""

import pytest
from django.conf import settings
from django.core.management import call_command

from dissemination.workspace.management.commands import serve


class Server:
    """Stands where the server stands, and notes what there was when it was told to serve."""

    started: list[tuple[str, int, str]] = []

    def __init__(self, target, *, port, **how):
        self.target, self.port = target, port

    def serve(self):
        self.started.append((self.target, self.port, (settings.DATA_DIR / "links").read_text()))


@pytest.mark.django_db
def test_the_database_is_prepared_and_its_links_are_kept_before_a_page_is_served(monkeypatch):
    monkeypatch.setattr(serve, "Granian", Server)
    monkeypatch.setattr(serve.connections, "close_all", lambda: None)  # the test goes on with its own
    call_command("serve", port=8765, empty=True)
    assert Server.started == [("dissemination.wsgi:application", 8765, "")]
