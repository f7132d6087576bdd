"""The settings: defaults that run from a clone, and production that names what it misses."""

import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

SETTINGS = Path(__file__).resolve().parent.parent / "dissemination" / "settings.py"
PRODUCTION = {
    "MODE": "production",
    "SITE_URL": "https://events.example.org/",
    "SECRET_KEY": "kept-elsewhere",
    "EMAIL_URL": "smtp+tls://someone:secret@mail.example.org:587",
    "MAIL_FROM": "events@example.org",
}


@pytest.fixture
def settings_for(tmp_path, monkeypatch):
    """What the settings are in an environment with these variables and no others of ours."""

    def read(**variables):
        ours = (
            "DATABASE_URL",
            "CELERY_BROKER_URL",
            "EMAIL_URL",
            "SITE_URL",
            "SECRET_KEY",
            "MAIL_FROM",
            "MODE",
        )
        for name in ours:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"DATA_DIR": str(tmp_path / "data"), **variables}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return read


def test_a_clone_runs_without_any_variable(settings_for, tmp_path):
    settings = settings_for()
    assert settings["DATABASES"]["default"]["ENGINE"] == "dissemination.sqlite"
    assert settings["DATABASES"]["default"]["NAME"] == str(tmp_path / "data" / "onward.sqlite3")
    assert settings["CELERY_BROKER_URL"] == "filesystem://localhost"
    assert settings["CELERY_BROKER_TRANSPORT"] == "dissemination.broker:Transport"
    assert settings["EMAIL_BACKEND"] == "dissemination.messaging.mailbox.EmailBackend"
    assert settings["ALLOWED_HOSTS"] == ["localhost", "localhost", "127.0.0.1", "[::1]"]


def test_the_secret_key_is_made_once_and_kept_to_its_owner(settings_for, tmp_path):
    first, second = settings_for()["SECRET_KEY"], settings_for()["SECRET_KEY"]
    assert first == second
    assert len(first) >= 50
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_real_services_come_by_setting(settings_for):
    settings = settings_for(
        DATABASE_URL="postgres://onward@db.example.org:5432/onward",
        CELERY_BROKER_URL="redis://127.0.0.1:6379/0",
        MEDIA_S3_BUCKET="onward-media",
        MEDIA_S3_ENDPOINT="https://s3.example.org",
    )
    assert settings["DATABASES"]["default"]["HOST"] == "db.example.org"
    assert settings["DATABASES"]["default"]["CONN_MAX_AGE"] == 60
    assert settings["CELERY_BROKER_TRANSPORT_OPTIONS"]["max_retries"] == 0
    assert settings["STORAGES"]["default"]["OPTIONS"]["endpoint_url"] == "https://s3.example.org"


def test_production_is_served_by_https_alone(settings_for):
    settings = settings_for(**PRODUCTION)
    assert settings["ALLOWED_HOSTS"] == ["events.example.org"]
    assert settings["SESSION_COOKIE_NAME"] == "__Host-session"
    assert (settings["SECURE_SSL_REDIRECT"], settings["STAFF_NEED_MFA"], settings["DEBUG"]) == (
        True,
        True,
        False,
    )


def test_production_sends_by_its_mail_server(settings_for):
    settings = settings_for(**PRODUCTION)
    mail = [settings[f"EMAIL_{name}"] for name in ("HOST", "PORT", "HOST_USER", "USE_TLS", "USE_SSL")]
    assert mail == ["mail.example.org", 587, "someone", True, False]


@pytest.mark.parametrize("missing", ["SITE_URL", "EMAIL_URL", "MAIL_FROM"])
def test_production_names_the_variable_that_is_missing(settings_for, missing):
    with pytest.raises(ImproperlyConfigured, match=missing):
        settings_for(**{name: value for name, value in PRODUCTION.items() if name != missing})


def test_security_mail_goes_to_the_sender_of_mails_unless_told_otherwise(settings_for):
    told = settings_for(**PRODUCTION | {"MAIL_FROM": "The team <team@example.org>"})
    assert told["SECURITY_CONTACT"] == "mailto:team@example.org"
    assert (
        settings_for(SECURITY_CONTACT="https://example.org/x")["SECURITY_CONTACT"] == "https://example.org/x"
    )


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("DATABASE_URL", "onward"),
        ("DATABASE_URL", "oracle://a:secret@b"),
        ("CELERY_BROKER_URL", "localhost:5672"),
        ("EMAIL_URL", "nonsense"),
    ],
)
def test_an_address_of_no_kind_that_is_known_stops_everything_with_its_name(settings_for, name, address):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} has to begin with one of: ") as stopped:
        settings_for(**{name: address})
    assert "secret" not in str(stopped.value)


def test_an_address_that_is_empty_is_said_to_be(settings_for):
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL has to begin with .*\. It is empty\.$"):
        settings_for(DATABASE_URL="")
