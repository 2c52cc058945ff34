"""What people type into a referral: the least that can be sent, and an answer to every question. Invented people."""

import copy
from typing import Any

Typed = dict[str, dict[str, Any]]

MINIMAL: Typed = {
    "account": {
        "how_known": "told_me",
        "words": "“He said it was a secret game.”",
        "said_on_day": "18",
        "said_on_month": "11",
        "said_on_year": "2026",
        "said_time": "10:40am",
        "received_by_name": "Dean Abara",
    },
    "young-person": {
        "given_name": "Kit",
        "family_name": "Danvers",
        "born_on_day": "4",
        "born_on_month": "5",
        "born_on_year": "2012",
    },
    "behaviour": {"statement": "It is alleged that Kit touched Rowan over their clothes."},
    "request": {"wants": ["advice"], "routes": ["child_protection", "criminal_justice"]},
}


def minimal(**changes: dict[str, Any]) -> Typed:
    """The least that can be sent, with answers of sections (named with _ for -) replaced or added; None takes an answer out."""
    typed = copy.deepcopy(MINIMAL)
    for key, answers in changes.items():
        section = typed.setdefault(key.replace("_", "-"), {})
        section.update(answers)
        for name in [name for name, value in section.items() if value is None]:
            del section[name]
    return typed


def date(name: str, day: str, month: str, year: str) -> dict[str, str]:
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


