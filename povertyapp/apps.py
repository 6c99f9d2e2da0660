from django.apps import AppConfig


class PovertyappConfig(AppConfig):
    name = "povertyapp"
    verbose_name = "Giảm nghèo bền vững"
