"""The shape of what an organiser asks for on the page of papers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.documents.badges import labels


def _sheets() -> list[tuple[str, str]]:
    said = _("Avery %(sheet)s: %(width)d × %(height)d mm, %(number)d to a sheet")
    return [
        (
            key,
            said % {"sheet": key, "width": sheet.width, "height": sheet.height, "number": sheet.per_sheet},
        )
        for key, sheet in labels().items()
    ]


class BadgesForm(forms.Form):
    """On which labels, from which one on, and for whom."""

    label = forms.ChoiceField(label=_("label sheet"), initial="L4785", choices=_sheets)
    start_at = forms.IntegerField(
        label=_("first free label"),
        min_value=1,
        max_value=40,
        initial=1,
        help_text=_("Counted along the rows of the first sheet, when some labels are used already."),
    )
    only_new = forms.BooleanField(label=_("Only people who are new since the last time"), required=False)
