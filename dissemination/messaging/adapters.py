"""allauth's mails leave through the outbox like every other, and nobody signs up by a form."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from dissemination.messaging import outbox, texts


class AccountAdapter(DefaultAccountAdapter):
    """Sends sign-in codes through the outbox; an unknown address gets a mail that says so, and no account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: registering, speaking or joining a team makes the user."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Post the mail that allauth asks for. Its body is blanked once it has been sent."""
        name = template_prefix.rpartition("/")[2]
        letter = texts.render(f"account/{name}", {"code": str(context.get("code", ""))})
        outbox.post(
            letter,
            key=f"account:{uuid.uuid4()}",
            kind="sign-in",
            to=outbox.Recipient(email),
            at=timezone.now(),
            is_secret=True,
        )
