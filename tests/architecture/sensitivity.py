"""How much each stored field says about somebody. Every field of every model is here, once; a new one breaks a test.

personal   who somebody is, or how to reach them (a child, a relative, a colleague)
sensitive  what happened, what was said, decided, suspected or offered; health, offences, beliefs
plain      ids, codes, dates, versions: nothing about anybody without the rest of the record

Personal and sensitive fields stay out of addresses, file names, logs, mail and fixtures.
"""

PLAIN, PERSONAL, SENSITIVE = "plain", "personal", "sensitive"

# model: (personal, sensitive); what a model has besides is plain and is written in the third place.
TABLE: dict[str, tuple[str, str, str]] = {
    "accounts.GuessAllowance": ("key", "", "id left counted_at"),
    "accounts.User": (
        "email full_name job_title phone",
        "password",
        "id last_login is_superuser is_active personal_group joined_at left_at",
    ),
    "audit.AuditEvent": ("by_id case_ref", "what facts", "id kind at written_in"),
    "audit.AuditSeal": ("", "", "id first_id last_id upto_transaction entries digest previous sealed_at"),
    "agencies.Agency": ("", "", "id kind name short_name phone"),
    "agencies.Absence": (
        "person acting recorded_by ended_by",
        "both_children_reason",
        "id from_on until_on recorded_at ended_at version",
    ),
    "agencies.HelpEntry": ("saved_by", "", "id title url about position saved_at version"),
    "agencies.AgencyRole": ("", "", "id agency role group"),
    "agencies.Membership": ("user", "", "id agency_role from_on until_on"),
    "agencies.EscalationContact": ("user", "", "id agency from_on until_on"),
    "outbox.Message": (
        "",
        "payload last_error",
        "id kind key created_at not_before claimed_by lease_until attempts done_at failed_at",
    ),
    "timeliness.StandardVersion": (
        "created_by",
        "",
        "id partnership code version payload effective_from adopted created_at",
    ),
    "timeliness.NonWorkingDay": ("added_by", "", "id day name source added_at"),
    "timeliness.CalendarDay": ("", "", "day is_working working_day_number ends_at"),
    "timeliness.CalendarChange": ("by", "", "id day name is_working at"),
    "timeliness.Recount": (
        "asked_by",
        "",
        "id because standard_code first_day last_day stage cases done moved_cases told reached asked_at finished_at",
    ),
    "timeliness.ClockMove": ("", "", "id case recount standard_code root_event title was now"),
    "timeliness.Deadline": (
        "",
        "paused_spans extensions",
        "id case standard_code standard_version root_event key strand title action basis adopted owner_kind owner_role owner_agency"
        " owner_person private started_at started_on due_on due_at extended_to judged_on late_at state met_at met_on met_event cancelled_at"
        " cancelled_event provisional broken_on next_chase_on",
    ),
    "timeliness.Breach": (
        "",
        "",
        "id case standard_code standard_version root_event fell_due_on kind turn recorded_at",
    ),
    "timeliness.DelayReason": (
        "given_by",
        "reason text",
        "id case standard_code root_event fell_due_on given_at",
    ),
    "chronology.CaseEvent": (
        "by by_label acting_for",
        "code facts",
        "id case number version occurred_at recorded_at agency corrects occasion words_digest previous digest",
    ),
    "chronology.CaseEventWords": ("", "words", "event case salt"),
    "tasks.Task": (
        "set_by ended_by to_person",
        "what",
        "id case kind state due_on to_agency asked_event set_at ended_at version",
    ),
    "tasks.TaskEntry": ("by passed_to", "text", "id case task number act at"),
    "cases.Case": (
        "initials born_on pseudonym",
        "safeguarding youth_offending criminal_justice alleged looked_after restricted",
        "id reference kind provisional opened_at closed_at merged_into version",
    ),
    "cases.CaseAccess": ("group", "", "id permission content_object opened_at expires_at narrow"),
    "cases.Involvement": (
        "user opened_by closed_by group",
        "reason",
        "id case agency role part opened_at closed_at expires_at",
    ),
    "cases.CaseDenied": ("user by", "reason", "id case at"),
    "cases.CaseLink": ("called", "relationship same_school same_household", "id case linked_case occasion"),
    "cases.Person": (
        "language",
        "relationship has_parental_responsibility may_be_contacted contact_warning address_confidential"
        " interpreter_needed communication_needs risks_to_workers",
        "id case part added_at version",
    ),
    "cases.Identity": (
        "sealed search_name born_on given_index family_index born_index postcode_index nhs_index upn_index",
        "",
        "id person case version",
    ),
    "cases.MatchSuggestion": ("answered_by", "other_case agreeing answer reason", "id case at answered_at"),
    "cases.Reference": ("", "", "id prefix year last"),
    "notifications.Notice": ("user", "kind facts", "id case at url_name url_args key read_at"),
    "notifications.MailRecord": (
        "to address",
        "context last_error",
        "id template key state attempts created_at sent_at provider_id asked_at delivered_at",
    ),
    "notifications.QuietWeekday": ("user", "", "id weekday"),
    "notifications.QuietSpell": ("user", "", "id first_on last_on"),
    "people.Invitation": (
        "email full_name invited_by accepted_by revoked_by",
        "",
        "id agency role invited_at sends sent_at expires_at accepted_at revoked_at",
    ),
    "people.CalendarFeed": ("user", "", "id digest made_at ended_at"),
    "documents.Document": (
        "uploaded_by",
        "title original_name state_note also_about",
        "id case draft_id number kind record_class stored_name content_type size sha256 state uploaded_at checked_at",
    ),
    "escalation.Escalation": (
        "raised_by on_behalf_of interpreter ended_by",
        "about words wanted arose_on hear_by address_withheld outcome outcome_words",
        "id case number state level agency raised_at ended_at version",
    ),
    "escalation.Step": ("by", "reason", "id case escalation level at"),
    "escalation.Question": (
        "person answered_by",
        "answer jointly",
        "id case escalation step level kind agency role passed_over answered_at",
    ),
    "escalation.Letter": ("by", "", "id case escalation kind document at"),
    "referrals.Referral": (
        "submitted_by",
        "danger_now child_protection_route criminal_justice_route children",
        "id reference agency submitted_at",
    ),
    "referrals.ReferralCase": ("called submitted_by", "", "id referral case number"),
    "referrals.ReferralOriginal": ("submitted_by", "sealed", "referral children digest"),
    "referrals.ReferralPart": ("", "answers", "id case referral section masked"),
    "referrals.FirstAccount": (
        "received_by_name received_by_job",
        "words words_not_known_reason questions_asked demeanour how_known how_came directness hands said_on said_time"
        " said_where written_up_on",
        "id case referral masked",
    ),
    "referrals.Addendum": ("by", "text", "id case referral key masked at"),
    "referrals.Receipt": (
        "first_opened_by claimed_by acknowledged_by",
        "",
        "id case referral destination received_at first_opened_at claimed_at acknowledged_at closed_at",
    ),
    "referrals.Allegation": (
        "officer_name officer_contact",
        "offence alleged_on alleged_when crime_number admission interviewed_on status status_on bail_until"
        " bail_conditions court hearing_on order_detail",
        "id case referral version",
    ),
    "referrals.Rating": (
        "judged_by",
        "age_band value behaviour rationale judged_on trained",
        "id case referral tool edition recorded_at",
    ),
    "referrals.MashDecision": (
        "saved_by proposed_by returned_by approved_by",
        "outcome reasons planning planning_declined_reason message_to_referrer return_comment",
        "id case referral occasion state saved_at proposed_at returned_at approved_at version",
    ),
    "referrals.Feedback": ("submitted_by by", "words", "id case referral at"),
    "referrals.AgencyCheck": (
        "asked_by closed_by",
        "question closed_reason",
        "id case agency role due_on asked_at closed_at",
    ),
    "referrals.AgencyCheckReply": ("by", "known text", "id case agency_check key at"),
    "referrals.Merge": (
        "by undone_by",
        "known_case reason undone_reason carried",
        "id case suggestion at undone_at",
    ),
    "referrals.CfAssessment": (
        "started_by saved_by submitted_by returned_by authorised_by",
        "own_harm own_harm_detail conference conference_reasons finding finding_basis finding_reasons recommendation"
        " return_comment",
        "id case referral state started_at saved_at submitted_at returned_at authorised_at version",
    ),
    "referrals.AssessmentSection": ("saved_by", "text", "id case assessment key saved_at version"),
    "referrals.Draft": (
        "owner",
        "danger_now",
        "id agency danger_at created_at updated_at submitted_at reference discarded_at version",
    ),
    "referrals.DraftSection": ("", "answers", "id draft key version window state saved_at"),
    "referrals.InvestigationEnd": ("recorded_by", "kind ended_on outcome", "id case recorded_at"),
    "referrals.DecisionToEngage": ("by", "engage reasons", "id case at"),
    "referrals.Offer": (
        "made_by_name recorded_by answered_by",
        "made_on made_to framing response response_words responded_on what_next",
        "id case recorded_at answered_at",
    ),
    "referrals.Stance": ("person called by", "whose stance on words", "id case at"),
    "referrals.Screening": ("by", "outcome reasons alternative question criteria", "id case receipt at"),
    "referrals.ScreeningAnswer": ("by", "text", "id case screening at"),
    "strategy_meetings.SafetyPlan": (
        "saved_by agreed_by trusted_adults who_has_it",
        "what_is_known at_school journeys at_home online supports if_this_happens childs_views parents_views",
        "id case number state review_on saved_at agreed_at version",
    ),
}

# Texts and JSON that say nothing about anybody, and why.
PLAIN_TEXTS = {
    "timeliness.StandardVersion.payload": "a standard, as the partnership adopted it",
    "notifications.Notice.url_args": "references and ids",
}


def levels() -> dict[str, str]:
    """Answer "app.Model.field" -> plain, personal or sensitive."""
    found: dict[str, str] = {}
    for model, columns in TABLE.items():
        for level, names in zip((PERSONAL, SENSITIVE, PLAIN), columns, strict=True):
            for name in names.split():
                assert f"{model}.{name}" not in found, f"{model}.{name} is declared twice"
                found[f"{model}.{name}"] = level
    return found
