"""The room of figures: judgements become Tallies, and Tallies become Scores."""