FULL: Typed = minimal(
    account={
        "how_came": "disclosure",
        "directness": "second_hand",
        "hands": "1",
        "said_by": "child_harmed",
        "said_by_name": "Rowan",
        "questions_asked": "“Who do you mean?”",
        "demeanour": "Quiet. Asked to go back to art.",
        "said_where": "In the art room",
        "received_by_job": "teaching assistant",
        **date("written_up_on", "18", "November", "2026"),
        "written_up_time": "11am",
    },
    young_person={
        "known_as": "K",
        "sex": "male",
        "address": "4 Mill Lane\nAldermere",
        "postcode": "al3 7qx",
        "phone": "01632 960 111",
        "email": "kit@example.org",
        "school": "Harrow Lane Academy",
        "school_year": "10",
        "nhs_number": "999 123 4586",
        "upn": "T820432115001",
        "ethnicity": "white_british",
        "first_language": "English",
        "interpreter_needed": "no",
        "religion": "None",
        "looked_after": "yes",
        "legal_status": "s20",
    },
    behaviour={
        "incidents": [
            {
                "n": 1,
                "version": 1,
                "when": "day",
                **date("on", "1", "11", "2026"),
                "when_words": "a Sunday",
                "description": "Touching over clothes in the front room.",
                "involved": ["1"],
                "place_kind": "other_home",
                "place": "Rowan’s home",
                "online": "partly",
                "platform": "A messaging app",
                "images_made": "no",
                "images_shared": "not_known",
                "frequency": "few",
                "frequency_detail": "Three Sundays",
            },
            {
                "n": 2,
                "version": 1,
                "when": "period",
                **date("on", "", "9", "2026"),
                **date("until", "", "10", "2026"),
                "description": "Messages asking for pictures.",
                "online": "only",
            },
        ],
    },
    request={
        "wants": ["advice", "aim2", "other"],
        "wants_other": "A worker for Rowan",
        "wants_why": "That both are safe at school.",
        "routes": ["child_protection", "criminal_justice"],
        "referrer_relationship": "Head of year for three years",
        "referrer_phone": "01632 960 222",
        "referrer_best_time": "after 3pm",
    },
    harmed={
        "people": [
            {
                "n": 1,
                "version": 1,
                "kind": "child",
                "pseudonym": "Rowan",
                "given_name": "Zoë",
                "family_name": "O’Brien",
                **date("born_on", "29", "2", "2016"),
                "sex": "female",
                "relationship": "neighbour",
                "relationship_detail": "Visits on Sundays",
                "is_sibling": "no",
                "same_school": "no",
                "lives_with": "no",
                "address": "9 Mill Lane",
                "postcode": "AL3 7QX",
                "address_confidential": "on",
                "school": "Mill Primary",
                "carer_name": "Ms O’Brien",
                "carer_contact": "01632 960 333",
                "carer_knows": "yes",
                "may_be_contacted": "yes",
                "contact_warning": "Ring after 4pm",
                "first_language": "English",
                "interpreter_needed": "no",
                "needs": "To feel safe at home",
                "views": "“I don’t want him to come any more.”",
                "support": "School counsellor",
                "where_now": "At home",
                "safe_now": "yes",
            },
            {"n": 2, "version": 1, "kind": "adult", "age_estimate": "34", "relationship": "worker"},
        ]
    },
    analysis={
        "age_gap": "large",
        "age_gap_detail": "14 and 10",
        "developmental_gap": "yes",
        "developmental_gap_detail": "Much taller",
        "mutual": "no",
        "mutual_detail": "Said she did not like it",
        "coercion": ["fear", "secrecy"],
        "coercion_detail": "“I would get done as well”",
        "distress": "yes",
        "distress_detail": "Cried at night",
        "planning": "not_known",
        "compulsive": "not_known",
        "secret": "yes",
        "continues": "yes",
        "persistence_detail": "After being told in September",
        "previous_incidents": "Two in 2025",
        "response_when_challenged": "Said nothing",
    },
    ratings={
        "hackett": "abusive",
        "hackett_rationale": "Pressure, and a large difference in age",
        "hackett_judged_by": "P. Nairn, safeguarding lead",
        **date("hackett_judged_on", "18", "11", "2026"),
        "brook": [
            {
                "n": 1,
                "version": 1,
                "incident": "1",
                "behaviour": "Touching over clothes",
                "edition": "current",
                "age_band": "band_4",
                "developmental_age": "12",
                "colour": "red",
                "rationale": "Secrecy and fear",
                "judged_by": "P. Nairn",
                **date("judged_on", "18", "11", "2026"),
                "trained": "yes",
            }
        ],
    },
    safety={
        "steps": ["kept_apart", "supervision"],
        "steps_detail": "Different breaks",
        "where_now": "In school",
        "condition": "Calm",
        "needs_protection": "no",
        "who_knows": "Head of year",
        "evidence": "A phone, in the school safe",
    },
    contact={
        "pr_holders": "Both parents",
        "may_be_contacted": "no",
        "contact_how": "Through school",
        "contact_warning": "Father reads his messages",
        "address_confidential": "on",
        "address_confidential_detail": "From an uncle",
        "risks_to_workers": "yes",
        "risks_to_workers_detail": "A dog",
    },
    home={
        "home_detail": "A busy home",
        "other_children_at_risk": "yes",
        "other_children_detail": "A younger brother",
        "parents": [
            {
                "n": 1,
                "version": 1,
                "given_name": "Lee",
                "family_name": "Danvers",
                "relationship": "father",
                "has_parental_responsibility": "yes",
                "lives_with": "yes",
                "phone": "01632 960 444",
                "may_be_contacted": "no",
                "contact_warning": "Only through a social worker",
                "risks_to_workers": "Shouts",
            }
        ],
        "household": [
            {
                "n": 1,
                "version": 1,
                "given_name": "Alex",
                "relationship": "younger brother",
                "is_child": "yes",
                "age_estimate": "6",
            }
        ],
        "workers": [{"n": 1, "version": 1, "agency": "CAMHS", "name": "X", "job": "nurse", "involvement": "Weekly"}],
    },
    views={
        "child_knows": "no",
        "child_views": "Not asked",
        "child_views_not_sought": "MASH will say who speaks to him",
        "parents_know": "no",
        "parents_agree": "not_sought",
        "parents_not_sought_reason": "It could spoil an investigation",
    },
    needs={
        "disability": "no",
        "learning_need": "suspected",
        "learning_detail": "Waiting for an assessment",
        "neurodiversity": ["autism"],
        "neurodiversity_detail": "On the waiting list",
        "ehcp": "in_assessment",
        "send_detail": "A quiet room",
        "communication": "Short sentences",
        "development": "Late to speak",
        "attachment": "Close to his grandmother",
        "health": "Well",
        "family_context": "Parents apart since 2024",
    },
    own_harm={
        "own_harm": "suspected",
        "own_harm_kinds": ["domestic_abuse"],
        "own_harm_age": "4 to 7",
        "own_harm_detail": "Police calls to the home",
        "own_harm_reported": "yes",
        "own_harm_reported_detail": "2019, to MASH",
    },
    background={
        "domestic_abuse": "yes",
        "domestic_abuse_source": "Police",
        "domestic_abuse_evidence": "Three calls",
        "rejection": "not_known",
        "significant_events": "A move in 2025",
        "strengths": "Draws well",
    },
    police={
        "police_request": "yes",
        "consent_young_person": "given",
        "consent_parent": "not_asked",
        "consent_detail": "Told by the officer",
        **date("consent_on", "19", "11", "2026"),
        "allegations": [
            {
                "n": 1,
                "version": 1,
                "offence": "Sexual touching of a child under 13",
                **date("on", "1", "11", "2026"),
                "involved": ["1"],
                "crime_number": "20AB/1/26",
                "officer_name": "DC Ann Ola",
                "officer_contact": "01632 960 555",
                "admission": "partial",
                **date("interviewed_on", "19", "11", "2026"),
                "status": "bail",
                **date("status_on", "19", "11", "2026"),
                **date("bail_until", "19", "2", "2027"),
                "bail_conditions": "No contact with Rowan",
            }
        ],
    },
    attachments={"note": "A paper file in the school office"},
)
