"""The workspace's pages about delegates."""

from registrations.admin.need import NeedAdmin
from registrations.admin.registration import RegistrationAdmin

__all__ = ["NeedAdmin", "RegistrationAdmin"]
