"""What is said of a command that a person typed who has no habits of terminals: before it runs, and where click refuses it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from aboveline.diagnostics import nearest

#: Dashes that a word processor makes of hyphens.
_DASHES = "\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{NON-BREAKING HYPHEN}\N{HYPHEN}\N{HORIZONTAL BAR}"
#: Quotation marks that it makes of `"`; a terminal takes them for letters of a name.
_CURLY = "“”„‟"


def slip(arguments: Sequence[str], options: Sequence[click.Parameter]) -> str | None:
    """What is plainly wrong with the arguments of a command, in words; None where nothing is."""
    names = {name: one for one in options if isinstance(one, click.Option) for name in one.opts}
    for at, one in enumerate(arguments):
        after = arguments[at + 1] if at + 1 < len(arguments) else None
        if one == "--":
            return None
        found = _typed_by_word(one, set(names)) or _apart(one, after) or _swallowed(one, after, names)
        if found is not None:
            return found
    return None


def _typed_by_word(one: str, names: set[str]) -> str | None:
    if one[:1] in _DASHES and not Path(one).exists():
        meant = nearest(f"--{one.lstrip(_DASHES + '-')}", names)
        return f"`{one}` begins with a long dash, as word processors write it; " + (
            f"write `{meant}`" if meant else "an option begins with two hyphens, as `--help`"
        )
    if any(mark in one for mark in _CURLY) and not Path(one).exists():
        return f'`{one}` has curly quotation marks, as word processors write them; write straight ones: "'
    return None


def _apart(one: str, after: str | None) -> str | None:
    """A name with a space in it that was given without quotation marks."""
    if after is None or one.startswith("-") or after.startswith("-") or Path(one).exists():
        return None
    whole = f"{one} {after}"
    return (
        f'`{whole}` is one name with a space in it: put it in quotation marks, "{whole}"'
        if Path(whole).exists()
        else None
    )


def _swallowed(one: str, after: str | None, names: "dict[str, click.Option]") -> str | None:
    """An option whose value was forgotten, so that the option after it would be taken for it."""
    option = names.get(one)
    if option is None or option.is_flag or option.count:
        return None
    wanted = option.make_metavar(click.Context(click.Command("")))
    if after is None:
        return f"`{one}` needs something after it: {one} {wanted}"
    return (
        f"`{one}` needs something after it ({one} {wanted}), found the option `{after}`"
        if after in names
        else None
    )


def refused(error: click.NoSuchOption, arguments: Sequence[str]) -> str:
    """What is said of an option there is none of."""
    names = _names(error.ctx)
    typed = next((one for one in arguments if one.split("=")[0] == error.option_name), None)
    if typed is None:
        # Click takes `-questions` for several options of a letter each.
        typed = next((one for one in arguments if one.startswith(error.option_name)), error.option_name)
    word = typed.split("=")[0].lstrip("-")
    begun = sorted(name for name in names if name.startswith(f"--{word}"))
    meant = nearest(f"--{word}", set(names)) or (begun[0] if begun and word else None)
    offered = f"; did you mean `{meant}`?" if meant else ""
    return f"there is no option `{typed}`{offered}"


def _names(context: click.Context | None) -> Sequence[str]:
    return tuple(_of(context)) if context is not None else ()


def _of(context: click.Context) -> Iterator[str]:
    for one in context.command.get_params(context):
        yield from (name for name in one.opts if name.startswith("--"))
