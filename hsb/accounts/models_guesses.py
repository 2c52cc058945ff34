"""The table behind `guesses.py`."""

from django.db import models


class GuessAllowance(models.Model):
    """How many wrong passwords are still allowed for one account, browser or network address."""

    key = models.CharField(max_length=64, unique=True, help_text="a keyed digest: it does not say who or where")
    left = models.FloatField()
    counted_at = models.DateTimeField()

    class Meta:
        app_label = "accounts"
        indexes = [models.Index(fields=["counted_at"], name="accounts_guess_counted")]

    def __str__(self) -> str:
        return f"allowance {self.key[:8]}"
