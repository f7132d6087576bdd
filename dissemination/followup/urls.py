"""Addresses of the follow-up: pages of the workspace."""

from django.contrib import admin
from django.urls import path

from dissemination.followup.admin import approving, desk

app_name = "followup"

_view = admin.site.admin_view
urlpatterns = [
    path("admin/event/<slug:slug>/follow-up/", _view(desk.plan), name="plan"),
    path("admin/event/<slug:slug>/follow-up/<int:number>/", _view(desk.item), name="item"),
    path("admin/event/<slug:slug>/follow-up/<int:number>/approve/", _view(approving.approve), name="approve"),
    path("admin/event/<slug:slug>/follow-up/<int:number>/send/", _view(desk.issue), name="issue"),
]
