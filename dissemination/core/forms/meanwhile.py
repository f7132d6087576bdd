"""Two people at one form: whoever saves second overwrites nothing unawares, and loses nothing typed.

A page carries a digest of what each field said when it was opened. A field that says something else by the
time the page is sent was changed by somebody meanwhile. Where the sender left it alone, it stays so. Where
both wrote, the sender is told what it says now, and decides by saving again. A row that is gone stays away.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models import Model, QuerySet
from django.http import QueryDict  # noqa: TID251 - what a form holds of a page that was sent
from django.utils import formats, timezone
from django.utils.choices import flatten_choices
from django.utils.text import Truncator
from django.utils.translation import gettext as _

SHOWN = 600

Digests = Mapping[str, str]


class Compared(forms.BaseForm):
    """Put before a form: compares what its fields say with what the page said when it was opened."""

    stood: Mapping[str, Digests] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = [name for name, field in self.fields.items() if self.has_row and not field.disabled]
        self.now = {name: digest(self._initial(name)) for name in seen}
        was = self.stood.get(self.key, {})
        moved = {name: self._sent(name) for name, now in self.now.items() if was.get(name, now) != now}
        self.left = [name for name, sent in moved.items() if sent == was[name]]
        self._fill_in(self.left)
        clash = [name for name, sent in moved.items() if sent not in (was[name], self.now[name])]
        self.both = {name: self._words(name) for name in clash}

    @property
    def key(self) -> str:
        """Names what the form is about among all of the page."""
        return ""

    @property
    def has_row(self) -> bool:
        """There is something to compare with."""
        return True

    def full_clean(self) -> None:
        super().full_clean()
        for name, words in self.both.items():
            told = _(
                "Somebody changed this while you had the page open. It says now: %(now)s. "
                "Save again to put yours in its place."
            )
            self.add_error(name, told % {"now": words})

    def _initial(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)

    def _sent(self, name: str) -> str:
        """The digest of what came back; of nothing where it cannot be read."""
        field: Any = self.fields[name]
        sent = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        besides = [self._initial(name)] if isinstance(field, forms.FileField) else []
        try:
            return digest(field.clean(sent, *besides))
        except ValidationError:
            return ""

    def _fill_in(self, names: Iterable[str]) -> None:
        """Fill in what these fields say now, as the page would have sent it."""
        data = cast(QueryDict, self.data).copy()
        for name in names:
            _put(data, self.fields[name].widget, self.add_prefix(name), self._initial(name))
        self.data = data

    def _words(self, name: str) -> str:
        """What a field says now, as a person reads it."""
        field, values = self.fields[name], _each(self._initial(name))
        if isinstance(field, forms.ModelChoiceField):
            rows = cast(QuerySet, field.queryset).model._base_manager.filter(pk__in=map(_plain, values))
            values = [field.label_from_instance(row) for row in rows]
        elif isinstance(field, forms.ChoiceField):
            labels: dict[Any, Any] = dict(flatten_choices(cast(Any, field.choices)))
            values = [labels.get(value, value) for value in values]
        words = ", ".join(_word(value) for value in values)
        return Truncator(words or _("nothing")).chars(SHOWN)


class Watched(Compared, forms.ModelForm):
    """The same put before a form of a row, which may also be told why a service refused what it sent."""

    refusal = ""

    @property
    def key(self) -> str:
        """Names the row among all rows of the page."""
        number = "" if self.is_only_row else self.instance.pk
        return f"{self.instance._meta.label_lower}:{number}"

    @property
    def is_only_row(self) -> bool:
        """The form says that its page has one row, and may have been opened before there was one."""
        return bool(getattr(self, "may_be_first", False))

    @property
    def has_row(self) -> bool:
        """There is something to compare with."""
        return self.is_only_row or bool(self.instance.pk)

    @property
    def is_unsaved(self) -> bool:
        """What was sent says something else than the row; a field left empty that was empty does not."""
        if not self.is_bound:
            return False
        sent = {name: self._sent(name) for name in self.now}
        return any((sent[name] or digest(None)) != now for name, now in self.now.items())

    def full_clean(self) -> None:
        super().full_clean()
        if self.refusal and self.is_bound:
            self.add_error(None, self.refusal)


class WatchedRows(forms.BaseInlineFormSet):
    """Put before a set of rows: leaves out those that somebody took away while the page was open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gone = self._without_gone() if self.is_bound else []

    def _without_gone(self) -> list[str]:
        """The names of the rows that are not there any more; the page is read as if it had not had them."""
        standing = {str(row.pk) for row in self.get_queryset()}
        total, key, prefix = self.total_form_count(), cast(Any, self.model)._meta.pk.name, str(self.prefix)
        old = range(min(self.initial_form_count(), total))
        gone = [n for n in old if self.data.get(f"{self.add_prefix(n)}-{key}", "") not in standing]
        names = [self._name(n) for n in gone]
        if gone:
            kept = [str(n) for n in range(total) if n not in gone]
            counts = {"TOTAL": total - len(gone), "INITIAL": len(old) - len(gone)}
            data = _renumbered(self.data, prefix, kept)
            for name, count in counts.items():
                data[f"{prefix}-{name}_FORMS"] = str(count)
            self.data = data
            self.files = _renumbered(self.files, prefix, kept)
            del self.management_form
        return names

    def _name(self, number: int) -> str:
        """A row as the page showed it: the first words in it."""
        fields = [name for name, field in self.form.base_fields.items() if isinstance(field, forms.CharField)]
        words = (str(self.data.get(f"{self.add_prefix(number)}-{name}", "")).strip() for name in fields)
        return next(filter(None, words), str(cast(Any, self.model)._meta.verbose_name))


