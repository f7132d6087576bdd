"""The workspace's pages about delegates."""

from registrations.admin.allotments import AllotmentAdmin
from registrations.admin.need import NeedAdmin
from registrations.admin.registration import RegistrationAdmin

__all__ = ["AllotmentAdmin", "NeedAdmin", "RegistrationAdmin"]
