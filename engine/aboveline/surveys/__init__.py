"""The room of questionnaires: what people answered, counted as exactly as what inspectors judged."""
