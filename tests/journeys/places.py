"""Where each page of the product is, on a database that holds the demonstration: printed as JSON for the browser.

Run in a process of its own with the product's environment (`python -m tests.journeys.places`). The names come from the URL
configuration: an address that is neither in PAGES nor in NO_PAGE is an error, so a new page gets its picture the day it is added.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import django

from tests.journeys import places_of_aim2, places_of_living


@dataclass(frozen=True)
class Place:
    """One picture: its file's name, the address, and whose eyes it is seen with ("" is nobody signed in)."""

    picture: str
    path: str
    who: str


# Addresses that only take a press, answer with a file or JSON, or pass on to another page.
NO_PAGE = {
    "health_live": "for machines",
    "health_ready": "for machines",
    "ui:token": "for scripts",
    "account_inactive": "only while a closed account signs in",
    "account_continue": "only while something typed is kept; tests/journeys/test_bad_input.py sees it",
    "account_reauthenticate": "only between two pages of one's own account",
    "account_reset_password_from_key": "opened by a mailed link; tests/hsb/people/test_recovery.py sees it",
    "mfa_authenticate": "only between password and code",
    "mfa_reauthenticate": "only between password and code",
    "mfa_deactivate_totp": "only with a second step set up",
    "mfa_view_recovery_codes": "only with a second step set up",
    "mfa_generate_recovery_codes": "only with a second step set up",
    "mfa_download_recovery_codes": "a file",
    "pages:calendar_feed": "for calendar programs",
    "people:accept": "reached through people:invitation",
    **dict.fromkeys(
        [
            "accounts:sign_out_elsewhere",
            "accounts:end_session",
            "accounts:make_calendar",
            "cases:emergency_close",
            "cases:note_autosave",
            "cases:emergency_let",
            "accounts:stop_calendar",
            "accounts:quiet_weekdays",
            "accounts:quiet_spell_add",
            "accounts:quiet_spell_remove",
            "accounts:return_early",
            "people:send_again",
            "people:withdraw",
            "people:give_role",
            "people:close",
            "people:reopen",
            "people:sign_out",
            "people:remove_second_step",
            "people:end_role",
            "people:contact_end",
            "notices:read",
            "notices:read_all",
            "referrals:section_autosave",
            "referrals:assessment_submit",
            "referrals:assessment_authorise",
            "referrals:assessment_return",
            "referrals:assessment_autosave",
            "referrals:mash_claim",
            "referrals:mash_draft",
            "referrals:mash_propose",
            "referrals:mash_approve",
            "referrals:mash_return",
            "referrals:close_check",
            "referrals:yos_claim",
            "strategy_meetings:safety_plan_autosave",
            "strategy_meetings:begin_meeting",
            "strategy_meetings:approve_meeting",
            "strategy_meetings:meeting_attendance",
            "strategy_meetings:meeting_next",
            "strategy_meetings:answer_meeting",
            "strategy_meetings:uninvite_from_meeting",
            "strategy_meetings:meeting_autosave",
            "strategy_meetings:meeting_add",
            "strategy_meetings:meeting_take_out",
            "strategy_meetings:meeting_told",
            *places_of_aim2.ONLY_PRESSES,
            *places_of_living.ONLY_PRESSES,
        ],
        "only takes a press",
    ),
    **dict.fromkeys(
        [
            "documents:download",
            "escalation:letter",
            "referrals:copy",
            "referrals:case_copy",
            "strategy_meetings:safety_plan_copy",
            *places_of_aim2.FILES,
            *places_of_living.FILES,
        ],
        "a file",
    ),
    "referrals:item_autosave": "only takes a press",
    "pages:help_move": "only takes a press",
    "cases:step": "passes on to the page of the step",
    "strategy_meetings:end_meeting": "no meeting is being held in the demonstration",
    "strategy_meetings:meeting_date_says": "answers a script",
    "referrals:mash_case": "passes on to referrals:mash_receipt",
    "referrals:yos_case": "passes on to referrals:yos_receipt",
}


