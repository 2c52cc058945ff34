"""The permission matrix as a table: what each address asks of somebody. An address that is not here fails a test (S1).

A line says whose the thing is, and how far one must go on its case for looking and for changing; everything else (404 for
strangers, 403 with a sentence, 405, sign-in) follows from `PERMISSIONS`, `POWERS` and the line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse

from hsb.agencies.models import Agency, HelpEntry
from hsb.agencies.permissions import Level, Power, RecordClass, Role
from hsb.cases.models import Case, CaseDenied, Involvement, Part
from hsb.timeliness.models import Deadline, NonWorkingDay
from referrals.checks.policies import ASKERS
from strategy_meetings.models import NotDiscussed
from tests.security.matrix_world import Actor, World

C, S, R, W, A = RecordClass, Level.SUMMARY, Level.READ, Level.WRITE, Level.APPROVE
Need = tuple[RecordClass, Level]
Reaches = Callable[[World, Actor, str], bool]

WORKS_IT = ("allocated", "own_role", "acting")
METHODS = ("GET", "POST", "PUT", "DELETE")


def both_records(world: World, actor: Actor, _: str) -> bool:
    return actor.reaches(world.twin, C.IDENTITY, R)


def asks_agencies(world: World, actor: Actor, _: str) -> bool:
    return actor.role in ASKERS and actor.relation in WORKS_IT


def sees_the_check(world: World, actor: Actor, _: str) -> bool:
    """Those who read the decision, and the agency that was asked: here health."""
    asked = actor.role == Role.HEALTH_PRACTITIONER and actor.relation == "own_role"
    return actor.reaches(world.young, C.DECISION, R) or asked


def answers_for_the_assessment(world: World, actor: Actor, _: str) -> bool:
    """The social worker whose move the assessment's clock is, and the manager of children's social work."""
    return actor.role in (Role.SOCIAL_WORKER, Role.CSWS_MANAGER) and actor.relation in WORKS_IT


def manages_the_assessment(world: World, actor: Actor, _: str) -> bool:
    return actor.role == Role.CSWS_MANAGER and actor.relation in WORKS_IT


def has_the_task(world: World, actor: Actor, _: str) -> bool:
    """Those who read every task, health's, which is asked, and the social worker who asked."""
    asked = actor.role == Role.HEALTH_PRACTITIONER and actor.relation == "own_role"
    return actor.reaches(world.young, C.TASKS, R) or asked


def passes_the_task(world: World, actor: Actor, method: str) -> bool:
    """Whoever is asked, and those who decide; of the rest, who set it."""
    return changes_the_task(world, actor, method) or (
        actor.role == Role.HEALTH_PRACTITIONER and actor.relation == "own_role"
    )


def moves_the_note(world: World, actor: Actor, _: str) -> bool:
    """Who wrote it, here somebody at MASH, and those who decide on the record."""
    return actor.reaches(world.young, C.DECISION, A) or actor.user == world.note.by


def changes_the_task(world: World, actor: Actor, _: str) -> bool:
    return actor.reaches(world.young, C.TASKS, A) or actor.user == world.task.set_by


def _in(*roles: Role) -> Reaches:
    """Those roles alone, on whatever way they came to the case."""

    def are(world: World, actor: Actor, _: str) -> bool:
        return actor.role in roles

    return are


POLICE = _in(Role.POLICE_OFFICER)
COURT = _in(Role.COURT_OFFICER, Role.YOS_MANAGER)
YOS_MANAGERS = _in(Role.YOS_MANAGER)
YOS_ENDERS = _in(Role.YOS_OFFICER, Role.YOS_MANAGER)
YOS_WORKERS = _in(Role.COURT_OFFICER, Role.YOS_OFFICER, Role.YOS_MANAGER)
SOCIAL_CARE = _in(Role.SOCIAL_WORKER, Role.CSWS_MANAGER, Role.MASH_WORKER)
RECORDS_CARE = _in(Role.SOCIAL_WORKER, Role.CSWS_MANAGER)
OPENS_CUSTODY = _in(Role.COURT_OFFICER, Role.YOS_OFFICER, Role.YOS_MANAGER)
FAMILYS = _in(Role.VICTIM_WORKER, Role.POLICE_OFFICER, Role.SOCIAL_WORKER)


def leads(world: World, actor: Actor, _: str) -> bool:
    """The manager of the agency that answers for the timescale: here Children's Social Work."""
    return actor.role == Role.CSWS_MANAGER


def reads_disagreement(world: World, actor: Actor, _: str) -> bool:
    """Managers on the case, and whoever raised it."""
    return actor.reaches(world.young, C.ESCALATION, R) or actor.is_sender


def answers_disagreement(world: World, actor: Actor, _: str) -> bool:
    """The managers of the two agencies that are asked, not those of others on the case."""
    return actor.role in (Role.CSWS_MANAGER, Role.YOS_MANAGER) and actor.relation == "own_role"


def raised_disagreement(world: World, actor: Actor, _: str) -> bool:
    return actor.is_sender


def is_the_board_asked(world: World, actor: Actor, _: str) -> bool:
    return actor.role == Role.LSCB_OFFICER and actor.relation == "own_role"


def calls_strategy_meetings(world: World, actor: Actor, _: str) -> bool:
    return actor.role == Role.CSWS_MANAGER


def decides_on_both(world: World, actor: Actor, _: str) -> bool:
    """Who may call such a meeting for each of its children."""
    return all(actor.reaches(case, C.MEETING, A) for case in (world.young, world.harmed))


def sees_to_mappa_attendance(world: World, actor: Actor, _: str) -> bool:
    """Children's services for themselves, and those who write it down for them."""
    return actor.role in (Role.CSWS_MANAGER, Role.SOCIAL_WORKER) or actor.reaches(world.young, C.MAPPA, W)


def decides_on_him(world: World, actor: Actor, _: str) -> bool:
    """Who may call a conference about the young person."""
    return actor.role == Role.CSWS_MANAGER and actor.reaches(world.young, C.MEETING, A)


def nobody(world: World, actor: Actor, _: str) -> bool:
    """Its chair and minute-taker alone, who are none of these people."""
    return False


def asks_for_aim2(world: World, actor: Actor, method: str) -> bool:
    """No request waits here: everybody on the criminal side looks, the police ask, and a YOS manager reads that the answer was given."""
    asks = actor.role == Role.POLICE_OFFICER or Power.ALLOCATE_YOS_OFFICER in actor.powers
    return method != "POST" or asks


def keeps_the_agreement(world: World, actor: Actor, _: str) -> bool:
    return actor.role in (Role.POLICE_OFFICER, Role.YOS_OFFICER, Role.YOS_MANAGER)


