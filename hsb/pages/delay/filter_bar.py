"""The filters of the dashboard, and what a list is narrowed to, in words."""

from datetime import date

from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.profile import profile
from hsb.pages.delay import chain, rows
from hsb.pages.delay.asked import FAMILY, NO_REASON, PERIODS, ROUTES, Asked
from hsb.pages.delay.cells import (
    AGE_WORDS,
    BUCKET_WORDS,
    OFFER_WORDS,
    PERIOD_WORDS,
    REASON_WORDS,
    period_words,
    whose_words,
)
from hsb.pages.delay.chain import called
from hsb.pages.delay.spread import longer_than
from hsb.ui.components import Filter
from hsb.ui.words import day_month_year

MOVERS = (AgencyKind.CSWS, AgencyKind.YOS, AgencyKind.POLICE, AgencyKind.SCHOOL, AgencyKind.HEALTH)
REFERRERS = (AgencyKind.SCHOOL, AgencyKind.POLICE, AgencyKind.HEALTH)


def filters(asked: Asked) -> list[Filter]:
    """Answer the controls of the page. One statement: the agencies that refer."""
    movers = [(str(kind), whose_words(kind)) for kind in MOVERS]
    if any(step.whose == chain.FAMILY for step in chain.live()):
        movers.append((chain.FAMILY, whose_words(chain.FAMILY)))
    areas = [(f"area:{name}", name) for name in rows.areas()]
    schools = [(str(pk), name) for pk, name in Agency.objects.filter(kind__in=REFERRERS).values_list("pk", "name")]
    return [
        Filter("period", "Period", [(code, _capital(PERIOD_WORDS[code])) for code in PERIODS], asked.period),
        Filter(
            "route", "Route", [("", "Any route"), *((code, name) for code, (_, name) in ROUTES.items())], asked.route
        ),
        Filter("whose", "Whose move", [("", "All agencies"), *movers], asked.whose),
        Filter("school", "School or area", [("", f"All of {_place()}"), *areas, *schools], asked.school),
        Filter("family", "Family", [("", "All families"), *FAMILY.items()], asked.family),
    ]


def narrowed_words(asked: Asked, today: date, *, waits: bool = False) -> list[str]:
    """Answer what a list is narrowed to, one phrase for each."""
    first, last = asked.between(today)
    said = (
        []
        if waits
        else [f"{_capital(period_words(asked))}: {day_month_year(first)} to {day_month_year(min(last, today))}"]
    )
    if asked.route:
        said.append(ROUTES[asked.route][1])
    if asked.whose:
        said.append(f"Whose move: {whose_words(asked.whose)}")
    if asked.school:
        said.append(asked.school.removeprefix("area:") if asked.school.startswith("area:") else _agency(asked.school))
    if asked.family:
        said.append(f"Family: {FAMILY[asked.family].lower()}")
    if asked.before:
        said.append(f"after: {called(asked.before)}")
    if asked.days:
        said.append(f"{(BUCKET_WORDS | OFFER_WORDS)[asked.days]} working days")
    if asked.age:
        said.append(f"{AGE_WORDS[asked.age]} working days since the last step")
    if asked.over:
        said.append(f"{longer_than(int(asked.over))} since the first account")
    if asked.reason:
        said.append("no reason recorded" if asked.reason == NO_REASON else REASON_WORDS.get(asked.reason, asked.reason))
    return said


def _agency(number: str) -> str:
    return Agency.objects.filter(pk=int(number)).values_list("name", flat=True).first() or "An agency that is not there"


def _place() -> str:
    """Answer the partnership's place: its name without what it calls itself."""
    return profile().partnership.split()[0]


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