def pages() -> dict[str, list[Place]]:
    """Answer the pictures of each page that has some, by the page's name."""
    from django.urls import reverse

    from hsb.accounts.models import User
    from hsb.agencies.models import Absence, HelpEntry
    from hsb.cases.models import Case, MatchSuggestion
    from hsb.cases.visible import open_cases
    from hsb.escalation.models import Escalation
    from hsb.people.links import invitation_link
    from hsb.people.models import Invitation, RoleProposal
    from hsb.tasks.models import Task
    from hsb.timeliness.models import Deadline, NonWorkingDay
    from referrals.models import (
        AgencyCheck,
        CfAssessment,
        Draft,
        Offer,
        Receipt,
        Referral,
        Screening,
    )
    from referrals.sections import IN_ORDER
    from strategy_meetings.models import Meeting, NotDiscussed

    found: dict[str, list[Place]] = {}

    def add(name: str, who: str, *args: Any, called: str = "", query: str = "", **kwargs: Any) -> None:
        picture = name.replace(":", "-").replace("_", "-") + (f"-{called}" if called else "")
        path = reverse(name, args=args or None, kwargs=kwargs or None) + query
        found.setdefault(name, []).append(Place(picture, path, who))

    def some(rows: Any, what: str) -> Any:
        row = rows.first()
        assert row is not None, f"The demonstration has no {what}."
        return row

    # -- everybody's
    for name in (
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "pages:privacy",
        "pages:accessibility",
    ):
        add(name, "")
    for name in (
        "account_logout",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "accounts:account",
        "accounts:calendar",
    ):
        add(name, "daniel")
    add("accounts:reachable", "tom")
    add("accounts:record_absence", "tom")
    add("accounts:change_absence", "tom", some(Absence.objects.all(), "absence").pk)
    add("pages:help", "nadia")
    add("ui:gallery", "kit")
    for who in ("omar", "helen", "grace", "daniel", "tom", "ruth", "nadia", "amy", "kit", "guy"):
        add("pages:home", who, called=who)
    add("pages:work", "daniel", "waiting")
    add("pages:team", "tom")
    add("pages:team", "grace", called="csws")
    add("pages:team_overdue", "tom")
    add("pages:team_unallocated", "tom")
    ruth = some(User.objects.filter(full_name="Ruth Adeyemi"), "Ruth")
    for name in ("team_worker", "team_give_cases", "team_give_tasks"):
        add(f"pages:{name}", "tom", ruth.pk)
    add("notices:list", "nadia")

    # -- administration
    person = some(User.objects.filter(full_name="Daniel Frost"), "Daniel")
    add("people:list", "kit")
    add("people:invite", "kit")
    add("people:person", "kit", person.pk)
    add("people:contacts", "kit")
    add("people:undelivered", "kit")
    add("people:proposals", "helen")
    add("people:proposal", "helen", some(RoleProposal.objects.filter(decided_at=None), "proposed role").pk)
    add("people:contact_add", "kit")
    invitation = some(Invitation.objects.open(), "invitation")
    add("people:invitation", "", invitation_link(invitation).rstrip("/").rpartition("/")[2])

    add("pages:working_days", "kit")
    add("pages:working_days_add", "kit")
    add("pages:working_days_load", "kit")
    add(
        "pages:working_days_remove",
        "kit",
        some(NonWorkingDay.objects.filter(source="administrator"), "proclaimed day").pk,
    )
    add("pages:timescales", "nadia")
    add("pages:timescale", "helen", "T5")
    add("pages:timescale_change", "helen", "T5")
    add("pages:timescale_retire", "tom", "T24")

    add("pages:help_edit", "kit")
    add("pages:help_add", "kit")
    link = some(HelpEntry.objects.order_by("position"), "link on the help page")
    add("pages:help_change", "kit", link.pk)
    add("pages:help_remove", "kit", link.pk)

    # -- who may see a record, and who looked
    guarded = some(Case.objects.filter(denials__isnull=False), "record denied to somebody")
    add("cases:access", "helen", guarded.reference, called="manager")
    add("cases:restrict", "helen", guarded.reference)
    add("cases:deny", "helen", guarded.reference)
    add("cases:lift_denial", "helen", guarded.reference, guarded.denials.get().pk)
    parts = guarded.involvements.filter(closed_at=None)
    add("cases:end_involvement", "helen", guarded.reference, some(parts.filter(part="referrer"), "referrer").pk)
    add("cases:review_emergency", "helen", guarded.reference, some(parts.filter(part="break_glass"), "emergency").pk)
    add("cases:unrestrict", "helen", some(Case.objects.filter(restricted=True), "restricted record").reference)
    add("pages:audit", "ines")
    add("pages:audit_case", "ines", guarded.reference)
    add("pages:audit_person", "ines", person.pk)
    add("pages:delay", "helen")
    add("pages:delay_steps", "helen", query="?step=whole")
    add("pages:delay_waiting", "helen")
    add("pages:delay_clocks", "helen", query="?how=late")
    add("pages:partnership_delay", "guy")

    # -- writing a referral
    add("referrals:list", "nadia")
    add("referrals:new", "nadia")
    draft = some(Draft.objects.filter(owner__full_name="Nadia Iqbal", submitted_at=None), "draft")
    for name in ("draft", "danger", "check", "readers", "discard", "upload"):
        add(f"referrals:{name}", "nadia", draft.pk)
    for section in IN_ORDER:
        add("referrals:section", "nadia", draft.pk, section.key, called=section.key)
    for key, items in (
        ("harmed", "people"),
        ("behaviour", "incidents"),
        ("home", "parents"),
        ("police", "allegations"),
    ):
        add("referrals:item", "nadia", draft.pk, key, items, 1, called=items)
    sent = some(
        Draft.objects.filter(owner__full_name="Nadia Iqbal").exclude(submitted_at=None).order_by("-submitted_at"),
        "sent referral",
    )
    for name in ("sent", "sent_answers", "addendum"):
        add(f"referrals:{name}", "nadia", sent.pk)
    told = some(Referral.objects.filter(submitted_by__full_name="Nadia Iqbal", feedback__isnull=False), "feedback")
    add("referrals:outcome", "nadia", told.pk)

    # -- the front door
    def open_to(*people: str) -> Any:
        """The cases each of these people may open: whose a case is depends on the day the demonstration was loaded."""
        cases = Case.objects.order_by("-opened_at", "-pk")
        for who in people:
            person = User.objects.get(email__startswith=f"{who.replace('_', '.')}@")
            cases = cases.filter(pk__in=open_cases(person).values("pk"))
        return cases

    def case_of(*people: str, **rule: Any) -> Case:
        mine = open_to(*people).filter(kind="displayed", **rule)
        return some(mine, f"case of {', '.join(people)} with {rule}")

    mash = Receipt.objects.filter(destination="mash", case__kind="displayed").order_by("-received_at")
    add("referrals:mash_inbox", "omar")
    add(
        "referrals:mash_receipt",
        "omar",
        some(mash.filter(closed_at=None, claimed_by=None), "new referral").pk,
        called="new",
    )
    proposed = mash.filter(case__mash_decisions__state="proposed")
    add("referrals:mash_receipt", "helen", some(proposed, "proposed decision").pk, called="to-approve")
    decided = mash.filter(case__mash_decisions__state="approved")
    add("referrals:mash_receipt", "grace", some(decided, "approved decision").pk, called="decided")
    asked = some(AgencyCheck.objects.filter(closed_at=None, agency__kind="police"), "open check")
    add("cases:bring_in", "omar", asked.case.reference)
    add("referrals:checks", "omar", asked.case.reference)
    add("referrals:ask_check", "omar", asked.case.reference)
    add("referrals:check", "amy", asked.case.reference, asked.pk, called="to-answer")
    answered = some(AgencyCheck.objects.filter(replies__isnull=False), "answered check")
    add("referrals:check", "omar", answered.case.reference, answered.pk, called="answered")
    match = some(MatchSuggestion.objects.filter(answer=""), "suggestion")
    add("referrals:compare", "grace", match.case.reference, match.pk)
    joined = some(MatchSuggestion.objects.filter(answer="same"), "joined record")
    add("referrals:separate", "omar", joined.case.reference)
    waiting = case_of(mash_decisions__state="approved", mash_decisions__outcome="section_47")
    add("referrals:allocate", "helen", waiting.reference)

    # -- a case
    add("cases:list", "daniel")
    add("cases:list", "tom", called="yos")
    add("cases:list", "daniel", called="search", query="?q=Jessop")
    add("cases:emergency", "daniel")
    worked = case_of("daniel", "ruth", offers__response="accepted", youth_offending="allocated")
    for name in ("overview", "notes", "people", "documents", "access"):
        add(f"cases:{name}", "daniel", worked.reference)
    add("cases:overview", "ruth", worked.reference, called="yos-officer")
    add(
        "cases:overview",
        "nadia",
        case_of("nadia", referral_cases__referral__submitted_by__full_name="Nadia Iqbal").reference,
        called="referrer",
    )
    add("cases:overview", "amy", case_of("amy", criminal_justice="on_bail").reference, called="on-bail")
    harmed = some(
        open_to("priya").filter(kind="harmed", involvements__user__full_name="Priya Shah"),
        "harmed child",
    )
    add("cases:overview", "priya", harmed.reference, called="child-harmed")
    missed = some(
        Deadline.objects.exclude(broken_on=None)
        .filter(owner_role="mash_worker", case__in=open_to("omar"))
        .order_by("-started_at", "-pk"),
        "missed date of MASH",
    )
    for name in ("clock", "explain_delay"):
        add(f"cases:{name}", "omar", missed.case.reference, missed.pk)
    to_screen = Deadline.objects.filter(state="open", standard_code="T23", case__in=open_to("tom"))
    local = some(to_screen.order_by("-started_at", "-pk"), "screening to do")
    for name in ("clock", "extend_clock", "pause_clock", "resume_clock"):
        add(f"cases:{name}", "tom", local.case.reference, local.pk, called="yos" if name == "clock" else "")
    add("referrals:case_referral", "daniel", worked.reference)
    written = some(
        CfAssessment.objects.filter(state="writing", case__kind="displayed", sections__isnull=False).order_by(
            "-started_at", "-pk"
        ),
        "assessment being written",
    )
    holder = written.case.involvements.filter(
        user__memberships__agency_role__role="social_worker", closed_at=None
    ).first()
    who = holder.user.email.partition("@")[0].replace(".", "_") if holder else "daniel"
    add("referrals:assessment", who, written.case.reference)
    add("referrals:assessment_section", who, written.case.reference, "behaviour")
    add("referrals:assessment_judgement", who, written.case.reference, "own-harm", called="own-harm")
    add("referrals:assessment_judgement", who, written.case.reference, "finding", called="finding")
    add("referrals:engagement", "daniel", worked.reference)
    thinking = Offer.objects.filter(response="thinking", case__in=open_to("daniel"))
    offer = some(thinking.order_by("-pk"), "offer being thought about")
    for name in ("investigation_ended", "engage", "offer", "stance"):
        add(f"referrals:{name}", "daniel", offer.case.reference)
    add("referrals:offer_answer", "daniel", offer.case.reference, offer.pk)
    add("referrals:refer_to_yos", "daniel", offer.case.reference)
    refused = case_of("ruth", "tom", consents__reply="refuses", consents__purpose="take_part")
    add("aim2:may_begin", "ruth", refused.reference)
    add("aim2:may_begin", "tom", refused.reference, called="in-words")
    for name in ("consent", "tool"):
        add(f"aim2:{name}", "ruth", refused.reference)
    add("aim2:consent_answer", "ruth", refused.reference, "young_person")
    for name in ("after_refusal", "lead", "narrative"):
        add(f"aim2:{name}", "tom", refused.reference)
    add("aim2:request", "tom", refused.reference)
    add("aim2:accreditations", "tom")
    before_trial = case_of("ruth", "tom", pre_trial_agreements__ended_at=None, pre_trial_agreements__isnull=False)
    add("aim2:agreement_ask", "ruth", refused.reference)
    for name in ("agreement", "agreement_answer", "agreement_review", "agreement_end"):
        add(f"aim2:{name}", "ruth", before_trial.reference)
    add("strategy_meetings:safety_plan", "daniel", worked.reference)
    add("strategy_meetings:write_safety_plan", "daniel", worked.reference)

    # -- meetings
    coming = some(Meeting.objects.filter(state="called").order_by("starts_at"), "meeting that is called")
    written_on = some(
        Meeting.objects.filter(state="draft", kind="strategy").order_by("starts_at"), "meeting whose record is written"
    )
    child = coming.children.order_by("number")[0].case.reference
    add("strategy_meetings:list", "grace")
    add("strategy_meetings:meetings_of_case", "grace", child)
    for kind in ("strategy", "planning"):
        add("strategy_meetings:call_meeting", "grace", child, kind, called=kind)
    add("strategy_meetings:record_meeting", "grace", child, "strategy")
    add("strategy_meetings:ask_for_meeting", "daniel", child)
    add("strategy_meetings:consider_child", "grace", child)
    asked = case_of("grace", events__code="strategy.asked_for")
    add("strategy_meetings:refuse_meeting", "grace", asked.reference)
    held_back = some(NotDiscussed.objects.filter(lifted_at=None).order_by("at"), "condition on what may be discussed")
    add("strategy_meetings:lift_not_discussed", "daniel", held_back.case.reference, held_back.pk)
    add("strategy_meetings:meeting", "joan", coming.pk, called="called")
    add("strategy_meetings:meeting", "grace", written_on.pk, called="written")
    add("strategy_meetings:meeting_child", "sam", written_on.pk, 1)
    add("strategy_meetings:invite_to_meeting", "grace", coming.pk)
    add("strategy_meetings:add_child_to_meeting", "grace", coming.pk)
    amys = coming.invitations.filter(user__full_name="Amy Sorrell").order_by("case__reference")[0]
    number = coming.children.get(case=amys.case_id).number
    add("strategy_meetings:delegate_to_meeting", "grace", coming.pk, number, amys.pk)
    for step in ("move", "call_off", "hand_over"):
        add(f"strategy_meetings:{step}_meeting", "grace", coming.pk)
    places_of_aim2.add_all(add, some)
    places_of_living.add_all(add, some)

    # -- tasks and questions
    asked_of_ruth = some(
        Task.objects.filter(state="open", to_person__full_name="Ruth Adeyemi", case__kind="displayed").order_by(
            "set_at"
        ),
        "task of Ruth's",
    )
    add("tasks:list", "ruth", asked_of_ruth.case.reference)
    add("tasks:ask", "ruth", asked_of_ruth.case.reference)
    add("tasks:show", "ruth", asked_of_ruth.case.reference, asked_of_ruth.pk)
    add("tasks:hand_on", "ruth", asked_of_ruth.case.reference, asked_of_ruth.pk)
    add("tasks:withdraw", "tom", asked_of_ruth.case.reference, asked_of_ruth.pk)
    ended = some(Task.objects.filter(state="done", set_by__full_name="Daniel Frost").order_by("set_at"), "answer")
    add("tasks:show", "daniel", ended.case.reference, ended.pk, called="answered")
    add("tasks:again", "daniel", ended.case.reference, ended.pk)

    # -- disagreements
    def disagreement(**rule: Any) -> Escalation:
        return some(Escalation.objects.filter(**rule).order_by("-raised_at"), f"disagreement with {rule}")

    new, at_board = disagreement(state="waiting", level=1), disagreement(level=4)
    late, settled = disagreement(level=2), disagreement(state="resolved")
    add("escalation:list", "nadia", new.case.reference)
    add("escalation:list", "guy", at_board.case.reference, called="board")
    add("escalation:raise", "daniel", settled.case.reference)
    add("escalation:show", "nadia", new.case.reference, new.number, called="first-level")
    add("escalation:show", "grace", late.case.reference, late.number, called="late")
    add("escalation:show", "guy", at_board.case.reference, at_board.number, called="board")
    add("escalation:show", "daniel", settled.case.reference, settled.number, called="settled")
    add("escalation:answer", "tom", new.case.reference, new.number)
    add("escalation:close", "guy", at_board.case.reference, at_board.number)
    add("escalation:further", "priya_n", late.case.reference, late.number)
    add("escalation:resolve", "nadia", new.case.reference, new.number)
    add("escalation:withdraw", "nadia", new.case.reference, new.number)
    add("escalation:write_letter", "helen", settled.case.reference, settled.number, "outcome")
    add("escalation:mine", "helen")
    add("escalation:board_inbox", "guy")

    # -- the youth offending service
    yos = Receipt.objects.filter(destination="yos", case__kind="displayed").order_by("-received_at")
    add("referrals:yos_inbox", "tom")
    add("referrals:yos_receipt", "tom", some(yos.filter(closed_at=None, claimed_by=None), "new YOS referral").pk)
    more = some(Screening.objects.filter(outcome="more_asked", case__in=open_to("daniel")), "question of YOS")
    add("referrals:yos_answer", "daniel", more.case.reference)
    accepted = case_of(youth_offending="accepted")
    add("referrals:yos_allocate", "tom", accepted.reference)
    return found


