"""The words of a mail: a text with named placeholders becomes a subject, a plain text and a matching letter.

A text is a file `templates/emails/<app>/<name>.txt`. Its first line is `Subject: …`; below stand blocks
parted by empty lines. A block is a paragraph, a heading (`# …`), a list (lines that begin with `- `), or one
placeholder alone: a `Link` becomes a button, a tuple becomes a list, and an empty value leaves no trace.
Placeholders are names in braces, filled in one pass: what a value holds is never looked at again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import css_inline
from django.conf import settings
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.utils.translation import get_language

from dissemination.core.text import one_line

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its label: a button in the letter, label and address in the plain text."""

    label: str
    url: str


Value = str | Link | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's words, ready to post."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str  # "paragraph", "heading", "list" or "button"
    lines: tuple[str, ...] = ()
    url: str = ""


def render(name: str, values: Mapping[str, Value]) -> Letter:
    """The letter called `name` ("registrations/confirmation"), filled in; KeyError for an unknown value."""
    subject, body = _source(name, get_language() or settings.LANGUAGE_CODE)
    blocks = [block for part in body.split("\n\n") if (block := _block(part.strip("\n"), values))]
    page = render_to_string("emails/letter.html", {"blocks": blocks, "site_name": settings.SITE_NAME})
    return Letter(
        subject=one_line(_filled(subject, values)),
        text="\n\n".join(_as_text(block) for block in blocks) + "\n",
        html=css_inline.inline(page, extra_css=_style()),
    )


@cache
def _source(name: str, language: str) -> tuple[str, str]:
    """Subject and body of a text in the active language, placeholders still in it."""
    source = engines["text"].get_template(f"emails/{name}.txt").render({})
    head, _, body = source.strip().partition("\n")
    return head.removeprefix("Subject:").strip(), body.strip()


@cache
def _style() -> str:
    return get_template("emails/letter.css").render()


def _block(part: str, values: Mapping[str, Value]) -> _Block | None:
    """One block with its values filled in; None when it is a placeholder that has nothing to say."""
    alone = _PLACEHOLDER.fullmatch(part.strip())
    value = values[alone[1]] if alone else None
    if isinstance(value, Link):
        return _Block("button", (value.label,), value.url)
    if isinstance(value, tuple):
        return _Block("list", tuple(one_line(row) for row in value)) if value else None
    filled = _filled(part, values)
    if not filled.strip():
        return None
    if filled.startswith("# "):
        return _Block("heading", (filled[2:],))
    lines = tuple(filled.split("\n"))
    if part.startswith("- "):
        return _Block("list", tuple(line.removeprefix("- ") for line in lines))
    return _Block("paragraph", lines)


def _filled(part: str, values: Mapping[str, Value]) -> str:
    return _PLACEHOLDER.sub(lambda match: _in_line(values[match[1]]), part)


def _in_line(value: Value) -> str:
    if isinstance(value, Link):
        return value.url
    return ", ".join(value) if isinstance(value, tuple) else value


def _as_text(block: _Block) -> str:
    if block.kind == "button":
        return f"{block.lines[0]}:\n{block.url}"
    if block.kind == "list":
        return "\n".join(f"- {line}" for line in block.lines)
    if block.kind == "heading":
        return f"{block.lines[0]}\n{'-' * min(len(block.lines[0]), 60)}"
    return "\n".join(block.lines)
