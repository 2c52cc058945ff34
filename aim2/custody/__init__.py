"""In custody: where, who works there, and what they need before the first review (P6.6)."""
