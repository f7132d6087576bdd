"""The tags of our templates: form fields, error summary, event tabs, initials, drawings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django import template
from django.core.handlers.wsgi import WSGIRequest
from django.forms import BaseForm, BoundField, widgets
from django.template.context import Context
from django.utils.translation import gettext as _

from dissemination.core.templatetags import drawings
from dissemination.core.text import titled

register = template.Library()

KINDS: list[tuple[type[widgets.Widget], str]] = [
    (widgets.CheckboxSelectMultiple, "checkboxes"),
    (widgets.RadioSelect, "radios"),
    (widgets.CheckboxInput, "checkbox"),
    (widgets.SplitDateTimeWidget, "group"),
    (widgets.Select, "select"),
    (widgets.Textarea, "textarea"),
    (widgets.FileInput, "file"),
]
NATIVE: dict[type[widgets.Widget], tuple[str, str]] = {
    widgets.DateInput: ("date", "%Y-%m-%d"),
    widgets.TimeInput: ("time", "%H:%M"),
    widgets.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
}
CLASSES = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
    "group": "govuk-input govuk-input--width-10",
}
WIDTHS = {"": "", "s": " govuk-input--width-5", "m": " govuk-input--width-20", "l": " govuk-input--width-30"}
AUTOCOMPLETE = {
    "name": "name",
    "full_name": "name",
    "email": "email",
    "organisation": "organization",
    "organisation_name": "organization",
    "job_title": "organization-title",
    "phone": "tel",
    "telephone": "tel",
}


def _kind(bound: BoundField) -> str:
    return next((kind for widget, kind in KINDS if isinstance(bound.field.widget, widget)), "text")


def _target(bound: BoundField) -> str:
    """The id that a label or the error summary may point to: the first choice of a group of choices."""
    if bound.use_fieldset and bound.subwidgets:
        return bound.subwidgets[0].id_for_label or str(bound.auto_id)
    return bound.id_for_label


def _as_native(widget: widgets.Widget) -> None:
    """Let the browser's own calendar and clock ask for dates and times; they speak ISO 8601 only."""
    if isinstance(widget, widgets.DateTimeBaseInput) and widget.input_type == "text":
        widget.input_type, widget.format = next(
            how for kind, how in NATIVE.items() if isinstance(widget, kind)
        )


def _label_parts(widget: widgets.SplitDateTimeWidget) -> None:
    """Name the two inputs of a date with a time: their legend alone does not tell them apart."""
    for part, label in zip(widget.widgets, (_("Date"), _("Time")), strict=True):
        _as_native(part)
        part.attrs["aria-label"] = label


def _described_by(bound: BoundField, hint: str) -> str:
    ids = [f"{bound.auto_id}_hint"] if hint else []
    return " ".join([*ids, f"{bound.auto_id}_error"] if bound.errors else ids)


def _attributes(bound: BoundField, kind: str, size: str, described_by: str) -> dict[str, str | bool]:
    """What the input itself carries: its classes, its descriptions, and what the browser may fill in."""
    own = bound.field.widget.attrs
    classes = CLASSES.get(kind, "govuk-input" + WIDTHS[size])
    attributes: dict[str, str | bool] = {"class": f"{classes} {own.get('class', '')}".strip()}
    if described_by and not bound.use_fieldset:
        attributes["aria-describedby"] = described_by
    if kind == "text" and "autocomplete" not in own and bound.name in AUTOCOMPLETE:
        attributes["autocomplete"] = AUTOCOMPLETE[bound.name]
    return attributes


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, size: str = "", hint: str = "", heading: str = "", wanted: bool = False
) -> dict[str, Any]:
    """One form field with its label, hint and error, all of them linked.

    `size` is s, m or l (or nothing: full width); `hint` replaces the field's help text; `heading` is "h1"
    when the question is the page's only heading. What is `wanted` is asked for elsewhere on the page, and not
    called optional, though the form can be sent without it.
    """
    kind = _kind(bound)
    if isinstance(bound.field.widget, widgets.SplitDateTimeWidget):
        _label_parts(bound.field.widget)
    _as_native(bound.field.widget)
    bound.field.widget.attrs.pop("placeholder", None)  # the label says it, and stays when somebody types
    hint = hint or str(bound.help_text)
    described_by = _described_by(bound, hint)
    return {
        "bound": bound,
        "kind": kind,
        "hint": hint,
        "heading": heading,
        "described_by": described_by,
        "target": _target(bound),
        "shows_optional": not (bound.field.required or wanted or kind == "checkbox"),
        "input": bound.as_widget(attrs=_attributes(bound, kind, size, described_by)),
    }


