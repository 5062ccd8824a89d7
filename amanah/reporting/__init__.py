"""Numbers only, through its own read-only SQL views."""
