"""Tells two versions of a framework apart: what people edited, what each edit does to the scores of cases, and what it could ever do."""
