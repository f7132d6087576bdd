"""Addresses of an invitation."""

from django.urls import path

from dissemination.guests import views

app_name = "guests"
urlpatterns = [
    path("invitations/<str:token>/", views.open_invitation, name="open"),
    path("invitation/<str:code>/", views.invitation, name="invitation"),
    path("invitation/<str:code>/decline/", views.decline, name="decline"),
]
