"""The laws of the house that no linter can see. They are told in docs/architecture.md."""

import ast
import functools
import re
import statistics
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
OURS = ("dissemination", "registrations", "sessions", "speakers")
SCRIPTS = [
    file
    for file in (ROOT / "dissemination" / "static").rglob("*.js")
    if "vendor" not in file.parts and not file.name.endswith(".min.js")
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# A model without `for_user`: who sees it is settled elsewhere, and the reason stands here.
SEEN_OTHERWISE = {
    "accounts.User": "found by its own address at sign-in; people are shown as Person",
    "core.Revision": "how often public pages have changed; nothing about anybody",
    "messaging.Heartbeat": "when the sweep last ran; nothing about anybody",
}


def _sources():
    """Every module of ours, migrations apart (they are made once and never edited)."""
    folders = [ROOT / name for name in OURS]
    files = (file for folder in folders for file in folder.rglob("*.py"))
    scripts = [ROOT / "start.py", *sorted((ROOT / ".ci").glob("*.py"))]
    return [*scripts, *(file for file in sorted(files) if "migrations" not in file.parts)]


@functools.cache
def _tree(file):
    """What a module says, read once for all laws."""
    return ast.parse(file.read_text())


def _functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _docstring_lines(tree):
    """The numbers of the lines that docstrings fill."""
    owners = [
        node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    ]
    texts = [owner.body[0] for owner in owners if ast.get_docstring(owner) is not None]
    return {number for text in texts for number in range(text.lineno, text.end_lineno + 1)}


def _lines_of_code(file):
    prose = _docstring_lines(_tree(file))
    lines = enumerate((line.strip() for line in file.read_text().splitlines()), start=1)
    return sum(1 for number, line in lines if line and not line.startswith("#") and number not in prose)


def _p95(numbers):
    return statistics.quantiles(numbers, n=20)[-1]


def _heights():
    """How high each app stands: the order of the first contract in pyproject.toml, counted from below."""
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    rows = [[name.strip(" ()") for name in layer.split("|")] for layer in layers]
    return {name: height for height, row in enumerate(reversed(rows)) for name in row}


def _our_models():
    return [model for model in apps.get_models() if model.__module__.startswith(OURS)]


def _height_of(model):
    """The height of a model's app; what is not ours stands below everything."""
    return _heights()[model._meta.app_config.name] if model.__module__.startswith(OURS) else -1


def _found(pattern, files):
    """Where a pattern stands, as `path:line`."""
    return [
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if re.search(pattern, line)
    ]


def test_every_import_keeps_the_contracts(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


def test_every_app_of_ours_has_a_height():
    installed = {config.name for config in apps.get_app_configs() if config.name.startswith(OURS)}
    assert installed <= set(_heights())


def test_a_model_points_only_at_models_of_its_own_height_or_below():
    relations = [
        (model, field.related_model)
        for model in _our_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
    ]
    climbing = [
        f"{model._meta.label} -> {target._meta.label}"
        for model, target in relations
        if _height_of(target) > _height_of(model)
    ]
    assert climbing == []


def test_every_model_says_who_may_see_its_rows():
    without = {m._meta.label for m in _our_models() if not hasattr(m._default_manager, "for_user")}
    assert without == set(SEEN_OTHERWISE) & {m._meta.label for m in _our_models()}


def test_functions_stay_short():
    lengths = {
        f"{file.relative_to(ROOT)}:{node.name}": node.end_lineno - node.lineno + 1
        for file in _sources()
        for node in _functions(_tree(file))
    }
    assert {name: length for name, length in lengths.items() if length > 50} == {}
    assert _p95(lengths.values()) <= 25


def test_files_stay_short():
    sizes = {str(file.relative_to(ROOT)): _lines_of_code(file) for file in _sources()}
    assert {name: size for name, size in sizes.items() if size > 300} == {}
    assert _p95(sizes.values()) <= 200


def test_templates_stay_short():
    sizes = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in TEMPLATES}
    assert {name: size for name, size in sizes.items() if size > 120} == {}


def test_templates_extend_at_most_two_deep():
    parents = {}
    for file in TEMPLATES:
        extends = re.search(r"{% extends ['\"](.+?)['\"]", file.read_text())
        name = str(file.relative_to(ROOT / "templates"))
        parents[name] = extends[1] if extends and extends[1] != name else None  # of its own name: Django's

    def depth(name):
        return 1 + depth(parents[name]) if parents.get(name) else 0

    assert {name: depth(name) for name in parents if depth(name) > 2} == {}


def test_nothing_is_shown_unescaped():
    python = _found(r"\bmark_safe\b|\bSafeString\b|html_safe", _sources())
    templates = _found(r"\|\s*safe\b|autoescape off|safeseq", TEMPLATES)
    scripts = _found(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", SCRIPTS)
    assert [*python, *templates, *scripts] == []


def test_templates_hold_no_style_and_no_script_of_their_own():
    inline = r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\b(src=|type=\"application/json\"))"
    assert _found(inline, TEMPLATES) == []


def test_every_migration_has_a_name_given_by_hand():
    numbered = [file for name in OURS for file in (ROOT / name).rglob("migrations/0*.py")]
    assert [file.name for file in numbered if "_auto_" in file.name] == []


def test_no_migration_waits_for_the_table_of_the_shared_cache():
    """`makemigrations` names the newest migration of accounts wherever a row points at a user.

    Take the line ("accounts", "0003_shared_cache") out of what it has written: nothing needs that table.
    """
    line = r"['\"]accounts['\"], ['\"]0003_shared_cache"
    written = [file for name in OURS for file in (ROOT / name).rglob("migrations/0*.py")]
    assert _found(line, written) == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_its_hashes(name):
    pins = re.findall(r"^[a-z0-9].*$", (ROOT / name).read_text(), flags=re.MULTILINE)
    assert pins
    assert [pin for pin in pins if not re.match(r"\S+==\S+.* \\$", pin)] == []
