"""What every page of an assessment shows: which one it is, the row of its parts, who does what."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from aim2.assessments import gates, parts, policies, queries
from aim2.assessments.queries import Whole
from aim2.assessments.rules import Standing
from aim2.assessments.states import FINAL, OPEN, WRITABLE, State
from aim2.models import Assessment
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame

TAB = "aim2_assessment"


@dataclass(frozen=True)
class Step:
    """One part in the row at the top of an assessment."""

    title: str
    href: str
    words: str
    state: str = ""  # full, here


def open_page(
    request: HttpRequest,
    reference: str,
    level: Level = Level.SUMMARY,
    record_class: RecordClass = RecordClass.AIM_WORKING,
) -> OpenCase:
    """Answer the case for a page of the assessment; whose it is to write is asked of the assessment itself."""
    opened = access.get_case(request.user, reference, look="AIM assessment", needs=(record_class, level))
    if opened.case.is_harmed:
        raise Http404("An AIM assessment stands on the record of the young person who displayed the behaviour.")
    return opened


def version_or_404(opened: OpenCase, number: int) -> Assessment:
    """Answer one version of this child's assessment. Raises 404 where there is none."""
    found = queries.one(opened.case, number)
    if found is None:
        raise Http404("There is no such assessment on this record.")
    return found


def for_assessor(request: HttpRequest, reference: str, number: int) -> tuple[OpenCase, Assessment]:
    """Answer the case and the assessment for one of the two who write it. Raises AccessDenied for everybody else."""
    opened = open_page(request, reference)
    assessment = version_or_404(opened, number)
    policies.check_is_assessor(assessment, opened.user)
    return opened, assessment


def for_reader(request: HttpRequest, reference: str, number: int) -> tuple[OpenCase, Assessment]:
    """Answer them for the two who write it and whoever may sign. Raises AccessDenied for everybody else."""
    opened = open_page(request, reference)
    assessment = version_or_404(opened, number)
    policies.check_may_read(assessment, opened)
    return opened, assessment


def written(assessment: Assessment) -> Whole:
    """Answer everything written of an assessment, with what is locked of it now."""
    return queries.whole(assessment, locks=gates.locks(assessment.case, at=clock.now()))


def frame(opened: OpenCase, assessment: Assessment, **more: Any) -> dict[str, Any]:
    """Answer the context every page of an assessment needs."""
    return {
        **case_frame(opened, TAB, today=clock.today()),
        "assessment": assessment,
        "who_does_what": _who(opened, assessment),
        **more,
    }


def _who(opened: OpenCase, assessment: Assessment) -> str:
    you = opened.user.pk
    lead = "you lead" if assessment.lead_id == you else f"{assessment.lead.full_name} leads"
    if assessment.co_worker is None:
        return f"{lead}, alone"
    co = "you co-work" if assessment.co_worker_id == you else f"{assessment.co_worker.full_name} co-works"
    return f"{lead}, {co}"


def standing_words(found: Standing, assessment: Assessment, you: int) -> str:
    """Answer how far a text has come, as one of the two reads it."""
    other = assessment.co_worker if you == assessment.lead_id else assessment.lead
    name = other.full_name if other else ""
    mine, theirs = (Standing.LEAD_FINISHED, Standing.CO_FINISHED) if you == assessment.lead_id else (
        Standing.CO_FINISHED, Standing.LEAD_FINISHED,
    )  # fmt: skip
    return {
        Standing.LOCKED: "Locked",
        Standing.NOT_STARTED: "Not started",
        Standing.WRITING: "Being written",
        mine: f"You have finished, {name} has not",
        theirs: f"{name} has finished, you have not",
        Standing.BOTH_FINISHED: "Both have written: settle or keep both",
        Standing.SETTLED: "Settled" if assessment.co_worker_id else "Finished",
        Standing.KEPT: "Both views kept",
    }[found]


