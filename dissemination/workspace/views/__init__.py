"""The organiser's own pages: my events, one event's path, its life, a new event and a copy."""
