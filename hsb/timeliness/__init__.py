"""Clocks: what is due, by when, why that date, and what is late. Imports nothing (calendar and fold stay usable on their own)."""
