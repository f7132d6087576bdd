"""What every template may show: the name and the address of this installation."""

from django.conf import settings
from django.http import HttpRequest  # noqa: TID251 - a context processor is handed the request


def site(request: HttpRequest) -> dict[str, str]:
    """`site_name` and `site_url` for every template."""
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
