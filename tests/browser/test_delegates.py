"""An organiser's delegates by keyboard: found, decided about, brought in, taken out."""

import pytest

from registrations.models import Registration
from tests.browser.conftest import PHONE
from tests.factories import make_member, make_organisation, make_place, make_registration

LIST = (
    "Full name;Mail;Company;What\n"
    "Alda Sampleton;alda@sample.example.org;Harbour Housing Group;Clerk\n"
    "Ben Placeholder;ben@sample.example.org;HHG;Director\n"
    ";nobody@sample.example.org;;\n"
)


@pytest.fixture
def organiser(visitor, coming_event):
    member = make_member(coming_event)

    def come(viewport=None, **more):
        one = visitor(viewport, **more)
        one.sign_in(member)
        return one

    return come


@pytest.fixture
def people(coming_event):
    """Three of the house: one sits at a table, one awaits approval."""
    house = make_organisation("Harbour Housing Group", "HHG", "provider")
    states = {"Ann Example": "confirmed", "Cara Sampleton": "confirmed", "Dan Pending": "pending"}
    made = [
        make_registration(coming_event, name=name, state=state, organisation=house, sector="provider")
        for name, state in states.items()
    ]
    make_place(made[0], coming_event.sessions.get(kind="workshop").groups.first())
    make_registration(coming_event, name="Else Where")


def enter(one, role, name):
    """Go to a link or a button, press Enter there, and look at the page that comes."""
    one.page.get_by_role(role, name=name, exact=True).first.focus()
    with one.page.expect_navigation():
        one.page.keyboard.press("Enter")
    one.look()


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_delegates_are_found_and_decided_about_by_keyboard(organiser, coming_event, people, viewport):
    one = organiser(viewport)
    one.open(f"/admin/event/{coming_event.slug}/")
    one.page.locator(".side").get_by_role("link", name="Delegates").focus()
    with one.page.expect_navigation():
        one.page.keyboard.press("Enter")
    one.look()
    one.sees("4 people")
    one.page.locator("summary", has_text="Sector").focus()
    one.page.keyboard.press("Enter")
    enter(one, "link", "Service provider")
    one.sees("3 people")
    enter(one, "link", "Awaiting approval 1")
    one.page.get_by_role("checkbox", name="Dan Pending").focus()
    one.page.keyboard.press("Space")
    one.look()
    enter(one, "button", "Approve")
    one.sees("Each person gets a place and a mail")
    enter(one, "button", "Approve them (1)")
    one.sees("Done for 1 of 1.")
    assert Registration.objects.get(name="Dan Pending").state == "confirmed"
    enter(one, "link", "Back to the list")
    one.sees("Nobody is found this way")


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_a_list_is_brought_in_and_taken_out_by_keyboard(organiser, coming_event, people, viewport, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(LIST, encoding="cp1252")
    one = organiser(viewport)
    one.open(f"/admin/event/{coming_event.slug}/delegates/")
    enter(one, "link", "Bring in a list")
    enter(one, "button", "Look into it")
    one.sees("Choose a file.")
    one.page.get_by_label("The list").set_input_files(file)
    enter(one, "button", "Look into it")
    assert one.page.get_by_label("Company").input_value() == "organisation"
    one.page.get_by_label("What", exact=True).focus()
    one.page.keyboard.type("Job title")
    enter(one, "button", "See what it would do")
    one.sees("There is no name.")
    one.page.get_by_label("Only the good rows").focus()
    one.page.keyboard.press("Space")
    one.page.get_by_label("No: nobody hears of it").focus()
    one.page.keyboard.press("Space")
    enter(one, "button", "Bring in 2 people")
    one.sees("2 people are new (Confirmed 2), 0 changed, 1 left out (row 4).")
    ben = Registration.objects.get(name="Ben Placeholder")
    assert (ben.organisation.name, ben.job_title) == ("Harbour Housing Group", "Director")
    enter(one, "link", "Figures")
    enter(one, "link", "Delegates")
    enter(one, "link", "Export")
    button = one.page.get_by_role("button", name="Export as CSV")
    button.focus()
    with one.page.expect_download() as taken:
        one.page.keyboard.press("Enter")
    assert "Ben Placeholder" in taken.value.path().read_text(encoding="utf-8-sig")


def test_the_list_works_without_javascript(organiser, coming_event, people):
    one = organiser(java_script_enabled=False)
    page = one.page
    page.goto(f"{one.site}/admin/event/{coming_event.slug}/delegates/?q=cara")
    page.get_by_role("checkbox", name="Cara Sampleton").check()
    page.get_by_role("button", name="Cancel places").click()
    page.get_by_role("button", name="Cancel their places (1)").click()
    assert "Done for 1 of 1." in page.locator("main").inner_text()
    assert Registration.objects.get(name="Cara Sampleton").state == "cancelled"


def test_who_takes_part_is_read_by_everybody(visitor, coming_event):
    make_registration(coming_event, name="Ann Example", listing="public", organisation=make_organisation())
    reader = visitor(PHONE)
    reader.open(f"/events/{coming_event.slug}/")
    reader.follow("Who takes part")
    reader.sees("Ann Example")


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_a_field_in_focus_never_lies_under_the_bar_of_buttons(organiser, people, viewport):
    one = organiser(viewport)
    one.open(f"/admin/registrations/registration/{Registration.objects.first().pk}/change/")
    covered = """() => {
      const field = document.activeElement, bar = document.querySelector('.submit-row');
      const floats = getComputedStyle(bar).position === 'sticky' && !bar.contains(field);
      const below = field.getBoundingClientRect().bottom > bar.getBoundingClientRect().top;
      return field !== document.body && floats && below ? field.name || field.innerText : '';
    }"""
    for _ in range(40):
        one.page.keyboard.press("Tab")
        assert one.page.evaluate(covered) == ""
