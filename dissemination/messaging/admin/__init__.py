"""The workspace's pages about mail: messages, addresses that get less of it, diaries' answers."""

from dissemination.messaging.admin.addressee import AddresseeAdmin
from dissemination.messaging.admin.invitation import InvitationAdmin
from dissemination.messaging.admin.message import MessageAdmin

__all__ = ["AddresseeAdmin", "InvitationAdmin", "MessageAdmin"]
