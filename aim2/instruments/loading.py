"""Loading and withdrawing instrument packs. Each checks, changes and records in one transaction; none quotes the wording."""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction

from aim2.instruments import policies, queries, reading, shipped
from aim2.models import InstrumentPack, PackWithdrawal
from hsb import outbox
from hsb.accounts.models import User
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import sealing
from hsb.errors import ActionNotAllowed

Origin = InstrumentPack.Origin


@transaction.atomic
def load(
    *,
    data: bytes,
    name: str = "The file",
    holder: str = "",
    accepted: bool = False,
    by: User,
    at: datetime,
) -> InstrumentPack:
    """The pack in a file may be rated with, sealed as it is. The same file again is the same pack.

    Raises ActionNotAllowed with line and path where the file is no pack, and where it must not be loaded.
    """
    policies.check_may_set(by)
    try:
        pack = reading.read(data, name)
    except reading.PackInvalid as invalid:
        raise ActionNotAllowed(invalid.sentence) from invalid
    policies.check_demonstration(pack.is_demonstration, demo=settings.DEMO)
    digest = sha256(data).hexdigest()
    is_shipped = digest in shipped.digests()
    licensed = not is_shipped and not pack.is_demonstration
    policies.check_licence(pack, needed=licensed, holder=holder, accepted=accepted)
    held = queries.version(pack.code, pack.edition, pack.version)
    policies.check_not_another(held, same=held is not None and queries.pack_of(held) == pack)
    if held is not None:
        return held
    row = InstrumentPack(
        code=pack.code,
        edition=pack.edition,
        version=pack.version,
        name=pack.name,
        demonstration=pack.is_demonstration,
        origin=Origin.SHIPPED if is_shipped else Origin.LICENSED if licensed else Origin.INVENTED,
        holder=holder.strip() if licensed else "",
        sha256=digest,
        sealed=sealing.seal(pack.model_dump(mode="json", by_alias=True)),
        accepted_at=at if licensed else None,
        accepted_by=by if licensed else None,
        loaded_at=at,
        loaded_by=by,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody else loaded this version in the same moment
        other = queries.version(pack.code, pack.edition, pack.version)
        policies.check_not_another(other, same=other is not None and queries.pack_of(other) == pack)
        assert other is not None
        return other
    _say("loaded", row, by=by, at=at)
    return row


@transaction.atomic
def load_shipped(*, by: User, at: datetime) -> list[InstrumentPack]:
    """Every shipped pack that may be used here is loaded. Again is the same."""
    found = []
    for name, data in shipped.files().items():
        if settings.DEMO or not reading.read(data, name).is_demonstration:
            found.append(load(data=data, name=name, by=by, at=at))
    return found


@transaction.atomic
def withdraw(*, pack: InstrumentPack, because: str, by: User, at: datetime) -> PackWithdrawal:
    """Nothing more is rated with the pack from now on, also where somebody has begun; they are told. What was rated stays."""
    policies.check_may_set(by)
    held = queries.one(pack.pk)
    assert held is not None
    policies.check_can_withdraw(held, because)
    row = PackWithdrawal(pack=held, because=because.strip(), at=at, by=by)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:
        raise ActionNotAllowed("This pack has been withdrawn already. Reload the page.") from twice
    _say("withdrawn", held, by=by, at=at)
    # Apart, because who withdraws it sees few of the records on which it is rated with.
    outbox.put("aim.pack_withdrawn", {"pack": str(held.pk)}, key=f"aim.pack_withdrawn:{held.pk}")
    return row


def _say(what: str, pack: InstrumentPack, *, by: User, at: datetime) -> None:
    facts: dict[str, object] = {"pack": str(pack.pk), "code": pack.code, "version": pack.version}
    audit.record(AuditKind.SETTING_CHANGED, by=by, at=at, what=f"instrument {what}", facts=facts)
