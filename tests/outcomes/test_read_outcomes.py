"""A reader sees early thoughts and final conclusions, dated, and opens what each rests on."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from dissemination.capture.models import CapturePolicy
from dissemination.outcomes import services
from tests.capture.conftest import HOSTILE
from tests.factories import make_event, make_organisation, make_registration
from tests.outcomes.conftest import NEXT_DAY, NOON

PAGE = "/events/sharing/outcomes/"


@pytest.fixture
def publish(event, organiser):
    """publish("statement", points=…): a conclusion that readers see."""

    def published(statement="Sharing is everyday work.", *, stage="final", at=NEXT_DAY, **more):
        outcome = services.conclude(event, statement=statement, stage=stage, by=organiser, at=at, **more)
        verb = services.publish_early if stage == "early" else services.publish_final
        verb(event, by=organiser, at=at)
        return outcome

    return published


def text_of(client, address=PAGE):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_both_kinds_stand_on_one_page_each_with_its_date(client, publish):
    publish("An early thought.", stage="early", note="Heard.")
    publish("A final word.", note="Read.", at=NEXT_DAY + timedelta(days=7))
    page = text_of(client)
    for words in ("Early thoughts", "An early thought.", "12 March 2026", "A final word.", "19 March 2026"):
        assert words in page
    assert page.index("A final word.") < page.index("An early thought.")


def test_before_anything_is_published_it_says_what_will_come(client, event, organiser):
    services.conclude(event, statement="A draft.", by=organiser, at=NEXT_DAY, note="x")
    page = text_of(client)
    assert "Nothing is published yet" in page
    assert "A draft." not in page


def test_a_conclusion_opens_its_sources_with_the_groups_that_raised_it(client, say, publish):
    publish(points=[say("We share.", table=0), say("Us too.", table=2)])
    page = text_of(client)
    assert "Raised independently by 2 of 3 groups." in page
    for words in ("We share.", "Table 1 ·", "Us too.", "Table 3 ·", "Question 1?", "Open its 2 sources"):
        assert words in page
    assert page.count('class="lit"') == 2


def test_readers_see_the_wording_that_was_published(client, say, publish):
    point = say("We wroks.")
    point.published_wording = "We work."
    point.save()
    publish(points=[point])
    assert "We work." in text_of(client)
    assert "We wroks." not in text_of(client)


def test_details_who_must_act_and_public_commitments_stand_below(client, event, organiser, publish):
    outcome = services.conclude(
        event,
        statement="Make the case.",
        by=organiser,
        at=NEXT_DAY,
        note="Heard.",
        agreement="minority",
        kind="recommendation",
        must_act=[make_organisation("Harbour Housing")],
        must_act_text="every council",
        theme=services.make_theme(event, title="Leadership", by=organiser, at=NEXT_DAY),
    )
    services.detail(
        outcome, kind="way", text="By benefits.", example="Reduced cost", by=organiser, at=NEXT_DAY
    )
    for visibility, what, under in (
        ("public", "Publish a guide", outcome),
        ("public", "Tell others", None),
        ("private", "Secret", outcome),
    ):
        made = services.offer(
            event,
            organisation=make_organisation(),
            what=what,
            visibility=visibility,
            outcome=under,
            client_id=f"00000000-0000-0000-0000-{len(what):012}",
            due_on=NEXT_DAY.date(),
            at=NOON,
        )
        services.confirm(made, at=NOON)
    services.publish_final(event, by=organiser, at=NEXT_DAY)
    page = text_of(client)
    for words in (
        "By benefits.",
        "Could bring: Reduced cost",
        "Harbour Housing, every council",
        "Publish a guide",
        "Tell others",
        "A minority view",
        "Recommendation",
        "Leadership",
    ):
        assert words in page
    assert "Secret" not in page


@pytest.mark.parametrize("attribution", ["chatham", "anonymous"])
def test_where_nobody_may_be_known_groups_and_small_numbers_stay_out(
    client, workshop, say, publish, attribution
):
    CapturePolicy.objects.create(session=workshop, attribution=attribution)
    publish("Small.", points=[say("We share.", table=0)])
    page = text_of(client)
    assert "Raised by fewer than 3 of 3 groups." in page
    assert "Table 1" not in page
    publish("Large.", points=[say("One", table=0), say("Two", table=1), say("Three", table=2)])
    page = text_of(client)
    assert "Raised independently by 3 of 3 groups." in page
    assert 'class="tokens"' not in page


@pytest.mark.parametrize(("attribution", "shown"), [("named", "Ada Example"), ("group", "One person")])
def test_an_own_comment_carries_a_name_only_where_the_rule_allows(
    client, event, workshop, say, publish, attribution, shown
):
    CapturePolicy.objects.create(session=workshop, attribution=attribution)
    ada = make_registration(event, name="Ada Example")
    publish(points=[say("Mine alone", is_individual=True, said_by=ada)])
    page = text_of(client)
    assert shown in page
    assert ("Ada Example" in page) is (shown == "Ada Example")


def test_a_flip_chart_is_shown_with_its_sentence(client, sheets, publish):
    sheet = sheets[0]
    sheet.photograph_sentence = "Trust before technology"
    sheet.photograph.save("x.jpg", ContentFile(b"\xff\xd8\xff picture"))
    address = f"/events/sharing/flip-charts/{sheet.pk}.jpg"
    assert client.get(address).status_code == 404
    publish(sheets=[sheet])
    assert 'alt="Trust before technology"' in text_of(client)
    response = client.get(address)
    assert (response["Content-Type"], b"".join(response.streaming_content)) == (
        "image/jpeg",
        b"\xff\xd8\xff picture",
    )
    assert Path(sheet.photograph.name).stem != "x"


def test_an_anonymous_flip_chart_shows_its_sentence_alone(client, workshop, sheets, publish):
    CapturePolicy.objects.create(session=workshop, attribution="anonymous")
    sheet = sheets[0]
    sheet.photograph_sentence = "Trust before technology"
    sheet.photograph.save("x.jpg", ContentFile(b"\xff\xd8\xff picture"))
    publish(sheets=[sheet])
    page = text_of(client)
    assert "Trust before technology" in page
    assert "<img" not in page
    assert client.get(f"/events/sharing/flip-charts/{sheet.pk}.jpg").status_code == 404


def test_a_conclusion_has_an_address_that_lasts_and_says_what_replaced_it(client, publish):
    early = publish("An early thought.", stage="early", note="Heard.")
    assert "Early thought" in text_of(client, f"{PAGE}{early.pk}/")
    publish("A final word.", note="Read.", supersedes=early)
    page = text_of(client, f"{PAGE}{early.pk}/")
    assert "A later conclusion has taken its place" in page
    assert "A final word." in page
    assert "Replaced by a later one" in page


def test_the_address_of_a_withdrawn_conclusion_says_so_and_why(client, organiser, publish):
    outcome = publish("An early thought.", stage="early", note="Heard.")
    services.withdraw(outcome, reason="Misheard <b>", by=organiser, at=NEXT_DAY)
    response = client.get(f"{PAGE}{outcome.pk}/")
    page = response.content.decode()
    assert (response.status_code, "This conclusion has been withdrawn" in page) == (410, True)
    assert ("Misheard &lt;b&gt;" in page, "An early thought." in page) == (True, False)
    assert f"{NEXT_DAY:%-d %B %Y}" in page


def test_drafts_and_other_events_conclusions_are_not_found(client, event, organiser, publish):
    draft = services.conclude(event, statement="A draft.", by=organiser, at=NEXT_DAY)
    assert client.get(f"{PAGE}{draft.pk}/").status_code == 404
    other = make_event(slug="other")
    published = publish("Elsewhere.", stage="early", note="x")
    assert client.get(f"/events/{other.slug}/outcomes/{published.pk}/").status_code == 404


def test_a_draft_event_shows_no_conclusions(client, event):
    event.state = "draft"
    event.save()
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_inert(client, say, publish, words):
    publish(words, points=[say(words)], note=words, must_act_text=words)
    page = client.get(PAGE).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_for_any_number(
    client, say, publish, rows, django_assert_num_queries
):
    for number in range(rows):
        publish(f"Statement {number}.", points=[say(table=n) for n in range(rows)], stage="early")
    with django_assert_num_queries(14):
        client.get(PAGE)
