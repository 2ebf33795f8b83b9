"""The product's own password hash with little work in it, so that tests of sign-in are quick."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    """Argon2 in one pass over 64 KB."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1
