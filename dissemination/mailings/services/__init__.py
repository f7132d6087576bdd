"""Verbs about mailings: writing one, sending it, holding it back, and when nothing leaves."""

from dissemination.mailings.services.approving import approve, publishers, send_back, waiting_at, waits
from dissemination.mailings.services.sending import (
    Progress,
    carry_out,
    go_on,
    pause,
    plan,
    progress,
    progress_of,
    resume,
    send_anew,
    stop,
    write_all,
)
from dissemination.mailings.services.spacing import after_quiet, stands_at
from dissemination.mailings.services.wording import follow
from dissemination.mailings.services.writing import (
    end_quiet,
    keep,
    keep_quiet,
    lay_out_usual,
    send_test,
    speaker_wants_all,
    speaker_wants_fewer,
    want_all,
    want_fewer,
    write_for_one,
)

__all__ = [
    "Progress",
    "after_quiet",
    "approve",
    "carry_out",
    "end_quiet",
    "follow",
    "go_on",
    "keep",
    "keep_quiet",
    "lay_out_usual",
    "pause",
    "plan",
    "progress",
    "progress_of",
    "publishers",
    "resume",
    "send_anew",
    "send_back",
    "send_test",
    "speaker_wants_all",
    "speaker_wants_fewer",
    "stands_at",
    "stop",
    "waiting_at",
    "waits",
    "want_all",
    "want_fewer",
    "write_all",
    "write_for_one",
]
