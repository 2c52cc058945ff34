"""What happened. `record` in `actions` is the only way a thing happens (design.md §2)."""
