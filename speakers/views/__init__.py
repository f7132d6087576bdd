"""The speaker's own pages, and downloads."""

from speakers.views.downloads import material, own_portrait, version
from speakers.views.portal import about, exchange, portal, publishing, slides

__all__ = ["about", "exchange", "material", "own_portrait", "portal", "publishing", "slides", "version"]
