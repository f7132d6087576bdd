"""The sample: one project, three events, nobody real but the speakers of the post."""

from dissemination.workspace.services.sample.links import Link, links, sample_user
from dissemination.workspace.services.sample.load import bring_up_to_date, is_loaded, load

__all__ = ["Link", "bring_up_to_date", "is_loaded", "links", "load", "sample_user"]
