"""The link by which the owner of a commitment confirms it and tells what came of it."""

from django.conf import settings
from django.urls import reverse

from dissemination.core.tokens import link_token
from dissemination.outcomes.models import Commitment

PURPOSE = "commitment"


def commitment_link(commitment: Commitment) -> str:
    """The absolute address of the owner's page."""
    path = reverse("outcomes:promised", kwargs={"token": link_token(PURPOSE, commitment.code)})
    return f"{settings.SITE_URL}{path}"
