"""The organiser's own questions about one delegate; nothing is demanded of whoever writes for another."""

from typing import Any

from dissemination.questionnaires.forms import AsksQuestions


class AnswersForm(AsksQuestions):
    """What is asked at registration."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            field.required = False


class LaterAnswersForm(AnswersForm):
    """What is asked later."""

    is_later = True
