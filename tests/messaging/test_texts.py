"""One text becomes a subject, a plain text and a letter that say the same."""

from html import unescape

import pytest
from django.template import engines

from dissemination.messaging import texts
from dissemination.messaging.placeholders import PROSE, Mail, Placeholder
from dissemination.messaging.vocabulary import MAILS


def render(source, **values):
    """Render a text given as a string: its first line is the subject."""
    return texts.compose(texts.Words(*source.split("\n\n", 1)), values)


def test_a_letter_has_subject_text_and_html():
    letter = render("Hello {name}\n\nYou have a place, {name}.\nSee you.", name="Ann")
    assert letter.subject == "Hello Ann"
    assert letter.text == "You have a place, Ann.\nSee you.\n"
    assert "You have a place, Ann.<br>See you.</p>" in letter.html


def test_a_link_is_a_button_with_its_address_below():
    letter = render("S\n\n{link}", link=texts.Link("Change it", "https://example.org/a"))
    assert letter.text == "Change it:\nhttps://example.org/a\n"
    assert letter.html.count("https://example.org/a") == 2
    assert ">Change it</a>" in letter.html


def test_a_link_inside_a_sentence_is_its_address():
    assert (
        render("S\n\nSee {link}.", link=texts.Link("Here", "https://example.org")).text
        == "See https://example.org.\n"
    )


def test_a_tuple_is_a_list():
    letter = render("S\n\n{groups}", groups=("Workshop 1: Table 4", "Workshop 2: Table 9"))
    assert letter.text == "- Workshop 1: Table 4\n- Workshop 2: Table 9\n"
    assert letter.html.count("<li") == 2


def test_a_tuple_inside_a_sentence_is_parted_by_commas():
    assert render("S\n\nAt {tables}.", tables=("Table 1", "Table 2")).text == "At Table 1, Table 2.\n"


@pytest.mark.parametrize("nothing", ["", ()])
def test_a_value_that_says_nothing_leaves_no_trace(nothing):
    assert render("S\n\nOne.\n\n{more}\n\nTwo.", more=nothing).text == "One.\n\nTwo.\n"


def test_headings_and_lists_stand_in_both_forms():
    letter = render("S\n\n# What we heard\n\n- one\n- two")
    assert letter.text == "What we heard\n-------------\n\n- one\n- two\n"
    assert "<h2" in letter.html


def test_a_value_is_never_looked_at_again():
    letter = render("S {name}\n\n{name}", name="{{ settings.SECRET_KEY }}{% debug %}{email}")
    assert letter.text == "{{ settings.SECRET_KEY }}{% debug %}{email}\n"
    assert letter.subject == "S {{ settings.SECRET_KEY }}{% debug %}{email}"


def test_markup_in_a_value_is_inert_in_the_letter_and_untouched_in_the_text():
    letter = render("S\n\nHello {name}", name="<script>alert(1)</script> & Co")
    assert letter.text == "Hello <script>alert(1)</script> & Co\n"
    assert "<script>" not in letter.html


def test_an_address_in_a_name_is_not_made_a_link():
    assert "<a " not in render("S\n\nHello {name}", name="evil.example/login").html


NAME = {"name": "evil.example/login http://x and ann@example.org, J. R. Dr.Who"}
MAIL = MAILS["registrations/confirmation"]


def test_a_stranger_s_words_hold_no_address_that_a_mail_program_would_find():
    letter = texts.compose(
        texts.Words("S {name}", "Dear {name},\n\nWrite to {contact}"),
        NAME | {"contact": "a@b.org"},
        mail=MAIL,
    )
    parted = "evil.\u200bexample/login http:\u200b//x and ann@\u200bexample.\u200borg, J. R. Dr.\u200bWho"
    assert letter.subject == f"S {parted}"
    assert letter.text == f"Dear {parted},\n\nWrite to a@b.org\n"


def test_several_paragraphs_of_a_value_stand_in_one():
    assert render("S\n\n{more}", more="\nOne.\n\nTwo.").text == "One.\n\nTwo.\n"


def test_a_letter_is_600_pixels_wide_and_knows_the_dark():
    html = render("S\n\nHello").html
    assert 'width="600"' in html
    assert "max-width: 600px" in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert "<img" not in html


