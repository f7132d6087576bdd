"""News goes to each audience in its own version, once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dissemination.capture import services as capture
from dissemination.core.verdicts import Refused
from dissemination.followup import policies, services, tasks
from dissemination.followup.models import FollowUpItem
from dissemination.mailings import services as mailings
from dissemination.mailings.policies import STOP_TIME
from dissemination.messaging import delivery
from dissemination.messaging.models import Message
from dissemination.outcomes.models import Commitment
from dissemination.reports import services as reports
from speakers.models import Material
from tests.factories import make_appearance, make_event, make_member, make_organisation, make_registration
from tests.factories import make_session as new_session
from tests.followup.conftest import AFTER


def _issue(item, organiser):
    """What each reader gets, once the ten minutes are over."""
    services.issue(item, by=organiser, at=AFTER)
    services.carry_out(at=AFTER + STOP_TIME)
    return {message.to_email: message for message in Message.objects.filter(kind__startswith="follow-up")}


def test_the_usual_plan_has_two_items_for_three_audiences_and_a_call_for_stories(plan):
    assert {key: item.due_on for key, item in plan.items()} == {
        ("thanks", "attended"): date(2026, 3, 12),
        ("thanks", "absent"): date(2026, 3, 12),
        ("thanks", "speakers"): date(2026, 3, 12),
        ("outcomes", "attended"): date(2026, 3, 25),
        ("outcomes", "absent"): date(2026, 3, 25),
        ("outcomes", "speakers"): date(2026, 3, 25),
        ("stories", "news"): date(2026, 3, 25),
    }


def test_laying_out_the_plan_again_keeps_what_was_written(plan, event, organiser):
    item = plan["thanks", "attended"]
    item.subject = "My own words"
    services.keep(item, by=organiser, at=AFTER)
    again = services.lay_out_plan(event, by=organiser, at=AFTER)
    assert (len(again), again[0].subject) == (7, "My own words")


@pytest.mark.parametrize(("kind", "version"), [("thanks", "attended"), ("outcomes", "absent")])
def test_whoever_spoke_and_came_gets_one_version(
    event, plan, organiser, appearance, slides, conclusion, kind, version
):
    speaking = {"name": "Sam Speaker", "email": "sam@example.org"}
    make_registration(event, state=version, **speaking)
    make_registration(event, state=version, name="Carer", email="", contact_email="sam@example.org")
    make_registration(event, state=version, name="Dee", email="dee@example.org")
    assert list(_issue(plan[kind, version], organiser)) == ["dee@example.org"]
    assert "sam@example.org" in _issue(plan[kind, "speakers"], organiser)


def test_where_no_version_is_for_speakers_they_get_that_of_the_others(
    event, plan, organiser, appearance, slides
):
    make_registration(event, state="attended", name="Sam Speaker", email="sam@example.org")
    plan["thanks", "speakers"].delete()
    assert "sam@example.org" in _issue(plan["thanks", "attended"], organiser)


def test_delegates_get_slides_their_groups_points_and_the_conclusions(
    plan, organiser, ann, ben, absent, slides, conclusion
):
    mails = _issue(plan["thanks", "attended"], organiser)
    assert sorted(mails) == ["ann@example.org", "ben@example.org"]
    text = mails["ann@example.org"].text
    assert "Dear Ann Archer,\n\nThank you for coming" in text
    assert f"- Opening, Sam Speaker: http://localhost:8000/materials/{slides.code}/" in text
    assert (
        "What your group said\n--------------------\n\n- We trust each other. (part of “Trust comes first”)"
        in text
    )
    assert "What was concluded\n------------------\n\n- Trust comes first" in text
    assert "http://localhost:8000/events/sharing/outcomes/" in text


def test_slides_and_promises_are_links_with_their_names_in_the_letter(plan, organiser, ann, slides):
    html = _issue(plan["thanks", "attended"], organiser)["ann@example.org"].html
    address = f"http://localhost:8000/materials/{slides.code}/"
    assert f'href="{address}"' in html
    assert ">Opening, Sam Speaker</a>" in html
    assert f": {address}" not in html


def test_an_early_thought_is_called_one_in_the_mail(plan, organiser, ann, slides, conclusion):
    conclusion.event.outcomes.update(stage="early")
    text = _issue(plan["thanks", "attended"], organiser)["ann@example.org"].text
    assert "- Early thought: Trust comes first" in text


def test_another_groups_points_are_not_in_the_mail(plan, organiser, ann, ben, slides, point):
    mails = _issue(plan["thanks", "attended"], organiser)
    assert "We trust each other." not in mails["ben@example.org"].text


def test_under_chatham_house_no_points_go_out_by_group(plan, organiser, ann, slides, point, workshop):
    capture.set_rule(workshop, attribution="chatham", small_number=3, by=organiser, at=AFTER)
    mails = _issue(plan["thanks", "attended"], organiser)
    assert "We trust each other." not in mails["ann@example.org"].text


def test_the_call_for_stories_goes_to_those_who_asked_for_news(plan, organiser, ann, ben, slides):
    mails = _issue(plan["thanks", "attended"], organiser)
    told = [address for address, mail in mails.items() if "/events/sharing/stories/" in mail.text]
    assert told == ["ben@example.org"]


def test_the_absent_get_the_page_and_no_thanks_for_coming(plan, organiser, ann, absent, slides):
    mails = _issue(plan["thanks", "absent"], organiser)
    text = mails["alex@example.org"].text
    assert list(mails) == ["alex@example.org"]
    assert "http://localhost:8000/events/sharing/" in text
    assert "Thank you for coming" not in text + mails["alex@example.org"].subject


def test_speakers_are_thanked_once_and_told_where_their_slides_are(
    plan, organiser, event, appearance, slides
):
    make_appearance(new_session(event), speaker=appearance.speaker)
    mails = _issue(plan["thanks", "speakers"], organiser)
    assert list(mails) == ["sam@example.org"]
    assert "Thank you for your part" in mails["sam@example.org"].text
    assert slides.code in mails["sam@example.org"].text


def test_what_is_late_is_announced_and_what_stays_private_is_not(plan, organiser, event, ann, slides):
    late = make_appearance(new_session(event), slides_due_at=AFTER)
    private = make_appearance(new_session(event), slides_due_at=AFTER)
    Material.objects.create(appearance=private, title="Not for others", release="nobody")
    text = _issue(plan["thanks", "attended"], organiser)["ann@example.org"].text
    assert f"- The slides of {late.speaker.name}" in text
    assert private.speaker.name not in text


def test_owners_find_their_own_commitments(plan, organiser, event, ann, ben, slides):
    Commitment.objects.create(
        event=event,
        organisation=make_organisation(),
        owner_email="ann@example.org",
        what="Open the book",
        offered_at=AFTER,
        client_id="0b9b3b0e-3b0e-4b0e-8b0e-0b9b3b0e3b0e",
    )
    mails = _issue(plan["thanks", "attended"], organiser)
    told = [address for address, mail in mails.items() if "- Open the book: http" in mail.text]
    assert told == ["ann@example.org"]


def test_the_mail_leads_to_the_report_once_it_is_out(plan, organiser, event, ann, conclusion):
    edition = reports.start_edition(event, by=organiser, at=AFTER)
    edition.introduction = "It was a good day."
    reports.write(edition, by=organiser, at=AFTER)
    reports.publish(edition, by=organiser, at=AFTER)
    text = _issue(plan["outcomes", "attended"], organiser)["ann@example.org"].text
    assert "http://localhost:8000/events/sharing/report/" in text


def test_it_leaves_after_ten_minutes_and_not_before(plan, organiser, ann, slides):
    item = services.issue(plan["thanks", "attended"], by=organiser, at=AFTER)
    services.carry_out(at=AFTER + STOP_TIME - timedelta(seconds=1))
    assert (item.mailing.state, Message.objects.count()) == ("planned", 0)
    tasks.carry_out.run()
    delivery.deliver_due(at=AFTER + timedelta(days=400))
    mail = Message.objects.get()
    assert (mail.state, mail.is_bulk) == ("sent", True)


def test_stop_makes_it_a_draft_that_can_be_written_and_sent_again(plan, organiser, ann, slides):
    item = services.issue(plan["thanks", "attended"], by=organiser, at=AFTER)
    with pytest.raises(Refused, match="Stop it first"):
        services.keep(item, by=organiser, at=AFTER)
    mailings.stop(item.mailing, by=organiser, at=AFTER)
    item.refresh_from_db()
    item.introduction = "Better words."
    services.keep(item, by=organiser, at=AFTER)
    assert "Better words." in _issue(item, organiser)["ann@example.org"].text


def test_it_is_held_when_nothing_promised_is_ready_any_more(plan, organiser, ann, slides):
    item = services.issue(plan["thanks", "attended"], by=organiser, at=AFTER)
    Material.objects.update(release="nobody")
    services.carry_out(at=AFTER + STOP_TIME)
    assert not Message.objects.exists()
    Material.objects.update(release="delegates")
    services.carry_out(at=AFTER + STOP_TIME)
    item.mailing.refresh_from_db()
    assert (item.mailing.state, Message.objects.count()) == ("sending", 1)


def test_pressed_twice_it_goes_out_once(plan, organiser, ann, slides):
    item = plan["thanks", "attended"]
    first = services.issue(item, by=organiser, at=AFTER)
    again = services.issue(item, by=organiser, at=AFTER + timedelta(hours=1))
    assert (again.mailing.planned_at, first.mailing) == (AFTER, again.mailing)
    services.carry_out(at=AFTER + timedelta(hours=2))
    services.carry_out(at=AFTER + timedelta(hours=3))
    assert Message.objects.count() == 1


def test_who_has_no_address_is_left_out_and_not_counted(plan, organiser, event, ann, slides):
    make_registration(event, state="attended", name="Nora", email="")
    assert list(_issue(plan["thanks", "attended"], organiser)) == ["ann@example.org"]


def test_a_test_goes_to_oneself_and_holds_nothing_of_others(plan, organiser, ann, ben, slides, point):
    services.send_test(plan["thanks", "attended"], by=organiser, at=AFTER)
    mail = Message.objects.get()
    assert (mail.to_email, mail.subject[:5]) == (organiser.email, "Test:")
    assert "We trust each other." not in mail.text


def test_names_and_points_stay_text(plan, organiser, event, slides):
    make_registration(event, state="attended", name="<script>alert(1)</script> {page}", email="x@example.org")
    mail = _issue(plan["thanks", "attended"], organiser)["x@example.org"]
    assert "Dear <script>alert(1)</script> {page}," in mail.text
    assert "<script>" not in mail.html


@pytest.mark.parametrize(
    ("kind", "told"),
    [("thanks", "Release slides"), ("outcomes", "Publish conclusions")],
)
def test_nothing_goes_out_before_something_is_ready(plan, organiser, ann, kind, told):
    with pytest.raises(Refused, match=told):
        services.issue(plan[kind, "attended"], by=organiser, at=AFTER)


def test_slides_alone_are_no_conclusions(plan, organiser, ann, slides):
    with pytest.raises(Refused, match="Publish conclusions"):
        services.issue(plan["outcomes", "attended"], by=organiser, at=AFTER)


def test_nothing_goes_out_before_the_end_or_to_nobody(plan, organiser, event, slides):
    with pytest.raises(Refused, match="Close the desk first"):
        services.issue(plan["thanks", "attended"], by=organiser, at=AFTER)
    with pytest.raises(Refused, match="not over yet"):
        services.issue(plan["thanks", "attended"], by=organiser, at=event.starts_at)


def test_a_cancelled_event_is_not_followed_up(plan, organiser, event, ann, slides):
    event.cancelled_at = AFTER
    event.save()
    with pytest.raises(Refused, match="cancelled"):
        services.issue(plan["thanks", "attended"], by=organiser, at=AFTER)


def test_a_sent_item_stays_as_it_went(plan, organiser, ann, slides):
    item = services.issue(plan["thanks", "attended"], by=organiser, at=AFTER)
    assert str(policies.may_issue(item, by=organiser, at=AFTER).reason) == "This is on its way already."
    with pytest.raises(Refused, match="on its way"):
        services.keep(item, by=organiser, at=AFTER)


def test_only_organisers_of_the_event_send(plan, event, ann, slides):
    for stranger in (make_member(event, "publisher"), make_member(make_event())):
        with pytest.raises(Refused, match="organisers"):
            services.issue(plan["thanks", "attended"], by=stranger, at=AFTER)
        with pytest.raises(Refused, match="organisers"):
            services.lay_out_plan(event, by=stranger, at=AFTER)


def test_an_item_of_ones_own_needs_words_only(event, organiser, ann):
    item = FollowUpItem(event=event, subject="One more thing", introduction="")
    services.keep(item, by=organiser, at=AFTER)
    with pytest.raises(Refused, match="first words"):
        services.issue(item, by=organiser, at=AFTER)
    item.introduction = "Your umbrella is here."
    services.keep(item, by=organiser, at=AFTER)
    assert "Your umbrella is here." in _issue(item, organiser)["ann@example.org"].text


def test_there_is_nobody_to_preview_for_in_an_empty_audience(plan):
    assert services.preview(plan["thanks", "attended"], []) is None


def test_the_database_keeps_one_planned_item_per_audience(plan, event):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpItem.objects.create(event=event, kind="thanks", audience="attended", subject="x")


def test_issued_items_can_be_told_from_others(plan, organiser, ann, slides):
    services.issue(plan["thanks", "attended"], by=organiser, at=AFTER)
    assert FollowUpItem.objects.issued().count() == 1
