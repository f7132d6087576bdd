"""The link that opens a group's own page, and the address to type, as they stand on the table's sheet."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from dissemination.capture.models import GroupSheet
from dissemination.core.tokens import link_token, typed_code
from dissemination.desk.services import Door
from dissemination.events.models import Event
from sessions.models import Group

PURPOSE = "table"


def sheet_of(group: Group) -> GroupSheet:
    """The group's sheet, laid out empty when it has none yet."""
    return GroupSheet.objects.get_or_create(group=group)[0]


def table_link(group: Group) -> str:
    """The absolute address of the group's page, the same on every paper until the sheet's code changes."""
    return link_of(sheet_of(group))


def typed_address(group: Group) -> str:
    """The same page as a person types it, without the scheme: “onward.example.org/t/4KX7-9QMR”."""
    return typed_of(sheet_of(group))


def doors_of(event: Event) -> dict[int, Door]:
    """How the page of each group of the event is opened, by the group's number; lays out missing sheets."""
    groups = Group.objects.of_event(event.pk)
    lacking = [GroupSheet(group=group) for group in groups.filter(sheet=None)]
    GroupSheet.objects.bulk_create(lacking, ignore_conflicts=True)
    sheets = GroupSheet.objects.filter(group__in=groups)
    return {sheet.group_id: Door(link=link_of(sheet), typed=typed_of(sheet)) for sheet in sheets}


def link_of(sheet: GroupSheet) -> str:
    """The absolute address that opens this sheet."""
    path = reverse("capture:enter", kwargs={"token": link_token(PURPOSE, sheet.code)})
    return f"{settings.SITE_URL}{path}"


def typed_of(sheet: GroupSheet) -> str:
    """The address of this sheet as a person types it."""
    path = reverse("capture:typed", kwargs={"token": typed_code(PURPOSE, sheet.code)})
    return f"{urlsplit(settings.SITE_URL).netloc}{path}".rstrip("/")
