"""The round of the doctor: one part after the other, those that others rest on first."""

from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr
from functools import partial

from django.conf import settings
from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dissemination.messaging.lookup import WRITES_FILES
from dissemination.workspace.services.doctor import domain, house
from dissemination.workspace.services.doctor.asking import Finding, Ill, Names, look

Question = tuple[Promise, Callable[[], str], Promise]
DATABASE = _(
    "See that it runs, and that DATABASE_URL leads to it. "
    "It alone knows the clocks, the worker and waiting mail."
)
FIRST: tuple[Question, ...] = (
    (_("Settings"), house.mode, _("Run manage.py check --deploy, and follow it.")),
    (_("Database"), house.database, DATABASE),
)


def examine(*, at: datetime, names: Names, host: str = "", selector: str = "") -> list[Finding]:
    """Every part that was looked at, in the order in which it is put right best.

    `host` is who hands our mail on to the world, `selector` the name of the key that signs it; without them
    the settings say. A house that writes its mails into files has no domain to be asked about.
    """
    found = [look(title, ask, otherwise=otherwise) for title, ask, otherwise in FIRST]
    questions = _of_house(at)
    if not found[-1].is_silent:
        questions += _of_database(at)
    if settings.EMAIL_BACKEND != WRITES_FILES:
        questions += _of_domain(names, host or domain.sending_host(), selector or settings.DKIM_SELECTOR)
    return [*found, *(look(title, ask, otherwise=otherwise) for title, ask, otherwise in questions)]


def _of_house(at: datetime) -> list[Question]:
    """What is asked of the machines."""
    return [
        (_("Time zones"), partial(house.zones, at), _("Bring tzdata up to date.")),
        (_("Broker"), house.broker, _("See that it runs, and that CELERY_BROKER_URL leads to it.")),
        (_("Mail server"), house.mail_server, _("See that EMAIL_URL names it, with its user and password.")),
        (_("Returns"), house.returns, _("Look at RETURNS_URL.")),
        (_("Files"), house.files, _("Let the user of this program write there (DATA_DIR, MEDIA_S3_BUCKET).")),
    ]


def _of_database(at: datetime) -> list[Question]:
    """What the database alone knows, where that is answering."""
    return [
        (_("Clocks"), partial(_in_tables, house.clocks, at), DATABASE),
        (_("Worker"), partial(_in_tables, house.sweep, at), DATABASE),
        (_("Waiting mail"), partial(_in_tables, house.waiting, at), DATABASE),
    ]


def _in_tables(ask: Callable[[datetime], str], at: datetime) -> str:
    """The answer; where its table is still to be made, the migrations come first."""
    try:
        return ask(at)
    except DatabaseError as fault:
        if not house.waiting_migrations():
            raise
        says = gettext("This is known after the migrations.")
        raise Ill(says, gettext("Run manage.py migrate.")) from fault


def _of_domain(names: Names, host: str, selector: str) -> list[Question]:
    ours, ask = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2], _("Look at MAIL_FROM and at your DNS.")
    return [
        (_("SPF"), partial(domain.spf, ours, host, names), ask),
        (_("DKIM"), partial(domain.dkim, ours, selector, names), ask),
        (_("DMARC"), partial(domain.dmarc, ours, names), ask),
        (_("Reverse DNS"), partial(domain.reverse, host, names), ask),
    ]
