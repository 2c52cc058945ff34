"""What a submission says of the criminal side."""

from datetime import datetime

from hsb.accounts.models import User
from hsb.cases import actions as cases
from hsb.cases import masking
from hsb.cases.states import CriminalJustice, Strand
from hsb.chronology.actions import record
from referrals.events import submission as events
from referrals.models import (
    Allegation,
    Referral,
)
from referrals.submission.child import Answers, Child, read_day

CRIMINAL_STATE: dict[str, CriminalJustice] = {
    "court_order": CriminalJustice.COURT_ORDER,
    "charged": CriminalJustice.CHARGED,
    "bail": CriminalJustice.ON_BAIL,
    "rui": CriminalJustice.RELEASED,
    "investigation": CriminalJustice.INVESTIGATION,
    "nfa": CriminalJustice.ENDED,
}


def write_criminal_side(
    referral: Referral, child: Child, police: Answers, others: list[masking.Hidden], *, by: User, at: datetime
) -> None:
    allegations, _ = masking.mask(police["allegations"], others)
    for told in allegations:
        Allegation(
            case=child.case,
            referral=referral,
            alleged_on=read_day((told["on"] or {}).get("earliest")),
            alleged_when=((told["on"] or {}).get("text") or "")[:100],
            officer_name=told["officer_name"][:200],
            officer_contact=told["officer_contact"][:200],
            crime_number=told["crime_number"][:60],
            court=told["court"][:200],
            **{name: read_day(told[name]) for name in ("interviewed_on", "status_on", "bail_until", "hearing_on")},
            **{name: told[name] for name in ("offence", "admission", "status", "bail_conditions", "order_detail")},
        ).save(force_insert=True)
    furthest = next((status for status in CRIMINAL_STATE if any(a["status"] == status for a in allegations)), "")
    if not furthest:
        return
    until = next((a["bail_until"] for a in allegations if a["status"] == furthest and a["bail_until"]), "") or ""
    record(events.CriminalRecorded(status=furthest, until=until), case=child.case, by=by, at=at)
    cases.move(case=child.case, strand=Strand.CRIMINAL_JUSTICE, to=CRIMINAL_STATE[furthest], by=by, at=at)
