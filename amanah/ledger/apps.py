from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "amanah.ledger"
    label = "ledger"
