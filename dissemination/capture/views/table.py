"""The table's page: one question, one box, what was said; then headline, reading back, handing in."""

import uuid
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dissemination.accounts.models import User
from dissemination.capture import policies, services
from dissemination.capture.forms import NotesForm, PhotographForm, PointForm
from dissemination.capture.links import PURPOSE
from dissemination.capture.models import GroupSheet, Point
from dissemination.capture.views.door import at_table, unknown
from dissemination.core import passes
from dissemination.core.tokens import read_token, read_typed
from dissemination.core.verdicts import Refused
from dissemination.documents import images
from sessions.models import Perspective, Question


@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the link for a pass, so that the token leaves the address."""
    code = read_token(PURPOSE, token)
    if code is None or not GroupSheet.objects.for_codes([code]).exists():
        return unknown(request)
    return _let_in(request, code)


@require_GET
def typed(request: HttpRequest, token: str) -> HttpResponse:
    """The same for the short address that somebody types from the table's sheet."""
    near = GroupSheet.objects.in_use(timezone.now()).values_list("code", flat=True)
    code = read_typed(PURPOSE, token, near)
    return unknown(request) if code is None else _let_in(request, code)


def _let_in(request: HttpRequest, code: str) -> HttpResponse:
    return passes.grant(request, redirect("capture:table", code=code), purpose=PURPOSE, code=code)


def questions_of(sheet: GroupSheet) -> list[Question]:
    """The workshop's questions in order, each with its perspectives and this group's `point_count`."""
    mine = Count("points", filter=Q(points__sheet=sheet))
    perspectives = Perspective.objects.annotate(point_count=mine)
    rows = sheet.group.session.questions.annotate(point_count=mine)
    return list(rows.prefetch_related(Prefetch("perspectives", perspectives)).order_by("order", "pk"))


def _chosen(rows: list[Any], wanted: str | None) -> Any:
    """The row with the wanted number, else the first, else None."""
    return next((row for row in rows if str(row.pk) == wanted), rows[0] if rows else None)


def address_of(point: Point) -> str:
    """Where a point stands on its table's page."""
    more = f"&p={point.perspective_id}" if point.perspective_id else ""
    return f"{reverse('capture:table', args=[point.sheet.code])}?q={point.question_id}{more}#points"


@require_http_methods(["GET", "POST"])
@at_table
def table(request: HttpRequest, sheet: GroupSheet) -> HttpResponse:
    """Show one question with what was said; keep a point that a page without JavaScript sends."""
    rule = services.rule_of(sheet.group.session)
    if request.method == "POST":
        form = PointForm(request.POST, sheet=sheet, rule=rule)
        point = _kept(sheet, form)
        if point:
            return redirect(address_of(point))
    else:
        form = PointForm(initial={"client_id": uuid.uuid4()}, sheet=sheet, rule=rule)
    return render(request, "capture/table.html", _page(request, sheet, form))


def _kept(sheet: GroupSheet, form: PointForm) -> Point | None:
    """The point, or None when it was refused: the form then says why and still holds the words."""
    if not form.is_valid():
        return None
    try:
        return services.add_point(sheet, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def _page(request: HttpRequest, sheet: GroupSheet, form: PointForm) -> dict[str, Any]:
    questions = questions_of(sheet)
    asked = request.POST if request.method == "POST" else request.GET
    question = _chosen(questions, asked.get("question" if asked is request.POST else "q"))
    perspectives = list(question.perspectives.all()) if question else []
    perspective = _chosen(perspectives, asked.get("perspective" if asked is request.POST else "p"))
    number = questions.index(question) if question else 0
    shown = sheet.points.filter(question=question, perspective=perspective).order_by("-captured_at", "-pk")
    return {
        "sheet": sheet,
        "event": sheet.group.session.event,
        "questions": questions,
        "question": question,
        "number": number + 1,
        "next_question": questions[number + 1] if number + 1 < len(questions) else None,
        "perspectives": perspectives,
        "perspective": perspective,
        "points": list(shown),
        "saved": sum(vars(row)["point_count"] for row in questions),
        "form": form,
        "may_write": policies.may_write(sheet, at=timezone.now()),
    }


@require_http_methods(["GET", "POST"])
@at_table
def finish(request: HttpRequest, sheet: GroupSheet) -> HttpResponse:
    """Ask for headline, disagreement and who nodded; then read everything back."""
    rule = services.rule_of(sheet.group.session)
    form = NotesForm(request.POST or None, instance=sheet, rule=rule)
    if request.method == "POST" and form.is_valid():
        services.read_back(sheet, notes=services.Notes(**form.cleaned_data), at=timezone.now())
        return redirect("capture:read_back", code=sheet.code)
    return render(request, "capture/finish.html", {"sheet": sheet, "event": _event(sheet), "form": form})


@require_http_methods(["GET", "POST"])
@at_table
def read_back(request: HttpRequest, sheet: GroupSheet) -> HttpResponse:
    """Show the whole sheet for reading aloud; hand it in."""
    if request.method == "POST":
        services.submit(sheet, at=timezone.now())
        return redirect("capture:read_back", code=sheet.code)
    points = sheet.points.select_related("question", "perspective")
    ordered = points.order_by("question__order", "question_id", "perspective__order", "captured_at", "pk")
    context = {"sheet": sheet, "event": _event(sheet), "points": list(ordered), "kinds": Point.Kind}
    return render(request, "capture/read_back.html", context)


@require_http_methods(["GET", "POST"])
@at_table
def photograph(request: HttpRequest, sheet: GroupSheet) -> HttpResponse:
    """Take a photograph of the flip chart with its sentence."""
    form = PhotographForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and keep_photograph(sheet, form):
        return redirect("capture:table", code=sheet.code)
    return render(request, "capture/photograph.html", {"sheet": sheet, "event": _event(sheet), "form": form})


def keep_photograph(sheet: GroupSheet, form: PhotographForm, *, by: User | None = None) -> bool:
    """True when the photograph is kept; when it cannot be used, the form says why."""
    if not form.is_valid():
        return False
    given = form.cleaned_data
    picture = given["photograph"].read(images.MOST_BYTES + 1)
    try:
        services.add_photograph(sheet, picture=picture, sentence=given["sentence"], at=timezone.now(), by=by)
    except Refused as refused:
        form.add_error("photograph", str(refused))
        return False
    return True


def _event(sheet: GroupSheet) -> Any:
    return sheet.group.session.event
