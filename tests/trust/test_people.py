"""Bad inputs where people are named: refused in words or kept as they are meant, and nothing typed is lost.

`test_forms` tries every form of the product and asks that none breaks. Here it is told what becomes of each
input where people come in: the registration form, one's own place, colleagues, guests, lists.
"""

import csv
import html
import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from dissemination.core.tokens import link_token
from dissemination.events.models import Event
from dissemination.guests.models import Guest
from dissemination.messaging.models import Message
from registrations.models import Answer, Registration
from tests.documents import decks
from tests.factories import make_event, make_form_question, make_member, make_registration
from tests.guests.test_bring_in import filled_in
from tests.registrations.test_book import filled
from tests.registrations.test_register_page import answers
from tests.speakers.test_hostile_files import HARM
from tests.trust.payloads import EMAIL, FILE_NAME, TEXT, URL
from tests.trust.reading import Page

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]

NUL = "Type this again: it holds a character that cannot be kept."
ADDRESS = "Enter an e-mail address in the form name@example.org."
FITS = {name: words for name, words in TEXT.items() if name != "nul"}
MEANT = FITS | {
    "calendar lines": "Ann BEGIN:VALARM ATTACH:https://evil.example",
    "header lines": "Ann Bcc: everybody@evil.example",
    "direction marks": "gnp.exe Ann",
    "stacked marks": "\u0179" + "\u0301" * 6,  # a letter and its mark are one; six more may stand on it
    "markdown": "[x](java script:alert(1)) ![t](https://tracker.example/p.gif)",
}
LINES = MEANT | {
    "calendar lines": "Ann\nBEGIN:VALARM\nATTACH:https://evil.example",
    "header lines": "Ann\nBcc: everybody@evil.example",
    "markdown": TEXT["markdown"],
}
OWN = ("name", "job_title", "organisation", "dietary", "severe_allergy", "access")
every_text = pytest.mark.parametrize("kind", FITS)
no_address = pytest.mark.parametrize("address", [*EMAIL[::2], "ann", "a\x00b@example.org"])


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def event():
    return make_event(slug="sharing")


@pytest.fixture
def questions(event):
    return [make_form_question(event, kind=kind) for kind in ("line", "prose")]


@pytest.fixture
def organiser(client, event):
    client.force_login(make_member(event))
    return client


@pytest.fixture
def own_place(client, event):
    """The address of somebody's own place, opened in this browser."""
    registration = make_registration(event, email="ann@example.org")
    client.get(reverse("registrations:open", args=[link_token("place", registration.code)]))
    return reverse("registrations:place", args=[registration.code])


def text(response):
    return response.content.decode()


def typed(response, name):
    """What stands in this field of the page."""
    inputs = {one.name: one.value for form in Page(text(response)).forms for one in form.inputs}
    return inputs[name].removeprefix("\n")  # which a text area begins with, and no browser sends


def errors(response, form="form"):
    return {name: list(found) for name, found in response.context[form].errors.items()}


def known(registration):
    """What is kept of a registration, in the order of OWN."""
    one = Registration.objects.select_related("organisation", "need").get(pk=registration.pk)
    held = (one.name, one.job_title, one.organisation.name)
    return [*held, one.need.dietary, one.need.severe_allergy, one.need.access]


def is_inert(response):
    return Page(text(response)).faults == []


@every_text
def test_the_registration_form_keeps_every_text_as_it_is_meant_and_once(client, event, questions, kind):
    line, prose = questions
    own = dict.fromkeys((*OWN, f"answer_{line.pk}", f"answer_{prose.pk}"), TEXT[kind])
    sent = answers(**own)
    for _ in range(2):
        page = client.post(f"/events/{event.slug}/register/", sent, follow=True)
        assert (page.redirect_chain[-1][0], is_inert(page)) == (f"/events/{event.slug}/registered/", True)
    assert known(Registration.objects.get()) == [MEANT[kind]] * len(OWN)
    assert list(Answer.objects.order_by("pk").values_list("value", flat=True)) == [MEANT[kind], LINES[kind]]
    assert Message.objects.count() == 1


