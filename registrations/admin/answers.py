"""What a delegate said to the organiser's own questions, on the organiser's page about that delegate."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registrations.models import Answer, Registration

LIST, LINE = "<dl>{}</dl>", "<dt><strong>{}</strong></dt><dd>{}</dd>"


class AnswersShown:
    """Put before a ModelAdmin of `Registration`: each question as it was asked, with its answer below.

    The page names all of `SHOWN` among its fields for reading.
    """

    SHOWN = ("own_answers", "data_text", "topics_wished", "seats_chosen")

    def get_fieldsets(self, request: HttpRequest, obj: Registration | None = None) -> Any:
        """With the answers at the end, where there are any."""
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if obj is None:
            return fieldsets
        shown = (*fieldsets, (_("What happens to people's data"), {"fields": ("data_text",)}))
        chosen = {"topics_wished": obj.topics, "seats_chosen": obj.workshop_seats.exists()}
        if any(chosen.values()):
            fields = tuple(name for name, is_there in chosen.items() if is_there)
            shown = (*shown, (_("What they chose"), {"fields": fields}))
        if not obj.answers.exists():
            return shown
        return (*shown, (_("Answers to your questions"), {"fields": ("own_answers",)}))

    @admin.display(description=_("the text about it"))
    def data_text(self, registration: Registration) -> str:
        """Which version of the text stood above the form that was sent, and when."""
        if registration.statement_at is None:
            return gettext("Nobody has noted that they read it.")
        when = date_format(registration.event.local(registration.statement_at), "j F Y, H:i")
        told = {"number": registration.statement_version, "when": when}
        return gettext("Version %(number)s, on %(when)s") % told

    @admin.display(description=_("topics, from the first choice on"))
    def topics_wished(self, registration: Registration) -> str:
        """What they would like to talk about in each workshop."""
        workshops = registration.event.sessions.filter(pk__in=registration.topics).in_order()
        rows = ((one.title, "; ".join(registration.topics[str(one.pk)])) for one in workshops)
        return format_html(LIST, format_html_join("", LINE, rows))

    @admin.display(description=_("seats"))
    def seats_chosen(self, registration: Registration) -> str:
        """The sessions with seats for some in which they have one, or would like one."""
        sessions = registration.event.sessions.filter(workshop_seats__registration=registration).in_order()
        return "; ".join(session.title for session in sessions)

    @admin.display(description=_("answers"))
    def own_answers(self, registration: Registration) -> str:
        """The answers as a list."""
        rows = ((answer.asked, _worded(answer)) for answer in registration.answers.in_order())
        return format_html(LIST, format_html_join("", LINE, rows))


def _worded(answer: Answer) -> str:
    """The answer in words; a file as a link, with what to look at before it is opened."""
    if not answer.file:
        return answer.shown
    slug = answer.question.event.slug
    address = reverse("registrations:answer_file", args=[slug, answer.pk])
    held = f" {answer.held_reason}" if answer.held_reason else ""
    return format_html('<a href="{}">{}</a>{}', address, answer.shown, held)
