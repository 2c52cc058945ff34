"""Towards 18: the transition plan, the hand-over, and its acceptance."""
