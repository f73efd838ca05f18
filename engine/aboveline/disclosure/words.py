"""The rule in words, with its source, as a publication prints it."""

from aboveline.disclosure.primary import small_group
from aboveline.wording.message import message

#: Where the rule comes from.
SOURCE = message(
    "The rule follows the Office for National Statistics, “Policy on protecting confidentiality in tables of birth and death "
    "statistics” and “Review of the dissemination of health statistics: confidentiality guidance”, which hold that counts of 1 and 2, "
    "and for sensitive subjects 3 and 4, may be unsafe, and warn of groups all of whose members are alike."
)


def rule(threshold: int) -> tuple[str, ...]:
    """What is withheld and why, a sentence or two for each kind."""
    return (
        message(
            "To protect the people these figures are about, a count from 1 to {most} is withheld, and so is a count "
            "where fewer than {least} are left of the total it is a share of. Where there are fewer than "
            "{few} in all, it is withheld too that all of them, or none, were found so.",
            most=threshold - 1,
            least=threshold,
            few=small_group(threshold),
        ),
        message(
            "Further figures are withheld so that none of these can be worked out from totals, other tables, percentages or the "
            "rules of the criteria. A figure withheld for one reason is marked as for the other: from all that is printed, each "
            "withheld count could be {least} or more, and its value cannot be told to within {width}.",
            least=threshold,
            width=threshold - 1,
        ),
        message(
            "A score that pools several questions is given as a rounded percentage, without counts; so is every score of a group, "
            "unless all of it, or none, was found so. Nothing is given by case."
        ),
        SOURCE,
    )
