"""The intervention plan: goals, sessions, reviews, closure."""
