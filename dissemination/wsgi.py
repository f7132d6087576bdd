"""The WSGI entry point, served by granian (`start.py`) or any other WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dissemination.settings")

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - everything is loaded now, so that no reader waits for it, and ...
gc.collect()
gc.freeze()  # ... never looked through for garbage: that took 80 ms of every fourth large page
