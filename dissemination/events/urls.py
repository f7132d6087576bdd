"""Addresses of the events app: the pictures that may be seen."""

from django.urls import re_path

from dissemination.events import views

app_name = "events"
urlpatterns = [
    re_path(
        r"^pictures/(?P<path>(?:photographs|portraits)/[A-Za-z0-9_-]+\.jpg)$", views.picture, name="picture"
    )
]
