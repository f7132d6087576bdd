"""The Celery application. A task is only a nudge: what has to be done stands in the database.

What is done by the clock is done by the worker itself, without the broker: mail leaves, and free places are
filled, while the broker is down.
"""

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from celery import Celery, bootsteps
from celery.signals import worker_init
from django.db import close_old_connections, connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dissemination.settings")

NICE = 15  # of 19: a thirtieth of what a reader gets
AUTOGROUP = Path("/proc/self/autogroup")

logger = logging.getLogger(__name__)

app = Celery("dissemination")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class Clock(bootsteps.StartStopStep):
    """A thread of the worker for each duty, which does it at once and then again after its pause in seconds.

    Every worker has its own. That is safe: the rows say what is still to be done, and a lease who does it.
    """

    def __init__(self, worker: object, **options: object) -> None:
        super().__init__(worker, **options)
        self.ended = Event()

    def start(self, worker: object) -> None:
        """Begin, beside whatever else the worker does."""
        for name, pause in app.conf.worker_duties.items():
            Thread(target=self.run, args=[app.tasks[name], pause], name=name, daemon=True).start()

    def stop(self, worker: object) -> None:
        """End after what is at hand."""
        self.ended.set()

    def run(self, duty: Callable[[], object], pause: float) -> None:
        """Go on until the end. A duty that fails is noted, and its turn comes again."""
        while not self.ended.is_set():
            try:
                duty()
            except Exception:
                logger.exception("What is done by the clock has failed and will be tried again")
            close_old_connections()
            self.ended.wait(pause)


app.steps["worker"].add(Clock)


@worker_init.connect
def give_way(**_: object) -> None:
    """Readers come first where the processor is short: a mail can wait for them.

    Not with SQLite, where they would wait for a worker that holds the database and is not let on.
    """
    if connection.vendor == "sqlite":
        return
    os.nice(NICE)
    with suppress(OSError):  # Linux may share out time by sessions, and start.py gives the worker its own
        if os.getsid(0) == os.getpid():
            AUTOGROUP.write_text(str(NICE))
