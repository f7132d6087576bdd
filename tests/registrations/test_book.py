"""One person books for several colleagues: each has a place, a mail and a link of their own."""

import uuid

import pytest

from dissemination.messaging.models import Message
from registrations import services
from registrations.models import Registration
from registrations.services import Booking
from tests.factories import make_event, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]

TWO = (("Ann Example", "ann@example.org"), ("Ben Example", "Ben@example.org"))


def book(event, at, colleagues=TWO, key=None, **values):
    told = {"booked_by": "Robin Example", "organisation": "Harbour Housing", "sector": "provider"} | values
    booking = Booking(colleagues=colleagues, **told)
    return services.book(event, booking, form_key=key or uuid.uuid4(), at=at)


def filled(*rows, total=3, **changes):
    data = {
        "booked_by": "Robin Example",
        "organisation": "Harbour Housing",
        "sector": "provider",
        "form_key": str(uuid.uuid4()),
        "form-TOTAL_FORMS": str(total),
        "form-INITIAL_FORMS": "0",
    }
    for number in range(total):
        name, email = rows[number] if number < len(rows) else ("", "")
        data |= {f"form-{number}-name": name, f"form-{number}-email": email}
    return data | changes


def address(event):
    return f"/events/{event.slug}/register/colleagues/"


def news():
    return list(Message.objects.order_by("pk").values_list("kind", "method", "to_email"))


def test_each_colleague_has_a_place_a_mail_and_a_link(at):
    event = make_event(title="Sharing day")
    ann, ben = book(event, at)
    assert (ann.state, ben.state, ann.organisation) == ("confirmed", "confirmed", ben.organisation)
    assert (ann.listing, ann.photograph, ann.news, ann.booked_by) == (
        "nobody",
        "not_asked",
        False,
        "Robin Example",
    )
    assert news() == [
        ("booked_for_you", "REQUEST", "ann@example.org"),
        ("booked_for_you", "REQUEST", "ben@example.org"),
    ]
    text = Message.objects.first().text
    assert ("Robin Example has registered you for “Sharing day”" in text, "/places/" in text) == (True, True)


def test_the_same_form_twice_is_one_booking(at):
    event, key = make_event(), uuid.uuid4()
    assert book(event, at, key=key) == book(event, at, key=key)
    assert (Registration.objects.count(), len(news())) == (2, 2)


def test_the_last_ones_wait_and_learn_who_registered_them(at):
    event = make_event(capacity=1)
    assert [one.state for one in book(event, at)] == ["confirmed", "waiting"]
    assert "Robin Example has registered you." in Message.objects.get(kind="waiting").text


def test_a_colleague_who_is_registered_already_stays_as_they_are(at):
    event = make_event()
    known = make_registration(event, email="ann@example.org", name="Ann Own")
    ann, _ = book(event, at)
    assert (ann, ann.name, news()[0]) == (known, "Ann Own", ("already_registered", "", "ann@example.org"))


def test_the_form_registers_everybody_in_it(client):
    event = make_event()
    assert "Colleague 3" in client.get(address(event)).content.decode()
    page = client.post(address(event), filled(*TWO), follow=True)
    assert page.redirect_chain == [(f"/events/{event.slug}/registered/colleagues/", 302)]
    text = page.content.decode()
    assert ("Ann Example" in text, "Ben Example" in text) == (True, True)
    assert [row.mode for row in Registration.objects.all()] == ["in_person", "in_person"]


def test_more_rows_come_on_request_and_keep_what_is_typed(client):
    event = make_event()
    sent = filled(("Ann Example", "ann@"), more="yes")
    text = client.post(address(event), sent).content.decode()
    assert ("Colleague 6" in text, "Colleague 7" in text, 'value="ann@"' in text) == (True, False, True)
    assert ("Enter" in text.split("<main")[1], Registration.objects.count()) == (False, 0)
    assert sent["form_key"] in text
    text = client.post(address(event), filled(total=12, more="yes")).content.decode()
    assert ("Colleague 12" in text, "More rows" in text) == (True, False)


def test_an_event_of_both_kinds_asks_how_they_take_part(client):
    event = make_event(mode="both", online_capacity=5)
    page = client.post(address(event), filled(*TWO))
    assert page.context["form"].errors == {"mode": ["Say how you will take part."]}
    client.post(address(event), filled(*TWO, mode="online"))
    assert {row.mode for row in Registration.objects.all()} == {"online"}


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (filled(), "Enter the colleague’s name."),
        (filled(*TWO, booked_by=""), "Enter your name."),
        (filled(("Ann Example", "")), "Enter an e-mail address"),
        (filled(TWO[0], ("Ann Again", "ANN@example.org")), "This address stands in another row."),
        (filled(*TWO, total=0), "Fill in at least one row."),
        ({"booked_by": "Robin"}, "Open this page again"),
    ],
)
def test_what_is_missing_is_asked_for(client, sent, words):
    page = client.post(address(make_event()), sent)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert Registration.objects.count() == 0


def test_a_closed_event_says_so(client):
    event = make_event(state="closed")
    assert "Registration has closed." in client.get(address(event)).content.decode()
    assert client.post(address(event), filled(*TWO)).status_code == 409


def test_the_names_are_shown_to_the_browser_that_sent_them_only(client):
    event = make_event()
    page = client.get(f"/events/{event.slug}/registered/colleagues/")
    assert page.headers["Location"] == address(event)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"capacity": 0}, "Every place is taken. Register now and you join the waiting list"),
        ({"admission": "approval"}, "An organiser decides who can come. You hear by mail."),
    ],
)
def test_the_form_says_before_it_is_filled_in_that_not_everybody_gets_a_place(client, values, words):
    assert words in client.get(address(make_event(**values))).content.decode()
