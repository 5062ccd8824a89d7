from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "amanah.web"
    label = "web"
