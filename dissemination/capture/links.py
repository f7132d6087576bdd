"""The link that opens a group's own page, as it stands on the table's sign and sheet."""

from django.conf import settings
from django.urls import reverse

from dissemination.capture.models import GroupSheet
from dissemination.core.tokens import link_token
from sessions.models import Group

PURPOSE = "table"


def sheet_of(group: Group) -> GroupSheet:
    """The group's sheet, laid out empty when it has none yet."""
    return GroupSheet.objects.get_or_create(group=group)[0]


def table_link(group: Group) -> str:
    """The absolute address of the group's page, the same on every paper until the sheet's code changes."""
    path = reverse("capture:enter", kwargs={"token": link_token(PURPOSE, sheet_of(group).code)})
    return f"{settings.SITE_URL}{path}"
