"""What a new password must be, refused in words that say what to do instead. The rules are Django's."""

from django.contrib.auth import password_validation as rules


class LongEnough(rules.MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        return f"Use at least {self.min_length} characters. Three or four words that do not belong together are easy to remember"


class NotCommon(rules.CommonPasswordValidator):
    """None of those that are tried first."""

    def get_error_message(self) -> str:
        return "Choose another password: many people use this one, so it is tried first"


class NotOnesOwnName(rules.UserAttributeSimilarityValidator):
    """Neither the name nor the e-mail address of the person."""

    def get_error_message(self) -> str:
        return "Choose a password without your name or e-mail address in it"
