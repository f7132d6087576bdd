"""Bad inputs in every field of every form: never a fault of ours, and nothing that runs comes back.

The forms are read out of the pages, so that a new one is attacked without being listed here. Each is sent
within a transaction that is taken back: all are tried on the same event.
"""

import itertools
from http.cookies import SimpleCookie

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.trust.payloads import EMAIL, FILE_NAME, NUMBER, TEXT, URL
from tests.trust.reading import PLAIN
from tests.trust.world import (
    AFTER,
    BEFORE,
    ON_THE_DAY,
    addresses,
    is_html,
    page_of,
    text_of,
    visitor,
    walk,
)

KINDS = {
    "text": list(TEXT.values()),
    "search": list(TEXT.values()),
    "email": EMAIL,
    "url": URL,
    "number": NUMBER,
    "tel": list(TEXT.values()),
    "hidden": ["<script>alert(1)</script>", "a\u0000b", "99999999999999999999"],
    "select": ["<script>alert(1)</script>", "a\u0000b"],
    "radio": ["<script>alert(1)</script>", "a\u0000b"],
    "date": ["2026-02-31", "0000-00-00", "99999-01-01", "<script>"],
    "time": ["25:61", "<script>"],
    "datetime-local": ["2026-02-31T25:61", "<script>"],
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
ATTACKED = ("text", "email", "url", "number", "hidden", "select", "date")


def _forms(world, role):
    """(browser, address to send to, form) for each form that the role's pages hold."""
    client, seen = visitor(world, role), set()
    for path, route, response in walk(client, addresses(world, role)):
        if not is_html(response):
            continue
        for form in page_of(response).forms:
            if (key := (route, form.shape)) not in seen and "logout" not in form.action:
                seen.add(key)
                yield client, form.action.partition("#")[0] or path, form


def _sent(form, attacked, turn, spared=()):
    """What is sent: as the page has it, but for fields of one kind, which hold bad inputs in turn."""
    inputs = itertools.count(turn)
    told = {}
    for one in form.inputs:
        bad = KINDS.get(one.kind, [])
        if one.kind == "file":
            told[one.name] = SimpleUploadedFile(FILE_NAME, PDF, content_type="application/pdf")
        elif one.kind == attacked and bad and one.name not in spared and "csrf" not in one.name:
            told[one.name] = bad[next(inputs) % len(bad)]
        else:
            told[one.name] = one.value or PLAIN.get(one.kind, "")
    return told


def _post(client, path, told):
    """The answer, with everything that it did taken back: rows, session, cookies."""
    cookies = client.cookies.output()
    with transaction.atomic():
        response = client.post(path, told)
        shown = client.get(response.headers["Location"]) if response.status_code == 302 else response
        transaction.set_rollback(True)
    client.cookies = SimpleCookie()
    client.cookies.load(cookies.replace("Set-Cookie: ", ""))
    return response, shown


def _wrong_fields(response):
    forms = page_of(response).forms if is_html(response) else []
    return {one.name for form in forms for one in form.inputs if one.is_wrong}


def _attack(client, path, form, turn):
    """(what went wrong, how many of the forms were taken) for one round of bad inputs of each kind."""
    faults, taken = [], 0
    kinds = {one.kind for one in form.inputs}
    for kind in [kind for kind in ATTACKED if kind in kinds]:
        told = _sent(form, kind, turn)
        response, shown = _post(client, path, told)
        if response.status_code in (200, 422) and (spared := _wrong_fields(response)):
            faults += _faults(path, kind, told, response, shown)
            told = _sent(form, kind, turn, spared)
            response, shown = _post(client, path, told)
        faults += _faults(path, kind, told, response, shown)
        taken += response.status_code == 302
    return faults, taken


def _faults(path, kind, told, response, shown):
    words = f"{path} ({kind} {sorted(told)})"
    found = [f"{words}: {one.status_code}" for one in (response, shown) if one.status_code >= 500]
    if is_html(shown):
        found += [f"{words}: {fault}" for fault in page_of(shown).faults]
    return found


def _attack_all(world, roles, moment, turns):
    faults, forms, taken = [], 0, 0
    with time_machine.travel(moment, tick=False):
        for role in roles:
            for client, path, form in list(_forms(world, role)):
                for turn in turns:
                    wrong, through = _attack(client, path, form, turn)
                    faults += [f"{role} {fault}" for fault in wrong]
                    taken += through
                forms += 1
    return faults, forms, taken


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moment", "people"),
    [(BEFORE, ("reader", "delegate", "speaker")), (ON_THE_DAY, ("table", "owner"))],
    ids=["before", "on the day"],
)
def test_no_form_breaks_on_bad_inputs_or_gives_them_back_alive(world, moment, people):
    faults, forms, taken = _attack_all(world, people, moment, turns=[11])
    assert faults == []
    assert (forms > 4, taken > 2) == (True, True)


@pytest.mark.slow
@pytest.mark.parametrize(("role", "turns"), [("root", [6, 12]), ("organiser", [0])])
def test_no_form_of_the_team_breaks_on_any_input(world, role, turns):
    """Fields take their inputs in turn: three rounds bring every input to most forms."""
    faults, forms, _taken = _attack_all(world, [role], AFTER, turns=turns)
    assert faults == []
    assert forms > 10


def _own_forms(page):
    """The forms of a page that know what they said when it was opened, as a browser would send them."""
    forms = page_of(page).forms if is_html(page) else []
    known = [form for form in forms if "stood" in form.shape]
    return [
        {one.name: one.value for one in form.inputs if one.kind not in ("file", "button")} for form in known
    ]


@pytest.mark.slow
def test_a_page_that_is_sent_as_it_stands_is_no_change_by_somebody_else(world):
    with time_machine.travel(ON_THE_DAY, tick=False):
        client = visitor(world, "root")
        pages = walk(client, addresses(world, "root"))
        opened = [(path, form) for path, _route, page in pages for form in _own_forms(page)]
    told = []
    with time_machine.travel(AFTER, tick=False):
        for path, form in opened:
            _response, shown = _post(client, path, form)
            told += [path for words in ("had the page open", "Meanwhile") if words in text_of(shown)]
    assert (told, len(opened) > 20) == ([], True)
