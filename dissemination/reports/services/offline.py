"""The report as one file to send or to keep: its style, its type and its pictures travel inside it."""

import base64
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import reverse

from dissemination.reports.models import ReportEdition
from dissemination.reports.services.editions import content_of

STYLES = ("tokens", "layout", "components", "reports")
ADDRESS = re.compile(r'( (?:href|src)=")/')
IN_STYLE = re.compile(r'url\("\.\./(fonts/[^"]+)"\)')


def as_file(edition: ReportEdition) -> str:
    """An HTML page that reads and prints from anywhere; its links lead back to the site."""
    content = content_of(edition)
    more = {"event": edition.event, "edition": edition, "content": content}
    page = str(render_to_string("reports/file.html", more))
    for name in (picture["image"] for picture in content["photographs"]):
        if default_storage.exists(name):
            page = page.replace(_address(name), _picture(name))
    page = ADDRESS.sub(rf"\1{settings.SITE_URL}/", page)
    return page.replace("</head>", f"<style>\n{_style()}</style>\n</head>", 1)


def _address(name: str) -> str:
    return reverse("events:picture", args=[name])


def _picture(name: str) -> str:
    with default_storage.open(name) as file:
        return _data("image/jpeg", file.read())


def _style() -> str:
    parts = [_static(f"onward/{name}.css").decode() for name in STYLES]
    parts.append(f"@media print {{\n{_static('onward/print.css').decode()}}}\n")
    return IN_STYLE.sub(_type, "".join(parts))


def _type(found: re.Match[str]) -> str:
    return f"url({_data('font/woff2', _static(found[1]))})"


def _static(name: str) -> bytes:
    path = finders.find(name)
    assert isinstance(path, str)
    return Path(path).read_bytes()


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
