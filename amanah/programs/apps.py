from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "amanah.programs"
    label = "programs"
