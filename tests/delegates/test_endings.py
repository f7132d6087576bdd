"""The list by how a registration ended."""

import pytest

from dissemination.delegates.filters import Filters
from tests.factories import make_registration


def chip_of(event, **asked):
    return next((chip for chip in Filters(event, asked).chips() if chip.label == "How it ended"), None)


@pytest.fixture
def ended(event):
    for ending in ("cancelled", "", "left", "run_out", "declined"):
        make_registration(event, name=f"Ended {ending}", state="cancelled", ending=ending)
    make_registration(event, name="Gave it on", state="transferred")
    make_registration(event, name="Comes")


def test_nobody_is_asked_about_endings_before_there_is_one(event):
    make_registration(event)
    assert chip_of(event) is None
    assert "Declined by an organiser" in [choice.label for choice in chip_of(event, ended="left").choices]


@pytest.mark.parametrize(
    ("ending", "people"),
    [
        ("cancelled", ["Ended", "Ended cancelled"]),
        ("left", ["Ended left"]),
        ("run_out", ["Ended run_out"]),
        ("declined", ["Ended declined"]),
        ("transferred", ["Gave it on"]),
        ("x", []),
    ],
)
@pytest.mark.usefixtures("ended")
def test_people_are_found_by_how_it_ended(event, ending, people):
    found = Filters(event, {"ended": ending})
    assert sorted(one.name for one in found.rows()) == people
    assert found.number == len(people)


@pytest.mark.usefixtures("ended")
def test_each_ending_is_a_choice(event):
    assert [choice.label for choice in chip_of(event, ended="transferred").choices] == [
        "Everybody",
        "Cancelled",
        "Left the offer to others",
        "Offer ran out",
        "Declined by an organiser",
        "Handed over",
    ]
    assert chip_of(event, ended="transferred").chosen == "Handed over"
