"""Packs as somebody might write them down: small, whole, and wrong in one place at a time."""

import json
from typing import Any

STEPS = [{"value": 0, "label": "None"}, {"value": 2, "label": "Some"}, {"value": 4, "label": "Much"}]
BANDS = [
    {"code": "low", "label": "Low", "from": 0, "to": 4},
    {"code": "middle", "label": "Middle", "from": 6, "to": 12},
    {"code": "high", "label": "High", "from": 14, "to": 20},
]


def pack(**changes: Any) -> dict[str, Any]:
    """One domain of five items on 0, 2, 4, with its total in three bands."""
    return {
        "format": 1,
        "code": "of_a_test",
        "name": "Pack of a test",
        "instrument": "AIM2",
        "edition": "first",
        "version": 1,
        "status": "licensed",
        "ages": {"from": 12, "to": 18},
        "domains": [{"code": "A", "title": "First"}],
        "items": [{"code": f"1.{n}", "domain": "A"} for n in range(1, 6)],
        "scale": STEPS,
        "totals": [{"code": "T", "title": "Total", "domain": "A", "bands": BANDS}],
    } | changes


def written(found: dict[str, Any]) -> bytes:
    """As it stands in a file, a value on each line."""
    return json.dumps(found, indent=1, ensure_ascii=False).encode()
