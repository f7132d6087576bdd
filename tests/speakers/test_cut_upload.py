"""A connection that breaks off: to the server the end of half a body looks like any other end."""

from io import BytesIO

import pytest
from django.http import UnreadablePostError
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from speakers.models import MaterialVersion
from tests.speakers.conftest import PDF, a_file

pytestmark = pytest.mark.django_db


def _send(browser, talk, *, missing):
    """Everything is sent but so many bytes of the end."""
    body = encode_multipart(BOUNDARY, {"release": "public", "licence": "", "file": a_file(content=PDF)})
    return browser.generic(
        "POST",
        f"/speaker/{talk.code}/slides/",
        body,
        MULTIPART_CONTENT,
        **{"wsgi.input": BytesIO(body[: len(body) - missing])},
    )


def test_a_whole_upload_is_kept(speaking, talk):
    assert _send(speaking, talk, missing=0).status_code == 302
    assert MaterialVersion.objects.get().size == len(PDF)


@pytest.mark.parametrize("missing", [1, 60, 200])
def test_an_upload_that_was_cut_is_not_kept_even_where_what_came_looks_whole(speaking, talk, missing):
    with pytest.raises(UnreadablePostError):
        _send(speaking, talk, missing=missing)
    assert MaterialVersion.objects.count() == 0


def test_a_form_that_was_cut_gets_the_page_of_a_form_that_cannot_be_taken(talk):
    assert _send(Client(enforce_csrf_checks=True), talk, missing=10).status_code == 403
