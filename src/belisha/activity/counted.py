"""How many of something, in words: "1 day", "2 days"."""

__all__ = ["counted"]


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun. `many` is what stands for any number but one; left out, it is `one` with an s."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
