"""Each child's copy of the referral, without the other's name."""

from collections.abc import Sequence
from datetime import date, time

from hsb import ages, clock
from hsb.cases import masking
from referrals.models import (
    FirstAccount,
    Referral,
    ReferralPart,
)
from referrals.submission.child import Answers, Child, Named, entry_of, read_day
from referrals.submission.known import carers_of, known_of

# What a harmed person is called where nobody chose a name: birds, trees and flowers. Each referral begins elsewhere in the
# list, so that one team does not read of twenty Herons, and no two in one referral share a name.
CHOSEN_NAMES = (
    "Heron", "Alder", "Wren", "Rowan", "Linnet", "Hazel", "Plover", "Aspen", "Siskin", "Maple", "Curlew", "Willow", "Dunlin",
    "Bramble", "Avocet", "Juniper", "Martin", "Clover", "Teal", "Laurel", "Kestrel", "Myrtle", "Osprey", "Sorrel", "Lapwing",
    "Cedar", "Fulmar", "Saffron", "Merlin", "Bryony",
)  # fmt: skip

# What of a harmed person's entry the young person's readers may see: what bears on risk, never who it is.
SHOWN_OF_HARMED = (
    "n", "kind", "pseudonym", "age_estimate", "sex", "relationship", "is_sibling", "same_school", "lives_with", "safe_now",
)  # fmt: skip
# What is written freely about who a child is. Their names are their own and never replaced.
SAID_OF_A_CHILD = ("address", "phone", "email", "ethnicity", "religion", "school")
# The sections a harmed person's readers have a copy of; `harmed` and `behaviour` hold only what concerns this person.
SHOWN_TO_HARMED = ("account", "behaviour", "harmed", "request")


def hidden_from(child: Named, children: Sequence[Named], answers: Answers) -> list[masking.Hidden]:
    """Answer the other children of a referral and those who care for them, as people whom this child's readers must not know.

    What the referral also says of the reader's own child or their carers is theirs: brothers and sisters share a mother.
    """
    own = (child.details.given_name, child.details.family_name, child.details.known_as)
    own_carers = carers_of(answers, child.number)
    own_names = (*own, *(name for carer in own_carers for name in carer))
    own_known = known_of(answers, child.number)
    found = []
    for other in children:
        if other.number == child.number:
            continue
        found.append(
            masking.hidden(
                given_name=other.details.given_name,
                family_name=other.details.family_name,
                known_as=other.details.known_as,
                called=other.called,
                shared=own,
                known=known_of(answers, other.number),
                known_of_reader=own_known,
            )
        )
        found += [
            masking.hidden(
                given_name=given, family_name=family, called=f"{other.called}’s parent or carer", shared=own_names
            )
            for given, family in carers_of(answers, other.number)
            if (given, family) not in own_carers
        ]
    return found


def copy_for(
    child_number: int, answers: Answers, others: list[masking.Hidden], *, on: date
) -> dict[str, tuple[Answers, bool]]:
    """Answer section → (answers as this child's readers see them, whether a name was replaced). Pure.

    A young person's readers see of a harmed person only what bears on risk; a harmed person's readers see the account, what
    was done to them and their own entry, and nothing of the young person's life.
    """
    chosen: dict[str, Answers] = {}
    if child_number == 0:
        chosen = dict(answers)
        people = [{key: person.get(key) for key in SHOWN_OF_HARMED} for person in answers["harmed"]["people"]]
        for shown, person in zip(people, answers["harmed"]["people"], strict=True):
            born = read_day(person["born_on"])
            shown["age_estimate"] = ages.age_on(born, on) if born else person["age_estimate"]
        chosen["harmed"] = {
            **{k: v for k, v in answers["harmed"].items() if k != "unread"},
            "people": people,
            "unread": {},
        }
        own_words = {"nobody_known_detail": answers["harmed"]["nobody_known_detail"]}
        chosen["harmed"].update(own_words)
        chosen.pop("attachments", None)
    else:
        for key in SHOWN_TO_HARMED:
            chosen[key] = dict(answers[key])
        chosen["harmed"]["people"] = [entry_of(answers, child_number)]
        chosen["behaviour"]["incidents"] = [
            incident
            for incident in answers["behaviour"]["incidents"]
            if not incident["involved"] or child_number in incident["involved"]
        ]
        chosen["request"] = {"wants": answers["request"]["wants"], "wants_why": answers["request"]["wants_why"]}
    return {key: masking.mask(value, others) for key, value in chosen.items()}


def write_parts(referral: Referral, child: Child, answers: Answers, others: list[masking.Hidden]) -> None:
    copies = copy_for(child.number, answers, others, on=clock.local_date(referral.submitted_at))
    ReferralPart.objects.bulk_create(
        ReferralPart(case=child.case, referral=referral, section=key, answers=part, masked=masked)
        for key, (part, masked) in copies.items()
    )


def write_first_account(referral: Referral, child: Child, account: Answers, others: list[masking.Hidden]) -> None:
    said, masked = masking.mask(account, others)
    FirstAccount(
        case=child.case,
        referral=referral,
        masked=masked,
        said_on=read_day(account["said_on"]),
        said_time=time.fromisoformat(account["said_time"]) if account["said_time"] else None,
        written_up_on=read_day(account["written_up_on"]),
        hands=account["hands"],
        **{
            name: said[name]
            for name in ("words", "words_not_known_reason", "questions_asked", "demeanour", "how_known", "how_came")
        },
        **{name: said[name] for name in ("directness", "said_where", "received_by_name", "received_by_job")},
    ).save(force_insert=True)
