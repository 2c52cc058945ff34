"""Reading consent: every answer, how each purpose stands, and what was decided after a refusal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from aim2.consent import rules
from aim2.consent.rules import Given, Stand, Standing
from aim2.consent.terms import Purpose, Reply
from aim2.looked_after import queries as looked_after
from aim2.models import Consent, RefusalDecision
from hsb.cases.models import Case


def rows(case: Case) -> QuerySet[Consent]:
    """Answer every answer on a case, in the order they were given."""
    return Consent.objects.filter(case=case).order_by("answered_on", "at")


def given(consents: Iterable[Consent]) -> list[Given]:
    """Answer rows as the rule reads them."""
    return [
        Given(
            giver=one.giver,
            who=str(one.person_id or one.giver),
            called=one.called,
            reply=one.reply,
            on=one.answered_on,
            at=one.at,
            age=one.age,
            able=one.able,
            next_offer_on=one.next_offer_on,
        )
        for one in consents
    ]


def standing_of(
    consents: Iterable[Consent],
    case: Case,
    *,
    on: date,
    care_order: bool,
    purpose: str = Purpose.TAKE_PART,
    share_with: str = "",
) -> Standing:
    """Answer how consent stands for one purpose, from every answer on the case. `care_order`: one is on record, so the local
    authority answers and not the parents. No statement."""
    every = list(consents)
    asked = [one for one in every if one.purpose == purpose and one.share_with.casefold() == share_with.casefold()]
    return rules.standing(given(asked), age=case.age_on(on), care_order=care_order)


def _under_care_order(case: Case, on: date) -> bool:
    """The record says itself whether the child is looked after; by which law is asked only then."""
    return bool(case.looked_after) and looked_after.has_care_order(case, on)


def standing(case: Case, *, on: date, purpose: str = Purpose.TAKE_PART, share_with: str = "") -> Standing:
    """Answer how consent stands for one purpose on a London day. One statement, two of a child who is looked after."""
    care_order = _under_care_order(case, on)
    return standing_of(rows(case), case, on=on, care_order=care_order, purpose=purpose, share_with=share_with)


def has_agreed(case: Case, who: str, purpose: str, share_with: str = "") -> bool:
    """Answer whether this person's last answer for a purpose was a yes: then a no withdraws it."""
    same = [
        one
        for one in rows(case)
        if str(one.person_id or one.giver) == who
        and one.purpose == purpose
        and one.share_with.casefold() == share_with.strip().casefold()
    ]
    return bool(same) and same[-1].reply == Reply.AGREES


@dataclass(frozen=True)
class Asked:
    """One purpose as it stands, with every answer to it, newest first."""

    purpose: Purpose
    share_with: str
    standing: Standing
    answers: tuple[Consent, ...]

    @property
    def title(self) -> str:
        return f"{self.purpose.label} with {self.share_with}" if self.share_with else self.purpose.label

    @property
    def latest(self) -> list[Consent]:
        """Each person's last answer, in the order they first answered."""
        found: dict[str, Consent] = {}
        for one in reversed(self.answers):
            found[str(one.person_id or one.giver)] = one
        return list(found.values())


def per_purpose(consents: Iterable[Consent], case: Case, *, on: date) -> list[Asked]:
    """Answer each purpose that was asked about, taking part first, and that even where nobody was. One statement of a
    child who is looked after, else none."""
    every = list(consents)
    care_order = _under_care_order(case, on)
    keys = dict.fromkeys(
        [(Purpose.TAKE_PART.value, ""), *((one.purpose, one.share_with) for one in every)],
    )
    folded: dict[tuple[str, str], tuple[str, str]] = {}
    for purpose, share_with in keys:
        folded.setdefault((purpose, share_with.casefold()), (purpose, share_with))
    order = list(Purpose)
    return [
        Asked(
            Purpose(purpose),
            share_with,
            standing_of(every, case, on=on, care_order=care_order, purpose=purpose, share_with=share_with),
            tuple(
                one
                for one in reversed(every)
                if one.purpose == purpose and one.share_with.casefold() == share_with.casefold()
            ),
        )
        for purpose, share_with in sorted(folded.values(), key=lambda key: (order.index(Purpose(key[0])), key[1]))
    ]


def last_decision(case: Case) -> RefusalDecision | None:
    """Answer what was last decided after a refusal."""
    return RefusalDecision.objects.filter(case=case).select_related("by").order_by("-at").first()


__all__ = ["Asked", "Given", "Stand", "Standing", "given", "per_purpose", "rows", "standing", "standing_of"]
