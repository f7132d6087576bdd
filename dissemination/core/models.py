"""Model fields and abstract models that every app builds on. No tables of its own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models

from dissemination.core import text

_no_nul = ProhibitNullCharactersValidator()


class LineField(models.CharField):
    """One line of plain text. Control and direction marks never reach the database, whoever writes."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            _no_nul(value)
            value = text.one_line(value)
        return super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return text.one_line(value) if isinstance(value, str) else value


class ProseField(models.TextField):
    """Plain text of several lines, cleaned like `LineField`. Shown with `linebreaks`, never as HTML."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            _no_nul(value)
            value = text.prose(value)
        return super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return text.prose(value) if isinstance(value, str) else value


class AddressField(models.EmailField):
    """An e-mail address in lower case, one spelling for one person; quoted local parts are not taken."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if isinstance(value, str):
            value = text.one_line(value).lower()
            if '"' in value:
                raise ValidationError("Enter an e-mail address in the form name@example.org.", code="invalid")
        return value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value.lower() if isinstance(value, str) else value
