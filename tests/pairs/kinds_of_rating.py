"""An assessment that is rated with an instrument: the buttons of the two who rate it, and of whoever takes the instrument back."""

from functools import partial
from typing import Any

from aim2.assessments import signing
from aim2.instruments import loading, queries, shipped
from aim2.models import Assessment, InstrumentPack, Rating, Resolution
from aim2.ratings import actions
from tests.aim2.assessments import builders
from tests.aim2.ratings import sheets
from tests.aim2.ready import ready
from tests.pairs.pressing import Kind, People, Press, codes
from tests.pairs.times import AT, LATER

ITEM, BOTH_IN = "1.1", "1.2"


def _rated(people: People) -> Assessment:
    """Lead and co-worker have both rated one item, each otherwise; the other item waits for both."""
    case = ready(people.dsl, people.yos_officer, people.social_worker, people.yos_manager, AT)
    made = builders.begun(case, people.yos_officer, people.social_worker, AT)
    sheets.rated_with(made, _pack(people), people.yos_officer, AT)
    sheets.says(made, people.yos_officer, AT, **{BOTH_IN: 4})
    sheets.says(made, people.social_worker, AT, **{BOTH_IN: 2})
    return made


def _pack(people: People) -> InstrumentPack:
    return loading.load(data=shipped.files()[sheets.BY_DOMAIN], name=sheets.BY_DOMAIN, by=people.yos_manager, at=AT)


def _again(made: Assessment) -> Assessment:
    return Assessment.objects.select_related("case", "lead", "co_worker").get(pk=made.pk)


def _rates(who: str, typed: str, item: str = ITEM) -> Any:
    def page(made: Assessment, people: People) -> Any:
        by, read = people[who], _again(made)
        held = sheets.sheet(read).lines[item].of(by.pk, read)
        return partial(
            actions.rate,
            assessment=read,
            item=item,
            typed=typed,
            why=f"Seen by the {who}.",
            number=held.number if held else 0,
            by=by,
            at=LATER,
        )

    return page


def _settles(who: str, typed: str) -> Any:
    def page(made: Assessment, people: People) -> Any:
        read = _again(made)
        held = sheets.sheet(read).lines[BOTH_IN].resolution
        return partial(
            actions.settle,
            assessment=read,
            item=BOTH_IN,
            typed=typed,
            because=f"The {who} thinks so.",
            number=held.number if held else 0,
            by=people[who],
            at=LATER,
        )

    return page


def _ends(made: Assessment, people: People) -> Any:
    return partial(signing.end, assessment=_again(made), because="Moved away.", by=people.yos_officer, at=LATER)


def _stands(made: Assessment) -> Any:
    chosen = queries.chosen(made)
    rated = Rating.objects.filter(chosen=chosen).order_by("item", "by", "number").values_list("item", "by", "value")
    settled = Resolution.objects.filter(chosen=chosen).order_by("number").values_list("item", "by", "value")
    return codes(made.case), list(rated), list(settled), _again(made).state


RATED = Kind(
    "a rated assessment",
    _rated,
    lambda made: made.case,
    (
        Press("lead rates", _rates("yos_officer", "4")),
        Press("lead rates otherwise in another window", _rates("yos_officer", "0")),
        Press("co-worker rates", _rates("social_worker", "2")),
        Press("lead settles", _settles("yos_officer", "4")),
        Press("co-worker settles", _settles("social_worker", "2")),
        Press("end it", _ends, ends=True),
    ),
    _stands,
)
