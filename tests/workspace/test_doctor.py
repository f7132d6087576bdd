"""`manage.py doctor`: each part is well, or it says what is wrong and what to do."""

import base64
import zoneinfo
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import dns.rdata
import dns.resolver
import pytest
import tzdata
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from dissemination.messaging import outbox
from dissemination.messaging.models import Heartbeat
from dissemination.messaging.texts import Letter
from dissemination.workspace.management.commands import doctor as command
from dissemination.workspace.services import doctor
from dissemination.workspace.services.doctor import asking, domain, house

KEY = base64.b64encode(b"k" * 294).decode()
WELL = {
    ("example.org", "TXT"): ["hello", "v=spf1 a:mail.example.org -all"],
    ("mail._domainkey.example.org", "TXT"): [f"v=DKIM1; k=rsa; p={KEY[:200]} {KEY[200:]}"],
    ("_dmarc.example.org", "TXT"): ["v=DMARC1; p=reject"],
    ("mail.example.org", "A"): ["8.8.8.8"],
    ("mail.example.org", "AAAA"): ["2001:4860::8"],
    ("8.8.8.8.in-addr.arpa", "PTR"): ["mail.example.org"],
    (f"8{'.0' * 23}.0.6.8.4.1.0.0.2.ip6.arpa", "PTR"): ["mail.example.org"],
}


class Told:
    """Stands where the name servers stand."""

    def __init__(self, **_):
        self.entries = dict(WELL)

    def find(self, name, kind):
        return self.entries.get((name, kind), [])


@pytest.fixture
def names():
    return Told()


