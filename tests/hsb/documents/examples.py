"""Invented documents for the PDF tests: what the pages give the templates, with nobody real in it."""

from datetime import UTC, date, datetime
from typing import Any

ACCOUNT = (
    "He said it was a secret game and if I told I would get done as well.\n"
    "I said I didn’t like it and he didn’t stop till the door went.\n"
    "\n"
    "He done it in the summer too, at nan’s."
)


def referral(**changes: Any) -> dict[str, Any]:
    """Answer the context of a middling referral: every kind of row, a card per child, conditions in force."""
    return {
        "partnership": "Aldermere Safeguarding Children Partnership",
        "reference": "HSB-26-0417",
        "version": "1.0",
        "recipient": "Aldermere MASH",
        "rendered_at": datetime(2026, 11, 20, 10, 4, tzinfo=UTC),
        "initials_and_age": "K.D., 14",
        "sent_at": datetime(2026, 11, 20, 10, 4, tzinfo=UTC),
        "from_line": "Priya Nairn, designated safeguarding lead, Harrow Lane Academy",
        "to_line": "Aldermere MASH and Aldermere Youth Offending Service",
        "masked_note": "Where the children harmed live is left out of this copy; ask MASH.",
        "conditions": ["Bail until Friday 18 December 2026: no contact with Alder, direct or through others."],
        "sections": [
            {
                "number": 1,
                "title": "Danger now",
                "rows": [
                    {
                        "label": "Is anyone in danger now?",
                        "value": "No. K.D. is at home with his mother; Alder is at school.",
                    },
                    {"label": "Told by telephone", "value": "MASH duty worker, 9:40am"},
                ],
                "groups": [],
            },
            {
                "number": 2,
                "title": "What was said or seen",
                "rows": [
                    {"label": "When it was said", "value": "Wednesday 18 November 2026, 2:15pm"},
                    {"label": "Who heard it", "value": "Teaching assistant, in class. Nobody asked a question."},
                    {"label": "In the child’s own words", "value": ACCOUNT, "quote": True},
                    {
                        "label": "What the adult saw",
                        "value": "Alder was quiet all afternoon and asked twice who was collecting. When the class was told it was "
                        "K.D.’s mother, Alder cried and asked to stay. The assistant wrote this down at 2:25pm and gave it to the "
                        "designated safeguarding lead by hand. No other pupil was near enough to hear what was said.",
                    },
                ],
                "groups": [],
            },
            {
                "number": 3,
                "title": "The young person",
                "rows": [
                    {"label": "Initials and age", "value": "K.D., 14"},
                    {"label": "Lives with", "value": "His mother and his sister M.D., 6"},
                    {"label": "School", "value": "Harrow Lane Academy, Year 10"},
                    {
                        "label": "Needs",
                        "points": [
                            "Speech and language plan since Year 7",
                            "Short, checked questions",
                            "Low mood since June",
                        ],
                    },
                    {"label": "NHS number", "value": ""},
                ],
                "groups": [],
            },
            {
                "number": 4,
                "title": "Children harmed",
                "rows": [],
                "groups": [
                    {
                        "title": "Alder (a chosen name)",
                        "rows": [
                            {"label": "Age", "value": "7"},
                            {"label": "How they know each other", "value": "Cousins; Sunday visits"},
                            {"label": "Their parents", "value": "Told on Wednesday 18 November 2026, 4pm"},
                        ],
                    },
                    {"title": "Rowan (a chosen name)", "rows": [{"label": "Age", "value": "Not known"}]},
                ],
            },
            {
                "number": 5,
                "title": "The behaviour",
                "rows": [
                    {"label": "Compulsive", "value": "Not known"},
                    {"label": "Secret", "value": "Yes: told not to tell"},
                    {"label": "Went on after an adult stepped in", "value": "Not known"},
                ],
                "groups": [],
            },
            {"number": 6, "title": "What you are asking for", "rows": [], "groups": []},
        ],
        "addenda": [],
    } | changes


def safety_plan(**changes: Any) -> dict[str, Any]:
    """Answer the context of a school safety plan that fills its page."""
    return {
        "partnership": "Aldermere Safeguarding Children Partnership",
        "reference": "HSB-26-0417",
        "version": "1.0",
        "recipient": "Harrow Lane Academy",
        "rendered_at": datetime(2026, 11, 20, 15, 20, tzinfo=UTC),
        "initials": "K.D.",
        "setting": "at school",
        "effective_from": date(2026, 11, 23),
        "review_on": date(2026, 11, 30),
        "known": "Concerns about K.D.’s behaviour towards a younger child are being looked into. Nothing has been decided.",
        "sections": [
            {
                "title": "Arriving and leaving",
                "points": ["Comes in by the main office at 8:45am", "Collected by his mother at 3:20pm"],
            },
            {
                "title": "Lessons",
                "text": "Sits near the door, in sight of the teacher. No one-to-one work with younger pupils.",
            },
            {"title": "Breaks and lunch", "points": ["Year 10 yard only", "Miss Osei on duty near the hall"]},
            {
                "title": "Toilets and changing",
                "text": "Uses the single toilet by reception. Changes for PE in the office corridor.",
            },
            {
                "title": "Corridors and blind spots",
                "text": "Not in the sports corridor between lessons. Leaves class two minutes early.",
            },
            {
                "title": "Clubs and trips",
                "text": "Film club stays, with two adults. No residential until the plan has been looked at again.",
            },
            {"title": "Phones and computers", "text": "School devices only, in the library."},
            {"title": "Kind things", "points": ["Art room on Thursdays", "Praise for keeping to the plan"]},
            {
                "title": "What staff and pupils are told",
                "text": "Staff on the list know the plan. Pupils are told nothing.",
            },
            {"title": "What K.D. thinks", "text": "“I want to keep film club. I don’t want everyone knowing.”"},
        ],
        "adults": [
            {"name": "Miss Osei", "role": "head of year", "contact": "room 14"},
            {"name": "Mr Lunt", "role": "art", "contact": "studio"},
        ],
        "if_this_happens": [
            {"when": "Another child is named", "then": "Tell the safeguarding lead at once; ring MASH the same day"},
            {"when": "K.D. is not where he should be", "then": "Office calls his mother; the lead is told"},
        ],
        "sign_off": [
            {"name": "Priya Nairn", "role": "safeguarding lead", "agreed_on": date(2026, 11, 20)},
            {"name": "K.D.", "role": "young person", "agreed_on": date(2026, 11, 20)},
            {"name": "K.D.’s mother", "role": "parent", "agreed_on": None},
        ],
    } | changes
