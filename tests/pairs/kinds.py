"""The records whose actions lock one row, with the buttons of their pages. A button `ends` what others would still work on.

A new action on one of these is one more line here, and is pressed against every other.
"""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile

from aim2.closures import actions as closures
from aim2.models import Closure
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases import access, barring, involvement
from hsb.cases import actions as cases
from hsb.cases.models import Case, CaseDenied, Involvement
from hsb.cases.states import Safeguarding, Strand
from hsb.chronology import queries as chronology
from hsb.documents.models import Document
from hsb.escalation import actions as escalation
from hsb.escalation.models import Escalation
from hsb.notes import actions as notes
from hsb.tasks import actions as tasks
from hsb.tasks.models import Task, TaskEntry
from referrals.assessment import actions as assessment
from referrals.assessment.sections import DISPLAYED
from referrals.checks import actions as checks
from referrals.drafts import actions as drafts
from referrals.inbox import claims
from referrals.mash import actions as mash
from referrals.models import AgencyCheck, CfAssessment, Draft, MashDecision, Receipt, Referral
from referrals.submission.actions import submit
from referrals.yos import actions as yos
from referrals.yos import queries as screening
from strategy_meetings.models import SafetyPlan, Section47, SpecialistOpinion
from strategy_meetings.opinions import actions as opinions
from strategy_meetings.safety_plans import actions as plans
from strategy_meetings.section47 import actions as section47
from tests.factories.cases import put_on, young_person
from tests.factories.referrals import draft as typed_draft
from tests.factories.referrals import sent, young_persons_case
from tests.pairs.pressing import Kind, People, Press, codes
from tests.pairs.times import AT, LATER, TODAY
from tests.referrals.typed import minimal

CRIMINAL = minimal()


# -- a draft ---------------------------------------------------------------------------------------------------------------


def _draft(people: People) -> Draft:
    made = typed_draft(people.dsl, AT, minimal())
    drafts.add_file(draft=made, file=ContentFile(b"Notes.", "notes.txt"), title="Notes", by=people.dsl, at=AT)
    return made


def _on_draft(action: Any, **given: Any) -> Any:
    return lambda made, people: partial(
        action, draft=Draft.objects.get(pk=made.pk), by=people.dsl, **{"at": LATER, **given}
    )


def _file(made: Draft, people: People) -> Any:
    file = ContentFile(b"More notes.", "more.txt")
    return partial(
        drafts.add_file, draft=Draft.objects.get(pk=made.pk), file=file, title="More", by=people.dsl, at=LATER
    )


def _no_file(made: Draft, people: People) -> Any:
    document = Document.objects.get(draft_id=made.pk, title="Notes")
    return partial(drafts.remove_file, draft=Draft.objects.get(pk=made.pk), document=document, by=people.dsl)


def _draft_stands(made: Draft) -> Any:
    now = Draft.objects.get(pk=made.pk)
    files = Document.objects.filter(draft_id=made.pk).order_by("title", "number").values_list("title", "number", "case")
    typed = {key: answers.get("words") for key, answers in now.typed().items()}
    return (
        now.stage,
        now.danger_now,
        [(title, number, case is not None) for title, number, case in files],
        typed,
        Referral.objects.filter(pk=made.pk).count(),
    )


DRAFT = Kind(
    "a draft",
    _draft,
    lambda made: made,
    (
        Press(
            "send",
            lambda made, people: partial(submit, draft=Draft.objects.get(pk=made.pk), by=people.dsl, at=LATER),
            ends=True,
        ),
        Press("throw away", _on_draft(drafts.discard), ends=True),
        Press("danger", _on_draft(drafts.answer_danger, danger="yes")),
        Press(
            "save a section",
            _on_draft(drafts.save_section, key="account", answers={"words": "Other words."}, version=1, window="w1"),
        ),
        Press(
            "save a person",
            _on_draft(
                drafts.save_item, key="harmed", list_key="people", number=9, answers={"kind": "child"}, version=0
            ),
        ),
        Press(
            "take a person out", _on_draft(drafts.set_removed, key="harmed", list_key="people", number=1, removed=True)
        ),
        Press("add a file", _file),
        Press("take a file out", _no_file),
    ),
    _draft_stands,
)


