"""What a withdrawn instrument means for the assessments that are being rated with it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from aim2.assessments.states import OPEN
from aim2.models import Assessment, PackWithdrawal, RatedWith
from aim2.ratings import events
from hsb.chronology.actions import lock_all, record


def being_rated_with(pack_id: UUID) -> list[RatedWith]:
    """Answer the unfinished assessments that are rated with a pack now, in the order in which their cases are locked."""
    rows = RatedWith.objects.filter(pack_id=pack_id, assessment__state__in=OPEN)
    rows = rows.select_related("pack", "assessment", "case").order_by("case_id")
    found = list(rows)
    held = RatedWith.objects.filter(assessment__in=[row.assessment_id for row in found])
    newest = dict(held.values("assessment").annotate(newest=Max("number")).values_list("assessment", "newest"))
    return [row for row in found if row.number == newest[row.assessment_id]]


@transaction.atomic
def say_so(pack_id: UUID, *, at: datetime) -> None:
    """Each record on which the pack is being rated with says that it was withdrawn, and the two who rate there are told.

    Whoever calls is the worker: who withdraws a pack sees few of those records.
    """
    withdrawal = PackWithdrawal.objects.select_related("by").get(pack_id=pack_id)
    lock_all([row.case_id for row in being_rated_with(pack_id)])
    for row in being_rated_with(pack_id):  # again, now that nobody can sign or end one
        assessment: Assessment = row.assessment
        said = events.AimInstrumentWithdrawn(
            assessment=str(assessment.pk),
            pack=str(pack_id),
            lead=assessment.lead_id,
            co_worker=assessment.co_worker_id or 0,
            called=f"{row.pack.name}, {row.pack.edition}, version {row.pack.version}",
        )
        record(said, case=row.case, by=withdrawal.by, at=at)
