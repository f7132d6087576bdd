"""Addresses of an event's delegates: in the workspace, and the lists of those who agreed to be named."""

from django.contrib import admin
from django.urls import path

from dissemination.delegates import views
from dissemination.delegates.admin import acting, answering, bringing, listing, taking

app_name = "delegates"

_see = admin.site.admin_view
urlpatterns = [
    path("events/<slug:slug>/people/", views.people, name="people"),
    path("place/<str:code>/people/", views.people_here, name="people_here"),
    path("admin/event/<slug:slug>/delegates/", _see(listing.delegates), name="list"),
    path("admin/event/<slug:slug>/delegates/act/", _see(acting.act), name="act"),
    path("admin/event/<slug:slug>/delegates/export/", _see(taking.export), name="export"),
    path("admin/event/<slug:slug>/delegates/figures/", _see(listing.show_figures), name="figures"),
    path("admin/event/<slug:slug>/delegates/import/", _see(bringing.bring), name="bring"),
    path(
        "admin/event/<slug:slug>/delegates/import/<int:number>/columns/",
        _see(bringing.columns),
        name="columns",
    ),
    path("admin/event/<slug:slug>/delegates/import/<int:number>/", _see(bringing.check), name="check"),
    path(
        "admin/event/<slug:slug>/delegates/import/<int:number>/forget/",
        _see(bringing.forget),
        name="forget",
    ),
    path(
        "admin/event/<slug:slug>/delegates/<int:number>/answers/",
        _see(answering.answers),
        name="answers",
    ),
    path(
        "admin/event/<slug:slug>/delegates/<int:number>/answers/<int:version>/restore/",
        _see(answering.restore),
        name="restore",
    ),
    path(
        "admin/event/<slug:slug>/delegates/<int:number>/as-delegate/",
        _see(listing.as_delegate),
        name="as_delegate",
    ),
]
