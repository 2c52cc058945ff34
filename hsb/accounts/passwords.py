"""What a new password must be, refused in words that say what to do instead. The rules are Django's."""

import itertools

from django.contrib.auth import password_validation as rules
from django.core.exceptions import ValidationError


class LongEnough(rules.MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        return f"Use at least {self.min_length} characters. Three or four words that do not belong together are easy to remember"


class NotCommon(rules.CommonPasswordValidator):
    """None of those that are tried first."""

    def get_error_message(self) -> str:
        return "Choose another password: many people use this one, so it is tried first"


class Varied:
    """Of enough different characters, and not one short piece over and over or a row of neighbours."""

    FEWEST = 6

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError for what is long only by repeating itself. Blanks and capitals add nothing."""
        seen = "".join(password.split()).casefold()
        if len(set(seen)) < self.FEWEST or _is_one_piece_repeated(seen) or _is_a_row(seen):
            raise ValidationError(
                "Use more different letters. Three or four words that do not belong together are easy to remember",
                code="password_not_varied",
            )

    def get_help_text(self) -> str:
        return f"Your password must have at least {self.FEWEST} different characters."


def _is_one_piece_repeated(text: str) -> bool:
    # A text is a piece repeated exactly when it stands in itself twice over, before the end.
    return text in (text + text)[1:-1]


def _is_a_row(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(text)}
    return steps in ({1}, {-1})


class NotOnesOwnName(rules.UserAttributeSimilarityValidator):
    """Neither the name nor the e-mail address of the person."""

    def get_error_message(self) -> str:
        return "Choose a password without your name or e-mail address in it"
