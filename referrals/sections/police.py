"""Police and court: each allegation with its own admission and standing (P4.1, P6.3)."""

from collections.abc import Mapping
from typing import Any

from hsb import clock
from hsb.ui.forms import DateField, NameField, PartialDateField
from hsb.writing.fields import NumbersField, SectionForm, group, line, long_text, one_of, yes_no
from hsb.writing.sections import ItemList, Section
from referrals.sections import codes


class PoliceForm(SectionForm):
    police_request = yes_no(
        "Have the police asked for an AIM2 assessment?",
        "They may when a young person admits something, in full or in part, and is on bail.",
        reveals={"yes": ["consent_young_person", "consent_parent", "consent_detail", "consent_on"]},
    )
    consent_young_person = one_of("The young person’s consent", codes.CONSENT)
    consent_parent = one_of("A parent’s or carer’s consent", codes.CONSENT)
    consent_detail = long_text(
        "Who was told what, and by whom?",
        "They should know that the work talks openly about sex, and what parents are asked to do.",
        rows=3,
    )
    consent_on = DateField(
        label="When did they answer?", required=False, not_after=clock.today, what="the day they answered"
    )


class AllegationForm(SectionForm):
    compulsory = frozenset({"offence"})

    offence = line(
        "Offence alleged",
        "As the police name it, or what was done if they have not named it.",
        required=True,
        what="the offence alleged",
    )
    on = PartialDateField(
        label="When is it said to have happened?",
        help_text="Leave out the day, or the day and month, if they are not known.",
        required=False,
        not_after=clock.today,
        what="the date of the offence",
    )
    involved = NumbersField(source=("harmed", "people"), label="Who is it said to have harmed?", required=False)
    crime_number = line("Crime number", width=20)
    officer_name = NameField(label="Officer in the case", required=False, width=20)
    officer_contact = line("How to reach the officer", "Telephone or email.", width=20)
    admission = one_of("What has the young person admitted to this allegation?", codes.ADMISSION)
    interviewed_on = DateField(
        label="Day of the interview", required=False, not_after=clock.today, what="the day of the interview"
    )
    status = one_of(
        "How does it stand?",
        codes.ALLEGATION_STATUS,
        reveals={
            "bail": ["bail_until", "bail_conditions"],
            "charged": ["court", "hearing_on"],
            "court_order": ["order_detail"],
        },
    )
    bail_until = DateField(label="Bail until", required=False, what="the day bail ends")
    bail_conditions = long_text(
        "Bail conditions", "For example: no contact, where to live, no use of the internet.", rows=3
    )
    court = line("Court", width=20)
    hearing_on = DateField(label="Next hearing", required=False, what="the day of the hearing")
    order_detail = long_text("Which order, and what does it require?", rows=2)
    status_on = DateField(label="Since when?", required=False, not_after=clock.today, what="the day it began")

    layout = (
        group("The allegation", "offence", "on", "involved", "crime_number", "officer_name", "officer_contact"),
        group("Interview", "admission", "interviewed_on"),
        group("Now", "status", "status_on"),
    )


def _offence(item: Mapping[str, Any]) -> str:
    return str(item.get("offence", ""))


def _standing(item: Mapping[str, Any]) -> str:
    admission = dict(codes.ADMISSION).get(item.get("admission", ""), "")
    status = next((str(choice[1]) for choice in codes.ALLEGATION_STATUS if choice[0] == item.get("status")), "")
    return " · ".join(filter(None, [admission, status]))


POLICE = Section(
    key="police",
    title="Police and court",
    purpose="Each allegation: crime number, officer, what is admitted, bail, charge or order",
    form=PoliceForm,
    lists=(
        ItemList(
            key="allegations",
            title="Allegations",
            one="allegation",
            form=AllegationForm,
            add="Add an allegation",
            hint="One for each offence: a young person may admit one and not another.",
            name=_offence,
            detail=_standing,
        ),
    ),
)
