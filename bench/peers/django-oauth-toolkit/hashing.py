from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """With the costs that every target here has; Django's own are 100 MiB, two passes and eight lanes."""

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1