ASSESSORS = ("yos_officer allocated", "social_worker allocated")
"""Lead and co-worker of the assessment that is being written here."""


def assesses(world: World, actor: Actor, _: str) -> bool:
    return actor.name in ASSESSORS


def assesses_to_change(world: World, actor: Actor, method: str) -> bool:
    return method != "POST" or assesses(world, actor, method)


def signs_or_assesses(world: World, actor: Actor, method: str) -> bool:
    return assesses(world, actor, method) or actor.reaches(world.young, C.AIM_WORKING, A)


def leads_or_manages(world: World, actor: Actor, _: str) -> bool:
    return actor.name == ASSESSORS[0] or actor.reaches(world.young, C.AIM_WORKING, A)


def works_it_or_assesses(world: World, actor: Actor, method: str) -> bool:
    return assesses(world, actor, method) or actor.reaches(world.young, C.AIM_WORKING, W)


@dataclass(frozen=True)
class Line:
    """One address. `whose`: case (the young person’s), harmed (the harmed child’s), sender, agency (its administrator),
    team (its manager), agrees
    (a manager where a role is proposed), signed_in, public."""

    whose: str
    get: Need | None = None  # how far on the case, to look
    post: Need | None = None  # and to change; the same when only `get` is given and POST is taken
    methods: tuple[str, ...] = ("GET",)
    power: Power | None = None
    post_power: Power | None = None
    also: Reaches | None = None

    def need(self, method: str) -> Need | None:
        return self.post if method == "POST" and self.post else self.get or self.post


def look(record_class: RecordClass, level: Level = R, **more: Any) -> Line:
    """A page of a case that only shows."""
    return Line("case", get=(record_class, level), **more)


def form(record_class: RecordClass, level: Level = W, *, get: Level | None = None, **more: Any) -> Line:
    """A page of a case with a form."""
    return Line("case", get=(record_class, get or level), post=(record_class, level), methods=("GET", "POST"), **more)


def meeting(*methods: str, also: Reaches | None = None) -> Line:
    """A page of the meeting about both children, to which none of these people are called."""
    return Line("meeting", get=(C.MEETING, R), methods=methods or ("GET",), also=also)


def conference(*methods: str, also: Reaches | None = None) -> Line:
    """A page of the conference about the young person alone, to which none of these people are called."""
    return Line("conference", get=(C.MEETING, R), methods=methods or ("GET",), also=also)


def harmed(record_class: RecordClass, level: Level = W, *methods: str) -> Line:
    """A page that the harmed child's record has, and no other."""
    return Line("harmed", get=(record_class, level), post=(record_class, level), methods=methods or ("GET", "POST"))


def press(record_class: RecordClass, level: Level = W, **more: Any) -> Line:
    """A button, or an autosave, of a case."""
    return Line("case", post=(record_class, level), methods=("POST",), **more)


def own(*methods: str, **more: Any) -> Line:
    """Only its writer has it."""
    return Line("sender", methods=methods or ("GET",), **more)


def signed_in(*methods: str, **more: Any) -> Line:
    return Line("signed_in", methods=methods or ("GET",), **more)


def agency(*methods: str) -> Line:
    """For the administrator of the agency the thing belongs to."""
    return Line("agency", methods=methods or ("GET",), power=Power.ADMINISTER)


MASH: dict[str, Any] = {"power": Power.MASH_INBOX}
YOS: dict[str, Any] = {"power": Power.YOS_INBOX}
PUBLIC = Line("public", methods=METHODS)
ACCOUNT = Line("own_account", methods=METHODS)  # allauth's pages about oneself

