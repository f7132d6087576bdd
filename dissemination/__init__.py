"""Onward: events whose results carry on. The Django project, and the apps that are not one of the three."""

from dissemination.celery import app as celery_app

__all__ = ["celery_app"]
