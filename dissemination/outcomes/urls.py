"""Addresses of conclusions, commitments and the organiser's board."""

from django.contrib import admin
from django.urls import path

from dissemination.outcomes import views
from dissemination.outcomes.admin import board

app_name = "outcomes"

urlpatterns = [
    path("events/<slug:slug>/outcomes/", views.outcomes, name="outcomes"),
    path("events/<slug:slug>/outcomes/<int:number>/", views.outcome, name="outcome"),
    path("events/<slug:slug>/flip-charts/<int:number>.jpg", views.flip_chart, name="flip_chart"),
    path("table/<str:code>/commitments/", views.commit, name="commit"),
    path("commitments/<str:token>/", views.promised, name="promised"),
    path("commitment/<str:code>/", views.commitment, name="commitment"),
    path("admin/event/<slug:slug>/themes/", admin.site.admin_view(board.board), name="board"),
    path("admin/event/<slug:slug>/conclude/", admin.site.admin_view(board.conclude), name="conclude"),
]
