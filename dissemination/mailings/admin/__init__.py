"""The workspace's pages about mailings."""

from dissemination.mailings.admin.rows import MailingAdmin

__all__ = ["MailingAdmin"]
