"""Addresses of mailings: pages of the workspace, and of a delegate who wants fewer of them."""

from django.contrib import admin
from django.urls import path

from dissemination.mailings import views
from dissemination.mailings.admin import approving, desk

app_name = "mailings"

_view = admin.site.admin_view
urlpatterns = [
    path("place/<str:code>/mails/", views.fewer, name="fewer"),
    path("speaker/<str:code>/mails/", views.fewer_speaking, name="fewer_speaking"),
    path("admin/event/<slug:slug>/messages/", _view(desk.overview), name="overview"),
    path("admin/event/<slug:slug>/messages/new/", _view(desk.new), name="new"),
    path("admin/event/<slug:slug>/messages/<int:number>/", _view(desk.mailing), name="mailing"),
    path("admin/event/<slug:slug>/messages/<int:number>/send/", _view(desk.act), name="act"),
    path("admin/event/<slug:slug>/messages/<int:number>/approve/", _view(approving.approve), name="approve"),
    path(
        "admin/event/<slug:slug>/messages/<int:number>/reader/<str:key>/", _view(desk.reader), name="reader"
    ),
]
