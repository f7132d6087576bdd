"""The link that opens a group's own page, and the address to type, as they stand on the table's sheet."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from dissemination.capture.models import GroupSheet
from dissemination.core.tokens import link_token, typed_code
from sessions.models import Group

PURPOSE = "table"


def sheet_of(group: Group) -> GroupSheet:
    """The group's sheet, laid out empty when it has none yet."""
    return GroupSheet.objects.get_or_create(group=group)[0]


def table_link(group: Group) -> str:
    """The absolute address of the group's page, the same on every paper until the sheet's code changes."""
    path = reverse("capture:enter", kwargs={"token": link_token(PURPOSE, sheet_of(group).code)})
    return f"{settings.SITE_URL}{path}"


def typed_address(group: Group) -> str:
    """The same page as a person types it, without the scheme: “onward.example.org/t/4KX7-9QMR”."""
    path = reverse("capture:typed", kwargs={"token": typed_code(PURPOSE, sheet_of(group).code)})
    return f"{urlsplit(settings.SITE_URL).netloc}{path}".rstrip("/")
