"""The boxes of orders, bail by a court, remand, custody and release."""

from typing import Any
from uuid import uuid4

from aim2.proceedings import events
from aim2.proceedings.fields.base import Given, choose, court_box, day_box, kind_of, long_text, pairs
from aim2.proceedings.words import ORDERS
from hsb.ui.forms import CheckboxField, Choice, TextField


@kind_of(
    "order.made",
    lambda: {
        "order": choose("Which order?", pairs(ORDERS), "the order"),
        "until": day_box("In force until"),
        "aim_required": CheckboxField(label="The order requires AIM2", required=False),
        "court": court_box(),
        "terms": long_text("What it says", "One a line. It stands on every page of this record.", required=True),
    },
)
def _order(g: Given) -> Any:
    return events.OrderMade(
        allegations=g.allegations,
        order=g.text("order"),
        order_id=str(uuid4()),
        from_on=g.day.isoformat(),
        until=g.iso("until"),
        aim_required=bool(g.said.get("aim_required")),
        court=g.text("court"),
        terms=g.text("terms"),
    )


@kind_of("breach.recorded", lambda: {"what": long_text("What happened?", required=True)})
def _breach(g: Given) -> Any:
    """Of whichever it is about: what stands knows which of the three it is."""
    order = next((one for one in g.now.orders if one.id == g.about), None)
    bail = next((one for one in g.now.bails if one.id == g.about), None)
    return events.BreachRecorded(
        allegations=g.allegations,
        kind=order.kind if order else "court_bail" if bail else "remand",
        order_id=g.about if order else "",
        bail=g.about if bail and not order else "",
        custody=g.about if not order and not bail else "",
        what=g.text("what"),
    )


@kind_of("order.ended", lambda: {"reason": long_text("Why?")})
def _order_ended(g: Given) -> Any:
    kind = next((one.kind for one in g.now.orders if one.id == g.about), "")
    return events.OrderEnded(allegations=g.allegations, order_id=g.about, order=kind, reason=g.text("reason"))


@kind_of(
    "notification.required", lambda: {"until": day_box("Until", "Half the adult period. Leave empty if it has no end.")}
)
def _must_notify(g: Given) -> Any:
    return events.NotificationRequired(
        allegations=g.allegations, notification=str(uuid4()), from_on=g.day.isoformat(), until=g.iso("until")
    )


@kind_of("notification.made")
def _notified(g: Given) -> Any:
    return events.NotificationMade(allegations=g.allegations, notification=g.about)


@kind_of(
    "court_bail.given",
    lambda: {
        "until": day_box("Until the hearing on"),
        "conditions": long_text("Conditions", "One a line. They stand on every page of this record."),
    },
)
def _court_bail(g: Given) -> Any:
    return events.CourtBailGiven(
        allegations=g.allegations, bail=str(uuid4()), until=g.iso("until"), conditions=g.text("conditions")
    )


@kind_of("court_bail.ended")
def _court_bail_ended(g: Given) -> Any:
    return events.CourtBailEnded(allegations=g.allegations, bail=g.about)


@kind_of(
    "remand.made",
    lambda: {
        "kind": choose(
            "Remanded to",
            [
                Choice("local_authority", "Local authority accommodation"),
                Choice("youth_detention", "Youth detention accommodation"),
            ],
            "where to",
        ),
        "until": day_box("Until the hearing on"),
        "where": TextField(label="Where they live now", required=False),
    },
)
def _remand(g: Given) -> Any:
    return events.RemandMade(
        allegations=g.allegations,
        custody=str(uuid4()),
        kind=g.text("kind"),
        until=g.iso("until"),
        where=g.text("where"),
    )


@kind_of(
    "custody.entered",
    lambda: {
        "establishment": TextField(label="Establishment", what="the establishment"),
        "release_on": day_box("Release expected"),
    },
)
def _custody(g: Given) -> Any:
    return events.CustodyEntered(
        allegations=g.allegations,
        custody=g.about,
        release_on=g.iso("release_on"),
        establishment=g.text("establishment"),
    )


@kind_of("custody.first_review_set", lambda: {"first_review_on": day_box("First review meeting on", required=True)})
def _first_review(g: Given) -> Any:
    return events.FirstReviewSet(allegations=g.allegations, custody=g.about, first_review_on=g.iso("first_review_on"))


@kind_of(
    "custody.released",
    lambda: {
        "licence_until": day_box("On licence until"),
        "aim_required": CheckboxField(label="The licence requires AIM2", required=False),
        "terms": long_text("Terms of the licence", "One a line. They stand on every page of this record."),
    },
)
def _out(g: Given) -> Any:
    return events.CustodyReleased(
        allegations=g.allegations,
        custody=g.about,
        licence=bool(g.text("terms") or g.said.get("licence_until") or g.said.get("aim_required")),
        licence_until=g.iso("licence_until"),
        aim_required=bool(g.said.get("aim_required")),
        terms=g.text("terms"),
    )


@kind_of("panel.held")
def _panel(g: Given) -> Any:
    return events.PanelHeld(allegations=g.allegations, order_id=g.about)
