"""Settles where comments stand in a layout: each in its own gap where a line may end there, else in the nearest.

They never pass one another, nor a word that could have been what they are about: a comment within a condition goes
before the line that holds it, one before a comma or a closing bracket goes behind it.
"""

from collections.abc import Sequence

from attrs import evolve

from aboveline.syntax.words import CLOSING, Comment, Gap, Words

#: How far in stand comments at the end of a declaration.
_INSIDE = 2


def settled(words: Words, places: set[int]) -> tuple[Gap, ...]:
    """The gaps of a file with every comment in one of the places, each given by the word it is before."""
    comments: list[list[Comment]] = [[] for _ in words.gaps]
    blank = [gap.blank for gap in words.gaps]
    for index, gap in enumerate(words.gaps):
        if not gap.comments:
            continue
        target, moved = _place(index, words, places)
        there = comments[target]
        if moved:
            there += [evolve(c, placed="own", column=-1, blank_above=False) for c in gap.comments]
            there[-len(gap.comments)] = evolve(there[-len(gap.comments)], blank_above=blank[target])
            blank[target] = False
            continue
        for comment in gap.comments:
            there.append(_fitted(comment, there))
    gaps = [Gap(tuple(found), empty) for found, empty in zip(comments, blank, strict=True)]
    return _at_ends(words, gaps)


def _place(index: int, words: Words, places: set[int]) -> tuple[int, bool]:
    """Where the comments of a gap go, and whether that is away from the word they followed."""
    at = index
    while at not in places and at < len(words.words) and words.words[at].text in CLOSING:
        at += 1
    if at in places:
        return at, False
    if at - 1 in places and words.words[at - 1].text in {"and", "or"}:
        return at - 1, False
    return max(place for place in places if place <= at), True


def _fitted(comment: Comment, above: Sequence[Comment]) -> Comment:
    """A comment as it can be placed below others; only the first of all can be at the end of a line."""
    if comment.placed == "own" or (comment.placed == "after" and not above):
        return comment
    if comment.placed == "beneath" and above and above[-1].placed != "own":
        return comment
    return evolve(comment, placed="own")


def _at_ends(words: Words, gaps: list[Gap]) -> tuple[Gap, ...]:
    """The gaps, each comment between declarations in the column it belongs to.

    One that is further in than both belongs to the declaration before it, all others to the one after.
    """
    firsts = [node.first for node in words.declarations]
    for before, at in zip([None, *firsts], [*firsts, len(words.words)], strict=True):
        margins = [
            words.columns[first] for first in (before, at) if first is not None and first < len(words.words)
        ]
        inside = before is not None
        comments: list[Comment] = []
        for comment in gaps[at].comments:
            if comment.placed == "own":
                inside = inside and comment.column > max(margins)
            comments.append(evolve(comment, column=_INSIDE if inside else 0))
        gaps[at] = evolve(gaps[at], comments=tuple(comments))
    return tuple(gaps)