LINES: dict[str, Line] = {
    # -- without a case ---------------------------------------------------------------------------------------------
    "pages:home": signed_in(),
    "pages:work": signed_in(),
    "pages:team": signed_in(power=Power.MANAGE_TEAM),
    "pages:team_overdue": signed_in(power=Power.MANAGE_TEAM),
    "pages:team_unallocated": signed_in(power=Power.MANAGE_TEAM),
    "pages:team_worker": Line("team", power=Power.MANAGE_TEAM),
    "pages:team_hand_over": Line("team", methods=("GET", "POST"), power=Power.MANAGE_TEAM),
    "pages:team_give_cases": Line("team", methods=("GET", "POST"), power=Power.MANAGE_TEAM),
    "pages:team_give_tasks": Line("team", methods=("GET", "POST"), power=Power.MANAGE_TEAM),
    "aim2:accreditations": signed_in("GET", "POST", power=Power.MANAGE_TEAM),
    "pages:help": PUBLIC,
    "pages:help_edit": signed_in(power=Power.ADMINISTER),
    "pages:help_add": signed_in("GET", "POST", power=Power.ADMINISTER),
    "pages:help_change": signed_in("GET", "POST", power=Power.ADMINISTER),
    "pages:help_remove": signed_in("GET", "POST", power=Power.ADMINISTER),
    "pages:help_move": signed_in("POST", power=Power.ADMINISTER),
    "pages:working_days": signed_in(power=Power.ADMINISTER),
    "pages:working_days_add": signed_in("GET", "POST", power=Power.ADMINISTER),
    "pages:working_days_load": signed_in("GET", "POST", power=Power.ADMINISTER),
    "pages:working_days_remove": signed_in("GET", "POST", power=Power.ADMINISTER),
    "pages:timescales": signed_in(),
    "pages:timescale": signed_in(),
    "pages:timescale_change": signed_in("GET", "POST", power=Power.SET_TIMESCALES, also=leads),
    "pages:timescale_retire": signed_in("GET", "POST", power=Power.SET_TIMESCALES, also=leads),
    "pages:audit": signed_in(power=Power.READ_AUDIT),
    "pages:audit_case": signed_in(power=Power.READ_AUDIT),
    "pages:audit_person": signed_in(power=Power.READ_AUDIT),
    "pages:delay": signed_in(power=Power.READ_DELAY),
    "pages:delay_steps": signed_in(power=Power.READ_DELAY),
    "pages:delay_waiting": signed_in(power=Power.READ_DELAY),
    "pages:delay_clocks": signed_in(power=Power.READ_DELAY),
    "pages:partnership_delay": signed_in(power=Power.READ_PARTNERSHIP_DELAY),
    "pages:privacy": PUBLIC,
    "pages:accessibility": PUBLIC,
    "health_live": PUBLIC,
    "health_ready": PUBLIC,
    "ui:gallery": signed_in(),
    "ui:token": signed_in(),
    "cases:list": signed_in(),
    "cases:emergency": signed_in("GET", "POST", power=Power.BREAK_GLASS),
    "cases:emergency_close": signed_in("POST", power=Power.BREAK_GLASS),
    "cases:emergency_let": signed_in("POST", power=Power.BREAK_GLASS),
    "notices:list": signed_in(),
    "notices:read": signed_in("POST"),  # somebody else's is passed over in silence: it says nothing
    "notices:read_all": signed_in("POST"),
    # -- a case -----------------------------------------------------------------------------------------------------
    "aim2:may_begin": look(C.CONSENT, Level.SUMMARY),
    "aim2:closures": look(C.CLOSURE),
    "aim2:propose_closure": form(C.CLOSURE, also=YOS_ENDERS),
    "aim2:approve_closure": form(C.CLOSURE, A, also=YOS_MANAGERS),
    "aim2:return_closure": form(C.CLOSURE, A, also=YOS_MANAGERS),
    "aim2:consent": look(C.CONSENT),
    "aim2:consent_answer": form(C.CONSENT),
    "aim2:consent_autosave": press(C.CONSENT),
    "aim2:consent_copy": look(C.CONSENT),
    "aim2:after_refusal": form(C.CONSENT, A),
    "aim2:request": form(C.CRIMINAL, get=R, also=asks_for_aim2),
    "aim2:lead": form(C.SCREENING, A),
    "aim2:tool": form(C.SCREENING),
    "aim2:narrative": form(C.SCREENING, A),
    "aim2:agreement": look(C.CRIMINAL),
    **{
        f"aim2:agreement_{page}": form(C.CRIMINAL, also=keeps_the_agreement)
        for page in ("ask", "answer", "review", "end")
    },
    "cases:overview": look(C.HEADER, Level.SUMMARY),
    "cases:clock": look(C.HEADER, Level.SUMMARY),
    "cases:extend_clock": form(C.HEADER, Level.SUMMARY, also=manages_the_assessment),
    "cases:pause_clock": form(C.HEADER, Level.SUMMARY, also=answers_for_the_assessment),
    "cases:resume_clock": form(C.HEADER, Level.SUMMARY, also=answers_for_the_assessment),
    "cases:explain_delay": form(C.HEADER, Level.SUMMARY, also=answers_for_the_assessment),
    "cases:step": look(C.HEADER, Level.SUMMARY),
    "cases:notes": form(C.NOTES, get=R),
    "cases:note_autosave": press(C.NOTES),
    "cases:move_note": form(C.NOTES, also=moves_the_note),
    "cases:chronology_copy": form(C.HEADER, R),
    "cases:people": look(C.IDENTITY),
    "cases:documents": look(C.DOCUMENTS),
    "cases:access": look(C.ACCESS_LOG),
    "cases:restrict": form(C.DECISION, A),
    "cases:unrestrict": form(C.DECISION, A),
    "cases:deny": form(C.DECISION, A),
    "cases:bring_in": form(C.DECISION),
    "cases:lift_denial": form(C.DECISION, A),
    "cases:end_involvement": form(C.DECISION, A),
    "cases:review_emergency": form(C.DECISION, A),
    "documents:download": look(C.DOCUMENTS),
    "referrals:case_referral": look(C.REFERRAL),
    "referrals:case_copy": look(C.REFERRAL),
    "tasks:list": look(C.TASKS, Level.SUMMARY),
    "tasks:ask": form(C.TASKS),
    "tasks:show": form(C.TASKS, Level.SUMMARY, also=has_the_task),
    "tasks:hand_on": form(C.TASKS, Level.SUMMARY, also=passes_the_task),
    "tasks:again": form(C.TASKS, Level.SUMMARY, also=changes_the_task),
    "tasks:withdraw": form(C.TASKS, Level.SUMMARY, also=changes_the_task),
    # -- the front door ---------------------------------------------------------------------------------------------
    "referrals:mash_inbox": signed_in(power=Power.MASH_INBOX),
    "referrals:mash_receipt": look(C.REFERRAL, **MASH),
    "referrals:mash_case": look(C.REFERRAL, **MASH),
    "referrals:mash_claim": press(C.DECISION, **MASH),
    "referrals:mash_draft": press(C.DECISION, **MASH),
    "referrals:mash_propose": press(C.DECISION, **MASH),
    "referrals:mash_approve": press(C.DECISION, power=Power.APPROVE_MASH_DECISION),
    "referrals:mash_return": press(C.DECISION, **MASH),
    "referrals:checks": look(C.CHECKS),
    "referrals:ask_check": form(C.CHECKS, also=asks_agencies),
    "referrals:check": form(C.CHECKS, get=R, also=sees_the_check),
    "referrals:close_check": press(C.CHECKS, also=asks_agencies),
    "referrals:compare": form(C.IDENTITY, R, also=both_records, **MASH),
    "referrals:separate": form(C.IDENTITY, R, **MASH),
    "referrals:allocate": form(C.DECISION, R, power=Power.ALLOCATE_SOCIAL_WORKER),
    # -- the Youth Offending Service --------------------------------------------------------------------------------
    "referrals:yos_inbox": signed_in(power=Power.YOS_INBOX),
    "referrals:yos_receipt": form(C.SCREENING, **YOS),
    "referrals:yos_claim": press(C.SCREENING, **YOS),
    "referrals:yos_case": look(C.SCREENING),
    "referrals:yos_answer": form(C.ENGAGEMENT),
    "referrals:yos_allocate": form(C.SCREENING, power=Power.ALLOCATE_YOS_OFFICER),
    # -- the assessment ---------------------------------------------------------------------------------------------
    "referrals:assessment": look(C.ASSESSMENT),
    "referrals:assessment_whole": look(C.ASSESSMENT),
    "referrals:assessment_copy": look(C.ASSESSMENT),
    "referrals:assessment_section": form(C.ASSESSMENT, get=R),
    "referrals:assessment_autosave": press(C.ASSESSMENT),
    "referrals:assessment_judgement": form(C.ASSESSMENT, get=R),
    "referrals:assessment_submit": press(C.ASSESSMENT),
    "referrals:assessment_authorise": press(C.ASSESSMENT, A),
    "referrals:assessment_return": press(C.ASSESSMENT, A),
    # -- the offer --------------------------------------------------------------------------------------------------
    "referrals:engagement": look(C.ENGAGEMENT),
    "referrals:investigation_ended": form(C.CRIMINAL),
    "referrals:engage": form(C.ENGAGEMENT),
    "referrals:offer": form(C.ENGAGEMENT),
    "referrals:offer_answer": form(C.ENGAGEMENT),
    "referrals:stance": form(C.ENGAGEMENT),
    "referrals:refer_to_yos": form(C.ENGAGEMENT),
    # -- disagreements ----------------------------------------------------------------------------------------------
    "escalation:mine": signed_in(),
    "escalation:board_inbox": signed_in(power=Power.BOARD_INBOX),
    "escalation:list": look(C.ESCALATION, Level.SUMMARY),
    "escalation:raise": form(C.ESCALATION, Level.SUMMARY),
    "escalation:show": look(C.ESCALATION, Level.SUMMARY, also=reads_disagreement),
    "escalation:answer": form(C.ESCALATION, Level.SUMMARY, also=answers_disagreement),
    "escalation:close": form(C.ESCALATION, Level.SUMMARY, also=is_the_board_asked, power=Power.BOARD_INBOX),
    "escalation:further": form(C.ESCALATION, Level.SUMMARY, also=raised_disagreement),
    "escalation:resolve": form(C.ESCALATION, Level.SUMMARY, also=raised_disagreement),
    "escalation:withdraw": form(C.ESCALATION, Level.SUMMARY, also=raised_disagreement),
    "escalation:write_letter": form(C.IDENTITY, R, also=reads_disagreement),
    "escalation:letter": look(C.ESCALATION, Level.SUMMARY, also=reads_disagreement),
    # -- safety plans -----------------------------------------------------------------------------------------------
    "strategy_meetings:safety_plan": form(C.SAFETY_PLAN, get=R),
    "strategy_meetings:write_safety_plan": form(C.SAFETY_PLAN),
    "strategy_meetings:safety_plan_autosave": press(C.SAFETY_PLAN),
    "strategy_meetings:safety_plan_copy": look(C.SAFETY_PLAN),
    "strategy_meetings:safety_plan_version": look(C.SAFETY_PLAN),
    "strategy_meetings:take_out_safety_plan_line": press(C.SAFETY_PLAN),
    **{
        f"strategy_meetings:{page}": form(C.SAFETY_PLAN)
        for page in (
            *("safety_plan_lines", "safety_plan_owner", "sign_safety_plan", "give_safety_plan", "safety_plan_changed"),
        )
    },
    # -- a living case, MAPPA -----------------------------------------------------------------------------------------
    "strategy_meetings:incidents": look(C.MEETING, S),
    "strategy_meetings:record_incident": form(C.MEETING, S),
    "strategy_meetings:decide_incident": form(C.MEETING, A, also=calls_strategy_meetings),
    "strategy_meetings:support": harmed(C.SUPPORT, R, "GET"),
    **{
        f"strategy_meetings:{page}": harmed(C.SUPPORT)
        for page in ("record_need", "need_met", "offer_support", "answer_support", "end_support")
    },
    "strategy_meetings:transfers": look(C.DECISION),
    "strategy_meetings:transfer_in": form(C.DECISION),
    "strategy_meetings:transfer_out": form(C.DECISION),
    "strategy_meetings:answer_transfer": form(C.DECISION, A),
    "strategy_meetings:mappa": look(C.MAPPA, S),
    "strategy_meetings:mappa_attendance": form(C.MAPPA, S, also=sees_to_mappa_attendance),
    **{
        f"strategy_meetings:{page}": form(C.MAPPA)
        for page in (
            *("mappa_eligibility", "refer_to_mappa", "mappa_reply", "mappa_level", "end_mappa"),
            *("set_mappa_meeting", "mappa_action", "record_mappa_meeting"),
        )
    },
    # -- meetings ---------------------------------------------------------------------------------------------------
    "strategy_meetings:list": signed_in(),
    "strategy_meetings:meetings_of_case": look(C.MEETING, Level.SUMMARY),
    "strategy_meetings:call_meeting": form(C.MEETING, A, also=calls_strategy_meetings),
    "strategy_meetings:record_meeting": form(C.MEETING, A, also=calls_strategy_meetings),
    "strategy_meetings:refuse_meeting": form(C.MEETING, A, also=calls_strategy_meetings),
    "strategy_meetings:lift_not_discussed": form(C.MEETING),
    "strategy_meetings:consider_child": form(C.MEETING, A, also=calls_strategy_meetings),
    "strategy_meetings:ask_for_meeting": form(C.MEETING, Level.SUMMARY),
    "strategy_meetings:meeting_date_says": look(C.MEETING, A),
    "strategy_meetings:meeting": meeting(),
    "strategy_meetings:move_meeting": meeting("GET", "POST", also=decides_on_both),
    "strategy_meetings:call_off_meeting": meeting("GET", "POST", also=decides_on_both),
    "strategy_meetings:hand_over_meeting": meeting("GET", "POST", also=decides_on_both),
    "strategy_meetings:invite_to_meeting": meeting("GET", "POST", also=decides_on_both),
    "strategy_meetings:add_child_to_meeting": meeting("GET", "POST", also=decides_on_both),
    "strategy_meetings:uninvite_from_meeting": meeting("POST", also=decides_on_both),
    "strategy_meetings:delegate_to_meeting": meeting("GET", "POST", also=decides_on_both),
    "strategy_meetings:begin_meeting": meeting("POST", also=nobody),
    "strategy_meetings:end_meeting": meeting("GET", "POST", also=nobody),
    "strategy_meetings:approve_meeting": meeting("POST", also=nobody),
    "strategy_meetings:meeting_attendance": meeting("POST", also=nobody),
    "strategy_meetings:meeting_next": meeting("POST", also=nobody),
    "strategy_meetings:answer_meeting": meeting("POST", also=nobody),
    "strategy_meetings:meeting_child": meeting("GET", "POST", also=nobody),
    "strategy_meetings:meeting_autosave": meeting("POST", also=nobody),
    "strategy_meetings:meeting_add": meeting("POST", also=nobody),
    "strategy_meetings:meeting_take_out": meeting("POST", also=nobody),
    "strategy_meetings:meeting_told": meeting("POST", also=decides_on_both),
    # -- enquiries, opinions, minutes -------------------------------------------------------------------------------------
    # -- conferences and plans --------------------------------------------------------------------------------------
    "strategy_meetings:ask_for_conference": form(C.MEETING, Level.SUMMARY),
    "strategy_meetings:conference_family": conference(also=decides_on_him),
    "strategy_meetings:invite_family": conference("GET", "POST", also=decides_on_him),
    "strategy_meetings:exclude_family": conference("GET", "POST", also=decides_on_him),
    "strategy_meetings:send_invitations": conference("POST", also=decides_on_him),
    "strategy_meetings:share_report": conference("GET", "POST", also=decides_on_him),
    "strategy_meetings:conference_letter": conference(also=decides_on_him),
    "strategy_meetings:conference_letter_pdf": conference(also=decides_on_him),
    "strategy_meetings:no_family_came": conference("GET", "POST", also=nobody),
    "strategy_meetings:family_took_part": conference("GET", "POST", also=nobody),
    "strategy_meetings:read_opening": conference("POST", also=nobody),
    "strategy_meetings:conference_view": conference("GET", "POST", also=nobody),
    "strategy_meetings:add_plan_item": conference("GET", "POST", also=nobody),
    "strategy_meetings:plan_item_progress": conference("GET", "POST", also=nobody),
    "strategy_meetings:without_family": conference("GET", "POST", also=nobody),
    "strategy_meetings:conference_outline": conference("GET", "POST", also=nobody),
    "strategy_meetings:conference_letters": conference("GET", "POST", also=nobody),
    "strategy_meetings:printed_minutes_copy": meeting(also=nobody),
    "strategy_meetings:child_plan": look(C.CHILD_PLAN, Level.SUMMARY),
    "strategy_meetings:start_in_need_plan": form(C.CHILD_PLAN),
    "strategy_meetings:review_in_need_plan": form(C.CHILD_PLAN),
    "strategy_meetings:end_child_plan": form(C.CHILD_PLAN, A),
    "strategy_meetings:section47": look(C.SECTION_47),
    "strategy_meetings:begin_section47": form(C.SECTION_47),
    "strategy_meetings:write_section47": form(C.SECTION_47),
    "strategy_meetings:section47_autosave": press(C.SECTION_47),
    "strategy_meetings:section47_who": form(C.SECTION_47),
    "strategy_meetings:propose_section47": press(C.SECTION_47),
    "strategy_meetings:authorise_section47": press(C.SECTION_47, A),
    "strategy_meetings:return_section47": press(C.SECTION_47, A),
    "strategy_meetings:section47_without_conference": form(C.SECTION_47),
    "strategy_meetings:opinions": look(C.ASSESSMENT),
    "strategy_meetings:ask_opinion": form(C.ASSESSMENT),
    "strategy_meetings:chase_opinion": form(C.ASSESSMENT),
    "strategy_meetings:receive_opinion": form(C.ASSESSMENT),
    "strategy_meetings:opinion_not_come": form(C.ASSESSMENT),
    "strategy_meetings:withdraw_opinion": form(C.ASSESSMENT),
    "strategy_meetings:minutes": meeting(also=nobody),
    "strategy_meetings:issue_minutes": meeting("POST", also=nobody),
    "strategy_meetings:draft_minutes": meeting(also=nobody),
    "strategy_meetings:add_minutes_copy": meeting("GET", "POST", also=nobody),
    "strategy_meetings:amend_minutes": meeting("GET", "POST", also=nobody),
    "strategy_meetings:prepare_minutes_copy": meeting("GET", "POST", also=nobody),
    "strategy_meetings:preview_minutes_copy": meeting(also=nobody),
    "strategy_meetings:minutes_copy_reached": meeting("GET", "POST", also=nobody),
    "strategy_meetings:withdraw_minutes_copy": meeting("GET", "POST", also=nobody),
    "strategy_meetings:answer_minutes_objection": meeting("GET", "POST", also=nobody),
    "strategy_meetings:my_minutes": signed_in(),
    "strategy_meetings:minutes_copy": own(),
    "strategy_meetings:minutes_copy_pdf": own(),
    "strategy_meetings:acknowledge_minutes": own("POST"),
    "strategy_meetings:object_to_minutes": own("GET", "POST"),
    # -- AIM assessment, what leaves it, intervention ----------------------------------------------------------------
    "aim2:keys": signed_in("POST"),
    "aim2:assessment": look(C.AIM_WORKING, S),
    "aim2:open_assessment": form(C.AIM_WORKING),
    "aim2:planning_meeting": form(C.AIM_WORKING),
    "aim2:people": form(C.AIM_WORKING, S, also=leads_or_manages),
    **{
        f"aim2:{page}": form(C.AIM_WORKING, S, also=assesses)
        for page in ("sessions", "sources", "opinion", "timeline", "text", "totals", "share")
    },
    "aim2:part": look(C.AIM_WORKING, S, also=assesses),
    "aim2:report": look(C.AIM_WORKING, S, also=assesses),
    **{f"aim2:{page}": press(C.AIM_WORKING, S, also=assesses) for page in ("text_autosave", "pick", "agree")},
    "aim2:sign": press(C.AIM_WORKING, S, also=signs_or_assesses),
    "aim2:return": press(C.AIM_WORKING, S, also=signs_or_assesses),
    "aim2:end": form(C.AIM_WORKING, S, also=leads_or_manages),
    "aim2:keep": form(C.AIM_WORKING, A),
    "aim2:rate_again": press(C.AIM_WORKING, S, also=works_it_or_assesses),
    **{f"aim2:{page}": look(C.AIM_WORKING, S, also=assesses) for page in ("ratings", "rating_domain", "report_copy")},
    **{f"aim2:{page}": form(C.AIM_WORKING, S, also=assesses) for page in ("choose_instrument", "rate")},
    "aim2:settle_rating": press(C.AIM_WORKING, S, also=assesses),
    "aim2:instruments": signed_in("GET", "POST", power=Power.SET_INSTRUMENTS),
    "aim2:withdraw_instrument": signed_in("GET", "POST", power=Power.SET_INSTRUMENTS),
    "aim2:disclosures": look(C.AIM_REPORT, S),
    "aim2:prepare_disclosure": form(C.AIM_REPORT, S, also=assesses),
    "aim2:disclosure": form(C.AIM_REPORT, R, also=assesses_to_change),
    "aim2:disclosure_copy": look(C.AIM_REPORT),
    "aim2:send_disclosure": press(C.AIM_REPORT, R, also=assesses),
    "aim2:return_disclosure": press(C.AIM_REPORT, A),
    "aim2:let_disclosure_leave": press(C.AIM_REPORT, R, also=assesses),
    "aim2:step_added": press(C.AIM_REPORT, R, also=_in(Role.SOCIAL_WORKER, Role.CSWS_MANAGER)),
    "aim2:step_confirmed": press(C.AIM_REPORT, R, also=_in(Role.IRO, Role.CONFERENCE_CHAIR)),
    "aim2:plan": look(C.INTERVENTION_PLAN, S),
    **{
        f"aim2:{page}": form(C.INTERVENTION_PLAN)
        for page in ("open_plan", "plan_goals", "plan_sessions", "review_plan", "restorative", "end_plan")
    },
    "aim2:goal_reached": press(C.INTERVENTION_PLAN),
    "aim2:agree_plan": press(C.INTERVENTION_PLAN, A),
    "aim2:plan_copy": look(C.INTERVENTION_PLAN),
    # -- care, custody, towards 18 --------------------------------------------------------------------------------------
    "aim2:looked_after": look(C.LOOKED_AFTER),
    **{
        f"aim2:{page}": form(C.LOOKED_AFTER, also=RECORDS_CARE)
        for page in ("start_looked_after", "end_looked_after", "name_reviewer")
    },
    "aim2:not_looked_after": press(C.LOOKED_AFTER, also=RECORDS_CARE),
    "aim2:choose_date": look(C.LOOKED_AFTER, W),  # of the care plan, here
    "aim2:record_date": form(C.LOOKED_AFTER, also=RECORDS_CARE),  # a placement, here
    "aim2:custody": look(C.CUSTODY),
    "aim2:open_stay": form(C.CUSTODY, also=OPENS_CUSTODY),
    "aim2:move_stay": form(C.CUSTODY, also=OPENS_CUSTODY),
    "aim2:hand_over_aim": form(C.CUSTODY, also=_in(Role.YOS_OFFICER, Role.YOS_MANAGER)),
    "aim2:aim_sent": form(C.CUSTODY, also=_in(Role.YOS_OFFICER, Role.YOS_MANAGER)),
    "aim2:custody_dates": form(
        C.CUSTODY, also=_in(Role.COURT_OFFICER, Role.YOS_OFFICER, Role.YOS_MANAGER, Role.SECURE_WORKER)
    ),
    "aim2:custody_risk": form(C.CUSTODY),
    "aim2:custody_risk_over": press(C.CUSTODY),
    "aim2:detention_plan": form(C.CUSTODY, also=RECORDS_CARE),
    "aim2:transition": look(C.INTERVENTION_PLAN),
    "aim2:write_transition": form(C.INTERVENTION_PLAN),
    **{
        f"aim2:{page}": form(C.INTERVENTION_PLAN, A)
        for page in ("send_hand_over", "hand_over_accepted", "hand_over_refused", "finish_transition")
    },
    "aim2:correct_birth_date": form(C.IDENTITY, R, also=_in(Role.SOCIAL_WORKER, Role.CSWS_MANAGER, Role.YOS_MANAGER)),
    "aim2:hand_over_copy": look(C.INTERVENTION_PLAN, A),
    # -- criminal proceedings ---------------------------------------------------------------------------------------
    "aim2:proceedings_list": signed_in(power=Power.READ_PROCEEDINGS),
    "aim2:hearing_result": form(C.CRIMINAL, also=COURT),
    "aim2:proceedings": look(C.CRIMINAL, Level.SUMMARY),
    "aim2:choose_proceedings": look(C.CRIMINAL, W),
    "aim2:record_proceedings": form(C.CRIMINAL, also=POLICE),  # of an arrest, here
    "aim2:add_allegation": form(C.CRIMINAL, also=POLICE),
    "aim2:hear": form(C.CRIMINAL),
    "aim2:answer_heard": form(C.CRIMINAL, also=POLICE),
    "aim2:strike_out": form(C.CRIMINAL, also=POLICE),
    "aim2:lift_hold": form(C.CRIMINAL, also=YOS_MANAGERS),
    "aim2:acknowledge_outcome": press(C.CRIMINAL, R, also=SOCIAL_CARE),
    "aim2:tell_outcome": form(C.CRIMINAL, also=YOS_WORKERS),
    "aim2:decide_welfare": form(C.CRIMINAL, also=SOCIAL_CARE),
    "aim2:choose_for_report": form(C.CRIMINAL, also=YOS_MANAGERS),
    "aim2:family_told": form(C.CRIMINAL, Level.SUMMARY, also=FAMILYS),
    # -- one's own referrals ----------------------------------------------------------------------------------------
    "referrals:list": signed_in(),
    "referrals:new": signed_in("GET", "POST", power=Power.MAKE_REFERRAL),
    "referrals:draft": own(),
    "referrals:danger": own("GET", "POST"),
    "referrals:discard": own("GET", "POST"),
    "referrals:check_answers": own("GET", "POST"),
    "referrals:readers": own(),
    "referrals:section": own("GET", "POST"),
    "referrals:section_autosave": own("POST"),
    "referrals:item": own("GET", "POST"),
    "referrals:item_autosave": own("POST"),
    "referrals:upload": own("GET", "POST"),
    "referrals:sent": own(),
    "referrals:sent_answers": own(),
    "referrals:copy": own(),
    "referrals:addendum": own("GET", "POST"),
    "referrals:outcome": own(),
    # -- people -----------------------------------------------------------------------------------------------------
    "people:list": signed_in(power=Power.ADMINISTER),
    "people:invite": signed_in("GET", "POST", power=Power.ADMINISTER),
    "people:undelivered": signed_in(power=Power.ADMINISTER),
    "people:proposals": signed_in(),  # to most it says that nothing waits for them
    "people:proposal": Line("agrees", methods=("GET", "POST")),
    "people:contacts": signed_in(power=Power.ADMINISTER),
    "people:contact_add": signed_in("GET", "POST", power=Power.ADMINISTER),
    "people:contact_end": agency("POST"),
    "people:person": agency(),
    "people:give_role": agency("GET", "POST"),
    "people:end_role": agency("GET", "POST"),
    "people:close": agency("GET", "POST"),
    "people:reopen": agency("POST"),
    "people:sign_out": agency("POST"),
    "people:remove_second_step": agency("POST"),
    "people:send_again": agency("POST"),
    "people:withdraw": agency("POST"),
    "people:accept": PUBLIC,
    "people:invitation": PUBLIC,
    "accounts:account": signed_in(),
    "accounts:sign_out_elsewhere": signed_in("POST"),
    "accounts:calendar": signed_in(),
    "accounts:make_calendar": signed_in("POST"),
    "accounts:stop_calendar": signed_in("POST"),
    "pages:calendar_feed": PUBLIC,  # whoever has the token; without it, nothing is there
    "accounts:end_session": own("POST"),
    "accounts:reachable": signed_in(),
    "accounts:quiet_weekdays": signed_in("POST"),
    "accounts:quiet_spell_add": signed_in("POST"),
    "accounts:quiet_spell_remove": signed_in("POST"),  # somebody else's is passed over in silence
    "accounts:record_absence": signed_in("GET", "POST"),
    "accounts:change_absence": Line("absent", methods=("GET", "POST")),
    "accounts:return_early": Line("absent", methods=("POST",)),
    # -- allauth ----------------------------------------------------------------------------------------------------
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_signup": PUBLIC,
    "account_inactive": PUBLIC,
    "account_continue": ACCOUNT,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "account_reauthenticate": ACCOUNT,
    "account_change_password": ACCOUNT,
    "mfa_index": ACCOUNT,
    "mfa_reauthenticate": ACCOUNT,
    "mfa_activate_totp": ACCOUNT,
    "mfa_deactivate_totp": ACCOUNT,
    "mfa_view_recovery_codes": ACCOUNT,
    "mfa_generate_recovery_codes": ACCOUNT,
    "mfa_download_recovery_codes": ACCOUNT,
}
CLOCKS = {f"cases:{name}" for name in ("clock", "extend_clock", "pause_clock", "resume_clock", "explain_delay")}
# Two addresses share the name `referrals:check`: a referral's answers before sending, and one check of an agency.
BY_ROUTE = {"referrals/<uuid:draft_id>/check/": "referrals:check_answers"}


