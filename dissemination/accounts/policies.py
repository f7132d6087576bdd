"""Who is asking."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import Refused


def signed_in(user: User | AnonymousUser) -> User:
    """The user who asks; refused, with the way in, when nobody is signed in."""
    if isinstance(user, AnonymousUser):
        raise Refused(_("Sign in first."))
    return user
