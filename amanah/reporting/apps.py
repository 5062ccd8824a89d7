from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "amanah.reporting"
    label = "reporting"