# -- a referral at the Youth Offending Service ------------------------------------------------------------------------------


def _at_yos(people: People) -> Receipt:
    return Receipt.objects.select_related("case", "referral").get(
        case=young_persons_case(sent(people.dsl, AT, CRIMINAL)), destination="yos"
    )


def _screened(outcome: str, **given: str) -> Any:
    def page(receipt: Receipt, people: People) -> Any:
        read = Receipt.objects.select_related("case", "referral").get(pk=receipt.pk)
        return partial(
            yos.screen,
            receipt=read,
            outcome=outcome,
            reasons="Abusive behaviour.",
            criteria=screening.screening_criteria(read, on=TODAY),
            drawn_from=chronology.stands_at(read.case_id, yos.DECIDED),
            by=people.yos_manager,
            at=LATER,
            **given,
        )

    return page


AT_YOS = Kind(
    "a referral at YOS",
    _at_yos,
    lambda receipt: receipt.case,
    (
        Press("accept", _screened("accepted"), ends=True, leaves=("note",)),
        Press("decline", _screened("declined", alternative="Advice to the school."), ends=True, leaves=("note",)),
        Press(
            "ask for more",
            _screened("more_asked", question="What does the school say?"),
            ends=True,
            leaves=("note", "claim"),
        ),
        Press(
            "claim",
            lambda receipt, people: partial(
                yos.claim, receipt=Receipt.objects.get(pk=receipt.pk), by=people.yos_manager, at=LATER
            ),
        ),
        Press(
            "note",
            lambda receipt, people: partial(
                involvement.bring_in,
                case=Case.objects.get(pk=receipt.case_id),
                role=Role.HEALTH_PRACTITIONER,
                user=people.health,
                by=people.csws_manager,
                at=LATER,
                reason="Knows the child.",
            ),
        ),
    ),
    lambda receipt: (codes(receipt.case), Case.objects.get(pk=receipt.case_id).youth_offending),
)


# -- a decision at the front door -------------------------------------------------------------------------------------------

NO_MEETING = {
    "outcome": "assessment",
    "reasons": "First-hand.",
    "planning": "decline",
    "planning_declined_reason": "No need.",
    "message_to_referrer": "",
}


def _at_mash(people: People) -> Receipt:
    receipt = Receipt.objects.select_related("case", "referral").get(
        case=young_persons_case(sent(people.dsl, AT, CRIMINAL)), destination="mash"
    )
    claims.claim(receipts=[receipt], by=people.mash_worker, at=AT)
    return receipt


def _proposed(people: People) -> Receipt:
    receipt = _at_mash(people)
    _propose(receipt, people)()
    return receipt


def _propose(receipt: Receipt, people: People) -> Any:
    case = Case.objects.get(pk=receipt.case_id)
    found = MashDecision.objects.filter(case=case).first()
    written = [mash.Written(case, found.version if found else 0, NO_MEETING)]
    return partial(mash.propose, referral=receipt.referral, written=written, by=people.mash_worker, at=LATER)


def _save_decision(receipt: Receipt, people: People) -> Any:
    case = Case.objects.get(pk=receipt.case_id)
    found = MashDecision.objects.filter(case=case).first()
    written = [mash.Written(case, found.version if found else 0, {"reasons": "Other reasons."})]
    return partial(mash.save_draft, referral=receipt.referral, written=written, by=people.mash_worker, at=LATER)


def _decisions(receipt: Receipt) -> list[MashDecision]:
    return list(MashDecision.objects.select_related("case", "referral").filter(case=receipt.case_id))


def _mash_stands(receipt: Receipt) -> Any:
    states = MashDecision.objects.filter(case=receipt.case_id).values_list("state", "reasons")
    return codes(receipt.case), list(states), Case.objects.get(pk=receipt.case_id).safeguarding


