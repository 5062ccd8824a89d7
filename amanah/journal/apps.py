from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "amanah.journal"
    label = "journal"