def steps(found: Whole, here: str, *, reads_totals: bool = True) -> list[Step]:
    """Answer the row of parts, with how far each has come."""
    assessment = found.assessment
    given = [assessment.case.reference, assessment.number]
    row = []
    for n, domain in enumerate(parts.Domain, start=1):
        mine = [found.domains[parts.domain_key(domain, kind)].standing for kind in parts.Kind]
        done = sum(1 for one in mine if one.is_done and one != Standing.LOCKED)
        locked = mine.count(Standing.LOCKED)
        words = "Finished" if done + locked == 4 else f"{done} of 4 finished" if any(mine) else "Not started"
        if locked:
            words += ", part locked"
        row.append(
            _step(
                f"{n} {domain.label}",
                reverse("aim2:part", args=[*given, domain.value]),
                words,
                domain.value == here,
                done == 4,
            )
        )
    if found.sheet is not None and found.sheet.pack.can_be_rated:
        settled = sum(1 for line in found.sheet.lines.values() if line.counts is not None)
        words = f"{settled} of {len(found.sheet.lines)} settled"
        href = reverse("aim2:ratings", args=given)
        row.append(_step("Ratings", href, words, here == "ratings", settled == len(found.sheet.lines)))
    if not assessment.narrative_only:
        words = "From the ratings" if found.rated else f"{found.totals_answered} of 4 answered"
        row.append(
            _step(
                "Level" if found.rated else "Totals",
                reverse("aim2:totals", args=given),
                words,
                here == "totals",
                found.totals_answered == 4 and not found.rated,
            )
        )
    for key, title in parts.PAGES.items():
        wanted = [part for part in parts.parts_on(key) if not gates.is_locked(part.key, found.locks)]
        full = sum(1 for part in wanted if found.words(part.key).strip())
        words = f"{full} of {len(wanted)} written" if full else "Not started"
        row.append(_step(title, reverse("aim2:part", args=[*given, key]), words, key == here, full == len(wanted)))
    return row


def _step(title: str, href: str, words: str, here: bool, full: bool) -> Step:
    return Step(title, href, words, "here" if here else "full" if full else "")


def after(page: str, assessment: Assessment) -> tuple[str, str]:
    """Answer where one goes from a part: title and address of the next one, the first page after the last."""
    keys = [*parts.Domain.values, *parts.PAGES]
    titles = {**dict(parts.Domain.choices), **parts.PAGES}
    given = [assessment.case.reference, assessment.number]
    if page in keys and page != keys[-1]:
        following = keys[keys.index(page) + 1]
        return titles[following], reverse("aim2:part", args=[*given, following])
    return "where it stands", reverse("aim2:assessment", args=[assessment.case.reference])


def may(opened: OpenCase, assessment: Assessment) -> dict[str, bool]:
    """Answer which steps this person may take, from who they are and where it stands."""
    assessor = policies.is_assessor(assessment, opened.user)
    manager = policies.manages(assessment, opened)
    state = State(assessment.state)
    return {
        "may_write": assessor and state in WRITABLE,
        "may_read": policies.may_read(assessment, opened),
        "may_sign": policies.may_sign(assessment, opened) and state == State.AGREED,
        "may_share": assessor and state == State.SIGNED,
        "may_name": (manager or assessment.lead_id == opened.user.pk) and state in WRITABLE,
        "may_end": (manager or assessment.lead_id == opened.user.pk) and state in OPEN,
        "may_keep": manager and state in FINAL,
        "may_be_rated": assessor and state in WRITABLE and policies.may_be_rated(assessment),
        "may_rate_again": state in FINAL and (assessor or opened.may(RecordClass.AIM_WORKING, Level.WRITE)),
        "may_disclose": opened.may(RecordClass.AIM_REPORT, Level.WRITE),
        "may_read_report": opened.may(RecordClass.AIM_REPORT, Level.READ) and state in (*FINAL, State.SUPERSEDED),
    }  # fmt: skip


def people_on(opened: OpenCase, roles: frozenset[Role]) -> list[tuple[str, str]]:
    """Answer the people on the record by name in one of these roles, as choices."""
    found = {
        str(one.user_id): f"{one.user.full_name}, {Role(one.role).label}"
        for one in opened.everyone
        if one.user is not None and one.role in roles
    }
    return list(found.items())


def person_on(opened: OpenCase, chosen: str) -> Any:
    """Answer the person of that choice, who is on the record by name; None otherwise."""
    return next((one.user for one in opened.everyone if one.user and str(one.user_id) == chosen), None)
