"""Read a page as a browser does: its links, its forms, and whatever could run."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

DATA = {"application/json", "application/ld+json"}
LOADING = {"iframe", "object", "embed", "base"}
ELSEWHERE = ("javascript:", "data:text", "//", "http://evil", "evil")
ADDRESSES = ("href", "src", "action", "formaction")
PLAIN = {"text": "Words", "email": "ann@example.org", "url": "https://example.org/", "number": "1"}
PLAIN |= {"date": "2026-03-11", "time": "09:30", "tel": "+44 7700 900123", "search": "Words"}


@dataclass
class Input:
    name: str
    kind: str
    value: str = ""
    is_wrong: bool = False
    choices: list = field(default_factory=list)


@dataclass
class Form:
    action: str
    inputs: list = field(default_factory=list)
    is_post: bool = True

    @property
    def shape(self):
        return tuple(sorted({one.name for one in self.inputs}))

    def filled(self):
        """What is sent when somebody fills in what is empty, plainly, and chooses no file."""
        return {one.name: one.value or PLAIN.get(one.kind, "") for one in self.inputs if one.kind != "file"}


class Page(HTMLParser):
    """`links`, `forms` (those that POST) and `faults`: what would run, or load, or break the policy."""

    def __init__(self, html, *, is_mail=False):
        super().__init__()
        self.links, self.forms, self.faults = [], [], []
        self.is_mail, self._form, self._select, self._area = is_mail, None, None, None
        self.feed(html)

    def handle_starttag(self, tag, pairs):
        attributes = {name: value or "" for name, value in pairs}
        self._judge(tag, attributes)
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        reader = getattr(self, f"_read_{tag}", None)
        if reader:
            reader(attributes)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._area = None

    def handle_data(self, data):
        if self._area is not None:
            self._area.value += data

    def _judge(self, tag, attributes):
        inline = [name for name in attributes if name.startswith("on")]
        if not self.is_mail:
            inline += [name for name in attributes if name == "style"]
            if tag == "script" and "src" not in attributes and attributes.get("type") not in DATA:
                inline.append("script")
        for name in ADDRESSES:
            address = attributes.get(name, "").strip().lower()
            if address == "x" or address.startswith(ELSEWHERE):
                inline.append(f"{name}={address}")
        if inline or tag in LOADING or (self.is_mail and tag in ("script", "img")):
            self.faults.append(f"<{tag}> {inline}")

    def _read_form(self, attributes):
        self._form = Form(
            attributes.get("action", ""), is_post=attributes.get("method", "").lower() == "post"
        )
        if self._form.is_post:
            self.forms.append(self._form)

    def _read_input(self, attributes):
        name, kind = attributes.get("name", ""), attributes.get("type", "text")
        if self._form is None or not name:
            return
        known = any(one.name == name for one in self._form.inputs)
        if "checked" not in attributes and (kind == "checkbox" or (kind == "radio" and known)):
            return
        if kind == "radio":
            self._form.inputs = [one for one in self._form.inputs if one.name != name]
        is_wrong = attributes.get("aria-invalid") == "true"
        self._form.inputs.append(Input(name, kind, attributes.get("value", ""), is_wrong))

    def _read_textarea(self, attributes):
        if self._form is not None and attributes.get("name"):
            self._area = Input(attributes["name"], "text", is_wrong=attributes.get("aria-invalid") == "true")
            self._form.inputs.append(self._area)

    def _read_select(self, attributes):
        if self._form is not None and attributes.get("name"):
            self._select = Input(attributes["name"], "select")
            self._form.inputs.append(self._select)

    def _read_option(self, attributes):
        if self._select is None:
            return
        value = attributes.get("value", "")
        if "selected" in attributes or (value and not self._select.value):
            self._select.value = value

    def _read_button(self, attributes):
        if (
            self._form is not None
            and attributes.get("name")
            and not any(one.kind == "button" for one in self._form.inputs)
        ):
            self._form.inputs.append(Input(attributes["name"], "button", attributes.get("value", "")))