AT_MASH = Kind(
    "a referral at MASH",
    _at_mash,
    lambda receipt: receipt.case,
    (
        Press("propose", _propose, ends=True, leaves=("take over",)),
        Press("save", _save_decision),
        Press(
            "take over",
            lambda receipt, people: partial(
                claims.claim, receipts=[receipt], by=people.csws_manager, at=LATER, reason="He is away."
            ),
        ),
    ),
    _mash_stands,
)
PROPOSED = Kind(
    "a proposed decision",
    _proposed,
    lambda receipt: receipt.case,
    (
        Press(
            "approve",
            lambda receipt, people: partial(
                mash.approve, decisions=_decisions(receipt), by=people.csws_manager, at=LATER
            ),
            ends=True,
        ),
        Press(
            "send back",
            lambda receipt, people: partial(
                mash.send_back,
                decisions=_decisions(receipt),
                comment="Ask the school.",
                by=people.csws_manager,
                at=LATER,
            ),
            ends=True,
        ),
        Press("save", _save_decision),
    ),
    _mash_stands,
)


# -- smaller things on a case that nobody had to refer --------------------------------------------------------------------------


def _case(people: People) -> Case:
    case = young_person(AT)
    for name, role in (
        ("social_worker", Role.SOCIAL_WORKER),
        ("csws_manager", Role.CSWS_MANAGER),
        ("yos_officer", Role.YOS_OFFICER),
        ("health", Role.HEALTH_PRACTITIONER),
    ):
        put_on(case, people[name], role, AT)
    return case


def _again(row: Any) -> Any:
    related = ("case",) if hasattr(row, "case_id") else ()
    return type(row)._default_manager.select_related(*related).get(pk=row.pk)


def _on(name: str, action: Any, who: str, *, versioned: bool = True, **given: Any) -> Any:
    """Answer the page of an action on one row: the row as it was read, and its version where the form carries one."""

    def page(row: Any, people: People) -> Any:
        read = _again(row)
        version = {"version": read.version} if versioned else {}
        return partial(action, **{name: read}, **version, by=people[who], at=LATER, **given)

    return page


def _task(people: People) -> Task:
    return tasks.set_task(
        case=_case(people),
        kind="question",
        what="Does bail allow the bus?",
        due_on=TODAY + timedelta(days=3),
        to=f"person:{people.yos_officer.pk}",
        by=people.social_worker,
        at=AT,
    )


TASK = Kind(
    "a question",
    _task,
    lambda task: task.case,
    (
        Press("answer", _on("task", tasks.answer, "yos_officer", text="It does.", press=uuid4()), ends=True),
        Press("withdraw", _on("task", tasks.withdraw, "social_worker", reason="Not needed."), ends=True),
        Press(
            "pass on",
            lambda task, people: partial(
                tasks.pass_on,
                task=_again(task),
                version=_again(task).version,
                to=f"person:{people.health.pk}",
                reason="She knows.",
                by=people.yos_officer,
                at=LATER,
            ),
        ),
        Press("reply", _on("task", tasks.reply, "yos_officer", versioned=False, text="Which bus?")),
        Press(
            "ask again",
            _on("task", tasks.ask_again, "social_worker", reason="Unclear.", due_on=TODAY + timedelta(days=5)),
        ),
    ),
    lambda task: (
        codes(task.case),
        Task.objects.get(pk=task.pk).state,
        Task.objects.get(pk=task.pk).to_person_id,
        sorted(TaskEntry.objects.filter(task=task).values_list("act", flat=True)),
    ),
)


def _disagreement(people: People) -> Escalation:
    case = _case(people)
    opened = access.get_case(
        people.yos_officer, case.reference, look="a test", needs=(RecordClass.ESCALATION, Level.SUMMARY)
    )
    return escalation.raise_with_agencies(
        opened=opened,
        about="threshold",
        words="No action was decided.",
        wanted="An assessment.",
        arose_on=TODAY,
        by=people.yos_officer,
        at=AT,
    )