# Addresses that name a child of the meeting: for whoever does not see that child there is no such child.


def _is_of_a_copy(name: str) -> bool:
    """Behind the second wall a copy of one child's part is no row at all for who sees the other child alone."""
    return (
        connection.vendor == "postgresql" and name.endswith(("_minutes_copy", "_copy_reached")) and "add_" not in name
    )


OF_THE_FIRST_CHILD = frozenset(
    {"strategy_meetings:answer_meeting", "strategy_meetings:delegate_to_meeting", "strategy_meetings:meeting_told"}
)


def address(world: World, name: str) -> str:
    """Answer the address of a line, with the ids of this world's things."""
    reference = (world.harmed if LINES[name].whose == "harmed" else world.young).reference
    sent, unsent = world.referral.pk, world.unsent.pk
    if name == "referrals:check_answers":
        return reverse("referrals:check", kwargs={"draft_id": unsent})
    if name in ("pages:help_change", "pages:help_remove", "pages:help_move"):
        return reverse(name, kwargs={"pk": HelpEntry.objects.values_list("pk", flat=True)[0]})
    if name == "pages:working_days_remove":
        return reverse(name, kwargs={"pk": NonWorkingDay.objects.get(source="administrator").pk})
    if name.startswith("pages:timescale_") or name == "pages:timescale":
        return reverse(name, kwargs={"code": "T46a"})
    if name == "cases:emergency_let":
        return reverse(name, kwargs={"pk": 0})  # nobody has asked too often: it says so, and lets nobody
    if name in ("cases:lift_denial", "cases:end_involvement", "cases:review_emergency"):
        of_young: dict[str, Any] = {
            "cases:lift_denial": CaseDenied.objects.filter(case=world.young),
            "cases:end_involvement": Involvement.objects.open().filter(case=world.young),
            "cases:review_emergency": Involvement.objects.filter(case=world.young, part=Part.BREAK_GLASS),
        }
        return reverse(name, kwargs={"reference": reference, "pk": of_young[name].order_by("pk")[0].pk})
    if name in ("strategy_meetings:call_meeting", "strategy_meetings:record_meeting"):
        return reverse(name, kwargs={"reference": reference, "kind": "strategy"})
    if LINES[name].whose == "meeting":
        return reverse(name, kwargs=_of_the_meeting(world, name))
    if LINES[name].whose == "conference":
        return reverse(name, kwargs=_of_the_conference(world, name.removeprefix("strategy_meetings:")))
    if name in CLOCKS:
        assessment = Deadline.objects.get(case=world.young, standard_code="T5")
        return reverse(name, kwargs={"reference": reference, "pk": assessment.pk})
    arguments: dict[str, dict[str, Any]] = {
        "pages:audit_case": {"reference": reference},
        "pages:audit_person": {"pk": world.person.pk},
        "cases:step": {"reference": reference, "code": "T1"},
        "cases:move_note": {"reference": reference, "pk": world.note.pk},
        "documents:download": {"document_id": world.document.pk},
        "notices:read": {"notice_id": world.notice.pk},
        "referrals:case_copy": {"reference": reference, "referral_id": sent},
        "referrals:check": {"reference": reference, "check_id": world.check.pk},
        "referrals:close_check": {"reference": reference, "check_id": world.check.pk},
        **{
            f"tasks:{step}": {"reference": reference, "task_id": world.task.pk}
            for step in ("show", "hand_on", "again", "withdraw")
        },
        **{f"aim2:{page}": {"reference": reference, **ids} for page, ids in world.proceedings.items()},
        **{f"aim2:{page}": {"reference": reference, **ids} for page, ids in world.assessed.items()},
        "aim2:withdraw_instrument": world.assessed["withdraw_instrument"],
        "referrals:compare": {"reference": reference, "suggestion_id": world.suggestion.pk},
        "aim2:consent_answer": {"reference": reference, "who": "young_person"},
        "aim2:consent_autosave": {"reference": reference, "who": "young_person"},
        "referrals:offer_answer": {"reference": reference, "offer_id": world.offer.pk},
        "strategy_meetings:safety_plan_copy": {"reference": reference, "plan_id": world.plan.pk},
        "strategy_meetings:lift_not_discussed": {
            "reference": reference,
            "pk": NotDiscussed.objects.values_list("pk", flat=True).get(case=world.young),
        },
        **{f"strategy_meetings:{page}": {"reference": reference, **ids} for page, ids in world.living.items()},
        **{
            f"strategy_meetings:{step}": {"reference": reference, "opinion_id": world.opinion.pk}
            for step in ("chase_opinion", "receive_opinion", "opinion_not_come", "withdraw_opinion")
        },
        **{
            f"strategy_meetings:{step}": {"copy_id": world.objection.copy_id}
            for step in ("minutes_copy", "minutes_copy_pdf", "acknowledge_minutes", "object_to_minutes")
        },
        "referrals:assessment_section": {"reference": reference, "key": "needs"},
        "referrals:assessment_autosave": {"reference": reference, "key": "needs"},
        "referrals:assessment_judgement": {"reference": reference, "key": "finding"},
        "referrals:outcome": {"referral_id": sent},
        **{
            f"escalation:{page}": {"reference": reference, "number": 1}
            for page in ("show", "answer", "further", "resolve", "withdraw")
        },
        "escalation:close": {"reference": reference, "number": 2},
        "escalation:write_letter": {"reference": reference, "number": 1, "kind": "acknowledgement"},
        "escalation:letter": {"reference": reference, "number": 1, "letter_id": world.letter.pk},
        "referrals:section": {"draft_id": unsent, "key": "account"},
        "referrals:section_autosave": {"draft_id": unsent, "key": "account"},
        "referrals:item": {"draft_id": unsent, "key": "behaviour", "list_key": "incidents", "number": 1},
        "referrals:item_autosave": {"draft_id": unsent, "key": "behaviour", "list_key": "incidents", "number": 1},
        "people:proposal": {"pk": world.proposal.pk},
        "people:send_again": {"pk": world.invitation.pk},
        "people:withdraw": {"pk": world.invitation.pk},
        "people:contact_end": {"pk": world.contact.pk},
        "people:end_role": {"pk": world.person.memberships.get().pk},
        "people:invitation": {"token": "no-such-token"},
        "pages:calendar_feed": {"token": "no-such-token"},
        "accounts:end_session": {"pk": world.sessions["sender"]},
        "accounts:quiet_spell_remove": {"pk": 1},
        "accounts:change_absence": {"pk": world.absence.pk},
        "accounts:return_early": {"pk": world.absence.pk},
        "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
    }
    if name in arguments:
        return reverse(name, kwargs=arguments[name])
    if name in ("referrals:mash_receipt", "referrals:yos_receipt") or name.removeprefix("referrals:") in (
        "mash_claim", "mash_draft", "mash_propose", "mash_approve", "mash_return", "yos_claim",
    ):  # fmt: skip
        return reverse(name, kwargs={"receipt_id": world.receipts["mash" if ":mash" in name else "yos"].pk})
    if LINES[name].whose == "sender":
        late = name.removeprefix("referrals:") in ("sent", "sent_answers", "copy", "addendum")
        return reverse(name, kwargs={"draft_id": sent if late else unsent})
    if name == "pages:work":
        return reverse(name, args=["overdue"])
    if LINES[name].whose in ("agency", "team"):
        return reverse(name, kwargs={"pk": world.person.pk})
    if LINES[name].whose in ("case", "harmed"):
        return reverse(name, kwargs={"reference": reference})
    return reverse(name)


