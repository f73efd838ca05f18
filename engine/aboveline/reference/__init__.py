"""The evaluator that defines the language: one Record in, Judgements and, on demand, a Trail out."""
