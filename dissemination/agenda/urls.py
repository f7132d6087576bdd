"""Addresses of a delegate's own calendar."""

from django.urls import path

from dissemination.agenda import views

app_name = "agenda"

urlpatterns = [
    path("place/<str:code>/agenda/", views.choose, name="choose"),
    path("place/<str:code>/agenda/renew/", views.renew, name="renew"),
    path("agenda/<str:token>.ics", views.feed, name="feed"),
]
