"""Addresses of registration, of one's own place and of the form."""

from django.contrib import admin
from django.urls import path

from registrations.admin import questions
from registrations.views import colleagues, held, place, register

app_name = "registrations"

_see = admin.site.admin_view
urlpatterns = [
    path("events/<slug:slug>/register/", register.register, name="register"),
    path("events/<slug:slug>/register/colleagues/", colleagues.book, name="book"),
    path("events/<slug:slug>/registered/colleagues/", colleagues.booked, name="booked"),
    path("events/<slug:slug>/registered/", register.registered, name="registered"),
    path("events/<slug:slug>/lost-link/", register.lost_link, name="lost_link"),
    path("places/<str:token>/", place.open_place, name="open"),
    path("held/<str:token>/", held.open_allotment, name="open_allotment"),
    path("held-places/<str:code>/", held.allotment, name="allotment"),
    path("held-for/<str:token>/", held.open_taken, name="open_taken"),
    path("held-places/<str:code>/taken/", held.taken, name="taken"),
    path("place/<str:code>/", place.place, name="place"),
    path("place/<str:code>/calendar.ics", place.calendar, name="calendar"),
    path("place/<str:code>/change/", place.change, name="change"),
    path("place/<str:code>/more/", place.more, name="more"),
    path("place/<str:code>/answers/<int:number>/", place.my_file, name="my_file"),
    path("place/<str:code>/accept/", place.accept, name="accept"),
    path("place/<str:code>/hand-over/", place.hand_over, name="hand_over"),
    path("place/<str:code>/workshops/", place.workshops, name="workshops"),
    path("place/<str:code>/companion/", place.companion, name="companion"),
    path("place/<str:code>/diary/", place.choose_diary, name="diary"),
    path("place/<str:code>/cancel/", place.cancel, name="cancel"),
    path("admin/event/<slug:slug>/form/", _see(questions.form), name="form"),
    path("admin/event/<slug:slug>/form/new/", _see(questions.question), name="new_question"),
    path("admin/event/<slug:slug>/form/new/preview/", _see(questions.preview), name="preview_new"),
    path("admin/event/<slug:slug>/form/ask/", _see(questions.ask), name="ask_more"),
    path("admin/event/<slug:slug>/form/<int:number>/", _see(questions.question), name="question"),
    path("admin/event/<slug:slug>/form/<int:number>/preview/", _see(questions.preview), name="preview"),
    path("admin/event/<slug:slug>/form/<int:number>/<slug:verb>/", _see(questions.act), name="act"),
    path("admin/event/<slug:slug>/answers/<int:number>/", _see(questions.answer_file), name="answer_file"),
    path("my/", place.my_places, name="my_places"),
]
