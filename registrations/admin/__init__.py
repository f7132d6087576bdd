"""The workspace's pages about delegates."""

from registrations.admin.allotments import AllotmentAdmin
from registrations.admin.need import AnswerAdmin, NeedAdmin
from registrations.admin.registration import RegistrationAdmin

__all__ = ["AllotmentAdmin", "AnswerAdmin", "NeedAdmin", "RegistrationAdmin"]