def _of_the_conference(world: World, step: str) -> dict[str, Any]:
    conference = world.conference
    if step in ("conference_letter", "conference_letter_pdf"):
        return {"letter_id": conference.letters.get().pk}
    found: dict[str, Any] = {"meeting_id": conference.pk}
    if step not in ("read_opening", "conference_letters"):
        found["number"] = 1
    rows: dict[str, Any] = {
        "family_took_part": conference.family.order_by("number"),
        "plan_item_progress": conference.actions,
        "share_report": conference.invitations.exclude(report=""),
    }
    if step in rows:
        found["row_id"] = rows[step].first().pk
    return found


def _of_the_meeting(world: World, name: str) -> dict[str, Any]:
    step = name.removeprefix("strategy_meetings:")
    if step.endswith(("_minutes_copy", "_copy_reached")) and step != "add_minutes_copy":
        return {"copy_id": world.objection.copy_id}
    if step == "answer_minutes_objection":
        return {"objection_id": world.objection.pk}
    found: dict[str, Any] = {"meeting_id": world.meeting.pk}
    if step in (
        "answer_meeting",
        "meeting_child",
        "meeting_autosave",
        "meeting_add",
        "meeting_take_out",
        "meeting_told",
        "draft_minutes",
        "add_minutes_copy",
        "amend_minutes",
    ):
        found["number"] = 1
    if step in ("meeting_add", "meeting_take_out"):
        found["what"] = "decision"
    if step == "meeting_take_out":
        found["row_id"] = world.meeting.decisions.get().pk
    if step in ("uninvite_from_meeting", "delegate_to_meeting"):
        found |= {"number": 1, "invitation_id": world.meeting.invitations.order_by("pk")[0].pk}
    if step == "meeting_told":
        found["row_id"] = world.meeting.told.get().pk
    return found


