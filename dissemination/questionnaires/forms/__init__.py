"""The questions of a form as fields: for those who answer, and for the organiser who writes them."""

from dissemination.questionnaires.forms.asking import Asked, AsksQuestions, as_kept, field_of
from dissemination.questionnaires.forms.writing import QuestionForm

__all__ = ["Asked", "AsksQuestions", "QuestionForm", "as_kept", "field_of"]
