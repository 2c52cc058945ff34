"""The format of instrument packs for those who write one: its JSON schema, and a page about it. Written by `generate_docs`."""

import json

from aim2.instruments.pack import (
    Ages,
    Band,
    CoWorking,
    Domain,
    Item,
    NotApplicable,
    Outcome,
    Pack,
    Step,
    Total,
)

_PARTS = (Domain, Item, Step, Total, Band, NotApplicable, Ages, CoWorking, Outcome)


def schema() -> str:
    """Answer docs/instrument-pack.schema.json."""
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Pack.model_json_schema(by_alias=True)}
    return json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def markdown() -> str:
    """Answer docs/instrument-packs.md: what a pack says, field by field, and what is refused."""
    lines = [_ABOUT]
    for name, part in (("A pack", Pack), *((one.__name__, one) for one in _PARTS)):
        lines += [
            "",
            f"## {name}",
            "",
            (part.__doc__ or "").split("\n")[0],
            "",
            "| field | needed | what it is |",
            "|---|---|---|",
        ]
        for key, info in part.model_fields.items():
            needed = "yes" if info.is_required() else "–"
            lines.append(f"| `{info.alias or key}` | {needed} | {info.description or _type(info.annotation)} |")
    return "\n".join(lines) + "\n"


_WORDS = (
    ("list", "a list"),
    ("dict", "an object"),
    ("int", "a whole number"),
    ("bool", "true or false"),
    ("str", "a text"),
)


def _type(annotation: object) -> str:
    said = str(annotation).replace("aim2.instruments.pack.", "")
    if "Literal" in said:
        return (
            f"always {said[said.index('[') + 1 : -1]}".lower()
            if said.count(",") == 0
            else "one of the values of the schema"
        )
    return next((words for name, words in _WORDS if name in said), "an object, below")


_ABOUT = """# Instrument packs

An agency that holds the licence of an instrument writes it down as one JSON file, in UTF-8, and a YOS manager or AIM supervisor
loads it (*Instruments*, or `manage.py instrument load`). `instrument-pack.schema.json` beside this page is its schema;
`manage.py instrument check FILE` says with line and path what is wrong. `aim2/instruments/packs/` has five to look at.

- **Nothing is computed that the pack does not define.** Without `scale` nothing is rated; without `bands` a total has no band; the
  outcome is a judgement in every pack.
- **A total** is the sum over the items it selects by `domain`, `side` and `nature`: AIM2 has four that go across domains, AIM3 one
  for each domain. `expected_items` is an expectation: a pack that has another number is accepted.
- **Bands** must hold every total the scale can reach: 0, 2, 4 with bands 0 to 4, 6 to 12 and 14 to 20 is right, since no sum is odd.
- **Not known and not rated are gaps**; *not applicable* is one too unless `not_applicable` says `left_out` or `counts_as`. A total
  with a gap has no number and no band, and says which items.
- **A version is never edited**: other words or bands are a higher `version`. An assessment stays on the version it was begun with.
- **Wording is sealed at rest**, and stands on the pages of those who rate and in the signed report alone.
- A pack whose `status` is `demonstration` is called “Demonstration, not AIM …” and is refused outside a demonstration."""
