"""Single points: what a phone sends and fetches, and changing what stands there."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dissemination.capture import services
from dissemination.capture.forms import EditPointForm, PointForm, StarForm
from dissemination.capture.models import GroupSheet, Point
from dissemination.capture.views.door import at_table
from dissemination.capture.views.table import address_of
from dissemination.core.verdicts import Refused


def _row(point: Point) -> dict[str, Any]:
    """What a phone needs to show the point; its kind and its stance in words where they are not the usual."""
    is_usual = {"kind": point.kind == Point.Kind.CONCLUSION, "stance": point.stance == Point.Stance.AGREED}
    return {
        "client_id": str(point.client_id),
        "id": point.pk,
        "question": point.question_id,
        "perspective": point.perspective_id,
        "text": point.text,
        "is_starred": point.is_starred,
        "is_individual": point.is_individual,
        "kind": "" if is_usual["kind"] else point.get_kind_display(),
        "stance": "" if is_usual["stance"] else point.get_stance_display(),
    }


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What the phone sent, as form data; nothing when it is no JSON object of whole letters."""
    try:
        sent = json.loads(request.body)
        json.dumps(sent, ensure_ascii=False).encode()  # half a surrogate pair cannot be stored
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


@require_http_methods(["GET", "POST"])
@at_table
def points(request: HttpRequest, sheet: GroupSheet) -> HttpResponse:
    """GET: the table's points. POST of one point as JSON: keep it, once for each `client_id`.

    Answers 200 with the point and the number `saved`, 400 with `errors`, 409 with a `reason`.
    """
    if request.method == "GET":
        return JsonResponse({"points": [_row(point) for point in sheet.points.all()]})
    form = PointForm(_sent(request), sheet=sheet, rule=services.rule_of(sheet.group.session))
    if not form.is_valid():
        return JsonResponse({"errors": form.errors.get_json_data()}, status=400)
    try:
        point = services.add_point(sheet, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return JsonResponse({"reason": str(refused)}, status=409)
    return JsonResponse({"point": _row(point), "saved": sheet.points.count()})


@require_http_methods(["GET", "POST"])
@at_table
def edit(request: HttpRequest, sheet: GroupSheet, number: int) -> HttpResponse:
    """Change the words of one of the table's points."""
    point = get_object_or_404(sheet.points, pk=number)
    form = EditPointForm(request.POST or None, initial={"text": point.text})
    if request.method == "POST" and form.is_valid():
        services.edit_point(point, text=form.cleaned_data["text"], at=timezone.now())
        return redirect(address_of(point))
    context = {"sheet": sheet, "event": sheet.group.session.event, "point": point, "form": form}
    return render(request, "capture/edit.html", context)


@require_POST
@at_table
def star(request: HttpRequest, sheet: GroupSheet, number: int) -> HttpResponse:
    """Mark one of the table's points, or take the mark away."""
    point = get_object_or_404(sheet.points, pk=number)
    form = StarForm(request.POST)
    form.full_clean()
    services.star(point, is_starred=form.cleaned_data["is_starred"], at=timezone.now())
    return redirect(address_of(point))