@register.inclusion_tag("components/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """Every field of a form, hidden ones included."""
    return {"form": form}


def _problems(form: BaseForm) -> Iterator[tuple[str, str]]:
    """Each error of the form as (id of the input it belongs to, or nothing; the words).

    Words that stand at several fields are led by the name of each.
    """
    for message in form.non_field_errors():
        yield "", str(message)
    said = Counter(str(message) for bound in form for message in bound.errors)
    for bound in form:
        for words in map(str, bound.errors):
            told = f"{bound.label}: {words}" if said[words] > 1 else words
            yield ("" if bound.is_hidden else _target(bound)), told


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm, rows: Iterable[BaseForm] = ()) -> dict[str, Any]:
    """A list of what has to be put right, each a link to its field; nothing when all is well.

    `rows` are further forms on the page, such as those of a form set.
    """
    return {"problems": [problem for each in (form, *rows) for problem in _problems(each)]}


@register.inclusion_tag("components/error_prefix.html")
def error_prefix(form: BaseForm) -> dict[str, Any]:
    """“Error: ” for the start of a page's title when its form came back."""
    return {"came_back": form.is_bound and bool(form.errors)}


@register.inclusion_tag("components/event_tab.html", takes_context=True)
def event_tab(context: Context, slug: str, path: str, label: str) -> dict[str, Any]:
    """One tab of an event's pages, marked when it is the page being shown."""
    address = f"/events/{slug}/{path}" if slug else "/"
    request: WSGIRequest | None = context.get("request")
    return {"address": address, "label": label, "is_current": request is not None and request.path == address}


@register.filter
def with_colon(title: str) -> str:
    """A title before what belongs to it: “Workshop:”, but “What stops you?”."""
    return titled(title, "").rstrip()


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word of a name, for a person without a photograph."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    return "".join(word[0] for word in ([*words[:1], *words[-1:]] if len(words) > 1 else words)).upper()


@register.inclusion_tag("components/constellation.html")
def constellation(seed: str, groups: Iterable[int | Iterable[str]] | None = None) -> dict[str, Any]:
    """The event's groups drawn as round tables under one sky; decoration, so hidden from screen readers."""
    return {"sky": drawings.constellation(seed, groups or [])}


@register.inclusion_tag("components/climb_chart.html")
def climb_chart(label: str, days: Sequence[tuple[date, int]], limit: int, limit_label: str) -> dict[str, Any]:
    """A number that has risen day by day, with its last value and its limit said beside the lines.

    `label` says it all in words for those who cannot see the drawing; the numbers stand in a table beside it.
    """
    steps = [(day.toordinal(), number) for day, number in days]
    return {
        "label": label,
        "first": days[0][0],
        "last": days[-1][0],
        "total": days[-1][1],
        "climb": drawings.climb(steps, limit),
        "limit_label": limit_label,
    }


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(caption: str, bars: Iterable[Sequence[Any]], most: float = 0, unit: str = "") -> dict[str, Any]:
    """Horizontal bars that are their own table: rows of (label, value) or (label, value, sector).

    `most` is the value of a full bar (a capacity); without it the longest bar is full.
    """
    rows = [(*bar, "")[:3] for bar in bars]
    full = most or max((value for _, value, _ in rows), default=0)
    return {
        "caption": caption,
        "unit": unit,
        "rows": [(label, value, sector, drawings.share(value, full)) for label, value, sector in rows],
    }
