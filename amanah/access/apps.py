from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "amanah.access"
    label = "access"
