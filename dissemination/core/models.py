"""Model fields that every app builds on, and the count of changes to what readers see."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from dissemination.core import text

_no_nul = ProhibitNullCharactersValidator()


class LineField(models.CharField):
    """One line of plain text. Control and direction marks never reach the database, whoever writes.

    Django asks `to_python` for what a form gives and for what a row is written with.
    """

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            _no_nul(value)
            value = text.one_line(value)
        return super().to_python(value)


class ProseField(models.TextField):
    """Plain text of several lines, cleaned like `LineField`. Shown with `linebreaks`, never as HTML."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            _no_nul(value)
            value = text.prose(value)
        return super().to_python(value)


class AddressField(models.EmailField):
    """An e-mail address in lower case, one spelling for one person; quoted local parts are not taken."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if isinstance(value, str):
            value = text.one_line(value).lower()
            if '"' in value:
                raise ValidationError("Enter an e-mail address in the form name@example.org.", code="invalid")
        return value


class Revision(models.Model):
    """How often anything that readers see has changed: one row, which the database itself counts up.

    `pages` says which tables count (`management/commands/migrate.py`); `core.kept` goes by the number.
    """

    number = models.BigIntegerField(_("number"), default=0)
    counted_in = models.BigIntegerField(
        null=True, help_text="The transaction that counted last (PostgreSQL)."
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")

    def __str__(self) -> str:
        return f"{self.number}"
