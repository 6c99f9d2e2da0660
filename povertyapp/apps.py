from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

from povertyapp.celery import app


class PovertyappConfig(AppConfig):
    name = "povertyapp"
    verbose_name = "Giảm nghèo bền vững"
    celery_app = app

    def ready(self) -> None:
        """Name what runs which job."""
        from povertyapp.handlers import register_handlers  # noqa: PLC0415 - needs models

        register_handlers()


class CollectedFilesConfig(StaticFilesConfig):
    """What is served: of the API's documentation page only the one viewer it uses."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "redoc*",
        "rest_framework",
        "swagger-ui-es-*",
        "swagger-ui.js*",
        "index.*",
    ]
