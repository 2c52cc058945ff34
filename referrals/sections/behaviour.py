"""The behaviour: what happened, each incident, what kind of behaviour it was, and the two judgements on it (P2.3, P2.4)."""

from collections.abc import Mapping
from typing import Any

from hsb import clock
from hsb.ui.forms import DateField, LongTextField, NameField, PartialDateField
from hsb.writing.fields import (
    Answers,
    NumbersField,
    SectionForm,
    any_of,
    from_list,
    group,
    line,
    long_text,
    one_of,
    yes_no,
)
from hsb.writing.sections import ItemList, Section
from referrals.eligibility import behaviour as scales
from referrals.sections import codes


class BehaviourForm(SectionForm):
    short_labels = {"statement": "What happened, or what is worrying"}

    statement = LongTextField(
        label="What happened, or what are you worried about?",
        help_text="In your own words: what the young person is said to have done, to whom, and how you know. "
        "Dates and places can go into each incident below.",
        rows=8,
        required=False,
        label_size="m",
        what="what happened",
    )


class IncidentForm(SectionForm):
    compulsory = frozenset({"description"})

    when = one_of("When did it happen?", codes.WHEN, reveals={"period": ["until"]}, label_size="m")
    on = PartialDateField(
        label="Date, or start of the period",
        help_text="For example 4 3 2026. Leave out the day, or the day and month, if you do not know them.",
        required=False,
        not_after=clock.today,
        what="the date it happened",
    )
    until = PartialDateField(
        label="End of the period",
        help_text="Leave empty if it may still be going on.",
        required=False,
        not_after=clock.today,
        what="the end of the period",
    )
    when_words = line("Anything else about when", "For example: around Easter, on Sundays.")
    description = LongTextField(
        label="What happened?",
        help_text="What was done, said or shown, by whom and to whom. Write “it is alleged that” where nobody saw it.",
        rows=6,
        what="what happened",
        label_size="m",
    )
    involved = NumbersField(
        source=("harmed", "people"),
        label="Who was harmed in this incident?",
        help_text="From the people you listed under “Who was harmed”.",
        required=False,
    )
    place_kind = from_list("Where did it happen?", codes.PLACE)
    place = line("Place", "Name or address, if you know it.")
    online = one_of(
        "Was any of it online or by phone?",
        codes.ONLINE,
    )
    platform = line("Which app, game or site?")
    images_made = yes_no("Were images or recordings made?")
    images_shared = yes_no("Were they shared?", "Do not open, copy or send them. Tell the police where they are.")
    frequency = from_list("How often did this happen?", codes.FREQUENCY)
    frequency_detail = line("More about how often")

    layout = (
        "description",
        "when",
        "on",
        "when_words",
        "involved",
        group("Where", "place_kind", "place"),
        group("Online", "online", "platform", "images_made", "images_shared"),
        group("How often", "frequency", "frequency_detail"),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("when") == "day" and not given.get("on"):
            self.need("on", "Enter the date it happened, as much of it as you know, or choose “I do not know when”")
        start, end = given.get("on"), given.get("until")
        if start and end and end < start[: len(end)]:
            self.need("until", "The end of the period must be its start or later")


def _statement_or_incident(answers: Answers) -> list[tuple[str, str]]:
    if answers["statement"] or any(incident["description"] for incident in answers["incidents"]):
        return []
    return [("statement", "Say what happened or what you are worried about")]


def _incident_name(item: Mapping[str, Any]) -> str:
    when = (item.get("on") or {}).get("text", "")
    until = (item.get("until") or {}).get("text", "")
    return f"{when} to {until}" if when and until else when


BEHAVIOUR = Section(
    key="behaviour",
    title="The behaviour",
    purpose="What happened, where, and how old everyone was",
    form=BehaviourForm,
    needed=True,
    lists=(
        ItemList(
            key="incidents",
            title="Incidents",
            one="incident",
            form=IncidentForm,
            add="Add an incident",
            hint="One for each time or period you know of. You can send without any.",
            name=_incident_name,
        ),
    ),
    is_needed=_statement_or_incident,
    guidance=(
        "Describe what was done; leave judging it to later pages",
        "“Touched her over her clothes” says more than “touched inappropriately”",
        "Where something is alleged, say so",
    ),
)


class AnalysisForm(SectionForm):
    age_gap = one_of("Age difference between the young person and the person harmed", codes.AGE_GAP)
    age_gap_detail = line("How old was each at the time?")
    developmental_gap = yes_no(
        "Is there a difference in development, ability or power?",
        "In understanding, size, learning, or standing in the group.",
        reveals={"yes": ["developmental_gap_detail"]},
    )
    developmental_gap_detail = long_text("What is the difference?", rows=2)
    mutual = yes_no("Did everyone freely take part?", "Not only went along with it.")
    mutual_detail = long_text("How do you know?", rows=2)
    coercion = any_of(
        "Was any of this used or described?",
        codes.COERCION,
        "Choose every form of pressure that applies.",
        what="the forms of pressure",
    )
    coercion_detail = long_text("More about that", rows=3)
    distress = yes_no("Was anyone distressed?", reveals={"yes": ["distress_detail"]})
    distress_detail = long_text("Who, and how did it show?", rows=2)
    planning = yes_no(
        "Was any of it planned?",
        "For example: finding time alone, choosing a place.",
        reveals={"yes": ["planning_detail"]},
    )
    planning_detail = long_text("What shows that?", rows=2)
    compulsive = yes_no("Does it seem hard for the young person to stop?")
    secret = yes_no("Is it repeated in secret?")
    continues = yes_no("Has it gone on after parents, carers or staff stepped in?")
    persistence_detail = long_text("More about that", rows=3)
    previous_incidents = long_text(
        "Earlier incidents", "Anything like this before, what was done, and what changed.", rows=4
    )
    response_when_challenged = long_text(
        "How did the young person respond when spoken to?",
        "What they said and did. Do not question them for this form.",
        rows=4,
    )
    short_labels = {
        "mutual_detail": "How that is known",
        "coercion_detail": "More about pressure",
        "persistence_detail": "More about persistence",
    }

    layout = (
        group("Were they equals?", "age_gap", "age_gap_detail", "developmental_gap"),
        group("Was it free?", "mutual", "mutual_detail", "coercion", "coercion_detail"),
        group("Distress and planning", "distress", "planning"),
        group("Does it persist?", "compulsive", "secret", "continues", "persistence_detail"),
        group("Before and after", "previous_incidents", "response_when_challenged"),
    )

    def clean(self) -> None:
        chosen = self.cleaned_data.get("coercion") or []
        if len(chosen) > 1 and any(code in chosen for code in codes.ALONE):
            self.need("coercion", "Choose the forms of pressure, or only “None of these” or “Not known”")


ANALYSIS = Section(
    key="analysis",
    title="What kind of behaviour",
    purpose="Age difference, pressure, distress, planning, and whether it goes on",
    form=AnalysisForm,
    guidance=(
        "Healthy behaviour is shared, free of pressure and free of distress",
        "“Not known” is a good answer when it is true",
    ),
)


class RatingsForm(SectionForm):
    hackett = one_of(
        "Where on the continuum would you place the behaviour?",
        codes.HACKETT,
        "Hackett’s five categories, from expected to violent. Your judgement today; it can be judged again later.",
        label_size="m",
    )
    hackett_rationale = long_text("What makes you place it there?", rows=4)
    hackett_judged_by = NameField(label="Who judged it?", help_text="Name and job.", required=False, width=20)
    hackett_judged_on = DateField(label="When?", required=False, not_after=clock.today, what="the day it was judged")
    short_labels = {
        "hackett": "Hackett continuum",
        "hackett_rationale": "Reasons",
        "hackett_judged_by": "Judged by",
        "hackett_judged_on": "Judged on",
    }

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("hackett") not in (None, "", "not_judged") and not given.get("hackett_rationale"):
            self.need("hackett_rationale", "Say what makes you place it there, or choose “I cannot judge this”")


class BrookForm(SectionForm):
    incident = NumbersField(
        source=("behaviour", "incidents"), single=True, label="Which incident was rated?", required=False
    )
    behaviour = long_text("The behaviour that was rated", "In your own words.", rows=3)
    edition = one_of("Which edition of the tool?", codes.BROOK_EDITION)
    age_band = from_list("Age band used", scales.BROOK_AGE_BANDS)
    developmental_age = line("Developmental age, if different", width=10)
    colour = one_of("Colour", scales.BROOK_COLOURS)
    rationale = long_text("What makes it that colour?", rows=4)
    judged_by = NameField(label="Who judged it?", help_text="Name and job.", required=False, width=20)
    judged_on = DateField(label="When?", required=False, not_after=clock.today, what="the day it was judged")
    trained = yes_no("Has that person been trained by Brook to use the tool?")

    def clean(self) -> None:
        given = self.cleaned_data
        mismatch = scales.brook_mismatch(given.get("edition", ""), given.get("age_band", ""), given.get("colour", ""))
        if mismatch:
            self.need("colour" if "colours" in mismatch else "age_band", mismatch)
        if given.get("colour") and not given.get("rationale"):
            self.need("rationale", "Say what makes it that colour")
        if given.get("colour") and not given.get("edition"):
            self.need("edition", "Choose the edition: its colours and age bands differ")


def _brook_name(item: Mapping[str, Any]) -> str:
    return str(item.get("colour", "")).capitalize()


RATINGS = Section(
    key="ratings",
    title="Hackett and Brook",
    purpose="If someone has placed the behaviour on the continuum or used the traffic light tool",
    form=RatingsForm,
    lists=(
        ItemList(
            key="brook",
            title="Brook traffic light ratings",
            one="rating",
            form=BrookForm,
            add="Add a Brook rating",
            hint="One for each behaviour and date. Only people trained by Brook should use the tool.",
            name=_brook_name,
        ),
    ),
    guidance=("Leave this if nobody has judged it: specialists will",),
)
