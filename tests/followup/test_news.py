"""The call for stories goes to those who asked for news of the project, once each, and they can end it."""

import pytest

from dissemination.core.verdicts import Refused
from dissemination.followup import services
from dissemination.mailings.policies import STOP_TIME
from dissemination.messaging import services as messaging
from dissemination.messaging.models import Addressee, Message
from tests.factories import make_event, make_registration
from tests.followup.conftest import AFTER


@pytest.fixture
def call(plan):
    return plan["stories", "news"]


def _issue(item, organiser):
    services.issue(item, by=organiser, at=AFTER)
    services.carry_out(at=AFTER + STOP_TIME)
    return {message.to_email: message for message in Message.objects.all()}


def test_it_reaches_everybody_who_asked_at_any_event_of_the_project(call, event, organiser, ann, ben):
    earlier = make_event(project=event.project)
    make_registration(earlier, state="attended", name="Cat", email="cat@example.org", news=True)
    make_registration(earlier, state="attended", name="Ben", email="ben@example.org", news=True)
    make_registration(earlier, state="transferred", name="Dan", email="dan@example.org", news=True)
    make_registration(earlier, name="Eve", email="", news=True)
    make_registration(make_event(), name="Fay", email="fay@example.org", news=True)
    mails = _issue(call, organiser)
    assert sorted(mails) == ["ben@example.org", "cat@example.org"]
    assert {message.is_news for message in mails.values()} == {True}


def test_it_asks_for_stories_and_says_why_it_comes_and_how_it_ends(call, event, organiser, ben):
    message = _issue(call, organiser)["ben@example.org"]
    assert "/events/sharing/stories/" in message.text
    assert f"because you asked for news of the project “{event.project.title}”" in message.text
    assert f"End news:\n{message.unsubscribe}\n" in message.text


def test_whoever_refused_is_not_asked_again(call, event, organiser, ben):
    make_registration(event, name="Cat", email="cat@example.org", news=True)
    messaging.refuse_news(Addressee.objects.create(email="ben@example.org"), at=AFTER)
    assert sorted(_issue(call, organiser)) == ["cat@example.org"]


def test_a_call_to_nobody_is_refused(call, organiser, ann):
    with pytest.raises(Refused, match="Nobody has asked for news of this project"):
        services.issue(call, by=organiser, at=AFTER)


def test_service_mail_has_no_end_link(plan, organiser, ben, slides, conclusion):
    assert _issue(plan["thanks", "attended"], organiser)["ben@example.org"].unsubscribe == ""


def test_looking_at_the_call_makes_no_address_of_anybody(call, workspace, ben):
    page = workspace.get(f"/admin/event/sharing/follow-up/{call.pk}/")
    assert "Dear Ben," in page.content.decode()
    assert not Addressee.objects.exists()
