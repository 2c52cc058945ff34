"""What leaves an assessment: reports, extracts and summaries, each to its audience, each with a row that says why."""
