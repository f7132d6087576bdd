"""Files that nobody knows: what a killed upload left behind, and what was replaced or taken away."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import FileField, Model

from speakers.services import keeping

STRAY_AFTER = timedelta(hours=6)


def clear_strays(*, at: datetime) -> int:
    """Remove files that are hours old and that no row of any table names. Returns how many."""
    known = {
        name
        for model, field in _file_fields()
        for name in model._base_manager.values_list(field.name, flat=True)
    }
    strays = [name for name in _kept_names() if name not in known and _is_old(name, at)]
    for name in strays:
        default_storage.delete(name)
    return len(strays) + _clear_unfinished(at)


def _file_fields() -> Iterator[tuple[type[Model], FileField]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                yield model, field


def _kept_names() -> Iterator[str]:
    """All files in the folders where the fields put theirs; nothing else in the storage is looked at."""
    folders = {
        str(PurePosixPath(field.generate_filename(model(), "x")).parent) for model, field in _file_fields()
    }
    for folder in [*sorted(folders), keeping.ARRIVING]:
        with suppress(FileNotFoundError):  # object storage has no folders that could be asked for first
            yield from [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]


def _is_old(name: str, at: datetime) -> bool:
    return at - default_storage.get_modified_time(name) > STRAY_AFTER


def _clear_unfinished(at: datetime) -> int:
    """Remove what was on its way in when the web was killed: uploads lie there while they are received."""
    arriving = list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())
    old = [file for file in arriving if at - _written_at(file) > STRAY_AFTER]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _written_at(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
