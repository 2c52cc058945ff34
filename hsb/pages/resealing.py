"""Putting everything sealed under the first key of FIELD_KEY, with the indexes by which children are matched.

Resumable: what is under the first key already is left, so that a run that was stopped goes on where it was. Rows are taken in
small transactions, each locked while it is written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models, transaction

from aim2.models import InstrumentPack
from hsb import guards, keys
from hsb.accounts import sealing as accounts
from hsb.cases import sealing as cases
from hsb.cases.models import CaseKind, Identity
from referrals.models import ReferralOriginal

CHUNK = 200


@dataclass(frozen=True)
class Left:
    """What one table held under an older key, and what was put under the first."""

    what: str
    stale: int
    done: int


def reseal(*, check: bool = False) -> list[Left]:
    """Every identity, original, instrument pack and second-factor secret is under the first key.

    With `check` it is counted what is not yet.
    """
    return [
        Left("identities", *_walk(Identity, _identity, check=check)),
        Left("originals of referrals", *_walk(ReferralOriginal, _original, check=check)),
        Left("instrument packs", *_walk(InstrumentPack, _original, check=check)),
        Left("second-factor secrets", *_walk(Authenticator, _second_factor, check=check)),
    ]


def _walk(model: type[models.Model], again: Callable[[Any], bool], *, check: bool) -> tuple[int, int]:
    stale = 0
    for chunk in _chunks(model):
        with transaction.atomic():
            rows = model._base_manager.filter(pk__in=chunk)
            if check:
                stale += sum(_is_stale(row) for row in rows)
                continue
            if getattr(model, "append_only", False):
                with guards.rows_may_be_sealed_again(model):
                    stale += sum(again(row) for row in rows.select_for_update() if _is_stale(row))
            else:
                stale += sum(again(row) for row in rows.select_for_update() if _is_stale(row))
    return stale, 0 if check else stale


def _chunks(model: type[models.Model]) -> Iterator[list[Any]]:
    last: Any = None
    while True:
        rows = model._base_manager.order_by("pk")
        found = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", flat=True)[:CHUNK])
        if not found:
            return
        yield found
        last = found[-1]


def _is_stale(row: Any) -> bool:
    if isinstance(row, Authenticator):
        return any(not keys.is_under_the_first(text.encode(), accounts.derived) for text in _secrets(row))
    return not keys.is_under_the_first(bytes(row.sealed), cases.derived)


def _identity(row: Identity) -> bool:
    row.hold(row.details(), harmed=row.case.kind == CaseKind.HARMED)
    row.save()
    return True


def _original(row: ReferralOriginal | InstrumentPack) -> bool:
    type(row)._base_manager.filter(pk=row.pk).update(sealed=keys.box(cases.derived).rotate(bytes(row.sealed)))
    return True


# Where allauth keeps what it seals: a text, or a list of them.
_SECRETS = ("secret", "seed", "migrated_codes")


def _secrets(row: Authenticator) -> list[str]:
    held = [row.data[name] for name in _SECRETS if row.data.get(name)]
    return [text for one in held for text in (one if isinstance(one, list) else [one])]


def _second_factor(row: Authenticator) -> bool:
    box = keys.box(accounts.derived)
    for name in _SECRETS:
        held = row.data.get(name)
        if isinstance(held, list):
            row.data[name] = [box.rotate(text.encode()).decode() for text in held]
        elif held:
            row.data[name] = box.rotate(held.encode()).decode()
    row.save(update_fields=["data"])
    return True