def watched_rows(formset: type[Any]) -> type[Any]:
    """The set of rows, without those that have gone."""
    return type(formset.__name__, (WatchedRows, formset), {"__module__": formset.__module__})


def watched(form: type[Any], stood: Mapping[str, Digests], *, refusal: str = "") -> type[Any]:
    """The form, comparing with what the page brought, and telling why what it sent has been refused."""
    known = {"stood": stood, "refusal": refusal, "__module__": form.__module__}
    return type(form.__name__, (Watched, form), known)


def as_stood(rows: Iterable[Any]) -> str:
    """What a page carries in its hidden field, for all its rows."""
    return json.dumps({row.key: row.now for row in rows if row.now}, separators=(",", ":"))


def as_sent(sent: str) -> Mapping[str, Digests]:
    """What the page brought back; nothing where it is not ours, and then nothing is compared."""
    try:
        told = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    rows = told.items() if isinstance(told, dict) else ()
    return {key: digests for key, digests in rows if isinstance(digests, dict)}


def typed(sent: QueryDict, forms_of_page: Iterable[type[forms.Form]]) -> list[tuple[str, str]]:
    """The label and the words of each text that came with a page, in the order of the page."""
    fields = [(name, field) for form in forms_of_page for name, field in form.base_fields.items()]
    labels = {name: field.label for name, field in fields if isinstance(field, forms.CharField)}
    words = ((labels.get(key.rpartition("-")[2]), str(sent[key]).strip()) for key in sent)
    return [(str(label), text) for label, text in words if label and text]


def left_alone(rows: Iterable[Any]) -> str:
    """The fields that somebody else changed and the sender did not, by their labels."""
    return ", ".join(str(row[name].label) for row in rows for name in row.left)


def changed_twice(rows: Iterable[Any]) -> str:
    """The fields that both have changed, by their labels."""
    return ", ".join(str(row[name].label) for row in rows for name in row.both)


def digest(value: Any) -> str:
    """A short fingerprint of what a field says, or of several."""
    words = "\n".join(sorted(map(_plain, _each(value))))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _each(value: Any) -> list[Any]:
    """One value, several of a list, or none."""
    if isinstance(value, Iterable) and not isinstance(value, str | File):
        return list(value)
    return [] if value is None else [value]


def _plain(value: Any) -> str:
    """One text for one value, whether it comes from the database or from the browser."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(second=0, microsecond=0).isoformat()
    return str(value).strip().replace("\r\n", "\n")


def _word(value: Any) -> str:
    """One value as a person reads it."""
    return str(formats.localize(timezone.localtime(value) if isinstance(value, datetime) else value))


def _put(data: QueryDict, widget: forms.Widget, name: str, value: Any) -> None:
    """Fill in what a browser sends for a field that shows this value."""
    if isinstance(widget, forms.CheckboxInput):
        data.setlist(name, ["on"] if value else [])
    elif isinstance(widget, forms.DateTimeInput):
        data[name] = widget.format_value(value) or ""
    else:
        data.setlist(name, [_plain(one) for one in _each(value)])


def _renumbered(sent: Any, prefix: str, kept: list[str]) -> Any:
    """What was sent, without the rows that are not kept, and with those that are one after another."""
    found = sent.copy()
    found.clear()
    for key in sent:
        row = re.fullmatch(rf"{re.escape(prefix)}-(\d+)-(.+)", key, re.DOTALL)
        if row is None:
            found.setlist(key, sent.getlist(key))
        elif row[1] in kept:
            found.setlist(f"{prefix}-{kept.index(row[1])}-{row[2]}", sent.getlist(key))
    return found
