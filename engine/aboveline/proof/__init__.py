"""Exact reasoning over all possible cases: a Claim about a case in, a case that shows it or the proof that there is none out."""
