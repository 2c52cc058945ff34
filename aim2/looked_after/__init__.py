"""Looked after by a local authority: on which legal basis, since when, who reviews."""
