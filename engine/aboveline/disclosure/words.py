"""The rule in words, with its source, as a publication prints it."""

from aboveline.disclosure.primary import small_group

#: Where the rule comes from.
SOURCE = (
    "The rule follows the Office for National Statistics, “Policy on protecting confidentiality in tables of birth and death "
    "statistics” and “Review of the dissemination of health statistics: confidentiality guidance”, which hold counts of 1 and 2, "
    "and for sensitive subjects 3 and 4, to be unsafe, and warn of groups all of whose members are alike."
)


def rule(threshold: int) -> tuple[str, ...]:
    """What is withheld and why, a sentence or two for each kind."""
    return (
        (
            f"To protect the people these figures are about, a count from 1 to {threshold - 1} is withheld, and so is a count "
            f"where fewer than {threshold} are left of the total it is a share of. Where there are fewer than "
            f"{small_group(threshold)} in all, it is withheld too that all of them, or none, were found so."
        ),
        (
            "Further figures are withheld so that none of these can be worked out from totals, other tables or percentages. A "
            f"figure withheld for one reason is marked as for the other: from all that is printed, each withheld count could be "
            f"{threshold} or more, and its value cannot be told to within {threshold - 1}."
        ),
        (
            "A score that pools several questions is given as a rounded percentage, without counts; so is every score of a group, "
            "unless all of it, or none, was found so. Nothing is given by case."
        ),
        SOURCE,
    )
