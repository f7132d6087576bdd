"""The holes that this field has had, and the tests that keep each shut here (P26).

`HOLES` is the index: one row for each hole, with the tests that would go red if it opened. What has no better
place is tested below. When a hole is learnt of, it gets its row here.
"""

import ast
import functools
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from dissemination.celery import app as celery
from dissemination.core import tokens

ROOT = Path(__file__).resolve().parents[2]
OURS = ("dissemination", "registrations", "sessions", "speakers")

HOLES = {
    "what delegates and speakers write runs at the organiser's": (
        "trust/test_outputs.py::test_nothing_that_is_planted_runs_on_any_page",
        "trust/test_forms.py::test_no_form_breaks_on_bad_inputs_or_gives_them_back_alive",
        "test_architecture.py::test_nothing_is_shown_unescaped",
        "messaging/test_read.py::test_the_letter_stands_alone_in_a_sandbox",
    ),
    "placeholders in mails": (
        "messaging/test_texts.py::test_a_value_is_never_looked_at_again",
        "messaging/test_texts.py::test_an_unknown_placeholder_is_a_fault_of_the_text",
        "messaging/test_texts.py::test_an_address_in_a_name_is_not_made_a_link",
        "messaging/test_texts.py::test_a_line_end_in_a_value_cannot_make_a_header",
        "trust/test_outputs.py::test_nothing_that_is_planted_runs_in_any_mail",
    ),
    "somebody else's rows, where they are and where they are moved to": (
        "test_matrix.py::test_everybody_does_what_is_theirs_alone",
        "trust/test_verbs.py::test_a_verb_is_done_by_those_who_may_and_leaves_its_line",
        "trust/test_destinations.py::test_nothing_is_moved_to_where_the_mover_has_no_say",
        "events/test_scope.py::test_choices_hold_only_rows_of_the_event_in_hand",
    ),
    "files that are more than they say": (
        "documents/test_uploads.py::test_what_is_no_document_is_refused",
        "speakers/test_hostile_files.py::test_harm_is_refused_and_leaves_nothing",
        "speakers/test_download.py::test_a_download_is_inert",
        "documents/test_images.py::test_a_photograph_is_written_anew_as_jpeg",
    ),
    "codes that can be guessed": (
        "trust/test_old_holes.py::test_no_code_can_be_guessed",
        "registrations/test_place_page.py::test_the_code_alone_opens_nothing",
        "core/test_throttle.py::test_after_some_wrong_links_a_minute_comes_a_pause",
    ),
    "a limit that an invented X-Forwarded-For goes round": (
        "core/test_throttle.py::test_an_invented_forwarded_address_counts_for_the_true_one",
        "core/test_throttle.py::test_behind_a_proxy_what_the_visitor_claims_counts_for_nothing",
    ),
    "a foreign host name": (
        "trust/test_safe_requests.py::test_a_foreign_host_name_is_refused",
        "trust/test_safe_requests.py::test_no_mail_names_a_foreign_host",
    ),
    "being led elsewhere": (
        "trust/test_safe_requests.py::test_after_signing_in_nobody_is_led_elsewhere",
        "trust/test_safe_requests.py::test_neither_workspace_nor_sign_out_leads_elsewhere",
    ),
    "fetching what an address names": ("trust/test_old_holes.py::test_nothing_is_fetched_by_address",),
    "SQL in an ordering": ("trust/test_old_holes.py::test_no_sql_is_written_by_hand_but_the_triggers",),
    "an expired right on another path": (
        "speakers/test_portal.py::test_a_replaced_speaker_reads_a_thank_you_and_can_send_nothing",
        "speakers/test_download.py::test_a_speaker_who_was_replaced_no_longer_reads_them",
        "registrations/test_place_page.py::test_the_link_of_a_cancelled_place_says_so",
        "trust/test_verbs.py::test_who_was_shut_out_does_nothing_any_more",
    ),
    "markup and endless words in a PDF": (
        "documents/test_badges.py::test_markup_in_a_name_is_printed_as_it_stands",
        "documents/test_badges.py::test_a_name_without_end_costs_no_time_and_stays_on_its_label",
        "documents/test_papers.py::test_markup_is_printed_as_it_stands",
        "documents/test_papers.py::test_no_text_breaks_a_paper_or_costs_more_than_a_moment",
    ),
    "formulas in an export": (
        "documents/test_tables.py::test_csv_is_marked_and_nothing_is_reckoned",
        "documents/test_tables.py::test_a_workbook_holds_text_alone_and_reads_back",
        "trust/test_old_holes.py::test_tables_are_read_and_written_in_one_place",
    ),
    "lines and quotes in a calendar file": (
        "documents/test_calendar.py::test_a_name_cannot_break_out_of_its_line",
        "documents/test_calendar.py::test_every_text_of_an_entry_stays_in_its_field",
    ),
    "personal pages in a cache": (
        "trust/test_safe_requests.py::test_reading_writes_nothing_and_no_personal_page_is_kept",
        "speakers/test_portal.py::test_the_page_is_not_kept_by_any_cache",
    ),
    "tasks that carry more than numbers": ("trust/test_old_holes.py::test_tasks_are_told_numbers_in_json",),
    "telling by an answer that an address is known": (
        "messaging/test_sign_in.py::test_an_unknown_address_gets_the_same_page_and_a_mail_that_says_so",
        "registrations/test_register_page.py"
        "::test_a_lost_link_is_sent_to_whoever_is_registered_and_the_page_tells_nobody",
        "registrations/test_register_page.py::test_a_known_address_sees_what_a_new_one_would_see",
    ),
    "a record of what was done that can be changed": (
        "accounts/test_audit.py::test_an_entry_cannot_be_changed",
        "accounts/test_audit.py::test_an_entry_cannot_be_deleted",
    ),
}


