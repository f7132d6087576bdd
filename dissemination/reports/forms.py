"""Shape and wording of what the report's author types in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.reports.models import ReportEdition


class EditionForm(forms.ModelForm):
    """The author's words. From the second edition on, what changed is asked too."""

    class Meta:
        model = ReportEdition
        fields = ("title", "dated_on", "what_changed", "introduction", "next_steps", "closing")
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 12}),
            "next_steps": forms.Textarea(attrs={"rows": 6}),
            "closing": forms.Textarea(attrs={"rows": 6}),
            "dated_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        error_messages = {
            "title": {"required": _("Give the report a title.")},
            "dated_on": {
                "required": _("Enter the day of the report."),
                "invalid": _("Enter a day, for example 14 March 2026."),
            },
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if self.instance.number == 1:
            del self.fields["what_changed"]
