"""The link by which a teller reads their story before it is published."""

from django.conf import settings
from django.urls import reverse

from dissemination.core.tokens import link_token
from dissemination.stories.models import StoryLead

PURPOSE = "story"


def teller_link(lead: StoryLead) -> str:
    """The absolute address of the teller's page."""
    path = reverse("stories:exchange", kwargs={"token": link_token(PURPOSE, lead.code)})
    return f"{settings.SITE_URL}{path}"
