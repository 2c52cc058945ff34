"""The component gallery: every component once, fed with invented people. `?hostile=1` puts markup into every text.

Over 300 lines: one example of each component, and nothing else.
"""

import dataclasses
from datetime import date, timedelta
from typing import Any, ClassVar

from hsb import clock
from hsb.ui import components as c
from hsb.ui import forms

HOSTILE = '<img src=x onerror="alert(1)">&"\''


class GalleryForm(forms.BaseForm):
    """One of each field, with what it reveals."""

    first_name = forms.NameField(label="First name", help_text="As the young person writes it.")
    words = forms.LongTextField(
        label="The words used", help_text="Write what the child said in the child’s own words.", rows=5, verbatim=True
    )
    said_on = forms.DateField(label="When was this said?", what="the day it was said", not_after=clock.today)
    said_at = forms.TimeField(
        label="Time", what="the time it was said", required=False, help_text="For example 10:40am."
    )
    happened_on = forms.PartialDateField(
        label="When did it happen?", what="when it happened", required=False, help_text="Leave out what is not known."
    )
    danger = forms.YesNoField(
        label="Is anyone in danger now?",
        reveals={"yes": ["danger_what"]},
        error_messages={"required": "Say whether anyone is in danger now"},
    )
    danger_what = forms.TextField(label="What is the danger?", what="what the danger is")
    told = forms.YesNoNotKnownField(label="Have the parents been told?")
    route = forms.RadioField(
        label="What are you asking for?",
        choices=[
            forms.Choice("advice", "Advice", hint="A conversation, nothing is opened."),
            forms.Choice("meeting", "A strategy meeting", divider="or"),
            forms.Choice("assessment", "An assessment"),
        ],
    )
    needs = forms.CheckboxesField(
        label="What helps the young person?",
        choices=[("interpreter", "An interpreter"), ("breaks", "Breaks"), ("other", "Something else")],
        reveals={"other": ["needs_other"]},
        required=False,
        help_text="Choose all that apply.",
    )
    needs_other = forms.TextField(label="What else helps?", what="what else helps")
    agency = forms.SelectField(label="Agency", what="an agency", choices=[("csws", "CSWS"), ("yos", "YOS")])
    postcode = forms.PostcodeField(label="Postcode", required=False)
    nhs_number = forms.NHSNumberField(
        label="NHS number", required=False, help_text="10 digits, for example 999 123 4586."
    )
    upn = forms.UPNField(label="Unique pupil number", required=False)
    email = forms.EmailField(label="Email address", required=False)
    phone = forms.PhoneField(label="Telephone number", required=False)
    year_group = forms.NumberField(label="School year", required=False, min_value=0, max_value=14, prefix="Year")
    letter = forms.FileField(label="Letter or picture", what="a file", required=False, accept=(".pdf", ".jpg", ".png"))
    agreed = forms.CheckboxField(
        label="I have checked this with my manager", error_messages={"required": "Tick when your manager agrees"}
    )
    version = forms.VersionField()

    layout: ClassVar[tuple[Any, ...]] = (
        "first_name",
        "words",
        forms.Fieldset("said_on", "said_at", legend="The account", legend_size="m"),
        "happened_on",
        "danger",
        "told",
        "route",
        "needs",
        "agency",
        "postcode",
        "nhs_number",
        "upn",
        "email",
        "phone",
        "year_group",
        "letter",
        "agreed",
    )