@pytest.mark.parametrize("name", [*OWN, "line", "prose"])
def test_a_character_that_cannot_be_kept_is_told_and_the_rest_stays_typed(client, event, questions, name):
    names = dict(zip(("line", "prose"), (f"answer_{one.pk}" for one in questions), strict=True))
    name = names.get(name, name)
    others = {one: f"Typed {one}" for one in (*OWN, *names.values())}
    page = client.post(f"/events/{event.slug}/register/", answers(**others | {name: TEXT["nul"]}))
    assert (page.status_code, errors(page)) == (422, {name: [NUL]})
    assert {one: typed(page, one) for one in others if one != name} == {
        one: words for one, words in others.items() if one != name
    }
    assert Registration.objects.count() == 0


@no_address
@pytest.mark.parametrize("field", ["email", "contact_email"])
def test_what_is_no_address_is_refused_and_stays_to_be_mended(client, event, field, address):
    page = client.post(f"/events/{event.slug}/register/", answers(**{"email": "", field: address}))
    assert (page.status_code, list(errors(page))) == (422, [field])
    assert errors(page)[field] in ([ADDRESS], [NUL])
    assert typed(page, field) == address
    assert (Registration.objects.count(), Message.objects.count()) == (0, 0)


def test_real_addresses_are_taken_and_one_in_capitals_is_the_same_person(client, event):
    for address in ("ann+tag@example.org", "ann@example.org", "ANN@Example.org"):
        client.post(f"/events/{event.slug}/register/", answers(email=address))
    found = Registration.objects.order_by("pk").values_list("email", flat=True)
    assert list(found) == ["ann+tag@example.org", "ann@example.org"]


@pytest.mark.parametrize("what", HARM)
def test_a_file_that_means_harm_is_refused_and_leaves_nothing(client, event, media, what):
    question = make_form_question(event, kind="file")
    name, content, _reason = HARM[what]
    sent = answers() | {f"answer_{question.pk}": SimpleUploadedFile(name, content)}
    page = client.post(f"/events/{event.slug}/register/", sent)
    assert (page.status_code, list(errors(page))) == (422, [f"answer_{question.pk}"])
    assert typed(page, "name") == "Ann Example"
    assert (Registration.objects.count(), [one for one in media.rglob("*") if one.is_file()]) == (0, [])


@pytest.mark.parametrize(
    "name", [FILE_NAME, "../../etc/passwd", "a.pdf\x00.html", "CON.pdf", "x" * 300 + ".pdf", "\u202efdp.exe"]
)
def test_a_hostile_name_of_a_file_names_nothing_on_our_side(client, event, media, name):
    question = make_form_question(event, kind="file")
    file = SimpleUploadedFile("x.pdf", decks.pdf())
    file._name = name  # as it came over the wire, before anybody made it safe
    page = client.post(f"/events/{event.slug}/register/", answers() | {f"answer_{question.pk}": file})
    assert page.status_code in (302, 422)
    for answer in Answer.objects.all():
        assert re.fullmatch(r"[\w/.-]+", answer.file.name)
        assert len(answer.value) <= 300
    kept = [one for one in media.rglob("*") if one.is_file()]
    assert len(kept) == Answer.objects.count()


def test_an_empty_file_is_told(client, event):
    question = make_form_question(event, "Your poster?", kind="file")
    sent = answers() | {f"answer_{question.pk}": SimpleUploadedFile("a.pdf", b"")}
    page = client.post(f"/events/{event.slug}/register/", sent)
    assert errors(page) == {f"answer_{question.pk}": ["Your poster? Choose a file."]}