@pytest.fixture
def posting(settings):
    """Mail goes to a server, which stands on this machine."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 25
    settings.DKIM_SELECTOR = "mail"


@pytest.fixture
def found(names):
    """What is found of one part, however it is asked."""

    def look(question, *given):
        one = asking.look("Part", lambda: question(*given), otherwise="Mend it.")
        return one.is_well, one.says, one.to_do

    return look


@pytest.mark.django_db
def test_a_house_in_order_is_well_in_every_part(names, posting):
    at = timezone.now()
    Heartbeat.objects.create(name="sweep", at=at)
    findings = doctor.examine(at=at, names=names, host="mail.example.org")
    assert [(one.title, one.says) for one in findings if not one.is_well] == []
    assert [one.title for one in findings][-4:] == ["SPF", "DKIM", "DMARC", "Reverse DNS"]


@pytest.mark.django_db
def test_a_house_without_a_mail_server_is_asked_nothing_about_its_domain(names, settings):
    settings.EMAIL_BACKEND = "dissemination.messaging.mailbox.EmailBackend"
    findings = doctor.examine(at=timezone.now(), names=names)
    assert "SPF" not in [one.title for one in findings]
    assert any("leave this machine in no other way" in one.says for one in findings)


def test_a_database_that_is_down_is_told_once(names, settings, monkeypatch):
    def refuse():
        raise OperationalError("connection refused")

    settings.EMAIL_BACKEND = "dissemination.messaging.mailbox.EmailBackend"
    monkeypatch.setattr(connection, "cursor", refuse)
    found = [one for one in doctor.examine(at=timezone.now(), names=names) if "refused" in one.says]
    assert [(one.title, one.to_do) for one in found] == [
        (
            "Database",
            "See that it runs, and that DATABASE_URL leads to it. "
            "It alone knows the clocks, the worker and waiting mail.",
        )
    ]


def no_table(_at):
    raise OperationalError("no such table: messaging_heartbeat")


@pytest.mark.django_db
def test_an_empty_database_sends_to_the_migrations(names, settings, monkeypatch):
    settings.EMAIL_BACKEND = "dissemination.messaging.mailbox.EmailBackend"
    monkeypatch.setattr(house, "waiting_migrations", lambda: 200)
    for name in ("clocks", "sweep", "waiting"):
        monkeypatch.setattr(house, name, no_table)
    found = doctor.examine(at=timezone.now(), names=names)
    assert [(one.says, one.to_do) for one in found[-3:]] == [
        ("This is known after the migrations.", "Run manage.py migrate.")
    ] * 3


@pytest.mark.django_db
def test_a_table_that_cannot_be_read_after_the_migrations_is_told_as_it_is(names, monkeypatch, settings):
    settings.EMAIL_BACKEND = "dissemination.messaging.mailbox.EmailBackend"
    monkeypatch.setattr(house, "sweep", no_table)
    worker = next(one for one in doctor.examine(at=timezone.now(), names=names) if one.title == "Worker")
    assert worker.says == "OperationalError: no such table: messaging_heartbeat"


@pytest.mark.django_db
def test_the_command_prints_each_part_and_ends_with_1_when_one_is_wrong(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", host="mail.example.org", selector="mail")
    told = capsys.readouterr().out.splitlines()
    assert ended.value.code == 1
    assert told[0] == "ok     Settings      MODE=local: for this machine alone. Readers need MODE=production."
    worker = told.index("wrong  Worker        No worker has ever looked for mail.")
    assert told[worker + 1].strip().startswith("Start the worker")
    assert told[-1].endswith("to put right.")


def test_the_command_ends_with_0_when_all_is_well(monkeypatch, capsys):
    monkeypatch.setattr(command.doctor, "examine", lambda **_: [doctor.Finding("Clocks", "12:00")])
    call_command("doctor")
    assert capsys.readouterr().out == "ok     Clocks        12:00\nAll is well.\n"


@pytest.mark.parametrize(
    ("entries", "says", "to_do"),
    [
        ([], "does not say who may send its mail", "v=spf1 a:mail.example.org -all"),
        (["v=spf1 mx -all", "V=SPF1 -all"], "has 2 SPF entries", "Make one entry"),
        (["v=spf1 +all"], "It lets anybody send: v=spf1 +all", "-all"),
        (["v=spf1 mx"], "It lets anybody send", "-all"),
    ],
)
def test_who_may_send_is_said_once_and_ends(found, names, entries, says, to_do):
    names.entries["example.org", "TXT"] = entries
    is_well, said, do = found(domain.spf, "example.org", "mail.example.org", names)
    assert (is_well, says in said, to_do in do) == (False, True, True)


@pytest.mark.parametrize("record", ["v=spf1 mx ~all", "v=spf1 redirect=_spf.example.org"])
def test_other_ways_to_end_count_too(found, names, record):
    names.entries["example.org", "TXT"] = [record]
    assert found(domain.spf, "example.org", "mail.example.org", names) == (True, record, "")


def test_a_host_without_a_domain_is_not_put_into_dns(found, names):
    names.entries["example.org", "TXT"] = []
    assert "v=spf1 mx -all" in found(domain.spf, "example.org", "localhost", names)[2]


@pytest.mark.parametrize(
    ("selector", "entries", "says"),
    [
        ("", [], "is not known"),
        ("mail", [], "There is no key at mail._domainkey.example.org."),
        ("mail", ["v=DKIM1; p="], "There is no key"),
        ("mail", ["v=DKIM1; p=c2hvcnQ="], "too short, or not whole"),
        ("mail", ["v=DKIM1; p=cut"], "too short, or not whole"),
    ],
)
def test_the_key_of_signatures_stands_under_its_name(found, names, selector, entries, says):
    names.entries["mail._domainkey.example.org", "TXT"] = entries
    is_well, said, _do = found(domain.dkim, "example.org", selector, names)
    assert (is_well, says in said) == (False, True)


def test_a_key_on_a_curve_is_short_and_good(found, names):
    names.entries["mail._domainkey.example.org", "TXT"] = ["v=DKIM1; k=ed25519; p=c2hvcnQ="]
    assert found(domain.dkim, "example.org", "mail", names)[0] is True


def test_a_domain_above_speaks_for_one_below(found, names):
    assert found(domain.dmarc, "events.example.org", names)[1] == "v=DMARC1; p=reject"
    names.entries["_dmarc.example.org", "TXT"] = ["v=DMARC1; rua=mailto:x@example.org"]
    is_well, said, do = found(domain.dmarc, "events.example.org", names)
    assert (is_well, "only pretends" in said, "_dmarc.events.example.org" in do) == (False, True, True)


@pytest.mark.parametrize(
    ("entry", "told", "says"),
    [
        (("8.8.8.8.in-addr.arpa", "PTR"), [], "8.8.8.8 has no name that leads back to it."),
        (("8.8.8.8.in-addr.arpa", "PTR"), ["else.example.org"], "8.8.8.8 has no name that leads back"),
        (("mail.example.org", "A"), ["127.0.0.1"], "no public address"),
    ],
)
def test_the_sending_host_is_known_both_ways(found, names, entry, told, says):
    names.entries[entry] = told
    names.entries["mail.example.org", "AAAA"] = []
    is_well, said, _do = found(domain.reverse, "mail.example.org", names)
    assert (is_well, says in said) == (False, True)


def test_the_sending_host_is_the_mail_server_or_this_machine(settings, monkeypatch):
    monkeypatch.setattr(domain.platform, "node", lambda: "here.example.org")
    settings.EMAIL_HOST = "localhost"
    assert domain.sending_host() == "here.example.org"
    settings.EMAIL_HOST = "mail.example.org"
    assert domain.sending_host() == "mail.example.org"


@pytest.mark.parametrize("fault", [dns.resolver.NoNameservers(), OSError("down")])
def test_without_a_network_nothing_is_known_and_nothing_falls(found, monkeypatch, fault):
    def resolve(*_args, **_how):
        raise fault

    monkeypatch.setattr(asking.dns.resolver, "resolve", resolve)
    is_well, said, do = found(domain.dmarc, "example.org", doctor.Names())
    assert (is_well, said) == (False, "No name server answers, so this is not known.")
    assert do.startswith("Ask again where there is a network.")


def test_what_name_servers_say_is_read_as_people_write_it(monkeypatch):
    told = {
        "TXT": [dns.rdata.from_text("IN", "TXT", '"v=spf1 " "-all"')],
        "A": [SimpleNamespace(rdtype="A", to_text=lambda: "8.8.8.8")],
        "PTR": [SimpleNamespace(rdtype="PTR", to_text=lambda: "mail.example.org.")],
    }
    monkeypatch.setattr(asking.dns.resolver, "resolve", lambda name, kind, **_: told[kind])
    names = doctor.Names()
    found = [names.find("example.org", kind) for kind in ("TXT", "A", "PTR")]
    assert found == [["v=spf1 -all"], ["8.8.8.8"], ["mail.example.org"]]


def test_a_name_that_does_not_exist_has_no_entries(monkeypatch):
    def resolve(*_args, **_how):
        raise dns.resolver.NXDOMAIN

    monkeypatch.setattr(asking.dns.resolver, "resolve", resolve)
    assert doctor.Names().find("example.org", "TXT") == []


def test_settings_that_leave_something_open_are_named(found, settings, monkeypatch):
    settings.DEBUG = True
    assert found(house.mode)[1].startswith("DEBUG is on")
    settings.DEBUG, settings.PRODUCTION = False, True
    monkeypatch.setattr(house.checks, "run_checks", lambda **_: [checks.Warning("The door is open.")])
    assert found(house.mode)[1] == "The door is open."
    monkeypatch.setattr(house.checks, "run_checks", lambda **_: [checks.Info("A window.")])
    assert found(house.mode) == (True, settings.SITE_URL, "")


@pytest.mark.django_db
def test_a_migration_that_has_not_run_is_counted(found, monkeypatch):
    assert found(house.database) == (True, connection.vendor, "")
    monkeypatch.setattr(house.MigrationExecutor, "migration_plan", lambda *_: ["one"])
    assert found(house.database)[1:] == ("1 migration has not run.", "Run manage.py migrate.")


def test_a_broker_that_is_away_says_so(found, monkeypatch):
    def away():
        raise OSError("Connection refused")

    monkeypatch.setattr(house.app, "connection_for_write", away)
    assert found(house.broker) == (False, "OSError: Connection refused", "Mend it.")


@pytest.mark.django_db
def test_a_worker_that_has_stopped_is_told_with_its_time(found, at):
    Heartbeat.objects.create(name="sweep", at=at - timedelta(hours=3))
    assert found(house.sweep, at)[1] == "No worker has looked for mail for 3\xa0hours."


@pytest.mark.django_db
def test_mail_that_waits_is_counted_with_what_the_server_said(found, at):
    words, to = Letter("Hello", "Hello.", ""), outbox.Recipient("ann@example.org")
    message = outbox.post(words, key="a", kind="a", to=to, at=at - timedelta(hours=2))
    assert found(house.waiting, at)[1:] == (
        "1 mail has waited for more than an hour.",
        "Look whether the worker runs.",
    )
    type(message).objects.update(last_error="450 come back")
    assert found(house.waiting, at)[2] == "The mail server said: 450 come back"


def test_a_mail_server_that_refuses_us_is_told(found, posting, monkeypatch):
    def refuse():
        raise OSError("refused")

    monkeypatch.setattr(house.lookup, "knock", refuse)
    assert found(house.mail_server)[1] == "OSError: refused"


def test_files_come_back_as_they_were_and_have_room(found, monkeypatch):
    assert found(house.files)[0] is True
    assert not default_storage.exists("doctor")
    monkeypatch.setattr(house.shutil, "disk_usage", lambda _: SimpleNamespace(free=1))
    assert found(house.files)[1].startswith("Less than 1 GB is free")
    monkeypatch.setattr(house, "ContentFile", lambda _: ContentFile(b"else"))
    assert found(house.files)[1] == "A file did not come back as it was kept."


def test_time_zones_are_those_of_this_year_or_the_last(found, at, monkeypatch):
    monkeypatch.setattr(house, "zone_version", lambda: "2025b")
    assert found(house.zones, at) == (True, "2025b", "")
    for version in ("2024a", "an edition that does not say its year"):
        monkeypatch.setattr(house, "zone_version", lambda version=version: version)
        assert found(house.zones, at)[0] is False


@pytest.mark.parametrize(
    ("file", "holds", "version"),
    [
        ("tzdata.zi", "# version 2025c\nR", "2025c"),
        ("+VERSION", "2026a\n", "2026a"),
        ("London", "", "an edition that does not say its year"),
    ],
)
def test_the_edition_of_the_time_zones_is_read_where_python_reads(
    tmp_path, monkeypatch, file, holds, version
):
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "London").touch()
    (tmp_path / file).write_text(holds)
    monkeypatch.setattr(zoneinfo, "TZPATH", (str(tmp_path / "none"), str(tmp_path)))
    assert house.zone_version() == version
    monkeypatch.setattr(zoneinfo, "TZPATH", ())
    assert house.zone_version() == tzdata.IANA_VERSION


@pytest.mark.django_db
def test_clocks_that_are_apart_are_told_with_both_times(found):
    now = timezone.now()
    assert found(house.clocks, now)[0] is True
    assert "the database" in found(house.clocks, now - timedelta(minutes=5))[1]


def test_the_readme_tells_of_the_command():
    readme = Path(__file__).parent.parent.parent / "README.md"
    assert "manage.py doctor" in readme.read_text()


def test_a_returns_mailbox_that_cannot_be_opened_is_told(found, settings, tmp_path):
    settings.RETURNS_URL = ""
    assert found(house.returns)[0] is True
    settings.RETURNS_URL = f"maildir://{tmp_path}/returns"
    assert found(house.returns) == (True, "It opens.", "")
    settings.RETURNS_URL = "imap://ann:secret@127.0.0.1:1/INBOX"
    is_well, says, to_do = found(house.returns)
    assert (is_well, says.startswith("The returns mailbox at 127.0.0.1 says: ")) == (False, True)
    assert to_do == "See that RETURNS_URL names it, with its user, password and folder."
    assert "secret" not in says