SPECIAL = (
    Place("error-404", "/cases/HSB-00-0000/", "daniel"),
    Place("error-403", "/inbox/mash/", "nadia"),
)


def prepare(at: Any) -> None:
    """What the demonstration does not bring: somebody invited, two records joined, one denied and opened in an emergency."""
    from hsb.accounts.models import User
    from hsb.agencies import actions as agencies
    from hsb.agencies.models import Agency
    from hsb.agencies.permissions import Role
    from hsb.cases import barring
    from hsb.cases.models import Case, MatchSuggestion
    from hsb.demonstration import story_steps
    from hsb.demonstration import story_telling as telling
    from hsb.demonstration.families import Family
    from hsb.people import actions as people
    from hsb.people import appointments
    from hsb.people.appointments import Somebody
    from hsb.timeliness import calendar_actions
    from hsb.timeliness.day_list import DayOff
    from referrals.matching import actions as matching

    kit = User.objects.get(full_name="Kit Vane")
    agency = Agency.objects.get(name="Millbeck Primary School")
    users = {user.email.partition("@")[0].replace(".", "_"): user for user in User.objects.all()}
    ada = {"email": "ada.wren@aldermere.invalid", "full_name": "Ada Wren", "agency": agency, "role": Role.DSL}
    people.invite(**ada, by=kit, agreed_by=users["sean"], at=at)
    works_at = Agency.objects.get(kind="csws")
    appointments.propose(
        whom=Somebody("ben.sole@aldermere.invalid", "Ben Sole"), agency=works_at, role=Role.IRO, by=kit, at=at
    )
    told = telling.Telling(users, at, 0, Family(17, sender="joan"))
    story_steps.send(told)
    joined = MatchSuggestion.objects.get(case=told.young)
    matching.answer_match(
        suggestion=joined, same=True, reason="The same day of birth and school.", by=users["grace"], at=at
    )
    agencies.add_help(
        title="Procedures of the partnership", url="https://procedures.aldermere.invalid/", about="What is agreed locally.", by=kit, at=at
    )  # fmt: skip
    proclaimed = DayOff(date(at.year + 1, 5, 5), "Day of national celebration")
    calendar_actions.add_days_off(days=[proclaimed], by=kit, at=at)
    decided = Case.objects.filter(kind="displayed", mash_decisions__state="approved")
    guarded = decided.filter(safeguarding="enquiry").order_by("-opened_at").first()
    hidden = decided.filter(safeguarding="early_help").order_by("-opened_at").first()
    assert guarded is not None and hidden is not None
    helen, why = users["helen"], "Lives in the same street as the family."
    barring.deny(case=guarded, user=users["marek"], by=helen, at=at, reason=why)
    barring.break_glass(
        case=guarded,
        user=users["daniel"],
        role=Role.SOCIAL_WORKER,
        at=at,
        reason="On duty tonight; the child is missing.",
    )
    barring.restrict(case=hidden, by=helen, at=at, reason="The father works for one of the agencies.")


def main() -> None:
    django.setup()
    from django.db import transaction

    from hsb import clock
    from hsb.people.models import Invitation
    from tests.journeys.not_pictured import OWED
    from tests.security.walk import addresses

    if not Invitation.objects.exists():
        with transaction.atomic():
            prepare(clock.now())
    found = pages()
    known = set(found) | set(NO_PAGE) | set(OWED)
    there = {address.name for address in addresses()}
    print(
        json.dumps(
            {
                "places": [asdict(place) for places in found.values() for place in places]
                + [asdict(p) for p in SPECIAL],
                "without_picture": sorted(there - known),
                "gone": sorted(known - there),
            }
        )
    )


if __name__ == "__main__":
    main()
