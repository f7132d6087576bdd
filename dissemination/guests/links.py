"""The link in an invitation."""

from django.conf import settings
from django.urls import reverse

from dissemination.core.tokens import link_token
from dissemination.guests.models import Guest

PURPOSE = "guest"


def invitation_link(guest: Guest) -> str:
    """The absolute address by which this guest answers."""
    path = reverse("guests:open", kwargs={"token": link_token(PURPOSE, guest.code)})
    return f"{settings.SITE_URL}{path}"
