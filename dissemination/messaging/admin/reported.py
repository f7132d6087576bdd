"""Doing one thing for many rows, with a report of each that was refused."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dissemination.core.verdicts import Refused


def each_reported(
    page: admin.ModelAdmin, request: HttpRequest, rows: Iterable[Any], act: Callable[[Any], object]
) -> None:
    """Do it row by row; what was refused is said with its reason, what was done is counted."""
    done = 0
    for row in rows:
        try:
            act(row)
            done += 1
        except Refused as refused:
            page.message_user(request, f"{row}: {refused}", messages.ERROR)
    if done:
        page.message_user(request, _("Done for %(number)s.") % {"number": done}, messages.SUCCESS)
