"""Rows and galleries behind this room's commands."""
