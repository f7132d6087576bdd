"""What a table writes on its phone is published by an organiser in the workspace and read by everybody."""

from urllib.parse import urlsplit

from dissemination.capture.links import table_link
from dissemination.capture.models import GroupSheet, Point
from sessions.models import Group
from tests.browser.conftest import PHONE
from tests.factories import make_member

SAID = "Ask the people whom the information is about."


def write_at_table(scribe, group):
    scribe.open(table_link(group))
    scribe.page.get_by_role("textbox").first.fill(SAID)
    scribe.page.get_by_role("button", name="Add this point", exact=True).click()
    scribe.page.locator("#said li").filter(has_text=SAID).wait_for()
    scribe.page.locator("#said li:not(.said__point--waiting)").filter(has_text=SAID).wait_for()
    scribe.look()


def test_a_table_writes_a_point_reads_it_back_and_hands_in(visitor, event_today):
    group = Group.objects.order_by("pk").first()
    scribe = visitor(PHONE)
    write_at_table(scribe, group)
    scribe.follow("Next question")
    scribe.follow("Finish and read back")
    scribe.press("Read it back")
    scribe.sees(SAID)
    scribe.press("Hand it in")
    scribe.sees("Handed in. Thank you.")
    assert GroupSheet.objects.get().state == "submitted"
    assert Point.objects.get().text == SAID


def test_a_point_that_was_just_written_is_starred_at_once(visitor, event_today):
    scribe = visitor(PHONE)
    scribe.open(table_link(Group.objects.order_by("pk").first()))
    scribe.page.get_by_text("More about this point").click()
    scribe.page.get_by_label("Kind").select_option(label="Barrier")
    scribe.page.get_by_role("textbox").first.fill(SAID)
    scribe.page.get_by_role("button", name="Add this point", exact=True).click()
    point = scribe.page.locator("#said li:not(.said__point--waiting)").filter(has_text=SAID)
    point.wait_for()
    assert point.locator(".tag:visible").all_inner_texts() == ["Barrier"]
    for verb, is_starred in (("Star", True), ("Take the star away", False)):
        with scribe.page.expect_navigation():
            point.get_by_role("button", name=verb).click()
        scribe.look()
        assert Point.objects.get().is_starred == is_starred


def test_a_table_without_javascript_writes_too(visitor, event_today):
    scribe = visitor(PHONE, java_script_enabled=False)
    scribe.page.goto(scribe.site + urlsplit(table_link(Group.objects.order_by("pk").first())).path)
    scribe.page.get_by_role("textbox").first.fill(SAID)
    scribe.page.get_by_role("button", name="Add this point", exact=True).click()
    scribe.sees(SAID)
    assert Point.objects.get().text == SAID


def test_an_organiser_publishes_what_a_table_said_and_a_reader_reads_it(visitor, event_today):
    write_at_table(visitor(PHONE), Group.objects.order_by("pk").first())
    organiser = visitor()
    organiser.sign_in(make_member(event_today))
    organiser.open("/admin/")
    organiser.open(f"/admin/event/{event_today.slug}/")
    organiser.open(f"/admin/event/{event_today.slug}/capture/")
    organiser.open(f"/admin/event/{event_today.slug}/themes/")
    organiser.page.get_by_label("New theme").fill("Everyday work")
    organiser.press("Make")
    organiser.page.get_by_label(SAID).check()
    organiser.press("Place")
    organiser.page.get_by_label(SAID).check()
    organiser.press("Write a conclusion from them")
    organiser.page.get_by_label("Statement").fill("Those concerned are asked.")
    organiser.press("Keep as a draft")
    organiser.press("Publish the final conclusions")
    reader = visitor(PHONE)
    reader.open(f"/events/{event_today.slug}/outcomes/")
    reader.sees("Those concerned are asked.")
    reader.page.get_by_text("Open its source").click()
    reader.look()
    reader.sees(SAID)
