"""Pages that belong to no app: what to do when a form has expired."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was open too long, and that going back and sending it again helps (403)."""
    return render(request, "expired_form.html", status=403)