def test_a_line_end_in_a_value_cannot_make_a_header():
    assert render("S {name}\n\nHello", name="Ann\r\nBcc: x@example.org").subject == "S Ann Bcc: x@example.org"


def test_an_unknown_placeholder_is_a_fault_of_the_text():
    with pytest.raises(KeyError):
        render("S\n\nHello {nobody}")


@pytest.mark.django_db
def test_a_text_is_read_from_its_file():
    letter = texts.render("account/login_code", {"code": "ABC-123"})
    assert letter.subject == "Your sign-in code: ABC-123"
    assert letter.text.startswith("Your sign-in code is ABC-123.\n\n")


def test_apostrophes_are_left_alone_in_text():
    assert engines["text"].from_string("{{ v }}").render({"v": "People's R&D"}) == "People's R&D"


COMMON = {"event": "Sharing day", "contact": "a@b.org"}
OWN = [
    {
        "name": "Ann & <b>Co</b>",
        "groups": ("A: 1", "B: 2"),
        "place": texts.Link("Open", "https://x.org/?a=1&b=2"),
    },
    {"name": "evil.example", "groups": (), "place": ""},
    {
        "name": "Ben\nBcc: x",
        "groups": ("{name} \ue000name\ue001",),
        "place": texts.Link("Open", "https://x.org/'"),
    },
]


@pytest.mark.parametrize("own", OWN)
def test_a_form_letter_says_what_a_letter_of_its_own_would(own):
    words = texts.Words(
        "{event}: {name}", "Dear {name},\n\n- {event}\n- {name}\n\n{groups}\n\n{place}\n\nAt {contact}"
    )
    form = texts.FormLetter(words, COMMON, mail=MAIL)
    for _ in range(2):
        letter, single = form.to(own), texts.compose(words, COMMON | own, mail=MAIL)
        assert letter.subject == single.subject
        assert unescape(letter.html).split() == unescape(single.html).split()
        assert letter.text == single.text
        assert letter.blocks == single.blocks


@pytest.mark.parametrize("worst", [False, True])
@pytest.mark.parametrize("name", sorted(MAILS))
def test_what_is_laid_out_once_reads_as_if_written_for_one(name, worst):
    mail, words = MAILS[name], texts.standard(name)
    values = texts.samples(mail, worst=worst)
    letter, single = (
        texts.FormLetter(words, {}, mail=mail).to(values),
        texts.compose(words, values, mail=mail),
    )
    assert (letter.subject, letter.text, letter.blocks) == (single.subject, single.text, single.blocks)
    assert unescape(letter.html) == unescape(single.html)


@pytest.mark.parametrize("why", ["Once", "One\nTwo, and more"])
def test_what_is_filled_in_gives_the_text_its_shape(why):
    mail = Mail("T", "S", tuple(Placeholder(name, "M", "S", "", PROSE) for name in ("topic", "why")))
    for body in ("# On {topic}\n\n- {why}\n- {topic}\n\n{why}", "- {why}\n- {topic}\n\n{why}"):
        words, own = texts.Words("S", body), {"topic": "Sharing what works", "why": why}
        form = texts.FormLetter(words, {}, mail=mail)
        for values in (own, own | {"topic": "Us"}):
            letter, single = form.to(values), texts.compose(words, values, mail=mail)
            assert (letter.text, letter.blocks) == (single.text, single.blocks)


def test_a_line_of_a_list_may_lead_somewhere():
    rows = (texts.Link("Slides & notes", "https://example.org/s"), "More follows")
    words = texts.Words("S: {rows}", "{rows}\n\n- {rows}")
    letter = texts.compose(words, {"rows": rows})
    assert letter.subject == "S: Slides & notes: https://example.org/s, More follows"
    assert letter.text.startswith("- Slides & notes: https://example.org/s\n- More follows\n")
    assert letter.html.count('href="https://example.org/s"') == 1
    form = texts.FormLetter(words, {}, mail=MAILS["mailings/own"]).to({"rows": rows})
    assert (form.text, form.html, form.blocks) == (letter.text, letter.html, letter.blocks)