def _explanation(today: date) -> c.Explanation:
    start, days, counted = today - timedelta(days=12), [], 0
    day = start
    while counted < 10 or not days:
        off = "weekend" if day.weekday() >= 5 else ""
        counted += 0 if off or day == start else 1
        days.append(
            c.CountedDay(
                label=day.isoformat(),
                date=day,
                count=None if off else counted,
                off_reason=off,
                is_start=day == start,
                is_today=day == today,
                is_due=counted == 10 and not off,
            )
        )
        day += timedelta(days=1)
    return c.Explanation(
        sentence="Ten working days after allocation on Thursday 19 November.",
        days=days,
        started_by="Allocated to Ruth Adeyemi",
        started_at=start,
        started_href="#started",
        standard_title="First AIM planning meeting, 10 working days",
        basis_label="Local: adopted by Aldermere YOS on 1 April 2026",
        source="Local standard 4",
        not_counted=("21, 22, 28 and 29 November (weekends)", "no bank holidays"),
        pauses=(),
        extensions=("five days, agreed by the YOS manager",),
        owner="YOS officer. YOS manager is told if it is missed.",
        provisional="The school’s calendar is not loaded",
    )


def values(today: date) -> dict[str, Any]:
    """Answer what each component of the gallery is fed."""
    soon = today + timedelta(days=2)
    why = _explanation(today)
    return {
        "bar": c.IdentityBar(
            reference="HSB-26-0417",
            initials="J.M.",
            age=14,
            full_name="Jordan Mallory",
            badges=("Alleged", "On bail"),
            strands=(
                ("Safeguarding", "Child in need plan"),
                ("Youth offending", "Allocated, AIM2 being arranged"),
                ("Criminal justice", "Investigation, on bail to 24 December"),
            ),
            people=(
                ("YOS", "Ruth Adeyemi", "#people"),
                ("CSWS", "Daniel Frost", "#people"),
                ("Police", "DC Amy Sorrell", ""),
            ),
            href="#case",
        ),
        "conditions": [
            c.Condition(
                "Work before trial: do not talk about the child harmed or what is alleged to have happened.",
                "Agreed with police and CPS on 16 November 2026.",
                c.Link("Agreement", "#agreement"),
            ),
            c.Condition("Bail to 24 December:", "no contact with the child harmed; not on the 61 bus."),
        ],
        "tab_groups": [
            c.TabGroup(
                "Case",
                [
                    c.Tab("overview", "Overview", "#overview"),
                    c.Tab("notes", "Notes", "#notes"),
                    c.Tab("access", "Access", "#access"),
                ],
                current=True,
            ),
            c.TabGroup("Referral", [c.Tab("referral", "Referral", "#referral")]),
        ],
        "stages": [
            c.Stage("First account", "17 Sep", gap="same day"),
            c.Stage("Referral", "17 Sep", gap="26", gap_unit="working days"),
            c.Stage("Strategy", "24 Oct", gap="no working day"),
            c.Stage(
                "Investigation ended", "25 Oct", gap="11", gap_unit="working days", gap_note="usually 6", slow=True
            ),
            c.Stage("YOS referral", "9 Nov", gap="5", gap_unit="working days"),
            c.Stage("Allocated", "16 Nov", "now", gap="8", gap_unit="working days", gap_note="so far"),
            c.Stage("AIM2 first session", "Booked 8 Dec", "todo"),
            c.Stage("AIM2 report", "Due 12 Jan", "todo"),
            c.Stage("Intervention", "", "todo"),
        ],
        "summary": "Working days between steps: 50 so far. Half of families reach a first AIM2 session within 49.",
        "steps": [
            c.NextStep(
                what="Hold the AIM2 planning meeting",
                who="Ruth Adeyemi, YOS",
                due_on=soon,
                due_words="2 working days",
                why=why,
                action=c.Link("Open meeting", "#meeting"),
                primary=True,
            ),
            c.NextStep(
                what="Say whether bail allows the school minibus",
                who="DC Amy Sorrell, police",
                since="since 24 November, 5 working days · no target",
                action=c.Link("Send a reminder", "#remind", "about the school minibus"),
            ),
            c.NextStep(
                what="Hold the first AIM2 session", who="Ruth Adeyemi and Daniel Frost", due_on=soon, booked=True
            ),
        ],
        "why": why,
        "days": [
            c.Day(
                today + timedelta(days=7),
                [c.Entry("First AIM2 session with J.M., Aldermere Youth Centre.", "YOS", "4:15pm")],
            ),
            c.Day(today, [c.Entry("Mother agreed to AIM2.", "YOS", "4:40pm", "#doc", "Consent form")]),
            c.Day(
                today - timedelta(days=5),
                [
                    c.Entry(
                        "Agreed with CPS on 16 November that work before trial may go ahead, on two conditions.",
                        "Police",
                        "12:20pm",
                        struck="Agreed on 13 November that work before trial may go ahead.",
                        note="Date corrected by DC Sorrell, 17 November.",
                    ),
                    c.Entry(
                        "Entered on the wrong case.", "School", "9:30am", cancelled=True, note="Withdrawn the same day."
                    ),
                ],
            ),
        ],
        "today": today,
        "more": c.Link("Show 19 earlier entries", "#all"),
        "tasks": [
            c.Task(
                "What was said or seen", "Who told you, when, and the words they used", "#1", "to_go", "1 answer to go"
            ),
            c.Task("The young person", "K.D., 14, Year 10", "#2", "done"),
            c.Task("What you are asking for", "Advice, a meeting, or an assessment", "#3", "not_started"),
            c.Task("Check and send", "Opens when “What was said or seen” is done", "", "locked"),
        ],
        "facts": [
            c.Fact("Born", "March 2012", c.Link("Change", "#change")),
            c.Fact("Words", "He said it was a secret game.\n\nI didn’t like it.", quote=True),
            c.Fact("Lives with", lines=("Mother", "Sister, 6")),
            c.Fact("Parents’ view", ""),
        ],
        "work": [
            c.WorkRow(
                "Record the safety plan review",
                "D.K., 15",
                "HSB-26-0398",
                "#c1",
                "Friday 27 November",
                "2 working days late",
                late=True,
                why="Five school days after the plan began on Friday 20 November.",
                action=c.Link("Record review", "#go"),
            ),
            c.WorkRow(
                "Plan the move to adult services",
                "K.H., 17",
                "HSB-26-0319",
                "#c2",
                "Tuesday 15 December",
                "10 working days",
                why="The day K.H. turns 17 and a half.",
                action=c.Link("Start plan", "#go"),
                acting_for="Tom Kessell",
            ),
            c.WorkRow(
                "Charging decision",
                "K.H., 17",
                "HSB-26-0319",
                "#c2",
                left_words="31 working days",
                waiting_for="CPS",
                since_words="since 19 October",
                action=c.Link("Ask for an update", "#ask"),
            ),
        ],
        "cases": [
            c.CaseRow(
                "HSB-26-0417",
                "#c",
                "J.M., 14",
                "behaviour displayed",
                (("Safeguarding", "Child in need plan"), ("Youth offending", "Allocated")),
                "AIM2 planning meeting",
                "Thursday 3 December",
                worker="Ruth Adeyemi",
                opened="17 Sep 2026",
                flags=("alleged",),
            ),
            c.CaseRow(
                "HSB-26-0418",
                "#d",
                "Heron",
                "child harmed",
                (),
                "Support plan",
                "1 working day late",
                late=True,
                flags=("restricted",),
            ),
        ],
        "inbox": [
            c.InboxRow(
                "J.S., 13",
                "#1",
                "Police",
                "criminal justice",
                "Tue 17 Nov, 4:10pm",
                "Overdue, was due Wed 18 Nov",
                True,
                True,
                "Omar Field",
                "R-26-0190",
            ),
            c.InboxRow(
                "K.D., 14",
                "#2",
                "Harrow Lane Academy",
                "child protection",
                "Wed 18 Nov, 3:42pm",
                "Due today",
                claimed_by="you, 9:05am",
                open=True,
            ),
            c.InboxRow("A.M., 16", "#3", "GP surgery", "child protection", "Wed 18 Nov, 5:20pm", "Due today"),
        ],
        "people": [
            c.Around("Mother", "Parental responsibility · may be contacted"),
            c.Around("Father", "Parental responsibility", "address not to be disclosed"),
            c.Around("Ruth Adeyemi", "YOS officer, AIM2 assessor", href="#ruth"),
        ],
        "clocks": [
            c.Clock("AIM2 planning meeting", "2 days", "YOS · Thursday 3 December", "#c1"),
            c.Clock(
                "School safety plan review", "1 late", "School · Monday 30 November", "#c2", late=True, provisional=True
            ),
        ],
        "documents": [
            c.DocumentLine("Safety plan, version 2", "#d1", today, "PDF, 120 kB", "clean"),
            c.DocumentLine("Photograph of the letter", "", today, "", "quarantined"),
        ],
        "all_documents": c.Link("All 11 documents", "#documents"),
        "moments": [
            c.Moment(
                "Accepted", "18 November, 4:02pm", "Helen Brandreth, MASH", "Threshold met for a strategy meeting."
            ),
            c.Moment("Received", "18 November, 3:42pm"),
        ],
        "pages": c.Pages("?before=a", "?after=b", "26 to 50 of 1,000+"),
        "filters": [
            c.Filter("strand", "Strand", (("", "All strands"), ("yos", "Youth offending")), "yos"),
            c.Filter("q", "Words", (), "minibus", 10),
        ],
        "conflicts": [
            c.TwoTexts(
                "words",
                "Considerations for J.M.",
                "Supervised at break.",
                "Supervised at break and on the bus.",
                "Nadia Iqbal",
                "2:41pm",
            )
        ],
        "card": c.Card(
            "Decision 1",
            "Hold a strategy meeting.",
            (("Who", "Ines Moreau"), ("By", "Friday 20 November")),
            c.Link("Open", "#d"),
            "Yours",
        ),
        "link": c.Link("Open the referral", "#r", "about K.D."),
        "plain": "If that changes, call 999 first. Then tell us here.",
        "plain_title": "You said nobody is in danger.",
        "hint_url": "#",
    }


