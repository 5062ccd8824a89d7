"""Tells Django of the room."""

from __future__ import annotations

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "amanah.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"
