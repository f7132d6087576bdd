"""What Django and allauth say to people is said in our voice: `dissemination/voice` replaces their words."""

import ast
import gettext
import re
from pathlib import Path

import allauth
import django
import pytest
from django import forms
from django.utils.translation import gettext as spoken

from dissemination.core.forms import ADDRESS_HINT

ROOT = Path(__file__).parent.parent
VOICE = ROOT / "dissemination" / "voice" / "en_GB" / "LC_MESSAGES" / "django.po"
ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
NEVER = re.compile(r"please|invalid|\berrors?\b|oops|sorry|success|not allowed", re.IGNORECASE)


def entries(path):
    """Each entry of a catalogue's source: {"msgid": …, "msgstr": …}, without its header."""
    found = []
    for block in path.read_text().split("\n\n"):
        entry = {
            name: "".join(ast.literal_eval(line) for line in text.strip().splitlines())
            for name, text in ENTRY.findall(block)
        }
        if entry.get("msgid"):
            found.append(entry)
    return found


def translations(entry):
    """What an entry says here, by what it replaces: gettext's own keys."""
    if "msgstr" in entry:
        return {entry["msgid"]: entry["msgstr"]}
    return {(entry["msgid"], number): entry[f"msgstr[{number}]"] for number in (0, 1)}


def test_the_compiled_words_are_those_of_the_source():
    source = {key: text for entry in entries(VOICE) for key, text in translations(entry).items()}
    with VOICE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    compiled.pop("")
    assert compiled == source


def test_what_is_replaced_is_still_said_by_django_or_allauth():
    homes = [Path(django.__file__).parent, Path(allauth.__file__).parent]
    sources = [source for home in homes for source in home.rglob("locale/en/LC_MESSAGES/django.po")]
    known = {entry["msgid"] for source in sources for entry in entries(source)}
    assert {entry["msgid"] for entry in entries(VOICE)} - known == set()


@pytest.mark.parametrize("entry", entries(VOICE), ids=lambda entry: entry["msgid"][:40])
def test_our_words_fill_no_gap_that_is_not_filled(entry):
    asked = set(PLACEHOLDER.findall(entry["msgid"]))
    for ours in translations(entry).values():
        assert set(PLACEHOLDER.findall(ours)) <= asked
        assert NEVER.findall(ours) == []


class Form(forms.Form):
    name = forms.CharField(max_length=3)
    email = forms.EmailField()
    number = forms.IntegerField(max_value=5)
    choice = forms.ChoiceField(choices=[("a", "A")])


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("name", "", "Fill this in."),
        ("name", "abcd", "Shorten this to 3 characters; it has 4 now."),
        ("email", "nobody", str(ADDRESS_HINT)),
        ("number", "6", "Enter 5 or less."),
        ("number", "six", "Enter a whole number."),
        ("choice", "b", "Choose one of the answers in the list. “b” is not one of them."),
    ],
)
def test_a_form_of_django_says_what_to_do(name, typed, told):
    assert Form({name: typed}).errors[name] == [told]


def test_the_admin_and_the_sign_in_speak_alike():
    assert spoken("Incorrect code.").startswith("Enter the code from your newest mail")
    assert spoken("No action selected.") == "Choose what to do first."
