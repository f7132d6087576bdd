"""Form fields that clean what people type, with words that say what to do; forms that ask for a verb."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from dissemination.core import text
from dissemination.core.verdicts import Refused

ADDRESS_HINT = _("Enter an e-mail address in the form name@example.org.")
_refuse_nul = ProhibitNullCharactersValidator(_("Type this again: it holds a character that cannot be kept."))


def done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What a valid form asks for is done. When that is refused, the reason stands on the form: None."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, str(refusal.reason))
        return None


def _text(value: Any) -> str:
    """What was typed, before it is cleaned; a NUL is told, not swept away."""
    typed = "" if value is None else str(value)
    _refuse_nul(typed)
    return typed


class LineInput(forms.CharField):
    """One line of plain text, cleaned like `core.models.LineField`."""

    def to_python(self, value: Any) -> str:
        return text.one_line(_text(value))


class ProseInput(forms.CharField):
    """Plain text of several lines, cleaned like `core.models.ProseField`."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return text.prose(_text(value))


def _unquoted(address: str) -> None:
    if '"' in address:
        raise ValidationError(ADDRESS_HINT, code="invalid")


class AddressInput(forms.EmailField):
    """An e-mail address in lower case; quoted local parts are not taken."""

    default_validators = [EmailValidator(ADDRESS_HINT), _unquoted]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": ADDRESS_HINT})
        super().__init__(max_length=254, **kwargs)

    def to_python(self, value: Any) -> str:
        return text.one_line(_text(value)).lower()