# -- what must come back -----------------------------------------------------------------------------------------------

SIGN_IN, NOT_THERE, MAY_NOT, NO_SUCH_METHOD, ALLOWED = "sign in", "404", "403", "405", "allowed"
OPEN = "open"  # asks for nothing: whatever comes back, it is not an error of ours
DENIALS = (SIGN_IN, NOT_THERE, MAY_NOT, NO_SUCH_METHOD)


def expected(world: World, name: str, method: str, actor: Actor) -> str:
    """Answer what must come back, from the line and the tables of permissions alone."""
    line = LINES[name]
    if line.whose == "public":
        return OPEN
    if not actor.signed_in:
        return SIGN_IN
    if line.whose == "own_account":
        return OPEN
    if method not in line.methods:
        return NO_SUCH_METHOD
    if line.whose == "case":
        return _of_a_case(world, world.young, line, method, actor)
    if line.whose == "harmed":
        return _of_a_case(world, world.harmed, line, method, actor)
    if line.whose == "meeting":
        on_it = (world.young,) if name in OF_THE_FIRST_CHILD or _is_of_a_copy(name) else (world.young, world.harmed)
        if not any(actor.reaches(case, C.MEETING, R) for case in on_it):
            return NOT_THERE
        return MAY_NOT if line.also is not None and not line.also(world, actor, method) else ALLOWED
    if line.whose == "conference":
        if not actor.reaches(world.young, C.MEETING, R):
            return NOT_THERE
        return MAY_NOT if line.also is not None and not line.also(world, actor, method) else ALLOWED
    if line.power is not None and line.power not in actor.powers:
        return MAY_NOT
    if line.whose == "signed_in" and line.also is not None and not line.also(world, actor, method):
        return MAY_NOT
    if line.whose == "sender" and not actor.is_sender:
        return NOT_THERE
    if line.whose == "team" and actor.agency != world.invitation.agency:  # where world.person works
        return NOT_THERE
    if line.whose == "agrees" and not _manages_where(world.proposal.agency, actor):
        return NOT_THERE
    if line.whose == "agency" and not world.administers(actor):
        return NOT_THERE
    if line.whose == "absent" and not (actor.is_sender or world.administers_school(actor)):
        return NOT_THERE
    return ALLOWED


def _manages_where(agency: Agency, actor: Actor) -> bool:
    """Themselves: nobody agrees to a role by acting for somebody."""
    assert actor.user is not None
    held = actor.user.memberships.filter(until_on=None, agency_role__agency=agency)
    return bool(held.filter(agency_role__role__in=(Role.CSWS_MANAGER, Role.YOS_MANAGER)).exists())


def _of_a_case(world: World, case: Case, line: Line, method: str, actor: Actor) -> str:
    if case.pk not in actor.on:
        return NOT_THERE
    need = line.need(method)
    assert need is not None
    if not actor.reaches(case, *need) or (line.get and not actor.reaches(case, *line.get)):
        return MAY_NOT
    if line.power is not None and line.power not in actor.powers:
        return MAY_NOT
    if line.also is not None and not line.also(world, actor, method):
        return MAY_NOT
    return ALLOWED


def outcome(status: int, location: str) -> str:
    """Answer what did come back, in the same words."""
    if status == 302 and location.startswith("/accounts/login/"):
        return SIGN_IN
    if status in (403, 404, 405):
        return str(status)
    return ALLOWED if status < 500 or status == 503 else f"error {status}"
