"""The questions of a form as fields: for those who answer, and for the organiser who writes them."""

from dissemination.questionnaires.forms.asking import Asked, AsksQuestions
from dissemination.questionnaires.forms.writing import QuestionForm

__all__ = ["Asked", "AsksQuestions", "QuestionForm"]