@every_text
def test_ones_own_answers_are_changed_to_what_is_meant(client, own_place, kind):
    sent = answers(**dict.fromkeys(OWN, TEXT[kind]))
    for _ in range(2):
        page = client.post(f"{own_place}change/", sent, follow=True)
        assert (page.redirect_chain[-1][0], is_inert(page)) == (own_place, True)
    assert known(Registration.objects.get()) == [MEANT[kind]] * len(OWN)
    assert Message.objects.filter(kind="changed").count() == 1


@pytest.mark.parametrize("name", OWN)
def test_a_change_that_cannot_be_kept_changes_nothing(client, own_place, name):
    before = Registration.objects.get().name
    page = client.post(f"{own_place}change/", answers(**{"job_title": "Typed", name: TEXT["nul"]}))
    assert (page.status_code, errors(page)) == (422, {name: [NUL]})
    assert typed(page, "sector") or 'value="local" selected' in text(page)
    assert Registration.objects.get().name == before


@every_text
def test_a_place_is_handed_to_whoever_is_named(client, own_place, kind):
    client.post(f"{own_place}hand-over/", {"name": TEXT[kind], "email": "ben@example.org"})
    assert Registration.objects.live().get().name == MEANT[kind]


@no_address
def test_a_place_is_handed_to_nobody_without_an_address(client, own_place, address):
    page = client.post(f"{own_place}hand-over/", {"name": "Ben", "email": address})
    assert (page.status_code, list(errors(page)), typed(page, "name")) == (422, ["email"], "Ben")
    assert Registration.objects.live().get().email == "ann@example.org"


@every_text
def test_somebody_who_comes_along_is_called_what_is_meant(client, own_place, kind):
    sent = {"name": TEXT[kind], "job_title": TEXT[kind], "dietary": TEXT[kind], "form_key": uuid.uuid4()}
    for _ in range(2):
        client.post(f"{own_place}companion/", sent)
    came = Registration.objects.exclude(email="ann@example.org").get()
    assert (came.name, came.job_title, came.need.dietary) == (MEANT[kind],) * 3


@every_text
def test_colleagues_are_called_what_is_meant_and_come_once(client, event, kind):
    rows = ((TEXT[kind], "ann@example.org"), (TEXT[kind], "ben@example.org"))
    sent = filled(*rows, booked_by=TEXT[kind], organisation=TEXT[kind])
    for _ in range(2):
        page = client.post(f"/events/{event.slug}/register/colleagues/", sent, follow=True)
        assert (page.status_code, is_inert(page)) == (200, True)
    found = Registration.objects.values_list("name", "booked_by", "organisation__name")
    assert list(found) == [(MEANT[kind],) * 3] * 2
    assert Message.objects.count() == 2


@no_address
def test_a_row_without_an_address_registers_nobody_and_every_row_stays(client, event, address):
    sent = filled(("Ann", "ann@example.org"), ("Ben", address))
    page = client.post(f"/events/{event.slug}/register/colleagues/", sent)
    assert page.status_code == 422
    assert page.context["rows"].errors[1]["email"] in ([ADDRESS], [NUL])
    stay = ("form-0-name", "form-0-email", "form-1-name", "form-1-email", "booked_by")
    assert [typed(page, name) for name in stay] == [sent[name] for name in stay]
    assert Registration.objects.count() == 0


def quoted(*cells):
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


ON_ONE_LINE = [kind for kind, words in FITS.items() if "\n" not in words and "\r" not in words]


@pytest.mark.parametrize("kind", ON_ONE_LINE)
def test_pasted_guests_are_called_what_is_meant(organiser, kind):
    line = "\t".join((f'"{TEXT[kind]}"' if '"' not in TEXT[kind] else TEXT[kind], "ann@example.org", "ICO"))
    page = organiser.post("/admin/event/sharing/guests/", {"paste": "yes", "lines": line}, follow=True)
    assert is_inert(page)
    if Guest.objects.exists():
        assert Guest.objects.get().name in (MEANT[kind], MEANT[kind].replace('"', ""))
    else:
        assert html.unescape(text(page)).count(line.strip()) >= 1


