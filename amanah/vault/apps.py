from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "amanah.vault"
    label = "vault"
