"""The workspace's pages about stories."""

from dissemination.stories.admin.rows import CaseStudyAdmin, StoryLeadAdmin

__all__ = ["CaseStudyAdmin", "StoryLeadAdmin"]
