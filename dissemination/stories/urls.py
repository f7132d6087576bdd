"""Addresses of stories: the call, the teller's page, what is published, the team's pipeline."""

from django.contrib import admin
from django.urls import path

from dissemination.stories import views
from dissemination.stories.admin import desk

app_name = "stories"

_view = admin.site.admin_view
urlpatterns = [
    path("events/<slug:slug>/stories/", views.tell_event, name="tell_event"),
    path("projects/<slug:slug>/stories/", views.tell_project, name="tell_project"),
    path("projects/<slug:slug>/stories/thank-you/", views.thanks, name="thanks"),
    path("stories/<slug:slug>/", views.story, name="story"),
    path("telling/<str:token>/", views.exchange, name="exchange"),
    path("teller/<str:code>/", views.teller, name="teller"),
    path("admin/event/<slug:slug>/stories/", _view(desk.pipeline), name="pipeline"),
    path("admin/event/<slug:slug>/stories/<int:number>/", _view(desk.lead), name="lead"),
]
