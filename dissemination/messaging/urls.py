"""The address that ends news."""

from django.urls import path

from dissemination.messaging import views

app_name = "messaging"
urlpatterns = [path("news/<str:token>/", views.news, name="news")]
