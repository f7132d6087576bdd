"""allauth's mails leave through the outbox like every other."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sends sign-in codes through the outbox."""