DISAGREEMENT = Kind(
    "a disagreement",
    _disagreement,
    lambda one: one.case,
    (
        Press(
            "answer",
            _on("escalation", escalation.answer, "csws_manager", text="We look again.", jointly=True),
            ends=True,
        ),
        Press("settle", _on("escalation", escalation.resolve, "yos_officer", how="Agreed."), ends=True),
        Press("withdraw", _on("escalation", escalation.withdraw, "yos_officer", reason="Not pursued."), ends=True),
    ),
    lambda one: (codes(one.case), Escalation.objects.get(pk=one.pk).state),
)


def _check(people: People) -> AgencyCheck:
    agency = people.health.memberships.get().agency
    return checks.ask_check(
        case=_case(people),
        agency=agency,
        question="What is known?",
        due_on=TODAY + timedelta(days=1),
        by=people.mash_worker,
        at=AT,
    )


CHECK = Kind(
    "an agency check",
    _check,
    lambda check: check.case,
    (
        Press(
            "reply",
            lambda check, people: partial(
                checks.reply_to_check,
                check=_again(check),
                known="yes",
                text="Known since May.",
                key="one",
                by=people.health,
                at=LATER,
            ),
        ),
        Press(
            "close", _on("check", checks.close_check, "mash_worker", versioned=False, reason="By telephone."), ends=True
        ),
        Press(
            "close in other words",
            _on("check", checks.close_check, "mash_worker", versioned=False, reason="No answer came."),
            ends=True,
        ),
    ),
    lambda check: (
        codes(check.case),
        AgencyCheck.objects.get(pk=check.pk).closed_reason,
        check.replies.values_list("text", flat=True).count(),
    ),
)


def _safety_plan(people: People) -> SafetyPlan:
    plan = plans.draft_of(case=_case(people), by=people.social_worker, at=AT)
    written = {
        "what_is_known": "An allegation.",
        "trusted_adults": "Ms Iqbal.",
        "if_this_happens": "Ring Ms Iqbal.",
        "childs_views": "Wants to stay in art.",
        "review_on": TODAY + timedelta(days=7),
    }
    return plans.save(plan=plan, written=written, version=1, by=people.social_worker, at=AT)


SAFETY_PLAN = Kind(
    "a safety plan",
    _safety_plan,
    lambda plan: plan.case,
    (
        Press("agree", _on("plan", plans.agree, "social_worker", versioned=False), ends=True),
        Press("save", _on("plan", plans.save, "social_worker", written={"online": "No phone."})),
        Press("save elsewhere", _on("plan", plans.save, "csws_manager", written={"online": "Phone locked away."})),
    ),
    lambda plan: (codes(plan.case), SafetyPlan.objects.filter(case=plan.case_id).values_list("state", "online").get()),
)


def _opinion(people: People) -> SpecialistOpinion:
    return opinions.ask(
        case=_case(people),
        asked_of="Marta Finch",
        question="How to interview him.",
        due_on=TODAY + timedelta(days=9),
        by=people.social_worker,
        at=AT,
    )


def _received(opinion: SpecialistOpinion, people: People) -> Any:
    file = ContentFile(b"Short questions.", "opinion.txt")
    return partial(
        opinions.receive,
        opinion=_again(opinion),
        file=file,
        in_short="Short.",
        received_on=TODAY,
        by=people.social_worker,
        at=LATER,
    )


OPINION = Kind(
    "a specialist opinion",
    _opinion,
    lambda opinion: opinion.case,
    (
        Press("chase", _on("opinion", opinions.chase, "social_worker", versioned=False, note="Rang.")),
        Press("receive", _received, ends=True),
        Press(
            "it has not come",
            _on("opinion", opinions.give_up, "social_worker", versioned=False, reason="Ill."),
            ends=True,
            leaves=("receive",),
        ),
        Press(
            "withdraw", _on("opinion", opinions.withdraw, "social_worker", versioned=False, reason="Moved."), ends=True
        ),
    ),
    lambda opinion: (
        codes(opinion.case),
        SpecialistOpinion.objects.get(pk=opinion.pk).state,
        Document.objects.filter(case=opinion.case).count(),
    ),
)