ADDRESSES = {
    "href",
    "key",
    "name",
    "status",
    "state",
    "colour",
    "flags",
    "previous",
    "next",
    "hint_url",
    "anchor",
    "off_reason",
}


def hostile(thing: Any, name: str = "") -> Any:
    """Answer the same value with markup in every text a person could have written (addresses and codes stay)."""
    if name in ADDRESSES:
        return thing
    if isinstance(thing, str):
        return f"{thing}{HOSTILE}" if thing else thing
    if isinstance(thing, dict):
        return {key: hostile(value, key) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return type(thing)(hostile(item) for item in thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return dataclasses.replace(
            thing, **{f.name: hostile(getattr(thing, f.name), f.name) for f in dataclasses.fields(thing)}
        )
    return thing


def hostile_form(data: dict[str, Any] | None = None) -> GalleryForm:
    """Answer the form with markup in every label, hint, choice and message."""
    form = GalleryForm(data)
    for field in form.fields.values():
        field.label = f"{field.label}{HOSTILE}"
        field.help_text = f"{field.help_text}{HOSTILE}"
        field.error_messages = {code: f"{text}{HOSTILE}" for code, text in field.error_messages.items()}
        if hasattr(field, "choices"):
            field.choices = [
                forms.Choice(pair[0], f"{pair[1]}{HOSTILE}", hint=HOSTILE, divider=HOSTILE)
                for pair in list(field.choices)
            ]
    return form


def context(is_hostile: bool = False) -> dict[str, Any]:
    """Answer the gallery page's context."""
    fed = values(clock.today())
    form = hostile_form({"danger": "yes"}) if is_hostile else GalleryForm()
    return {
        **(hostile(fed) if is_hostile else fed),
        "gallery_form": form,
        "wrong_form": GalleryForm(
            {"said_on_day": "31", "said_on_month": "feb", "said_on_year": "2026", "danger": "yes"}
        ),
    }
