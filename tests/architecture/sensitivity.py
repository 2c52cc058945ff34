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
    "cases.EmergencyAttempt": ("user by", "", "id what at"),
    "agencies.Press": ("user", "", "id once path carried led_to at"),
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
        "id because standard_codes first_day last_day stage cases done moved_cases told reached asked_at finished_at",
    ),
    "timeliness.ClockMove": ("", "", "id case recount standard_code root_event title was now"),
    "timeliness.Deadline": (
        "",
        "paused_spans extensions",
        "id case standard_code standard_version root_event key strand title action basis adopted owner_kind owner_role owner_agency"
        " owner_person approval_role finished_by private started_at"
        " started_on anchored_on due_on due_at extended_to judged_on late_at state met_at met_on met_event cancelled_at"
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
    "notes.NoteDraft": ("owner", "typed", "id case saved_at version"),
    "tasks.Task": (
        "set_by ended_by to_person",
        "what",
        "id case kind state due_on to_agency asked_event set_at ended_at version",
    ),
    "tasks.TaskEntry": ("by passed_to", "text", "id case task number act at"),
    "cases.Case": (
        "initials born_on pseudonym",
        "safeguarding youth_offending criminal_justice alleged standing_words looked_after looked_after_since restricted",
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
    "people.RoleProposal": (
        "person email full_name proposed_by decided_by",
        "why_not",
        "id agency role proposed_at decided_at agreed",
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
        " left_out decision decision_reasons return_comment",
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
    "referrals.Screening": ("by", "outcome reasons pathway alternative question criteria", "id case receipt at"),
    "referrals.ScreeningAnswer": ("by", "text", "id case screening at"),
    "aim2.NumberedAllegation": ("", "claimed harmed with_cps_since", "id case allegation number"),
    "aim2.Bail": (
        "",
        "conditions with_cps_since",
        "id case allegations by_court started_on arrested_on return_on period ended_on",
    ),
    "aim2.Hearing": ("", "court result purpose", "id case allegations hearing_on time held_on vacated"),
    "aim2.CourtOrder": (
        "",
        "kind terms court",
        "id case allegations is_sentence aim_required made_on from_on until ended_on",
    ),
    "aim2.ReportAsked": ("", "choice", "id case hearing hearing_on asked_on lodged_on withdrawn"),
    "aim2.HoldStanding": ("", "because ends_by", "case since"),
    "aim2.OutcomeToTell": ("", "kind what", "id case to_role reached_on told_at known_at withdrawn"),
    "aim2.HeardOf": (
        "told_by",
        "what is_so",
        "id case allegations confirmed_by heard_on answered_at",
    ),
    "aim2.Consent": (
        "person called by interpreter_who contact_how",
        "purpose share_with giver responsibility order_detail parents_consulted told age able reasoning parent_told interpreter"
        " reply reasons answered_on next_offer_on",
        "id case explanation method at",
    ),
    "aim2.ConsentDraft": ("saved_by", "typed", "id case who version saved_at"),
    "aim2.RefusalDecision": ("by", "safety_plan other_help social_care next_offer_on", "id case at"),
    "aim2.Aim2Request": ("asked_by", "admission asks", "id case agency state asked_at version"),
    "aim2.Aim2RequestStep": ("by", "text alternative", "id case request to at"),
    "aim2.Accreditation": (
        "user recorded_by certificate",
        "",
        "id instrument edition accredited_on expires_on recorded_at",
    ),
    "aim2.Aim2Allocation": ("lead co_worker by", "reason", "id case at"),
    "aim2.ToolJudgement": ("by", "suits learning_disability reasons changes alternative", "id case at"),
    "aim2.NarrativeOverride": ("by", "why reasons", "id case at"),
    "aim2.PreTrialAgreement": (
        "asked_by police_name police_by cps_name cps_by ended_by",
        "topics proviso young_person_told ended_because police_on cps_on",
        "id case review_on asked_at police_at cps_at ended_at version",
    ),
    "strategy_meetings.SafetyPlan": (
        "saved_by agreed_by trusted_adults who_has_it",
        "what_is_known at_school journeys in_the_community at_home online supports if_this_happens childs_views parents_views"
        " stop_when",
        "id case number state owner_agency review_on saved_at agreed_at version",
    ),
    "strategy_meetings.SafetyPlanLine": (
        "people owner taken_out_by by",
        "time control",
        "id case plan number setting taken_out_at at",
    ),
    "strategy_meetings.SafetyPlanSignature": ("by", "who signed_on why_not", "id case plan at"),
    "strategy_meetings.SafetyPlanCopy": ("to_whom by", "how", "id case plan which given_on at"),
    "strategy_meetings.NewIncident": (
        "told_by recorded_by decided_by",
        "happened_on what done_at_once reasons",
        "id case number state recorded_at decided_at version",
    ),
    "strategy_meetings.Transfer": (
        "contact answered_there recorded_by answered_by",
        "authority moved_on on_plan what_runs answer",
        "id case number way state told_on recorded_at answered_on answered_at version",
    ),
    "strategy_meetings.SupportNeed": (
        "said_by recorded_by met_by",
        "what met_on met_how",
        "id case number recorded_at met_at",
    ),
    "strategy_meetings.SupportOffer": (
        "service recorded_by answered_by ended_by",
        "kind what offered_to offered_on answered_on answer ended_on ended_because",
        "id case number need state recorded_at answered_at ended_at",
    ),
    "strategy_meetings.MappaEligibility": (
        "by",
        "basis what decided_on source_detail must_notify custody_months specified otherwise_dangerous terrorist category reason",
        "id case number source at",
    ),
    "strategy_meetings.MappaReferral": (
        "sent_by replied_by ended_by",
        "category level reply ended_reason",
        "id case number eligibility state sent_on sent_at replied_on replied_at ended_on ended_at version",
    ),
    "strategy_meetings.MappaMeeting": (
        "csws_goes who_went set_by recorded_by",
        "level told",
        "id case referral number held_on state set_at recorded_at version",
    ),
    "strategy_meetings.MappaAction": ("by", "", "id case referral task at"),
    "strategy_meetings.Section47": (
        "lead joint_officer opened_by saved_by proposed_by returned_by authorised_by no_conference_by",
        "not_seen_reason medical medical_detail interview interview_detail enquiries childs_views outcome reasons then"
        " return_comment no_conference_reasons",
        "id case number state basis meeting began_on kind seen_alone_on ended_on opened_at saved_at proposed_at returned_at"
        " authorised_at no_conference_at version",
    ),
    "strategy_meetings.SpecialistOpinion": (
        "asked_of person asked_by chased_by ended_by",
        "question in_short ended_reason",
        "id case number state due_on agency asked_at chased chased_at document assessment received_on ended_at version",
    ),
    "strategy_meetings.MinutesCopy": (
        "recipient recipient_name prepared_by sent_by withdrawn_by reached_by",
        "left_out_why kept_back_why contents pdf withdrawn_why reached_detail",
        "id meeting case edition number state audience agency agency_kind left_out added digest pdf_state pdf_note pdf_sha256"
        " prepared_at sent_at opened_at acknowledged_at withdrawn_at breach reached_how reached_on reached_at",
    ),
    "strategy_meetings.MinutesAmendment": ("by", "text reasons", "id meeting case edition key at"),
    "strategy_meetings.MinutesObjection": (
        "raised_by answered_by",
        "text answer_words",
        "id meeting case copy raised_at answer answered_at",
    ),
    "strategy_meetings.Meeting": (
        "chair ended_by called_by approved_by issued_by called_off_by",
        "",
        "id kind state starts_at planned_minutes ended_at follows called_at approved_at issued_at called_off_at"
        " children_count amendment"
        " sequence version",
    ),
    "strategy_meetings.MeetingChild": (
        "minute_taker added_by",
        "title place video_link agenda outcome safety_plan no_next_because reason",
        "id meeting case number how next_on added_at version",
    ),
    "strategy_meetings.Invitation": (
        "user name email invited_by",
        "because left_out_reason answer report shared_how",
        "id meeting case agency agency_kind role required state delegate_for report_at shared_on sent_at answered_at invited_at",
    ),
    "strategy_meetings.Attendance": (
        "user name role_words",
        "absent_because conflict",
        "id meeting case agency agency_kind took_part direct_contact is_chair joined_at version",
    ),
    "strategy_meetings.Information": (
        "said_by by",
        "text police_restricted",
        "id meeting case number agency agency_kind is_opinion at version",
    ),
    "strategy_meetings.PartWritten": ("saved_by", "answer text", "id meeting case part saved_at version"),
    "strategy_meetings.Decision": ("dissent_by by", "text dissent", "id meeting case number at version"),
    "strategy_meetings.Action": (
        "owner owner_name by",
        "what need known_by progress",
        "id meeting case number owner_agency due_on task carried_from at version",
    ),
    "strategy_meetings.ConferenceChild": (
        "key_worker",
        "opening day_reason family_absent_because",
        "id meeting case opening_read_at incorporates core_group_at review_at version",
    ),
    "strategy_meetings.FamilyMember": (
        "person name relationship handed_by by",
        "interpreter helped_by excluded_because absent_because",
        "id meeting case number is_child state by_hand excluded_part took_part joined_at at version",
    ),
    "strategy_meetings.AgencyView": ("by", "view text", "id meeting case agency agency_kind at version"),
    "strategy_meetings.WithoutFamily": ("who by", "why text", "id meeting case number began_at ended_at at"),
    "strategy_meetings.CoreGroupMember": ("user family name", "", "id meeting case"),
    "strategy_meetings.ConferenceLetter": (
        "family recipient_name address sent_by",
        "contents pdf",
        "id meeting case number kind digest pdf_state pdf_note pdf_sha256 sent_at",
    ),
    "strategy_meetings.ChildPlan": (
        "lead opened_by ended_by",
        "category what_for end_reason end_words core_group_said",
        "id case kind state started_on meeting review_on opened_at ended_on ended_at version",
    ),
    "strategy_meetings.Contingency": ("who by", "if_this then", "id meeting case number at"),
    "strategy_meetings.Told": (
        "whom by_whom by_user done_by by",
        "what not_yet",
        "id meeting case number due_at done_at at",
    ),
    "strategy_meetings.NotDiscussed": (
        "police_said cps_said by lifted_by",
        "what until_what lifted_because",
        "id meeting case at lifted_at",
    ),
    "strategy_meetings.Writing": ("user", "", "id meeting case part at"),
    "aim2.Assessment": (
        "lead co_worker opened_by agreed_by returned_by signed_by shared_by ended_by kept_by",
        "tool tool_name narrative_only unrated alone_because started_on level level_reason return_comment part_locked shared_on shared_with"
        " not_shared_because ended_because kept_because",
        "id case number state opened_at edition agreed_at returned_at signed_at accredited_until shared_at ended_at kept_at version",
    ),
    "aim2.AssessmentText": (
        "writer finished_by saved_by",
        "text kept_because",
        "id case assessment key finished_at saved_at version",
    ),
    "aim2.EarlierText": ("saved_by", "text", "id case of version saved_at"),
    "aim2.Evidence": ("who by", "title words nature", "id case assessment key source at"),
    "aim2.Session": ("by", "held_on whom attended how notes", "id case assessment number at"),
    "aim2.Source": ("by", "kind what on note", "id case assessment opinion at version"),
    "aim2.TimelineEntry": ("by", "when sorted_on what source", "id case assessment allegation at"),
    "aim2.InstrumentPack": (
        "holder accepted_by loaded_by",
        "sealed",
        "id code edition version name demonstration origin sha256 accepted_at loaded_at",
    ),
    "aim2.PackWithdrawal": ("by", "because", "id pack at"),
    "aim2.RatedWith": ("by", "", "id case assessment number pack at"),
    "aim2.Rating": ("by", "said value why evidence", "id case chosen item number at"),
    "aim2.Resolution": ("by", "said value because", "id case chosen item number carried at"),
    "aim2.SubTotal": ("entered_by", "total band none_because", "id case assessment kind edition entered_at version"),
    "aim2.Disclosure": (
        "to person saved_by sent_by returned_by left_by",
        "why hearing_on picks own_words content return_comment",
        "id case assessment number kind state gateway interim sha256 saved_at sent_at returned_at left_at version",
    ),
    "aim2.RecommendationStep": (
        "asked_by added_by confirmed_by",
        "",
        "id case disclosure into asked_at added_at confirmed_at",
    ),
    "aim2.InterventionPlan": (
        "lead restorative_by opened_by agreed_by ended_by",
        "proviso restorative started_on outcome summary",
        "id case number state basis assessment restorative_at opened_at agreed_at ended_at version",
    ),
    "aim2.Goal": (
        "practitioner reached_by by",
        "comes_from goal measure method",
        "id case plan number strand reached_at at",
    ),
    "aim2.PlanSession": ("by", "on attendance engagement notes", "id case plan number strand at"),
    "aim2.LookedAfter": (
        "recorded_by ended_by",
        "basis since detail until ending",
        "id case recorded_at ended_at",
    ),
    "aim2.Reviewer": ("user by", "", "id case at"),
    "aim2.CustodyStay": ("worker opened_by ended_by", "agency since until left", "id case opened_at ended_at"),
    "aim2.CustodyRisk": ("by ended_by", "kind text masked", "id case at ended_at"),
    "aim2.DetentionPlan": ("author by", "dated where", "id case document at"),
    "aim2.Closure": (
        "proposed_by decided_by",
        "reason achieved remaining_risk watched_by safety_plan family_told rehomed returned_because",
        "id case strand number state proposed_at decided_at",
    ),
    "aim2.TransitionPlan": (
        "saved_by begun_by accepted_name ended_by",
        "to needs goes_on own_view ended_on ended_because",
        "id case state saved_at begun_at ended_at version",
    ),
    "aim2.HandOver": (
        "person sent_by refused_by",
        "service why content refused_because",
        "id case plan number gateway sent_at refused_at",
    ),
    "aim2.PlanReview": ("by", "held_on result not_rated_because", "id case plan rated_again at"),
}

# Texts and JSON that say nothing about anybody, and why.
PLAIN_TEXTS = {
    "strategy_meetings.MinutesCopy.added": "ids of rows",
    "strategy_meetings.MinutesCopy.left_out": "ids of rows",
    "timeliness.StandardVersion.payload": "a standard, as the partnership adopted it",
    "notifications.Notice.url_args": "references and ids",
    "aim2.Bail.allegations": "ids",
    "aim2.Hearing.allegations": "ids",
    "aim2.CourtOrder.allegations": "ids",
    "aim2.HeardOf.allegations": "ids",
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
