"""Hand out a file that answers a question: inert, under the name that it was sent with."""

from django.http import FileResponse

from dissemination.core.views import inert
from registrations.models import Answer


def file_of(answer: Answer) -> FileResponse:
    """The file as an attachment that no browser opens."""
    file = answer.file.open("rb")
    response = FileResponse(file, as_attachment=True, filename=answer.value, content_type=answer.content_type)
    return inert(response)