def _modules():
    files = (file for name in OURS for file in (ROOT / name).rglob("*.py"))
    return [file for file in files if "migrations" not in file.parts]


@pytest.mark.parametrize("hole", HOLES)
def test_every_hole_has_tests_that_are_there(hole):
    missing = []
    for named in HOLES[hole]:
        file, _, test = named.partition("::")
        if f"def {test}(" not in (ROOT / "tests" / file).read_text():
            missing.append(named)
    assert missing == []


def test_no_code_can_be_guessed():
    fields = [
        field
        for model in apps.get_models()
        if model.__module__.startswith(OURS)
        for field in model._meta.concrete_fields
        if field.name in ("code", "ticket") and isinstance(field, models.CharField)
    ]
    assert len(fields) >= 6
    assert [str(field) for field in fields if field.default is not tokens.new_code or not field.unique] == []
    codes = {tokens.new_code() for _ in range(1000)}
    assert (len(codes), {len(code) for code in codes}) == (1000, {16})
    assert "secrets.token_urlsafe(12)" in inspect.getsource(tokens.new_code)


@functools.cache
def _imported(file):
    """The names of all modules that this one imports."""
    nodes = list(ast.walk(ast.parse(file.read_text())))
    whole = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    return whole + [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]


def _importers(*names):
    return [
        str(file.relative_to(ROOT))
        for file in _modules()
        if any(
            module == name or module.startswith(f"{name}.") for module in _imported(file) for name in names
        )
    ]


def test_nothing_is_fetched_by_address():
    assert (
        _importers("requests", "httpx", "urllib.request", "http.client", "urllib3", "socket", "ftplib") == []
    )


TRIGGERS = "dissemination/core/counting.py"  # sets triggers, for which Django has no words; takes no input
PREPARED = "dissemination/core/prepared.py"  # sends what Django wrote for a queryset; values go beside it


def test_no_sql_is_written_by_hand_but_the_triggers():
    by_hand = re.compile(r"\.raw\(|\.extra\(|RawSQL|\.cursor\(|\.execute\(")
    written = {str(file.relative_to(ROOT)) for file in _modules() if by_hand.search(file.read_text())}
    assert written == {TRIGGERS, PREPARED}


def test_tables_are_read_and_written_in_one_place():
    """There every cell that a spreadsheet would reckon becomes text; a pasted list is only read."""
    elsewhere = [
        file
        for file in _importers("csv", "openpyxl", "xlsxwriter")
        if not file.startswith("dissemination/documents/tables/")
    ]
    assert elsewhere == ["dissemination/guests/forms/pasted.py"]


def test_tasks_are_told_numbers_in_json():
    assert (celery.conf.task_serializer, celery.conf.accept_content) == ("json", ["json"])
    assert (settings.CELERY_TASK_SERIALIZER, settings.CELERY_ACCEPT_CONTENT) == ("json", ["json"])
    celery.loader.import_default_modules()
    ours = [task for name, task in celery.tasks.items() if name.startswith(OURS)]
    told = {kind for task in ours for kind in inspect.get_annotations(task.run).values()}
    assert len(ours) >= 3
    assert told <= {int, None}
