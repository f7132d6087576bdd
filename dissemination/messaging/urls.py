"""The address that ends news, and the workspace's pages about the words of mails."""

from django.contrib import admin
from django.urls import path

from dissemination.messaging import views
from dissemination.messaging.admin import words

app_name = "messaging"
_view = admin.site.admin_view
urlpatterns = [
    path("returns/mailgun/", views.bounces, name="bounces"),
    path("news/<str:token>/", views.news, name="news"),
    path("admin/mails/", _view(words.overview), name="house_mails"),
    path("admin/mails/<slug:mail>/", _view(words.words), name="house_words"),
    path("admin/event/<slug:slug>/mails/", _view(words.overview), name="mails"),
    path("admin/event/<slug:slug>/mails/<slug:mail>/", _view(words.words), name="words"),
]
