"""The row of table tokens under an outcome, and its sources, as far as the workshop's rule allows."""

from dataclasses import dataclass
from typing import Any

from django import template

from dissemination.outcomes import policies
from dissemination.outcomes.models import Outcome, OutcomeSource

register = template.Library()


@dataclass(frozen=True, slots=True)
class Token:
    """One group of the workshops that an outcome rests on; lit when it raised it."""

    name: str
    is_lit: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A source as readers see it: nothing in it says more than the workshop's rule allows."""

    source: OutcomeSource
    group: str
    speaker: str
    shows_picture: bool


def _groups_asked(outcome: Outcome) -> list[Any]:
    """Every group of the workshops that the sources come from, once, in order."""
    sessions = {s.where.group.session_id: s.where.group.session for s in outcome.sources.all() if s.where}
    return [group for session in sessions.values() for group in session.groups.all()]


@register.inclusion_tag("outcomes/tokens.html")
def tokens(outcome: Outcome) -> dict[str, Any]:
    """How many groups raised it, and which, where readers may know. Needs `with_trace()`."""
    raising = {s.where.group_id for s in outcome.sources.all() if s.where and s.speaks_for_group}
    groups = _groups_asked(outcome)
    shows_groups = policies.shows_groups(outcome)
    smallest = policies.smallest_shown(outcome)
    return {
        "raised_by": len(raising),
        "raised_of": len(groups),
        "smallest": smallest,
        "is_small": not shows_groups and len(raising) < smallest,
        "tokens": [Token(group.name, group.pk in raising) for group in groups] if shows_groups else [],
    }


@register.simple_tag
def sources_of(outcome: Outcome) -> list[Shown]:
    """What an outcome rests on, in the words as published. Needs `with_trace()`."""
    shows_groups = policies.shows_groups(outcome)
    return [_shown(source, shows_groups) for source in outcome.sources.all()]


def _shown(source: OutcomeSource, shows_groups: bool) -> Shown:
    sheet = source.where if shows_groups else None
    speaker = source.point and shows_groups and (source.point.said_by or source.point.said_for)
    return Shown(
        source=source,
        group=sheet.group.name if sheet else "",
        speaker=str(speaker or ""),
        shows_picture=bool(sheet and source.sheet and source.sheet.photograph),
    )


@register.simple_tag
def public_commitments(outcome: Outcome) -> list[Any]:
    """Who has said what they will do about it, for every reader."""
    return [commitment for commitment in outcome.commitments.all() if commitment.is_public]
