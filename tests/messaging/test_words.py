"""An organiser writes the mails of an event in other words; an administrator those of the house."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dissemination.core.verdicts import Refused
from dissemination.messaging import services, texts
from dissemination.messaging.models import Message, Wording
from dissemination.messaging.vocabulary import MAILS
from registrations import emails
from tests.factories import (
    DAY,
    make_event,
    make_member,
    make_registration,
    make_session,
    make_user,
    make_venue,
)
from tests.trust.payloads import TEXT

NAME = "registrations/confirmation"
WORDS = {"subject": "Welcome to {event}", "body": "Dear {name},\n\nGood to have you.\n\n{place}\n\n{sender}"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(title="Sharing day")


@pytest.fixture
def organiser(event):
    return make_member(event)


@pytest.fixture
def chief():
    return make_user(is_staff=True, is_superuser=True)


@pytest.fixture
def page(client, organiser, event):
    client.force_login(organiser)
    return reverse("messaging:words", args=[event.slug, NAME.replace("/", "-")])


def sent_to(registration, at):
    emails.send_confirmation(registration, at=at)
    return Message.objects.latest("pk")


def test_a_mail_goes_out_in_the_words_of_its_event(event, organiser, at):
    services.write_words(NAME, event, **WORDS, by=organiser, at=at)
    mail = sent_to(make_registration(event, name="Ann Archer"), at)
    assert mail.subject == "Welcome to Sharing day"
    assert mail.text.startswith("Dear Ann Archer,\n\nGood to have you.\n\nOpen my place:\nhttp")
    assert "Good to have you." in mail.html


def samples_of(name, event):
    return texts.samples(MAILS[name], event=event)


def test_an_event_is_looked_at_with_its_own_days_and_place(event):
    event.aims, event.contact_telephone = "To share.", ""
    event.numbers_due_at = DAY - timedelta(days=3)
    event.venue = make_venue(address="1 Quay\nNorthvale", travel="By tram.", access="")
    invitation = samples_of("guests/invitation", event)
    assert invitation["aims"] == "To share."
    assert invitation["where"] == f"{event.venue}, 1 Quay, Northvale"
    assert invitation["invited"] == "Monday 9 February 2026, 09:30"
    assert samples_of("registrations/offered", event)["until"] == "Sunday 8 March 2026, 09:30"
    assert samples_of("outcomes/commitment", event)["due"] == "By 9 June 2026"
    mailing = samples_of("mailings/joining", event)
    told = [mailing[name] for name in ("travel_title", "travel", "access_title", "access", "telephone")]
    assert told == ["# Getting there", "By tram.", "", "", ""]
    speaker = samples_of("speakers/invitation", event)
    assert speaker["day"] == "Wednesday 11 March 2026"
    assert speaker["due"] == "Your slides are needed by Wednesday 4 March 2026, 09:30."
    assert speaker["session"] == "What the pilots taught us"
    assert isinstance(samples_of("registrations/confirmation", event)["place"], texts.Link)


def test_what_an_event_does_not_say_yet_is_no_invention(event):
    talk = make_session(event, title="Opening")
    event.venue, event.contact_telephone, event.numbers_due_at = None, "01632 960111", None
    speaker = samples_of("speakers/invitation", event)
    assert (speaker["place"], speaker["session"]) == ("To be announced", talk.title)
    assert samples_of("registrations/offered", event)["until"] == "Wednesday 4 March 2026, 09:30"
    assert samples_of("mailings/joining", event)["telephone"] == "On the day, call 01632 960111."
    event.mode = "online"
    assert samples_of("registrations/offered", event)["where"] == "Online"


def test_the_words_of_an_event_are_not_those_of_another(event, organiser, at):
    services.write_words(NAME, event, **WORDS, by=organiser, at=at)
    assert sent_to(make_registration(make_event()), at).subject.startswith("You have a place")


def test_the_words_of_the_house_hold_where_an_event_has_none(event, organiser, chief, at):
    services.write_words(NAME, None, subject="House", body="House {place}", by=chief, at=at)
    assert texts.words_of(NAME, event).subject == "House"
    services.write_words(NAME, event, **WORDS, by=organiser, at=at)
    assert texts.words_of(NAME, event).subject == "Welcome to {event}"
    services.restore_standard(NAME, event, by=organiser, at=at)
    assert texts.words_of(NAME, event).subject == "House"
    services.restore_standard(NAME, None, by=chief, at=at)
    assert texts.words_of(NAME, event) == texts.standard(NAME)


def test_each_saving_is_a_version_and_an_earlier_one_can_count_again(event, organiser, at):
    first = services.write_words(NAME, event, **WORDS, by=organiser, at=at)
    same = services.write_words(NAME, event, **WORDS, by=organiser, at=at)
    later = services.write_words(NAME, event, **WORDS | {"subject": "Two"}, by=organiser, at=at)
    assert (same, Wording.objects.count()) == (first, 2)
    assert texts.words_of(NAME, event).subject == later.subject
    services.use_version(first, by=organiser, at=at)
    assert texts.words_of(NAME, event).subject == "Welcome to {event}"
    assert str(first) == "Welcome to {event}"


def test_restoring_what_is_standard_changes_nothing(event, organiser, at):
    services.restore_standard(NAME, event, by=organiser, at=at)
    assert not Wording.objects.exists()


def test_one_wording_counts_at_a_time(event, at):
    for where in (event, None):
        row = {"name": NAME, "event": where, "subject": "S", "body": "B", "written_at": at}
        Wording.objects.create(**row)
        with pytest.raises(IntegrityError), transaction.atomic():
            Wording.objects.create(**row)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("{nmae}", "{nmae} is not a placeholder: did you mean {name}?"),
        ("{Name}", "{Name} is not a placeholder: did you mean {name}?"),
        ("{unsubscribe}", "{unsubscribe} belongs to another mail: this one does not know it. Take it out."),
        ("{x}", "{x} is not a placeholder of this mail. Choose one from the list."),
        ("a { b", "Braces hold placeholders only: put this one right, or take it out: {"),
        (
            "{event.__init__.__code__}",
            "{event.__init__.__code__} is not a placeholder of this mail. Choose one from the list.",
        ),
    ],
)
def test_a_placeholder_that_is_none_is_refused_by_its_name(words, answer, event, organiser, at):
    with pytest.raises(Refused) as refused:
        services.write_words(NAME, event, subject="S", body=f"{words} {{place}}", by=organiser, at=at)
    assert str(refused.value) == answer


def test_what_must_stand_in_a_mail_cannot_be_left_out(event, organiser, at):
    with pytest.raises(Refused) as refused:
        services.write_words(NAME, event, subject="S", body="Come.", by=organiser, at=at)
    assert (
        str(refused.value) == "Keep {place} in the text: opens their place, where they change or cancel it."
    )


def test_a_button_does_not_fit_into_a_subject(event, organiser, at):
    with pytest.raises(Refused) as refused:
        services.write_words(NAME, event, subject="{place}", body="{place}", by=organiser, at=at)
    assert str(refused.value) == "{place} does not fit into a subject. Put it into the text."


def test_only_organisers_write_the_mails_of_an_event(event, at):
    for by in (make_user(), make_member(make_event()), make_member(event, "publisher")):
        with pytest.raises(Refused):
            services.write_words(NAME, event, **WORDS, by=by, at=at)


def test_only_administrators_write_those_of_the_house(event, organiser, chief, at):
    for where, name in ((None, NAME), (event, "account/login_code"), (event, "no/such")):
        with pytest.raises(Refused):
            services.write_words(name, where, subject="S", body="{code}{place}", by=organiser, at=at)
    services.write_words("account/login_code", None, subject="S", body="{code}", by=chief, at=at)


def test_words_that_name_what_is_no_more_give_way_to_the_standard_text(event, at):
    Wording.objects.create(name=NAME, event=event, subject="S", body="{gone}", written_at=at)
    assert sent_to(make_registration(event), at).subject == "You have a place: Sharing day"


def test_every_mail_is_listed_with_whose_words_it_has(client, page, event, organiser, chief, at):
    services.write_words(NAME, event, **WORDS, by=organiser, at=at)
    services.write_words("guests/invitation", None, subject="S", body="{answer}", by=chief, at=at)
    listed = client.get(reverse("messaging:mails", args=[event.slug])).content.decode()
    assert (listed.count(">your own<"), listed.count("of the house")) == (1, 1)
    assert "Sign-in code" not in listed
    client.force_login(chief)
    assert "Sign-in code" in client.get(reverse("messaging:house_mails")).content.decode()


def test_the_list_asks_the_database_the_same_however_much_is_written(
    client, page, event, organiser, at, django_assert_num_queries
):
    for name in ("registrations/waiting", "registrations/link", "registrations/approved"):
        services.write_words(name, event, subject="S", body="{place}", by=organiser, at=at)
        with django_assert_num_queries(7):
            client.get(reverse("messaging:mails", args=[event.slug]))


def test_a_mail_is_written_and_looked_at_before_it_counts(client, page):
    seen = client.post(page, WORDS | {"look": "yes"})
    assert "Good to have you." in seen.content.decode()
    assert "Ann Archer" in seen.content.decode()
    assert not Wording.objects.exists()
    worst = client.post(page, WORDS | {"look": "yes", "reader": "worst"}).content.decode()
    assert "Κωνσταντίνα-Αλεξάνδρα" in worst


def test_a_mail_is_saved_brought_back_and_restored(client, page, event):
    client.post(page, WORDS | {"save": "yes"})
    client.post(page, WORDS | {"subject": "Two", "save": "yes"})
    first = Wording.objects.earliest("pk")
    assert "Use it again" in client.get(page).content.decode()
    client.post(page, {"version": first.pk})
    assert texts.words_of(NAME, event).subject == "Welcome to {event}"
    client.post(page, {"restore": "yes"})
    assert texts.words_of(NAME, event) == texts.standard(NAME)
    assert client.post(page, {"version": 10**6}).status_code == 404


def test_what_is_wrong_is_said_and_nothing_is_lost(client, page):
    said = client.post(page, {"subject": "Hello {evnt}", "body": "Dear {nmae}, {place}", "save": "yes"})
    words = said.content.decode()
    assert "did you mean {event}?" in words
    assert "did you mean {name}?" in words
    assert "Dear {nmae}, {place}</textarea>" in words
    assert "Write the text of the mail." in client.post(page, {"save": "yes"}).content.decode()


@pytest.mark.parametrize("typed", TEXT.values(), ids=TEXT)
def test_a_bad_input_is_refused_or_harmless(typed, client, page, event, at):
    answer = client.post(page, {"subject": typed, "body": f"{typed}\n\n{{place}}", "save": "yes"})
    assert answer.status_code in (200, 302)
    mail = sent_to(make_registration(event), at)
    assert "\n" not in mail.subject
    assert "<script" not in mail.html


def test_a_version_that_would_not_be_taken_today_is_refused(client, page, event, at):
    old = Wording.objects.create(
        name=NAME, event=event, subject="S", body="{gone}", written_at=at - timedelta(1), is_in_force=False
    )
    client.post(page, {"version": old.pk})
    assert texts.words_of(NAME, event) == texts.standard(NAME)


def test_pages_that_are_not_yours_are_not_there(client, page, event, chief):
    assert client.get(reverse("messaging:house_mails")).status_code == 404
    assert client.get(reverse("messaging:words", args=[event.slug, "account-login_code"])).status_code == 404
    assert client.get(reverse("messaging:words", args=[event.slug, "no-such"])).status_code == 404
    client.force_login(chief)
    page = reverse("messaging:house_words", args=["account-unknown_account"])
    assert "says the same to everybody" in client.get(page).content.decode()


def test_own_words_are_seen_by_organisers_of_their_event(event, organiser, at):
    services.write_words(NAME, event, **WORDS, by=organiser, at=at)
    assert Wording.objects.for_user(organiser).count() == 1
    assert Wording.objects.for_user(make_member(make_event())).count() == 0


WELSH = {"subject": "Croeso i {event}", "body": "Annwyl {name},\n\nDewch.\n\n{place}"}


@pytest.fixture
def two_languages(settings):
    settings.LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]


def test_a_mail_speaks_the_language_of_its_event(event, organiser, at):
    services.write_words(NAME, event, **WORDS, by=organiser, at=at)
    services.write_words(NAME, event, **WELSH, language="cy", by=organiser, at=at)
    assert sent_to(make_registration(event), at).subject == "Welcome to Sharing day"
    event.language = "cy"
    event.save()
    mail = sent_to(make_registration(event), at)
    assert (mail.subject, 'lang="cy"' in mail.html) == ("Croeso i Sharing day", True)


def test_where_a_language_has_no_words_those_of_the_house_stand_in(event, organiser, chief, at):
    event.language = "cy"
    event.save()
    assert texts.words_of(NAME, event) == texts.standard(NAME)
    services.write_words(NAME, event, **WORDS, by=organiser, at=at)
    assert texts.words_of(NAME, event).subject == "Welcome to {event}"
    services.write_words(NAME, None, **WELSH, language="cy", by=chief, at=at)
    assert texts.words_of(NAME, event).subject == "Croeso i {event}"
    assert texts.words_of(NAME, None).subject == texts.standard(NAME).subject


def test_versions_of_one_language_leave_the_other_alone(event, organiser, at):
    services.write_words(NAME, event, **WORDS, by=organiser, at=at)
    first = services.write_words(NAME, event, **WELSH, language="cy", by=organiser, at=at)
    services.write_words(NAME, event, **WELSH | {"subject": "Dau"}, language="cy", by=organiser, at=at)
    services.use_version(first, by=organiser, at=at)
    assert texts.words_of(NAME, event, language="cy").subject == "Croeso i {event}"
    services.restore_standard(NAME, event, language="cy", by=organiser, at=at)
    assert texts.words_of(NAME, event, language="cy").subject == "Welcome to {event}"
    assert texts.words_of(NAME, event).subject == "Welcome to {event}"


def test_the_page_writes_each_language_of_the_settings(client, page, event, two_languages):
    page_of = f"{page}?language=cy"
    shown = client.get(page_of).content.decode()
    assert '<a href="?language=cy" aria-current="true" hreflang="cy">Cymraeg</a>' in shown
    assert client.post(page_of, WELSH | {"save": "yes"}).url == page_of
    assert Wording.objects.get().language == "cy"
    assert "Croeso i {event}" in client.get(page_of).content.decode()
    assert "Croeso i {event}" not in client.get(page).content.decode()
    client.post(page_of, {"restore": "yes"})
    assert not Wording.objects.filter(is_in_force=True).exists()
    client.post(f"{page}?language=xx", WELSH | {"save": "yes"})
    assert Wording.objects.latest("pk").language == "en-gb"


def test_one_language_asks_nobody_which(client, page):
    assert "hreflang" not in client.get(page).content.decode()


def test_an_event_says_its_language_where_there_are_several(
    client, organiser, event, two_languages, settings
):
    client.force_login(organiser)
    address = reverse("admin:events_event_change", args=[event.pk])
    assert "Cymraeg" in client.get(address).content.decode()
    settings.LANGUAGES = [("en-gb", "English")]
    assert "language of its mails" not in client.get(address).content.decode().lower()
