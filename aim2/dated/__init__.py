"""Steps of which only the day is recorded: visits, reviews, plans of other services."""
