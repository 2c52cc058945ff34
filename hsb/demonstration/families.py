"""What the referrals of the demonstration say. Invented, plain, and without detail nobody needs.

Over 300 lines: most of it is lists of invented words.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Typed = dict[str, dict[str, Any]]

GIVEN = [
    "Jordan",
    "Kai",
    "Alfie",
    "Reece",
    "Tyler",
    "Noah",
    "Callum",
    "Ellis",
    "Zak",
    "Corey",
    "Marlon",
    "Idris",
    "Leon",
    "Ashton",
    "Denny",
    "Ravi",
    "Theo",
    "Jude",
    "Connor",
    "Isaac",
    "Milo",
    "Finlay",
    "Rowan",
    "Kyle",
    "Aaron",
    "Micah",
    "Luca",
    "Toby",
    "Ewan",
    "Jaden",
    "Sonny",
    "Harvey",
    "Blake",
    "Yusuf",
    "Cody",
    "Lewis",
    "Ben",
    "Arlo",
    "Owen",
    "Seth",
]
FAMILY = [
    "Mallory",
    "Danvers",
    "Quill",
    "Hartnoll",
    "Pemberley",
    "Askew",
    "Thrale",
    "Voss",
    "Lindqvist",
    "Okoro",
    "Renshaw",
    "Bramwell",
    "Castell",
    "Dunmore",
    "Eastlake",
    "Fairlie",
    "Garrick",
    "Hallam",
    "Ingleby",
    "Jessop",
    "Kirkbride",
    "Langley",
    "Merriott",
    "Netherby",
    "Orrell",
    "Pickersgill",
    "Rainford",
    "Sallow",
    "Tarrant",
    "Underhill",
    "Vickers",
    "Wetherby",
    "Yardley",
    "Arkell",
    "Bexfield",
    "Crosby",
    "Dacre",
    "Elphick",
    "Farrant",
    "Goss",
]
HARMED_GIVEN = [
    "Tamsin",
    "Elodie",
    "Marcus",
    "Freya",
    "Nell",
    "Poppy",
    "Asha",
    "Gwen",
    "Iris",
    "Lottie",
    "Mabel",
    "Nora",
    "Orla",
    "Petra",
    "Rhea",
    "Stella",
    "Thea",
    "Una",
    "Vera",
    "Willa",
    "Dotty",
    "Edie",
    "Flora",
    "Greta",
    "Hattie",
    "Ida",
    "Jessa",
    "Kezia",
    "Lila",
    "Mina",
]
HARMED_FAMILY = [
    "Quell",
    "Brantley",
    "Corran",
    "Deverill",
    "Ellwood",
    "Frayne",
    "Gorringe",
    "Harkness",
    "Islip",
    "Jarrold",
    "Kember",
    "Lovell",
    "Mostyn",
    "Norcott",
    "Ockley",
    "Pascoe",
    "Quarrie",
    "Rudge",
    "Stanway",
    "Tolland",
    "Upcott",
    "Varley",
    "Wyvern",
    "Yelland",
    "Abney",
    "Birtles",
    "Coombe",
    "Dyson",
    "Eddery",
    "Fenner",
]

WORDS = (
    "“He said it was a secret game. I didn’t like it and he didn’t stop till the door went.”",
    "“He kept showing me stuff on his phone and asking me to do the same.”",
    "“It happened on the bus again. He sits next to me and won’t let me move.”",
    "“I told him no. He said nobody would believe me.”",
    "“He sent it round the whole group chat.”",
    "“When Mum is out he comes in my room. I pretend I am asleep.”",
)
STATEMENTS = (
    "It is alleged that the young person touched a younger child sexually on more than one occasion and asked for it to be kept secret.",
    "It is alleged that the young person asked for and shared sexual images of another pupil.",
    "Sexualised touching of other pupils on the school bus, continuing after staff had spoken to him.",
    "It is alleged that the young person used pressure and threats to make another child take part in sexual acts.",
)
PLACES = (
    ("school", "In the changing rooms"),
    ("own_home", "In his bedroom"),
    ("transport", "On the school bus"),
    ("online", "In a messaging group"),
)


@dataclass(frozen=True)
class Family:
    """One referral: who it is about and how it reads. `number` chooses the invented names."""

    number: int
    age: int = 14
    sender: str = "nadia"
    harmed: int = 1
    same_school: bool = False
    sibling: bool = False
    criminal: str = ""  # status of the allegation: investigation, bail, rui, charged, court_order, nfa
    admission: str = "none"
    hackett: str = "abusive"
    learning: str = "none_known"
    danger: str = "no"
    looked_after: bool = False
    own_harm: str = "none_known"
    extra: Typed = field(default_factory=dict)

    @property
    def given(self) -> str:
        return GIVEN[self.number % len(GIVEN)]

    @property
    def family(self) -> str:
        return FAMILY[self.number % len(FAMILY)]

    def typed(self, on: date) -> Typed:
        """Answer what was typed into the referral, sent on a London day."""
        number = self.number
        born = date(on.year - self.age - (1 if (on.month, on.day) < (6, 15) else 0), 6, 15) - timedelta(days=number)
        place, where = PLACES[number % len(PLACES)]
        told = on - timedelta(days=number % 2)
        typed: Typed = {
            "account": {
                "how_known": "told_me",
                "how_came": "disclosure",
                "directness": "first_hand" if number % 3 else "second_hand",
                "hands": str(number % 3),
                "said_by": "child_harmed",
                "words": WORDS[number % len(WORDS)],
                "questions_asked": "“What happened then?”",
                "demeanour": "Quiet, asked to go back to class.",
                **typed_date("said_on", told),
                "said_time": "9:40am",
                "said_where": "In the pastoral office",
                "received_by_name": "Dean Abara",
                "received_by_job": "teaching assistant",
            },
            "young-person": {
                "given_name": self.given,
                "family_name": self.family,
                **typed_date("born_on", born),
                "sex": "male",
                "address": f"{number + 3} Weir Lane\nAldermere",
                "postcode": f"AL{1 + number % 8} {1 + number % 9}QX",
                "school": "Fernhill Academy" if number % 2 else "Harrow Lane Academy",
                "school_year": str(max(5, min(12, self.age - 4))),
                "ethnicity": "white_british" if number % 3 else "",
                "first_language": "English",
                "interpreter_needed": "no",
                "looked_after": "yes" if self.looked_after else "no",
            },
            "behaviour": {
                "statement": STATEMENTS[number % len(STATEMENTS)],
                "incidents": [
                    {
                        "n": 1,
                        "version": 1,
                        "when": "day",
                        **typed_date("on", told - timedelta(days=3 + number % 9)),
                        "place_kind": place,
                        "place": where,
                        "online": "only" if place == "online" else "no",
                        "description": STATEMENTS[number % len(STATEMENTS)],
                        "involved": ["1"] if self.harmed else [],
                        "frequency": "few",
                    }
                ],
            },
            "request": {
                "wants": ["assessment", "aim2"] if number % 2 else ["advice", "meeting"],
                "wants_why": "That every child is safe, and that the young person gets help soon.",
                "routes": ["child_protection", "criminal_justice"] if self.criminal else ["child_protection"],
                "referrer_relationship": "Knows the young person from school.",
                "referrer_phone": "01632 960222",
            },
            "harmed": {"people": [self._harmed(n) for n in range(1, self.harmed + 1)]}
            if self.harmed
            else {"nobody_known": "on", "nobody_known_detail": "Images of unknown children."},
            "analysis": {
                "age_gap": "large" if number % 2 else "some",
                "mutual": "no",
                "coercion": ["secrecy"] if number % 2 else ["threats", "emotional_blackmail"],
                "distress": "yes",
                "planning": "not_known",
                "compulsive": "not_known",
                "secret": "yes",
                "continues": "yes" if number % 3 == 0 else "no",
            },
            "ratings": {
                "hackett": self.hackett,
                "hackett_rationale": "Younger child, secrecy, went on after being asked to stop.",
                "hackett_judged_by": "Safeguarding lead",
            },
            "needs": {"learning_need": self.learning, "learning_detail": "Moderate learning difficulty." if self.learning == "known" else ""},
            "own-harm": {"own_harm": self.own_harm, "own_harm_detail": "Domestic abuse at home when small." if self.own_harm != "none_known" else ""},
            "home": {
                "parents": [
                    {
                        "n": 1, "version": 1, "given_name": "Dawn", "family_name": self.family, "relationship": "mother",
                        "has_parental_responsibility": "yes", "lives_with": "yes", "may_be_contacted": "yes", "phone": "01632 960333",
                    },
                    {
                        "n": 2, "version": 1, "given_name": "Neil", "family_name": self.family, "relationship": "father",
                        "has_parental_responsibility": "yes", "lives_with": "no", "may_be_contacted": "no" if number % 4 == 0 else "yes",
                        "address_confidential": "on" if number % 4 == 0 else "", "address": "Not to be given out" if number % 4 == 0 else "",
                    },
                ],
                "household": [
                    {"n": 1, "version": 1, "given_name": "Maisie", "family_name": self.family, "relationship": "sister", "is_child": "yes", "age_estimate": "6"},
                ],
            },
            "safety": {"steps": ["kept_apart", "supervision"], "steps_detail": "Different breaks, an adult nearby."},
            "views": {"child_knows": "no", "parents_know": "some", "parents_agree": "some"},
        }  # fmt: skip
        if self.criminal:
            typed["police"] = {
                "allegations": [
                    {
                        "n": 1, "version": 1, "offence": "Sexual assault of a child", "crime_number": f"AL/{2600 + number}/26",
                        "officer_name": "DC Amy Sorrell", "admission": self.admission, "status": self.criminal,
                        **typed_date("status_on", told),
                        **(typed_date("bail_until", on + timedelta(days=40)) if self.criminal == "bail" else {}),
                        "bail_conditions": "No contact with the child harmed. Not on the 61 bus." if self.criminal == "bail" else "",
                    }
                ],
                "police_request": "yes" if self.criminal == "bail" and self.admission in ("full", "partial") else "",
            }  # fmt: skip
        for key, answers in self.extra.items():
            typed.setdefault(key, {}).update(answers)
        return typed

    def _harmed(self, n: int) -> dict[str, Any]:
        chosen = (self.number * 2 + n) % len(HARMED_GIVEN)
        return {
            "n": n,
            "version": 1,
            "kind": "child",
            "given_name": HARMED_GIVEN[chosen],
            "family_name": self.family if self.sibling else HARMED_FAMILY[chosen],
            "age_estimate": str(max(4, self.age - 4 - n)),
            "sex": "male" if HARMED_GIVEN[chosen] == "Marcus" else "female",
            "relationship": "sibling" if self.sibling else "pupil",
            "is_sibling": "yes" if self.sibling else "no",
            "same_school": "yes" if self.same_school else "no",
            "lives_with": "yes" if self.sibling else "no",
            "carer_name": "Mother",
            "carer_contact": "01632 960444",
            "views": "Wants it to stop.",
            "safe_now": "yes",
        }


def typed_date(name: str, day: date) -> dict[str, str]:
    """Answer the three boxes of a date as somebody fills them in."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
