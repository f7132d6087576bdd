"""Addresses of the tables' pages and of the organiser's view of them."""

from django.contrib import admin
from django.urls import path

from dissemination.capture import views
from dissemination.capture.admin import board, papers

app_name = "capture"

urlpatterns = [
    path("tables/<str:token>/", views.enter, name="enter"),
    path("t/<str:token>/", views.typed, name="typed"),
    path("table/<str:code>/", views.table, name="table"),
    path("table/<str:code>/points/", views.points, name="points"),
    path("table/<str:code>/points/<int:number>/", views.edit, name="edit"),
    path("table/<str:code>/points/<int:number>/star/", views.star, name="star"),
    path("table/<str:code>/photograph/", views.photograph, name="photograph"),
    path("table/<str:code>/finish/", views.finish, name="finish"),
    path("table/<str:code>/read-back/", views.read_back, name="read_back"),
    path("admin/event/<slug:slug>/papers/<slug:kind>.pdf", admin.site.admin_view(papers.paper), name="paper"),
    path("admin/event/<slug:slug>/day-pack.pdf", admin.site.admin_view(papers.day_pack), name="day_pack"),
    path("admin/event/<slug:slug>/capture/", admin.site.admin_view(board.gathering), name="gathering"),
    path(
        "admin/event/<slug:slug>/capture/<int:number>/",
        admin.site.admin_view(board.sheet),
        name="sheet",
    ),
    path(
        "admin/event/<slug:slug>/capture/<int:number>/flip-chart.jpg",
        admin.site.admin_view(board.flip_chart),
        name="flip_chart",
    ),
]
