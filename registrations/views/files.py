"""Hand out a file that answers a question: inert, under the name that it was sent with."""

from django.http import FileResponse

from registrations.models import Answer

INERT = "default-src 'none'; sandbox"


def file_of(answer: Answer) -> FileResponse:
    """The file as an attachment that no browser opens."""
    response = FileResponse(
        answer.file.open("rb"), as_attachment=True, filename=answer.value, content_type=answer.content_type
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = INERT
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
