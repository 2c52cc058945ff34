"""The refusals every layer speaks. Each carries a sentence that a practitioner can read and act on."""

from django.core.exceptions import PermissionDenied


class ActionNotAllowed(Exception):
    """The state of the thing does not allow this step; the sentence says what would."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def check_said(text: str, sentence: str) -> None:
    """Something has to be written here. Raises ActionNotAllowed with the sentence where nothing is."""
    if not text.strip():
        raise ActionNotAllowed(sentence)


class AccessDenied(PermissionDenied):
    """This person may not do this, although they may know the case exists (a stranger gets a 404 instead)."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class StaleVersion(Exception):
    """Somebody else saved first. Nothing was written; `current` is what is stored now, so both texts can be shown."""

    def __init__(self, current: object, sentence: str = "") -> None:
        self.current = current
        self.sentence = (
            sentence or "Somebody else saved this while you were writing. Compare the two texts below and choose."
        )
        super().__init__(self.sentence)
