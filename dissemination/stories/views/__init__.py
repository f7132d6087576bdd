"""What readers and tellers see."""

from dissemination.stories.views.public import story, tell_event, tell_project, thanks
from dissemination.stories.views.teller import exchange, teller

__all__ = ["exchange", "story", "tell_event", "tell_project", "teller", "thanks"]
