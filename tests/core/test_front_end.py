"""What every page of ours promises: labels, linked errors, nothing inline, short templates."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.management import call_command
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CHOICES = [("c", "Central government"), ("l", "Local government")]
INLINE = re.compile(
    r"\sstyle=|\son[a-z]+=[\"']|<style|javascript:|\|\s*safe\b|<script(?![^>]*\b(src=|application/json))"
)


class Everything(forms.Form):
    name = forms.CharField(label="Your name", help_text="As on your badge.")
    email = forms.EmailField(label="E-mail address")
    about = forms.CharField(label="About you", widget=forms.Textarea)
    sector = forms.ChoiceField(label="Sector", choices=CHOICES)
    kind = forms.ChoiceField(
        label="What brings you", choices=CHOICES, widget=forms.RadioSelect, help_text="One."
    )
    topics = forms.MultipleChoiceField(label="Topics", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    agree = forms.BooleanField(label="I agree")
    day = forms.DateField(label="Day")
    starts = forms.SplitDateTimeField(label="Start")
    slides = forms.FileField(label="Slides")
    key = forms.CharField(widget=forms.HiddenInput)


def drawn(source: str, **context: object) -> str:
    return Template("{% load onward %}" + source).render(Context(context))


def field(form: forms.Form, name: str) -> str:
    return drawn("{% field bound %}", bound=form[name])


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_template_holds_style_or_script_or_more_than_120_lines(template):
    words = template.read_text()
    assert INLINE.findall(words) == []
    assert len(words.splitlines()) <= 120


@pytest.mark.parametrize("name", ["name", "email", "about", "sector", "agree", "day", "slides"])
def test_a_field_has_one_label_that_points_to_it(name):
    page = field(Everything(), name)
    assert page.count("<label") == 1
    assert f'for="id_{name}"' in page
    assert page.count(f'id="id_{name}"') == 1


@pytest.mark.parametrize("name", ["kind", "topics"])
def test_choices_have_a_legend_and_a_label_each(name):
    page = field(Everything({name: "l"}), name)
    assert page.count("<legend") == 1
    assert re.findall(r'<label[^>]*for="(id_\w+)"', page) == [f"id_{name}_0", f"id_{name}_1"]
    assert re.findall(r'value="(\w)"[^>]*checked', page) == ["l"]


def test_a_date_with_a_time_names_both_its_inputs():
    page = field(Everything(initial={"starts": datetime(2026, 3, 12, 9, 5)}), "starts")
    assert re.findall(r'type="(\w+)" name="starts_\d" value="([^"]+)"', page) == [
        ("date", "2026-03-12"),
        ("time", "09:05"),
    ]
    assert re.findall(r'aria-label="(\w+)"', page) == ["Date", "Time"]


def test_a_day_is_asked_for_with_the_browsers_own_calendar():
    assert 'type="date" name="day" value="2026-03-12"' in field(
        Everything(initial={"day": date(2026, 3, 12)}), "day"
    )


@pytest.mark.parametrize("name", [name for name in Everything.base_fields if name != "key"])
def test_an_error_is_said_and_linked_to_its_field(name):
    page = field(Everything({}), name)
    assert f'id="id_{name}_error"' in page
    assert re.search(rf'aria-describedby="[^"]*id_{name}_error"', page)


def test_a_hint_is_read_before_the_error():
    assert 'aria-describedby="id_name_hint id_name_error"' in field(Everything({}), "name")
    assert 'aria-describedby="id_name_hint"' in field(Everything(), "name")


def test_the_browser_may_fill_in_what_it_knows():
    assert 'autocomplete="email"' in field(Everything(), "email")


def test_a_form_draws_all_its_fields_the_hidden_one_too():
    page = drawn("{% fields form %}", form=Everything())
    assert page.count("govuk-form-group") == 10
    assert '<input type="hidden" name="key"' in page


def test_an_optional_field_says_so_and_a_heading_may_be_the_label():
    form = Everything()
    form.fields["name"].required = False
    page = drawn('{% field form.name size="s" heading="h1" hint="Short." %}', form=form)
    assert page.count("(optional)") == 1
    assert "govuk-input--width-5" in page
    assert "<h1>" in page
    assert "Short." in page


def test_the_summary_links_to_each_field_and_says_the_rest():
    form = Everything({})
    form.add_error(None, "The event is full.")
    page = drawn("{% error_prefix form %}|{% error_summary form %}", form=form)
    assert page.startswith("Error:")
    assert page.count("<li>") == 12
    assert "<li>The event is full.</li>" in page
    assert 'href="#id_kind_0"' in page
    assert "id_key" not in page


def test_words_said_twice_name_their_fields():
    form = Everything({})
    form.full_clean()
    form.errors.clear()
    form.add_error("name", "Fill this in.")
    form.add_error("email", "Fill this in.")
    form.add_error("kind", "Choose one.")
    page = drawn("{% error_summary form %}", form=form)
    assert page.count("Fill this in.") == page.count(": Fill this in.") == 2
    assert ">Choose one.<" in page


def test_nothing_is_said_when_all_is_well():
    assert drawn("{% error_prefix form %}{% error_summary form %}", form=Everything()).strip() == ""


def test_a_persons_words_are_shown_as_they_are_typed():
    page = field(Everything({"name": "<script>alert(1)</script>"}), "name")
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Wilhelmina Ashgrove", "WA"),
        ("Bo", "B"),
        ("María José Ñandú", "MÑ"),
        ("", ""),
        ("王 小明", "王小"),
        ("(Dr) Ö", "Ö"),
    ],
)
def test_a_face_without_photograph_shows_initials(name, letters):
    assert drawn("{{ name|initials }}", name=name) == letters


def test_an_event_always_has_the_same_stars():
    groups = [3, ["local", "central"], ["research"] * 30]
    first, second = (drawn('{% constellation "birmingham" groups %}', groups=groups) for _ in range(2))
    assert first == second
    assert first.count('class="table"') == 3
    assert first.count("<line") == 2
    assert first.count('class="seat') == 3 + 2 + 24


def test_an_event_without_groups_still_has_a_drawing():
    assert drawn('{% constellation "birmingham" %}').count('class="table"') == 7


def test_bars_are_a_table_with_the_longest_full():
    page = drawn(
        '{% bar_chart "Who came" bars unit="people" %}', bars=[("Local", 40, "local"), ("Other", 10)]
    )
    assert re.findall(r'width="([\d.]+)%" height="18" rx="4"/></svg>', page) == ["100.0", "25.0"]
    assert "40 people" in page
    assert drawn('{% bar_chart "Nobody yet" bars %}', bars=[("Local", 0)]).count('width="0.0%"') == 1


def test_the_tab_of_the_page_shown_is_marked(rf: RequestFactory):
    page = render_to_string(
        "event_base.html", {"event": {"slug": "b", "title": "B"}}, rf.get("/events/b/programme/")
    )
    assert re.findall(r'href="([^"]+)" aria-current="page"', page) == ["/events/b/programme/"]
    assert drawn('{% event_tab event.slug "" "About" %}', event=None) == '<li><a href="/">About</a></li>\n'


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "refused", "expired_form", "phone_base"])
def test_each_page_of_last_resort_stands_without_a_request(name):
    page = render_to_string(f"{name}.html", {"reason": "Registration closed on 4 March."})
    assert page.count("<main") == 1


def test_collecting_finds_every_file_that_a_style_sheet_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    styles = next(tmp_path.glob("onward/tokens.*.css")).read_text()
    assert re.findall(r"atkinson-next-(400|700)\.\w+\.woff2", styles) == ["400", "700"]


def test_nothing_reserved_for_gov_uk_is_kept():
    kept = (ROOT / "dissemination/static/govuk/govuk-frontend.css").read_text()
    assert re.findall(r"GDS Transport|crest|crown|url\(|sourceMappingURL", kept) == []


STAGES = [
    {"name": "Programme", "url": "/p", "state": "done", "figure": "9 sessions"},
    {"name": "Speakers", "url": "/s", "state": "next", "figure": "2 of 5 slides missing"},
    {"name": "Groups", "url": "/g", "state": "todo", "figure": ""},
    {"name": "Report", "url": "", "state": "blocked", "figure": ""},
]


def test_the_life_of_an_event_is_a_path_with_the_next_thing_on_top():
    step = {"text": "Two speakers owe slides.", "url": "/remind", "label": "Remind them"}
    page = render_to_string("admin/components/event_path.html", {"stages": STAGES, "next_step": step})
    assert page.index("Remind them") < page.index("Programme")
    assert re.findall(r'class="path__(\w+)"', page) == ["done", "next", "todo", "blocked"]
    assert page.count('aria-current="step"') == 1
    assert page.count("<a ") == 4


def test_a_path_without_a_next_step_shows_the_stages_alone():
    page = render_to_string("admin/components/event_path.html", {"stages": STAGES})
    assert page.count("<li") == 4
    assert "next-step" not in page


def test_the_sidebar_shows_the_stages_of_the_event_and_hides_the_system(rf: RequestFactory):
    apps = [
        {
            "name": "Events",
            "app_label": "events",
            "models": [{"name": "Venues", "admin_url": "/admin/events/venue/"}],
        },
        {"name": "Sign-in", "app_label": "mfa", "models": [{"name": "Keys", "admin_url": "/admin/mfa/key/"}]},
    ]
    context = {"event_path": STAGES, "event_path_title": "Birmingham", "available_apps": apps}
    page = render_to_string("admin/nav_sidebar.html", context, rf.get("/s"))
    assert re.findall(r'href="([^"]*)" aria-current="page"', page) == ["/s"]
    assert page.count("side__next") == 1
    assert "Birmingham" in page
    assert "Venues" in page
    assert "Keys" not in page


def test_the_workspace_script_stays_small():
    script = ROOT / "dissemination/static/onward/admin.js"
    assert len(script.read_text().splitlines()) <= 150


@pytest.mark.parametrize("bad", ['"><script>alert(1)</script>', "<img src=x onerror=alert(1)>"])
@pytest.mark.parametrize(
    "part", ["card", "banner", "stat", "tag", "empty", "details", "ticket", "timetable_row", "face"]
)
def test_no_part_lets_a_persons_words_become_markup(part, bad):
    names = [
        "title",
        "text",
        "label",
        "figure",
        "note",
        "name",
        "event",
        "people",
        "room",
        "href",
        "summary",
        "meta",
    ]
    page = render_to_string(f"components/{part}.html", dict.fromkeys(names, bad))
    assert "<script" not in page
    assert "<img" not in page


@pytest.mark.django_db
def test_signing_in_asks_for_an_address_then_for_the_code(client):
    page = client.get("/accounts/login/").content.decode()
    assert re.findall(r'<label[^>]*for="(\w+)"', page) == ["id_email"]
    assert 'action="/accounts/login/code/"' in page
    page = client.get("/accounts/login/code/").content.decode()
    assert ("There is no password." in page, "placeholder" in page) == (True, False)
    page = client.post("/accounts/login/code/", {"email": "nobody"}).content.decode()
    assert "<title>Error: Send me a sign-in code" in page
    page = client.post("/accounts/login/code/", {"email": "ash@example.org"}, follow=True).content.decode()
    assert "<h1>Type your sign-in code</h1>" in page
    assert page.count("on its way") == 1
    assert re.findall(r'<label[^>]*for="(\w+)"', page) == ["id_code"]
