"""The speaker's own pages, and the addresses of what was brought."""

from django.urls import path

from speakers import views

app_name = "speakers"
urlpatterns = [
    path("speaking/<str:token>/", views.exchange, name="exchange"),
    path("speaker/<str:code>/", views.portal, name="portal"),
    path("speaker/<str:code>/slides/", views.slides, name="slides"),
    path("speaker/<str:code>/publishing/", views.publishing, name="publishing"),
    path("speaker/<str:code>/about/", views.about, name="about"),
    path("speaker/<str:code>/portrait/", views.own_portrait, name="own_portrait"),
    path("materials/<str:code>/", views.material, name="material"),
    path("materials/<str:code>/<int:number>/", views.version, name="version"),
]
