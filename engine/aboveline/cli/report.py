"""`aboveline report`: the report of an inspection as one page, and on paper."""

from typing import Any

import click

from aboveline.cli import exits
from aboveline.cli.exports import workbook_option
from aboveline.cli.options import (
    OneOfWords,
    by_option,
    case_options,
    cases_argument,
    framework_argument,
    given_cases_option,
    overrides_option,
    prefer_option,
    wrong,
)
from aboveline.cli.papers import kind_of, paper_options

HELP = """Write the report of an inspection as one HTML page, ready to print, to e-mail, or to paste from.

Give the folder that `score --run` sealed in place of FRAMEWORK and CASES, and the report can say what every figure
rests on, digests included. A framework and files of cases do as well.

The page needs no network and no scripts. Each general criterion has its score and comment, its strengths and its areas for
improvement: the `finding` sentences of its questions, with their counts. A question is a strength from 70% on, or from
where the criteria say (`strengths from 65%`).

From every finding a reader can go on to the question, the ways its judgements went with the rules marked, and what was judged
of each case, in sentences.

With --materials, texts that people wrote stand where they belong, cross-linked with the criteria they name. They are held
against the scores: a recommendation that names no criterion, and a criterion below the best comment that no recommendation
names, are printed, and stand in the report.

With --public it is the edition for everybody: nothing in it is of one case, and figures that tell too much of a few people are
withheld, with others so that they cannot be worked out. It says so, and by which rule. A workbook beside it is of the same edition.

With --language cy the report is in Welsh: its interface, its numbers and dates, and of the criteria and the materials what
is given in Welsh. What is not stays as it is written, is counted, and listed with --untranslated.

With --pdf and --docx it is written for paper too, for signing and for editing: the same text, without single cases where they
would fill hundreds of pages. --output alone may be a PDF or a Word file as well, by the ending of its name.

A report is provisional unless --stage says draft or final, and says so on the page. A final report is never written over.
It is made of a sealed run, with no record left out and no finding on its texts open; otherwise say that you know: --accept.

Beside the page stands its manifest (report.manifest.json): what the report was made from, and a digest of each of its files.
Keep the two together; `aboveline verify report.html` says whether anything was changed since.

\b
Examples:
  aboveline report essex-2012 --output essex.html
  aboveline report essex-2012 --population headlines.csv --output essex.html
  aboveline report essex-2012 --materials texts --output essex.html
  aboveline report essex-2012 --public --by sentence --output essex-public.html
  aboveline report essex-2012 --output essex.html --pdf essex.pdf --docx essex.docx
  aboveline report essex-2012 --stage final --output essex-final.html
  aboveline report cci-2012 cases.csv --name "Essex, 2012" --output essex.html
"""


@click.command("report", help=HELP)
@framework_argument
@cases_argument
@click.option(
    "--output",
    metavar="FILE",
    required=True,
    help="Write to this file. It is replaced only when all is done.",
)
@click.option(
    "--stage",
    type=OneOfWords(["provisional", "draft", "final"]),
    default="provisional",
    show_default=True,
    help="How far the report has come; marked on the page.",
)
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    type=OneOfWords(["unsealed", "left-out", "text-findings"]),
    help="With --stage final: make it final although figures were not sealed, records were left out, or findings on the texts are open; several allowed.",
)
@click.option(
    "--name",
    metavar="NAME",
    help="What the inspection is called, in the title and beside others. Without this the title of the cover in --materials, else the name of the run's folder.",
)
@click.option(
    "--population",
    multiple=True,
    metavar="FILE",
    help="Headline scores of other inspections, for the table of the foreword: CSV or JSON as for `compare`, or the folder of a sealed run; several allowed.",
)
@click.option(
    "--materials",
    metavar="FOLDER",
    help="Texts for the report: Markdown files with recommendations, practice examples, commentary, context, glossary and the like.",
)
@click.option(
    "--survey",
    "surveys",
    multiple=True,
    metavar="NAME=FILE",
    help="Responses to a survey of the framework, for what service users say; several allowed. A run that was sealed with responses has them itself.",
)
@by_option
@click.option(
    "--characteristics",
    multiple=True,
    metavar="FACT",
    help="Say how many cases there are for each value of this fact; several allowed. Without any, of every fact that is one of a few words.",
)
@click.option(
    "--without-cases",
    is_flag=True,
    help="Leave single cases out: no case ids, and nothing of what was judged of one case.",
)
@click.option(
    "--public",
    is_flag=True,
    help="Make the public edition: no case is named, and figures that tell too much of a few people are withheld, with others so that they cannot be worked out.",
)
@click.option(
    "--case-pages",
    metavar="FOLDER",
    help="Write the page of each case into this folder, which the report links to. It is new, or that of the report which is replaced. Without it, cases stand in the report where they are 200 or fewer.",
)
@click.option(
    "--language",
    metavar="CODE",
    default="en",
    show_default=True,
    help="The language of the report: of its interface, and of labels and texts that are given in it.",
)
@click.option(
    "--untranslated",
    metavar="FILE",
    help="List what has no words in that language in this file: CSV with a column to fill in.",
)
@paper_options
@workbook_option
@given_cases_option
@overrides_option
@case_options
@prefer_option
def command(**asked: Any) -> int:  # noqa: ANN401 (click's values)
    """Write the report of an inspection."""
    from aboveline.cli.reported import Asked, report  # noqa: PLC0415 (--help needs none of it)
    from aboveline.wording.language import codes  # noqa: PLC0415

    named = {
        name: asked.pop(name)
        for name in (
            "framework",
            "cases",
            "stage",
            "accepted",
            "name",
            "population",
            "materials",
            "surveys",
            "by",
            "characteristics",
            "without_cases",
            "public",
            "case_pages",
            "pdf",
            "docx",
            "workbook",
            "language",
            "untranslated",
            "offered",
        )
    }
    if asked["output"] == "-":
        raise wrong("expected a file to write the report to, found `-`")
    if named["accepted"] and named["stage"] != "final":
        raise wrong("expected --stage final beside --accept: it says what a final report may leave open")
    if named["language"] not in codes():
        from aboveline.languages import code_meant  # noqa: PLC0415 (only where it is none)

        known, meant = ", ".join(codes()), code_meant(named["language"])
        raise wrong(
            f"expected a language that the report has words in ({known}), found `{named['language']}`",
            meant if meant in codes() else None,
        )
    if named["without_cases"] and named["case_pages"]:
        raise wrong("expected either --without-cases or --case-pages, found both")
    if named["public"] and named["case_pages"]:
        raise wrong(
            "expected either --public or --case-pages, found both: a public edition says nothing of single cases"
        )
    if named["case_pages"] and kind_of(asked["output"]) != "page":
        raise wrong(
            "expected a page to write to with --case-pages, such as report.html: the page of each case leads back to it"
        )
    if named["without_cases"] and named["workbook"] and not named["public"]:
        raise wrong("expected either --without-cases or --workbook, found both: the workbook has every case")
    report(Asked(**named, how=asked))
    return exits.FINE
