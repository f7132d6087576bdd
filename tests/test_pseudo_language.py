"""Every string that a person can meet can be translated: on pages, in mails, on badges, in scripts.

The tests speak a language in which each translated string comes back in ⟦brackets⟧ (`pseudo.language`); all
data is Greek. A Latin word outside the brackets is a string that nobody can translate: mark it with gettext.
"""

import re
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import translation

from dissemination.desk import badges
from dissemination.events.models import Event
from dissemination.messaging import texts
from tests.factories import DAY
from tests.pseudo.language import SPEAKS, untranslated, untranslated_on
from tests.pseudo.world import NOON, World, addresses

ROOT = Path(__file__).parent.parent
LETTERS = ROOT / "templates" / "emails"
MAILS = sorted(str(path.relative_to(LETTERS).with_suffix("")) for path in LETTERS.glob("*/*.txt"))
BEFORE = ("open", DAY - timedelta(days=9))
DURING = ("closed", NOON)
AFTER = ("held", DAY + timedelta(days=1))
DOORS = (
    ":enter",
    ":open",
    ":open_allotment",
    ":open_taken",
    ":promised",
    ":exchange",
)  # what a link opens in this browser
NOT_VISITED = ("logout", "jsi18n", "mfa_activate_totp")
# What Django and allauth show without a way to translate it: alternative text of ticks, a model, its fields.
THEIR_OWN = {"True", "False", "Authenticators", "Name"}
FORMS_ALIKE = ("_change", "_delete", "_history", "_changelist")  # empty, they answer as the page to add does
KEYS = ("mfa_authenticator", "accounts_auditentry")  # pages that show what is stored, by its keys
SENTENCE = re.compile(r"""["'`][A-Z][a-z]+ [a-z]+""")
COMMENT = re.compile(r"//.*|/\*.*?\*/", re.DOTALL)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pseudo_language(monkeypatch, settings):
    """From here on, whatever is translated stands in brackets."""
    settings.SITE_NAME = "Ω"
    translation.gettext("")  # makes Django load the functions that are replaced
    for name, speaks in SPEAKS.items():
        monkeypatch.setattr(translation._trans, name, speaks)
    texts._source.cache_clear()
    yield
    texts._source.cache_clear()


@pytest.fixture
def world(settings, tmp_path, pseudo_language):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(DAY - timedelta(days=20), tick=False):
        return World()


def shown(page):
    """The words of an answer that cannot be translated; none where the answer is no page."""
    if page.streaming:
        page.getvalue()  # read to the end: closing half-way would close the test's own connection
    if page.streaming or not page.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [words for words in untranslated_on(page.content.decode()) if words not in THEIR_OWN]


@pytest.fixture
def visit(client, world):
    """Open every address at a moment; what cannot be translated there, by the address's name."""

    def visit_all(moment, *, of_admin=False, sends=None, signed_in=True):
        state, at = moment
        Event.objects.update(state=state)
        if signed_in:
            client.force_login(world.chief)
        found = {}
        with time_machine.travel(at, tick=False):
            listed = addresses(world, of_admin=of_admin)
            for name in sorted(listed, key=lambda name: not name.endswith(DOORS)):
                if name.endswith(NOT_VISITED if sends is None else NOT_VISITED + FORMS_ALIKE) or any(
                    key in name for key in KEYS
                ):
                    continue
                asked = (
                    client.get(listed[name])
                    if sends is None
                    else client.post(listed[name], sends, follow=True)
                )
                found[name] = shown(asked)
        return {name: words for name, words in found.items() if words}

    return visit_all


@pytest.mark.slow
@pytest.mark.parametrize("moment", [BEFORE, DURING, AFTER], ids=["before", "during", "after"])
def test_pages_show_only_words_that_can_be_translated(visit, moment):
    assert visit(moment) == {}


def test_pages_for_strangers_can_be_translated(visit):
    assert visit(BEFORE, signed_in=False) == {}


@pytest.mark.slow
def test_answers_to_empty_forms_can_be_translated(visit):
    assert visit(DURING, sends={}) == {}


@pytest.mark.slow
@pytest.mark.parametrize("sends", [None, {}], ids=["pages", "answers"])
def test_the_workspace_can_be_translated(visit, sends):
    assert visit(AFTER, of_admin=True, sends=sends) == {}


@pytest.mark.parametrize("name", MAILS)
def test_the_words_of_a_mail_can_be_translated(name):
    source = " ".join(texts._source(name, "en-gb"))
    letter = texts.render(name, dict.fromkeys(re.findall(r"\{([a-z_]+)\}", source), "Ω"))
    assert untranslated(letter.subject) == []
    assert untranslated(letter.text) == []


def test_the_words_on_badges_can_be_translated():
    assert {name: word for name, word in asdict(badges.words()).items() if untranslated(str(word))} == {}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "dissemination" / "static" / "onward").glob("*.js")), ids=lambda path: path.name
)
def test_scripts_take_their_words_from_the_page(path):
    assert SENTENCE.findall(COMMENT.sub("", path.read_text())) == []
