"""`aboveline rule`: the page of one rule of method, or a list of them all."""

import sys

import click

from aboveline.cli import exits
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, width_for, write

HELP = """Say what a finding of `aboveline lint` means: what it finds, why that matters to a published figure, what it looks
like before and after, and how to leave it as it is. Without CODE, list all of them.

\b
Examples:
  aboveline rule
  aboveline rule never-applies
"""


@click.command("rule", help=HELP)
@click.argument("code", metavar="[CODE]", required=False)
def command(code: str | None) -> int:
    """Tell of a rule."""
    from aboveline.diagnostic_codes import CODES  # noqa: PLC0415 (--help needs none of it)
    from aboveline.diagnostics import nearest  # noqa: PLC0415 (--help needs none of it)
    from aboveline.lint.pages import page  # noqa: PLC0415
    from aboveline.lint.registry import RULES  # noqa: PLC0415
    from aboveline.report.ink import coloured  # noqa: PLC0415
    from aboveline.report.rule_page import page_rendered, rules_text  # noqa: PLC0415

    ink = ink_for(sys.stdout)
    if code is None:
        write(rules_text(RULES.values(), ink, width_for(sys.stdout)), None)
    elif code in RULES:
        text = page(code)
        write(page_rendered(text, width_for(sys.stdout)) if ink is coloured else text, None)
    elif code in CODES:
        write(f"{code} is no finding of method; it says that {CODES[code]}.", None)
    else:
        raise wrong(f"there is no rule `{code}`", nearest(code, set(RULES)), tuple(RULES))
    return exits.FINE
