"""Verbs of the workspace: clone an event, load the sample, rehearse a day."""
