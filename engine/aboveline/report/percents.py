"""Percentages in words."""

from aboveline.wording.message import Message, message


def percent_words(percent: int) -> Message:
    """A percentage, `72%`."""
    return message("{percent}%", percent=percent)


def from_to(low: int, high: int) -> Message:
    """From one percentage to another, such as `69 to 78%`; one alone where they are the same."""
    return percent_words(low) if low == high else message("{low} to {high}%", low=low, high=high)