def _enquiry(people: People) -> Section47:
    case = _case(people)
    for step in (Safeguarding.REFERRED, Safeguarding.DECISION_PROPOSED, Safeguarding.STRATEGY):
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=step, by=people.csws_manager, at=AT)
    enquiry = section47.begin(
        case=case,
        basis="meeting",
        kind="single",
        began_on=TODAY,
        lead=people.social_worker,
        joint_officer="",
        by=people.csws_manager,
        at=AT,
    )
    written = {
        "seen_alone_on": TODAY,
        "medical": "none",
        "interview": "planned",
        "enquiries": "Spoke with his mother.",
        "outcome": "no_continuing_risk",
        "reasons": "Safe.",
        "then": "child_in_need",
        "childs_views": "Wants to stay.",
    }
    enquiry = section47.save(enquiry=enquiry, written=written, version=enquiry.version, by=people.social_worker, at=AT)
    section47.propose(enquiry=enquiry, by=people.social_worker, at=AT)
    return enquiry


ENQUIRY = Kind(
    "a section 47 enquiry",
    _enquiry,
    lambda enquiry: enquiry.case,
    (
        Press("authorise", _on("enquiry", section47.authorise, "csws_manager", versioned=False), ends=True),
        Press(
            "send back",
            _on("enquiry", section47.send_back, "csws_manager", versioned=False, comment="Say more."),
            ends=True,
            leaves=("save",),
        ),
        Press("save", _on("enquiry", section47.save, "social_worker", written={"reasons": "Safer."})),
    ),
    lambda enquiry: (codes(enquiry.case), Section47.objects.get(pk=enquiry.pk).state),
)


def _assessment(people: People) -> CfAssessment:
    case = _case(people)
    for step in (Safeguarding.REFERRED, Safeguarding.DECISION_PROPOSED, Safeguarding.ASSESSMENT):
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=step, by=people.csws_manager, at=AT)
    made = assessment.start(case=case, referral=None, received_at=AT, by=people.csws_manager, at=AT)
    for section in DISPLAYED:
        assessment.save_section(
            assessment=made, key=section.key, text="Known.", version=0, by=people.social_worker, at=AT
        )
    judged = {
        "own_harm": "suspected",
        "own_harm_detail": "A teacher heard.",
        "conference": "no",
        "conference_reasons": "Decided on Friday.",
        "finding": "abusive",
        "finding_basis": "probabilities",
        "finding_reasons": "Repeated.",
        "recommendation": "child_in_need",
    }
    made = assessment.save_judgements(
        assessment=made, fields=judged, version=made.version, by=people.social_worker, at=AT
    )
    assessment.submit(assessment=made, by=people.social_worker, at=AT)
    return made


ASSESSMENT = Kind(
    "an assessment",
    _assessment,
    lambda made: made.case,
    (
        Press(
            "authorise",
            _on(
                "assessment",
                assessment.authorise,
                "csws_manager",
                versioned=False,
                decision="child_in_need",
                reasons="As found.",
            ),
            ends=True,
        ),
        Press(
            "send back",
            _on("assessment", assessment.send_back, "csws_manager", versioned=False, comment="Say more."),
            ends=True,
            leaves=("save",),
        ),
        Press(
            "save",
            lambda made, people: partial(
                assessment.save_section,
                assessment=_again(made),
                key="analysis",
                text="Other.",
                version=1,
                by=people.social_worker,
                at=LATER,
            ),
        ),
    ),
    lambda made: (codes(made.case), CfAssessment.objects.get(pk=made.pk).state),
)


def _denied(people: People) -> CaseDenied:
    case = _case(people)
    barring.deny(case=case, user=people.victim_worker, by=people.csws_manager, at=AT, reason="Related.")
    return CaseDenied.objects.get(case=case, user=people.victim_worker)


