"""Addresses of the workspace that do not stand under the admin."""

from django.urls import path

from dissemination.workspace.views import sample

app_name = "workspace"
urlpatterns = [path("sample/<str:token>/", sample.sign_in, name="sample_sign_in")]
