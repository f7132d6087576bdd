"""What organisers decide about people in the list: each asks first, and says where everybody stands then."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from registrations import services
from registrations.forms import ReasonForm
from registrations.models import Registration


@dataclass(frozen=True, slots=True)
class Decision:
    """The question, what follows from yes, the button, and the service that takes what the form holds."""

    question: Promise
    follows: Promise
    button: Promise
    act: Callable[..., Registration]
    form: type[Form] = ReasonForm


class Decisions:
    """Actions of the delegates' list that take a reason."""

    @admin.action(description=_("Give them the next free place"), permissions=["change"])
    def give_places(self, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        """Promote from the waiting list, before others who wait longer."""
        decision = Decision(
            _("Put these people before others who may have waited longer?"),
            _("Each gets a free place now, or the next one that comes free. The reason is kept."),
            _("Yes, put them first"),
            services.promote,
        )
        return self._decide(request, chosen, decision)

    @admin.action(description=_("Approve them"), permissions=["change"])
    def approve(self, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        """Say yes to those who await approval, in order of arrival."""
        decision = Decision(
            _("Approve these registrations?"),
            _("Each person gets a place and a mail; where every place is taken, one on the waiting list."),
            _("Approve them"),
            services.approve,
            form=Form,
        )
        return self._decide(request, chosen, decision)

    @admin.action(description=_("Decline them"), permissions=["change"])
    def decline(self, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        """Say no to those who await approval; each is told the reason."""
        decision = Decision(
            _("Decline these registrations?"),
            _("Each person gets a mail that gives your reason in your words."),
            _("Decline them"),
            services.decline,
        )
        return self._decide(request, chosen, decision)

    def _decide(self: Any, request: HttpRequest, chosen: QuerySet, decision: Decision) -> HttpResponse | None:
        """Ask first; then do it one by one and say where each of them stands now."""
        form = decision.form(request.POST if "decided" in request.POST else None)
        if not form.is_valid():
            context = self.admin_site.each_context(request) | {
                "title": decision.question,
                "decision": decision,
                "chosen": chosen,
                "form": form,
                "action": request.POST["action"],
            }
            status = 422 if form.is_bound else 200
            return TemplateResponse(request, "admin/registrations/decide.html", context, status=status)
        by, stand = signed_in(request.user), Counter[str]()
        for one in chosen.order_by("registered_at", "pk"):
            try:
                done = decision.act(one, by=by, at=timezone.now(), **form.cleaned_data)
                stand[str(done.get_state_display())] += 1
            except Refused as refusal:
                self.message_user(request, f"{one}: {refusal.reason}", level="ERROR")
        words = ", ".join(f"{state} {number}" for state, number in stand.items()) or _("Nobody")
        self.message_user(request, _("Decided. %(words)s.") % {"words": words})
        return None
