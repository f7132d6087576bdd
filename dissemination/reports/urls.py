"""Addresses of the report and of the page on which it is written."""

from django.contrib import admin
from django.urls import path

from dissemination.reports import views
from dissemination.reports.admin import desk

app_name = "reports"

urlpatterns = [
    path("events/<slug:slug>/report/", views.report, name="report"),
    path("events/<slug:slug>/report/<int:number>/", views.edition, name="edition"),
    path("events/<slug:slug>/report.html", views.file, name="file"),
    path("events/<slug:slug>/report.md", views.markdown, name="markdown"),
    path("admin/event/<slug:slug>/report/", admin.site.admin_view(desk.desk), name="edit"),
    path(
        "admin/event/<slug:slug>/report/<int:number>/publish/",
        admin.site.admin_view(desk.publish),
        name="publish",
    ),
]
