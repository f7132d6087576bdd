"""Who is asking, and who may let others in."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Refused, Verdict, no


def signed_in(user: User | AnonymousUser) -> User:
    """The user who asks; refused, with the way in, when nobody is signed in."""
    if isinstance(user, AnonymousUser):
        raise Refused(_("Sign in first."))
    return user


def may_set_rights(by: User) -> Verdict:
    """Decide who may sign in and what they may open: administrators."""
    if by.is_active and by.is_superuser:
        return YES
    return no(_("Only administrators may do this. Ask one of them."))


def may_bring_in(by: User) -> Verdict:
    """Let somebody into the workspace: whoever may open it."""
    if by.is_active and (by.is_staff or by.is_superuser):
        return YES
    return no(_("Only people who work here may let others in. Ask an organiser."))
