from django.apps import AppConfig

from povertyapp.celery import app


class PovertyappConfig(AppConfig):
    name = "povertyapp"
    verbose_name = "Giảm nghèo bền vững"
    celery_app = app

    def ready(self) -> None:
        """Name what runs which job."""
        from povertyapp.handlers import register_handlers  # noqa: PLC0415 - needs models

        register_handlers()