def _part_of_health(denial: CaseDenied, people: People) -> Any:
    part = Involvement.objects.open().select_related("case", "user").get(case=denial.case_id, user=people.health)
    return partial(involvement.end_involvement, involvement=part, by=people.csws_manager, at=LATER, reason="Done.")


ACCESS = Kind(
    "who may see a record",
    _denied,
    lambda denial: denial.case,
    (
        Press(
            "lift the denial",
            _on("denial", barring.undeny, "csws_manager", versioned=False, reason="Mistaken."),
            ends=True,
            leaves=(
                "deny again",
                "restrict",
                "take off",
            ),
        ),
        Press(
            "deny again",
            lambda denial, people: partial(
                barring.deny,
                case=denial.case,
                user=people.victim_worker,
                by=people.csws_manager,
                at=LATER,
                reason="Still.",
            ),
        ),
        Press(
            "restrict",
            lambda denial, people: partial(
                barring.restrict, case=denial.case, by=people.csws_manager, at=LATER, reason="Known here."
            ),
        ),
        Press(
            "take off",
            _part_of_health,
            ends=True,
            leaves=(
                "lift the denial",
                "deny again",
                "restrict",
            ),
        ),
    ),
    lambda denial: (
        codes(denial.case),
        CaseDenied.objects.filter(case=denial.case_id).count(),
        Case.objects.get(pk=denial.case_id).restricted,
        Involvement.objects.open().filter(case=denial.case_id).count(),
    ),
)


# -- the end of a strand --------------------------------------------------------------------------------------------------


def _closing(people: People) -> Closure:
    case = _case(people)
    put_on(case, people.yos_manager, Role.YOS_MANAGER, AT)
    for to in ("referred", "screening", "accepted", "allocated"):
        cases.move(case=case, strand=Strand.YOUTH_OFFENDING, to=to, by=None, at=AT)
    written = {
        "reason": "achieved",
        "achieved": "Kept to the plan.",
        "remaining_risk": "None known.",
        "watched_by": "His mother.",
        "safety_plan": "Goes on.",
        "family_told": "On Monday.",
    }
    opened = access.get_case(people.yos_officer, case.reference, look="test")
    return closures.propose(case=case, strand=Strand.YOUTH_OFFENDING, written=written, rehomed={}, opened=opened, at=AT)


def _decides(act: Any, **given: Any) -> Any:
    return lambda closure, people: partial(
        act,
        closure=closure,
        opened=access.get_case(people.yos_manager, closure.case.reference, look="test"),
        at=LATER,
        **given,
    )


CLOSING = Kind(
    "the end of a strand",
    _closing,
    lambda closure: closure.case,
    (
        Press("approve", _decides(closures.approve), ends=True, leaves=("note",)),
        Press(
            "return", _decides(closures.send_back, because="Ask his mother."), ends=True, leaves=("note", "set a task")
        ),
        Press(
            "note",
            lambda closure, people: partial(
                notes.add_note, case=closure.case, text="Rang.", by=people.social_worker, at=LATER, press=uuid4()
            ),
        ),
        Press(
            "set a task",
            lambda closure, people: partial(
                tasks.set_task,
                case=closure.case,
                kind="task",
                what="Ring the club.",
                due_on=TODAY + timedelta(days=5),
                to=f"person:{people.yos_officer.pk}",
                by=people.social_worker,
                at=LATER,
                press=uuid4(),
            ),
        ),
    ),
    lambda closure: (
        Closure.objects.values_list("state", flat=True).get(pk=closure.pk),
        Case.objects.values_list("youth_offending", "closed_at").get(pk=closure.case_id),
        Involvement.objects.open().filter(case=closure.case_id).count(),
        codes(closure.case),
    ),
)

KINDS = (
    DRAFT,
    AT_YOS,
    AT_MASH,
    PROPOSED,
    TASK,
    DISAGREEMENT,
    CHECK,
    SAFETY_PLAN,
    OPINION,
    ENQUIRY,
    ASSESSMENT,
    ACCESS,
    CLOSING,
)
