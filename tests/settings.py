"""The product's own settings, with everything that is written kept in a folder that goes with the run."""

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="onward-tests-")  # one for each process of the run
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["DATA_DIR"] = _FOLDER
os.environ["MODE"] = "local"
os.environ.setdefault("CELERY_BROKER_URL", "memory://")  # a nudge is put down and nobody waits for it
for name in ("EMAIL_URL", "MEDIA_S3_BUCKET"):
    os.environ.pop(name, None)

from dissemination.settings import *  # noqa: E402, F403

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
