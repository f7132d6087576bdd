"""The form as a screen reader gives it: each control has a name, and an error is heard with its control.

What is asserted is the accessibility tree that Chromium hands to assistive technology, not the markup.
"""

import re

from tests.browser.conftest import PHONE
from tests.browser.test_register import fill_in

CONTROLS = {"textbox", "combobox", "radio", "checkbox", "button", "spinbutton", "listbox"}
SHORTEST = 6  # name, e-mail, organisation, sector, kind, photograph: nothing else has to be touched


class Tree:
    """The accessibility tree of a page, as flat nodes in reading order."""

    def __init__(self, page):
        session = page.context.new_cdp_session(page)
        session.send("Accessibility.enable")
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        self.nodes = [node for node in nodes if not node.get("ignored")]
        session.detach()

    def controls(self):
        """(role, name) of whatever can be used."""
        return [(role(node), name(node)) for node in self.nodes if role(node) in CONTROLS]

    def heard(self, wanted):
        """The control of this name: its role, what else is heard with it, and what it is found to be."""
        [node] = [node for node in self.nodes if role(node) in CONTROLS and name(node) == wanted]
        states = {state["name"]: state["value"].get("value") for state in node.get("properties", [])}
        return role(node), node.get("description", {}).get("value", ""), states

    def groups(self):
        """The names of the questions that have several controls."""
        return [name(node) for node in self.nodes if role(node) in ("group", "radiogroup") and name(node)]


def role(node):
    return node["role"]["value"]


def name(node):
    return node.get("name", {}).get("value", "")


def tree_of(visitor, event):
    visitor.open(f"/events/{event.slug}/register/")
    return Tree(visitor.page)


def test_every_control_of_the_form_has_a_name_of_its_own(visitor, coming_event):
    tree = tree_of(visitor(), coming_event)
    controls = tree.controls()
    assert [kind for kind, words in controls if not words.strip()] == []
    single = [pair for pair in controls if pair[0] not in ("radio", "checkbox")]
    assert len(single) == len(set(single))
    assert {("textbox", "Your full name"), ("textbox", "E-mail address"), ("button", "Register")} < set(
        controls
    )
    assert "May you be photographed?" in tree.groups()


def test_an_error_is_heard_first_and_again_with_its_control(visitor, coming_event):
    delegate = visitor()
    delegate.open(f"/events/{coming_event.slug}/register/")
    delegate.press("Register")
    assert delegate.page.title().startswith("Error")
    tree = Tree(delegate.page)
    alerts = [node for node in tree.nodes if role(node) == "alert"]
    assert len(alerts) == 1
    kind, description, states = tree.heard("Your full name")
    assert kind == "textbox"
    assert "Enter your name." in description
    assert states["invalid"] == "true"


def test_the_links_of_the_summary_lead_to_the_controls(visitor, coming_event):
    delegate = visitor(PHONE)
    delegate.open(f"/events/{coming_event.slug}/register/")
    delegate.press("Register")
    delegate.page.get_by_role("alert").get_by_role("link", name="Enter your name.").press("Enter")
    assert delegate.page.evaluate("document.activeElement.labels[0].innerText") == "Your full name"


def test_the_landmarks_and_headings_tell_where_one_is(visitor, coming_event):
    tree = tree_of(visitor(), coming_event)
    landmarks = [role(node) for node in tree.nodes if role(node) in ("banner", "main", "contentinfo")]
    assert landmarks == ["banner", "main", "contentinfo"]
    headings = [name(node) for node in tree.nodes if role(node) == "heading"]
    assert re.search("Register|" + re.escape(coming_event.title), headings[0])


def test_the_shortest_registration_takes_six_answers_and_one_press(visitor, coming_event):
    delegate = visitor(PHONE)
    delegate.open(f"/events/{coming_event.slug}/register/")
    touched = count_touched(delegate.page, lambda: fill_in(delegate.page))
    delegate.press("Register")
    delegate.sees("You have a place")
    assert touched == SHORTEST


def count_touched(page, act):
    """How many questions somebody answers: controls of one name count once."""
    page.evaluate(
        "() => { window.touched = new Set();"
        "document.addEventListener('input', e => window.touched.add(e.target.name)); }"
    )
    act()
    return page.evaluate("() => window.touched.size")
