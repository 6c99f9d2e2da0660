"""Personal numbers at rest: sealed to be read back, fingerprinted to be found.

A sealed text begins with the id of its key, so keys can be changed: the first key of
IDENTITY_KEYS seals, every key of the list opens.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet
from django.conf import settings

ID_LENGTH = 8


class UnknownKey(Exception):
    """A text was sealed with a key that IDENTITY_KEYS no longer holds."""


@lru_cache(maxsize=4)
def _keys(secrets: str) -> dict[str, Fernet]:
    keys = {}
    for secret in secrets.split(","):
        digest = hashlib.sha256(secret.strip().encode()).digest()
        key_id = hashlib.sha256(digest).hexdigest()[:ID_LENGTH]
        keys[key_id] = Fernet(base64.urlsafe_b64encode(digest))
    return keys


def seal(text: str) -> str:
    """`text` as it may lie in the database; nothing stays nothing."""
    if not text:
        return ""
    key_id, key = next(iter(_keys(settings.IDENTITY_KEYS).items()))
    return f"{key_id}:{key.encrypt(text.encode()).decode()}"


def unseal(sealed: str) -> str:
    """The text behind a sealed one."""
    if not sealed:
        return ""
    key_id, _, token = sealed.partition(":")
    key = _keys(settings.IDENTITY_KEYS).get(key_id)
    if key is None:
        raise UnknownKey(key_id)
    return key.decrypt(token.encode()).decode()


def fingerprint(text: str) -> str:
    """A keyed hash: equal for equal texts, telling nothing without the key."""
    if not text:
        return ""
    key = settings.IDENTITY_HASH_KEY.encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
