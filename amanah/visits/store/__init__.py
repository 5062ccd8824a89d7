"""Set-based reading and writing for the hot path: one statement a table and batch. Used by commands alone."""
