"""How passwords are kept: argon2id with the figures that the gateway uses as well, for both check the same hash."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher

__all__ = ["SharedArgon2"]


class SharedArgon2(Argon2PasswordHasher):
    """OWASP's first choice for argon2id: 19 MiB, two passes, one lane. Django's own default takes 100 MiB a guess."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
