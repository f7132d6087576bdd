"""Addresses of the public pages. They last: people print them."""

from django.urls import path

from dissemination.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("projects/<slug:slug>/", views.project, name="project"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("events/<slug:slug>/programme/", views.programme, name="programme"),
    path("events/<slug:slug>/screen/", views.screen, name="screen"),
    path("events/<slug:slug>/programme.ics", views.programme_feed, name="programme_feed"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path(".well-known/security.txt", views.security, name="security"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
