"""What becomes of a view when whoever wrote it no longer leads or co-works: somebody goes on with it, and no word of it is lost."""

from datetime import datetime

from aim2.assessments.queries import Whole, Written
from aim2.assessments.rules import Standing
from aim2.models import Assessment, AssessmentText
from hsb.accounts.models import User

_BOTH_READ = (Standing.BOTH_FINISHED, Standing.KEPT)


def pass_on(before: Whole, after: Assessment, *, by: User, at: datetime) -> None:
    """Whoever comes goes on with the words of whoever left, as their own, to be gone through again; what both stood by is common, and
    a difference that both have read stands. Where nobody comes, such a difference is in the common words.

    Called in the transaction that names the people, with the assessment as it was before. What the one who left wrote stays theirs.
    """
    was = [before.assessment.lead, before.assessment.co_worker]
    now = [after.lead, after.co_worker]
    gone = [one for one in was if one is not None and one not in now]
    come = [one for one in now if one is not None and one not in was]
    if not gone and was == now:
        return
    follows = dict(zip((one.pk for one in gone), come, strict=False))
    for written in before.domains.values():
        if written.common is None:
            _pass_on_one(written, before.assessment, after, follows, by=by, at=at)


def _pass_on_one(
    written: Written, was: Assessment, after: Assessment, follows: dict[int, User], *, by: User, at: datetime
) -> None:
    both = was.co_worker_id is not None
    alone_now = after.co_worker_id is None
    if written.standing == Standing.SETTLED and both and written.lead:
        _common(written, written.lead.text, after, by=by, at=at)
    elif written.standing in _BOTH_READ and alone_now and written.lead and written.co and was.co_worker:
        _common(written, _in_one(written, was), after, by=by, at=at)
    else:
        read = written.standing in _BOTH_READ
        for row in filter(None, (written.lead, written.co)):
            if row.writer_id in follows:
                _take_over(row, after, follows[row.writer_id], finished=read)
        if read and written.lead and written.lead.kept_because:
            AssessmentText.objects.filter(assessment=after, key=written.key, writer=after.lead_id).update(
                kept_because=written.lead.kept_because
            )


def _in_one(written: Written, was: Assessment) -> str:
    assert written.lead and written.co and was.co_worker
    lines = [written.lead.text, f"{was.co_worker.full_name} saw it otherwise: {written.co.text}"]
    if written.lead.kept_because:
        lines.append(f"Both views were kept: {written.lead.kept_because}")
    return "\n\n".join(lines)


def _common(written: Written, text: str, after: Assessment, *, by: User, at: datetime) -> None:
    AssessmentText(case_id=after.case_id, assessment=after, key=written.key, text=text, saved_at=at, saved_by=by).save(
        force_insert=True
    )


def _take_over(row: AssessmentText, after: Assessment, writer: User, *, finished: bool) -> None:
    if AssessmentText.objects.filter(assessment=after, key=row.key, writer=writer).exists():
        return
    AssessmentText(
        case_id=after.case_id,
        assessment=after,
        key=row.key,
        writer=writer,
        text=row.text,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        finished_at=row.finished_at if finished else None,
        finished_by=row.finished_by if finished else None,
    ).save(force_insert=True)
