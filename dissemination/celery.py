"""The Celery application. A task is only a nudge: what has to be done stands in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dissemination.settings")

app = Celery("dissemination")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
