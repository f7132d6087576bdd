"""The WSGI entry point, served by granian (`start.py`) or any other WSGI server."""

import gc
import os

from django.core.validators import validate_email
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from dissemination.celery import app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dissemination.settings")

application = get_wsgi_application()
# Everything is loaded now, so that no reader waits for it, ...
list(get_resolver().url_patterns)
validate_email("somebody@example.org")  # compiles its patterns
with app.connection_for_write() as broker:
    broker.get_transport_cls()  # loads its client; it is not asked for anything
gc.collect()
gc.freeze()  # ... and never looked through for garbage: that took 80 ms of every fourth large page
