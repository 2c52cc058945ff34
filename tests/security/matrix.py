"""The permission matrix as a table: what each address asks of somebody. An address that is not here fails a test (S1).

A line says whose the thing is, and how far one must go on its case for looking and for changing; everything else (404 for
strangers, 403 with a sentence, 405, sign-in) follows from `PERMISSIONS`, `POWERS` and the line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from hsb.agencies.models import HelpEntry
from hsb.agencies.permissions import Level, Power, RecordClass, Role
from hsb.cases.models import CaseDenied, Involvement, Part
from hsb.timeliness.models import Deadline, NonWorkingDay
from referrals.mash.policies import ASKERS
from tests.security.matrix_world import Actor, World

C, R, W, A = RecordClass, Level.READ, Level.WRITE, Level.APPROVE
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


def changes_the_task(world: World, actor: Actor, _: str) -> bool:
    return actor.reaches(world.young, C.TASKS, A) or actor.user == world.task.set_by


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


@dataclass(frozen=True)
class Line:
    """One address. `whose`: case, sender, agency (its administrator), team (its manager), signed_in, public."""

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
    "pages:team_give_cases": Line("team", methods=("GET", "POST"), power=Power.MANAGE_TEAM),
    "pages:team_give_tasks": Line("team", methods=("GET", "POST"), power=Power.MANAGE_TEAM),
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
    "notices:list": signed_in(),
    "notices:read": signed_in("POST"),  # somebody else's is passed over in silence: it says nothing
    "notices:read_all": signed_in("POST"),
    # -- a case -----------------------------------------------------------------------------------------------------
    "cases:overview": look(C.HEADER, Level.SUMMARY),
    "cases:clock": look(C.HEADER, Level.SUMMARY),
    "cases:extend_clock": form(C.HEADER, Level.SUMMARY, also=manages_the_assessment),
    "cases:pause_clock": form(C.HEADER, Level.SUMMARY, also=answers_for_the_assessment),
    "cases:resume_clock": form(C.HEADER, Level.SUMMARY, also=answers_for_the_assessment),
    "cases:explain_delay": form(C.HEADER, Level.SUMMARY, also=answers_for_the_assessment),
    "cases:step": look(C.HEADER, Level.SUMMARY),
    "cases:notes": form(C.NOTES, get=R),
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
    # -- one's own referrals ----------------------------------------------------------------------------------------
    "referrals:list": signed_in(),
    "referrals:new": signed_in("GET", "POST", power=Power.MAKE_REFERRAL),
    "referrals:draft": own(),
    "referrals:danger": own("GET", "POST"),
    "referrals:discard": own("GET", "POST"),
    "referrals:check_answers": own("GET", "POST"),
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


def address(world: World, name: str) -> str:
    """Answer the address of a line, with the ids of this world's things."""
    reference = world.young.reference
    sent, unsent = world.referral.pk, world.unsent.pk
    if name == "referrals:check_answers":
        return reverse("referrals:check", kwargs={"draft_id": unsent})
    if name in ("pages:help_change", "pages:help_remove", "pages:help_move"):
        return reverse(name, kwargs={"pk": HelpEntry.objects.values_list("pk", flat=True)[0]})
    if name == "pages:working_days_remove":
        return reverse(name, kwargs={"pk": NonWorkingDay.objects.get(source="administrator").pk})
    if name.startswith("pages:timescale_") or name == "pages:timescale":
        return reverse(name, kwargs={"code": "T46a"})
    if name in ("cases:lift_denial", "cases:end_involvement", "cases:review_emergency"):
        of_young: dict[str, Any] = {
            "cases:lift_denial": CaseDenied.objects.filter(case=world.young),
            "cases:end_involvement": Involvement.objects.open().filter(case=world.young),
            "cases:review_emergency": Involvement.objects.filter(case=world.young, part=Part.BREAK_GLASS),
        }
        return reverse(name, kwargs={"reference": reference, "pk": of_young[name].order_by("pk")[0].pk})
    if name in CLOCKS:
        assessment = Deadline.objects.get(case=world.young, standard_code="T5")
        return reverse(name, kwargs={"reference": reference, "pk": assessment.pk})
    arguments: dict[str, dict[str, Any]] = {
        "pages:audit_case": {"reference": reference},
        "pages:audit_person": {"pk": world.person.pk},
        "cases:step": {"reference": reference, "code": "T1"},
        "documents:download": {"document_id": world.document.pk},
        "notices:read": {"notice_id": world.notice.pk},
        "referrals:case_copy": {"reference": reference, "referral_id": sent},
        "referrals:check": {"reference": reference, "check_id": world.check.pk},
        "referrals:close_check": {"reference": reference, "check_id": world.check.pk},
        **{
            f"tasks:{step}": {"reference": reference, "task_id": world.task.pk}
            for step in ("show", "hand_on", "again", "withdraw")
        },
        "referrals:compare": {"reference": reference, "suggestion_id": world.suggestion.pk},
        "referrals:offer_answer": {"reference": reference, "offer_id": world.offer.pk},
        "strategy_meetings:safety_plan_copy": {"reference": reference, "plan_id": world.plan.pk},
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
    if LINES[name].whose == "case":
        return reverse(name, kwargs={"reference": reference})
    return reverse(name)


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
        return _of_a_case(world, line, method, actor)
    if line.power is not None and line.power not in actor.powers:
        return MAY_NOT
    if line.whose == "signed_in" and line.also is not None and not line.also(world, actor, method):
        return MAY_NOT
    if line.whose == "sender" and not actor.is_sender:
        return NOT_THERE
    if line.whose == "team" and actor.agency != world.invitation.agency:  # where world.person works
        return NOT_THERE
    if line.whose == "agency" and not world.administers(actor):
        return NOT_THERE
    if line.whose == "absent" and not (actor.is_sender or world.administers_school(actor)):
        return NOT_THERE
    return ALLOWED


def _of_a_case(world: World, line: Line, method: str, actor: Actor) -> str:
    if world.young.pk not in actor.on:
        return NOT_THERE
    need = line.need(method)
    assert need is not None
    if not actor.reaches(world.young, *need) or (line.get and not actor.reaches(world.young, *line.get)):
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
