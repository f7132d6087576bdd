"""The workspace's forms stand what nobody types in good faith."""

import pytest

from dissemination.accounts.admin import MOST_ROWS_BELOW
from tests.factories import make_event, make_member

pytestmark = pytest.mark.django_db
BAD = ["<script>alert(1)</script>", "a\u0000b", "9" * 20, "-1", "1.5"]


@pytest.mark.parametrize("number", BAD)
@pytest.mark.parametrize("path", ["/admin/registrations/need/add/", "/admin/events/project/add/"])
def test_a_choice_that_is_no_row_is_told_on_the_form(client, path, number):
    client.force_login(make_member(make_event()))
    told = {"registration": number, "owner": number, "outputs-TOTAL_FORMS": 0, "outputs-INITIAL_FORMS": 0}
    page = client.post(path, told)
    field = "owner" if "project" in path else "registration"
    errors = page.context["adminform"].form.errors.as_data()[field]
    assert page.status_code == 200
    assert [error.code for error in errors] == [
        "null_characters_not_allowed" if "\0" in number else "invalid_choice"
    ]


def test_a_form_that_claims_a_huge_number_of_rows_is_cut_short(client):
    event = make_event()
    client.force_login(make_member(event))
    told = {
        f"{name}-{kind}_FORMS": 9**19 for name in ("team", "photographs") for kind in ("TOTAL", "INITIAL")
    }
    page = client.post(f"/admin/events/event/{event.pk}/change/", told)
    formsets = [formset.formset for formset in page.context["inline_admin_formsets"]]
    assert [formset.total_form_count() <= MOST_ROWS_BELOW for formset in formsets] == [True, True]
    assert [formset.initial_form_count() for formset in formsets] == [0, 0]
