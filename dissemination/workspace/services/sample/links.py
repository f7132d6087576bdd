"""The sample's ways in. They work again and again, in local mode only, and for the sample's people only."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.capture.links import table_link
from dissemination.core.tokens import link_token, read_token
from dissemination.events.models import Event
from dissemination.workspace.services.sample import ahead, build, today
from registrations.invites import place_link
from registrations.models import Registration
from sessions.models import Group
from speakers.invites import speaking_link
from speakers.models import Appearance

PURPOSE = "sample"


@dataclass(frozen=True, slots=True)
class Link:
    """One way in: for whom, and the address."""

    who: str
    url: str


def sample_user(token: str) -> User | None:
    """The sample's organiser, desk or publisher whom this token signs in; None outside the sample."""
    address = read_token(PURPOSE, token)
    if settings.PRODUCTION or address not in (build.ORGANISER, build.DESK, build.PUBLISHER):
        return None
    return User.objects.filter(email=address).first()


def links() -> list[Link]:
    """Every way in to what is still there to be tried: people, a table, the hall screen."""
    late = Appearance.objects.filter(event__slug=ahead.SLUG).order_by("slides_due_at", "pk")
    tables = Group.objects.filter(session__event__slug=today.SLUG).order_by(
        "session__starts_at", "session_id", "order", "pk"
    )
    delegates = Registration.objects.filter(event__slug=today.SLUG).order_by("pk")
    held = Event.objects.filter(slug=today.SLUG)
    return [
        Link(_("Organiser"), _sign_in(build.ORGANISER)),
        Link(_("Publisher, who approves"), _sign_in(build.PUBLISHER)),
        Link(_("Desk, today"), _sign_in(build.DESK)),
        *[Link(_("Hall screen, today"), _screen(one)) for one in held],
        *[Link(_("Speaker who is late with slides"), speaking_link(one)) for one in late[:1]],
        *[Link(_("Table 1, today"), table_link(one)) for one in tables[:1]],
        *[Link(_("Delegate, today"), place_link(one)) for one in delegates[:1]],
    ]


def _screen(event: Event) -> str:
    return f"{settings.SITE_URL}" + reverse("pages:screen", args=[event.slug])


def _sign_in(email: str) -> str:
    return f"{settings.SITE_URL}" + reverse("workspace:sample_sign_in", args=[link_token(PURPOSE, email)])
