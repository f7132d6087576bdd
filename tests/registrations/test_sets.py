"""Who is in which set of delegates, and how rows name themselves."""

import re
from pathlib import Path

import pytest

from registrations.models import KeepRule, Need, Registration
from tests.factories import make_event, make_member, make_place, make_registration, make_workshop

pytestmark = pytest.mark.django_db


def test_each_state_belongs_to_its_sets():
    event = make_event()
    for state in Registration.State.values:
        make_registration(event, state=state, name=state)
    people = event.registrations

    def names(rows):
        return {row.name for row in rows}

    assert names(people.attended()) == {"attended"}
    assert names(people.absent()) == {"absent"}
    assert names(people.waiting()) == {"waiting"}
    assert names(people.expected_or_here()) == {"confirmed", "attended"}
    assert names(people.holding_a_place()) == {"confirmed", "attended", "absent"}
    assert names(people.live()) == {
        "waiting",
        "offered",
        "pending",
        "confirmed",
        "attended",
        "absent",
    }


def test_rows_name_themselves():
    event = make_event()
    ann, ben = make_registration(event, name="Ann"), make_registration(event, name="Ben")
    place = make_place(ann, make_workshop(event, groups=1).groups.get())
    rule = KeepRule.objects.create(event=event, kind="apart", one=ann, other=ben)
    need = Need.objects.create(registration=ann)
    assert (str(place), str(rule), str(need)) == (
        "Ann: Table 1",
        "Ann / Ben: Apart",
        f"Needs of registration {ann.pk}",
    )


def test_places_and_rules_are_seen_by_the_team_that_may_know_names():
    event = make_event()
    ann, ben = make_registration(event), make_registration(event)
    place = make_place(ann, make_workshop(event, groups=1).groups.get())
    rule = KeepRule.objects.create(event=event, kind="apart", one=ann, other=ben)
    seen = {}
    for role in ("organiser", "desk", "analyst"):
        user = make_member(event, role)
        rows = [*type(place).objects.for_user(user), *KeepRule.objects.for_user(user)]
        seen[role] = rows
    assert seen == {"organiser": [place, rule], "desk": [place], "analyst": []}


def test_every_mail_about_a_place_is_documented_with_its_placeholders():
    root = Path(__file__).parents[2]
    told = (root / "docs" / "mails-about-a-place.md").read_text()
    texts = [*root.glob("templates/emails/registrations/*.txt"), *root.glob("templates/emails/guests/*.txt")]
    names = {f"| `{text.stem}` |" for text in texts}
    placeholders = {one for text in texts for one in re.findall(r"\{[a-z_]+\}", text.read_text())}
    assert {word for word in names | placeholders if word not in told} == set()
