"""Every word that a template shows to a person can be translated."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*")
    if path.suffix in (".html", ".txt") and path.name != "robots.txt"
)
NOT_WORDS = re.compile(
    r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}"
    r"|\{% block (?:body_?class|wrap_class|coltype) %\}.*?\{% endblock %\}"
    r"|\{%\s*blocktranslate.*?endblocktranslate\s*%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}|\{[a-z_]+\}|<(script|style)\b.*?</\1>|<!--.*?-->|&\w+;",
    re.DOTALL,
)
SPOKEN = re.compile(r"""\b(?:alt|title|placeholder|aria-label|aria-description)="([^"]*)\"""")
MARKUP = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{2,}")
MAIL_HEAD = "Subject:"


def words_outside_translation(source):
    """What stands in the template itself, neither a tag nor a value nor inside a translation."""
    source = NOT_WORDS.sub(" ", source).replace(MAIL_HEAD, "")
    spoken = " ".join(SPOKEN.findall(source))
    return WORD.findall(MARKUP.sub(" ", source) + " " + spoken)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_shows_only_words_that_can_be_translated(path):
    assert words_outside_translation(path.read_text()) == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %} {{ name }}</p>', []),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}", []),
        ('<img alt="A cat" class="face">', ["cat"]),
        ('<a href="/x/" title="{% translate "Go" %}">&nbsp;</a>', []),
    ],
)
def test_words_in_a_template_are_told_from_tags(source, words):
    assert words_outside_translation(source) == words
