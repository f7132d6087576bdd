"""People: the user who signs in, the person behind one e-mail address, and the audit of what was done."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.querysets import AuditEntryQuerySet, PersonQuerySet
from dissemination.core.models import AddressField, LineField


class UserManager(BaseUserManager["User"]):
    """Makes users. They have no password: they sign in by a code sent to their address, or by passkey."""

    def create_user(self, email: str, *, is_staff: bool = False, is_superuser: bool = False) -> "User":
        """A new user with this address and no usable password."""
        user = self.model(email=email.lower(), is_staff=is_staff, is_superuser=is_superuser)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None) -> "User":
        """An administrator. The password of Django's command is not used."""
        return self.create_user(email, is_staff=True, is_superuser=True)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in."""

    email = AddressField(_("e-mail address"), unique=True)
    is_staff = models.BooleanField(
        _("may open the workspace"), default=False, help_text=_("Organisers and desk staff need this.")
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.email

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Administrators may all; others what their team role gives: model permissions play no part."""
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        """As `has_perm`."""
        return self.is_active and self.is_superuser


class Person(models.Model):
    """One human being, known by one e-mail address. Names as given at an event stand on its records."""

    user = models.OneToOneField(User, models.CASCADE, related_name="person", verbose_name=_("user"))
    email = AddressField(_("e-mail address"), unique=True)
    name = LineField(_("name"), max_length=200, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email


class AuditEntry(models.Model):
    """One privileged act. Holds keys only, no names, no values; the database refuses change and deletion."""

    at = models.DateTimeField(_("when"))
    actor_id = models.BigIntegerField(_("user number"), null=True)
    verb = models.CharField(_("what was done"), max_length=80)
    subject = models.CharField(_("to what"), max_length=120)
    event_id = models.BigIntegerField(_("event number"), null=True, db_index=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