def workbook(*rows):
    book, held = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s"  # what begins with “=” is a text too
    book.save(held)
    return held.getvalue()


def sheet(*rows):
    return "".join(quoted(*row) for row in (("Name", "E-mail", "Organisation"), *rows)).encode()


@pytest.fixture(params=[sheet, lambda *rows: workbook(("Name", "E-mail", "Organisation"), *rows)])
def as_file(request):
    return request.param


@every_text
def test_guests_of_a_list_are_called_what_is_meant_and_stand_there_once(organiser, as_file, kind):
    content = as_file((TEXT[kind], "ann@example.org", TEXT[kind]))
    for _ in range(2):
        page = organiser.post("/admin/event/sharing/guests/list/", {"file": SimpleUploadedFile("x", content)})
        page = organiser.post("/admin/event/sharing/guests/list/columns/", filled_in(page))
        assert (page.status_code, is_inert(page)) == (200, True)
        organiser.post("/admin/event/sharing/guests/list/add/", filled_in(page))
    assert list(Guest.objects.values_list("name", "organisation__name")) == [(MEANT[kind],) * 2]


@every_text
def test_delegates_of_a_list_are_called_what_is_meant_and_come_once(organiser, as_file, kind):
    content = as_file((TEXT[kind], "ann@example.org", TEXT[kind]))
    for _ in range(2):
        file = SimpleUploadedFile("people", content)
        columns = organiser.post("/admin/event/sharing/delegates/import/", {"file": file}).headers["Location"]
        check = columns.replace("columns/", "")
        assert is_inert(organiser.get(check))
        organiser.post(check, {"mail": "yes"})
    assert list(Registration.objects.values_list("name", "organisation__name")) == [(MEANT[kind],) * 2]
    assert Message.objects.count() == 1


NO_LISTS = {
    "nothing": b"",
    "an old workbook": b"\xd0\xcf\x11\xe0" + bytes(600),
    "half a workbook": workbook(("Name",), ("Ann",))[:-200],
    "no workbook at all": b"PK\x03\x04" + bytes(60),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(60),
    "one byte too many": b"Name\n" + b"x" * (5 * 1024 * 1024),
}


@pytest.mark.parametrize("where", ["guests/list/", "delegates/import/"])
@pytest.mark.parametrize("what", NO_LISTS)
def test_what_is_no_list_is_refused_in_words(organiser, where, what):
    file = SimpleUploadedFile(FILE_NAME, NO_LISTS[what])
    page = organiser.post(f"/admin/event/sharing/{where}", {"file": file})
    assert (page.status_code, list(errors(page)), is_inert(page)) == (422, ["file"], True)


@pytest.mark.parametrize("where", ["guests/list/", "delegates/import/"])
def test_a_cell_that_cannot_be_kept_is_told_by_its_row(organiser, where):
    file = SimpleUploadedFile("x.csv", sheet((TEXT["nul"], "ann@example.org", ""), ("Ben", "ben@x", "")))
    page = organiser.post(f"/admin/event/sharing/{where}", {"file": file}, follow=True)
    if "carried" in text(page):
        page = organiser.post(f"/admin/event/sharing/{where}columns/", filled_in(page))
    elif page.redirect_chain:
        page = organiser.get(page.redirect_chain[-1][0].replace("columns/", ""))
    if page.status_code == 200:
        assert len(page.context["found"].wrong) == 2
    else:
        assert page.status_code == 422


@pytest.mark.parametrize("address", URL[:2])
def test_a_joining_link_that_runs_is_refused_and_stays_to_be_mended(organiser, event, address):
    where = f"/admin/events/event/{event.pk}/change/"
    form = next(one for one in Page(text(organiser.get(where))).forms if "joining_link" in one.shape)
    page = organiser.post(where, form.filled() | {"joining_link": address, "mode": "both"})
    assert (page.status_code, typed(page, "joining_link")) == (200, address)
    assert Event.objects.get().joining_link == ""
