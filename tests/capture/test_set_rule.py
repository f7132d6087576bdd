"""The rule for names is set before, tightened after, and never loosened over people's heads."""

import uuid

import pytest

from dissemination.capture import services
from dissemination.capture.models import CapturePolicy
from dissemination.core.verdicts import Refused
from tests.capture.conftest import NOON
from tests.factories import make_member, make_organisation, make_registration


def test_a_workshop_that_nobody_set_keeps_points_with_the_group(workshop):
    rule = services.rule_of(workshop)
    assert (rule.pk, rule.attribution, rule.small_number) == (None, "group", 3)
    assert str(services.rule_for(workshop)) == "With the group"


def test_before_the_first_point_any_rule_may_be_set(workshop, event):
    organiser = make_member(event)
    for attribution in ("anonymous", "named", "chatham"):
        rule = services.set_rule(workshop, attribution=attribution, by=organiser, at=NOON)
        assert rule.attribution == attribution


def test_after_the_first_point_it_only_tightens(workshop, event, sheet, question):
    organiser = make_member(event)
    services.add_point(sheet, question=question, text="x", client_id=uuid.uuid4(), at=NOON)
    services.set_rule(workshop, attribution="chatham", by=organiser, at=NOON)
    with pytest.raises(Refused, match="tighter"):
        services.set_rule(workshop, attribution="group", by=organiser, at=NOON)
    assert CapturePolicy.objects.get().attribution == "chatham"


def test_tightening_forgets_who_spoke_and_who_wrote(workshop, event, sheet, question):
    organiser = make_member(event)
    services.set_rule(workshop, attribution="named", by=organiser, at=NOON)
    point = services.add_point(
        sheet,
        question=question,
        text="x",
        client_id=uuid.uuid4(),
        at=NOON,
        is_individual=True,
        said_by=make_registration(event),
        said_for=make_organisation(),
    )
    services.submit(sheet, at=NOON, notes=services.Notes(written_by="Robin Example"))
    services.set_rule(workshop, attribution="organisation", by=organiser, at=NOON)
    point.refresh_from_db()
    assert point.said_by is None
    assert point.said_for is not None
    services.set_rule(workshop, attribution="anonymous", by=organiser, at=NOON)
    point.refresh_from_db()
    sheet.refresh_from_db()
    assert (point.said_for, sheet.written_by) == (None, "")


def test_only_organisers_set_it(workshop, event):
    with pytest.raises(Refused, match="organisers"):
        services.set_rule(workshop, attribution="named", by=make_member(event, "publisher"), at=NOON)
