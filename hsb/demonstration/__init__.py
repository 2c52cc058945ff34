"""The demonstration partnership: invented agencies, people and families, dated relative to today so that it never looks stale.

Nobody here exists. Telephone numbers are from the range kept for fiction; addresses end in `.invalid`.
"""
