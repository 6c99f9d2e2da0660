"""The same settings with the outside world disarmed."""

from povertyapp.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
AXES_ENABLED = True
DEMO_DATE = None
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
