"""Do one thing to each chosen row, and say for each how it went."""

from collections.abc import Callable

from django.contrib import messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import Refused
from dissemination.events.admin.scoped import TeamScopedAdmin

Verb = Callable[[models.Model], str]


def each(
    page: TeamScopedAdmin, request: HttpRequest, rows: QuerySet, roles: tuple[str, ...], do: Verb
) -> None:
    """Call `do` for each row that the user's role covers; it answers what happened, in a few words."""
    for row in rows:
        level, words = _one(page, request, row, roles, do)
        page.message_user(request, f"{row}: {words}", level)


def _one(
    page: TeamScopedAdmin, request: HttpRequest, row: models.Model, roles: tuple[str, ...], do: Verb
) -> tuple[int, str]:
    if not page.has_role(request, row, roles):
        return messages.ERROR, _("Your role at this event may not do this. Ask an organiser.")
    try:
        return messages.SUCCESS, do(row)
    except Refused as refusal:
        return messages.WARNING, str(refusal.reason)


def actor(request: HttpRequest) -> User:
    """Who is signed in: behind the workspace's door there is always somebody."""
    assert isinstance(request.user, User)
    return request.user
