from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "amanah.registry"
    label = "registry"
