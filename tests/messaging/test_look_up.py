"""Before a mail is tried again, the log of the mail server on this machine is asked about it."""

import pytest

from dissemination.messaging import lookup

LOG = """\
Mar  2 09:00:01 mail postfix/cleanup[12]: 4XYZ1: message-id=<one@example.org>
Mar  2 09:00:01 mail postfix/qmgr[13]: 4XYZ1: from=<events@example.org>, size=900, nrcpt=1 (queue active)
Mar  2 09:00:02 mail postfix/cleanup[12]: 4XYZ2: message-id=<two@example.org>
Mar  2 09:00:02 mail postfix/smtp[14]: 4XYZ3: to=<a@example.org>, relay=x, status=sent (250 ok)
"""


@pytest.fixture
def log(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_LOG = str(tmp_path / "mail.log")
    return tmp_path / "mail.log"


def test_what_is_in_the_queue_was_accepted(log):
    log.write_text(LOG)
    assert lookup.was_accepted("<one@example.org>")


@pytest.mark.parametrize("message_id", ["<two@example.org>", "<three@example.org>"])
def test_what_was_cut_off_or_never_came_was_not(log, message_id):
    log.write_text(LOG)
    assert not lookup.was_accepted(message_id)


def test_the_log_that_was_rotated_last_is_asked_too(log):
    log.write_text("")
    log.with_name("mail.log.1").write_text(LOG)
    assert lookup.was_accepted("<one@example.org>")


def test_where_there_is_no_log_nothing_is_known(log, settings):
    assert not lookup.was_accepted("<one@example.org>")
    settings.MAIL_LOG = ""
    assert not lookup.was_accepted("<one@example.org>")
