"""Home, family and other workers; safe contact; what the family says and knows."""

from collections.abc import Mapping
from typing import Any

from hsb.ui.forms import EmailField, NameField, PhoneField, PostcodeField
from hsb.writing.fields import (
    SectionForm,
    about_how_old,
    date_of_birth,
    from_list,
    group,
    line,
    long_text,
    one_of,
    tick,
    tick_for_more,
    yes_no,
)
from hsb.writing.sections import ItemList, Section
from referrals.sections import codes


class HomeForm(SectionForm):
    home_detail = long_text("What should people know about home?", rows=3)
    other_children_at_risk = yes_no(
        "Could other children be at risk?",
        "At home, at school, in the neighbourhood or online.",
        reveals={"yes": ["other_children_detail"]},
    )
    other_children_detail = long_text("Which children, and why?", rows=3)


class ParentForm(SectionForm):
    compulsory = frozenset({"relationship"})
    identifying = frozenset({"given_name", "family_name", "phone", "email", "address", "postcode"})

    given_name = NameField(label="Given name", required=False, width=20)
    family_name = NameField(label="Family name", required=False, width=20)
    relationship = from_list(
        "Who are they to the young person?", codes.PARENT, required=True, what="who they are to the young person"
    )
    relationship_detail = line("More about that")
    has_parental_responsibility = yes_no("Do they have parental responsibility?")
    lives_with = yes_no("Does the young person live with them?")
    phone = PhoneField(label="Telephone", required=False)
    email = EmailField(label="Email address", required=False)
    address = long_text("Address, if different from the young person’s", rows=3)
    postcode = PostcodeField(label="Postcode", required=False)
    address_confidential = tick("Do not disclose this address", "It will not appear on letters, minutes or copies.")
    may_be_contacted = yes_no("Is it safe to contact them?")
    contact_warning = long_text("Anything to know before contacting them?", rows=2)
    first_language = line("First language", width=20)
    interpreter_needed = yes_no("Is an interpreter needed?")
    communication = line("How do they communicate best?", "For example: large print, by telephone.")
    risks_to_workers = long_text("Any risk to workers who visit?", rows=2)

    layout = (
        group(
            "Who they are",
            "given_name",
            "family_name",
            "relationship",
            "relationship_detail",
            "has_parental_responsibility",
            "lives_with",
        ),
        group(
            "Contact",
            "phone",
            "email",
            "address",
            "postcode",
            "address_confidential",
            "may_be_contacted",
            "contact_warning",
        ),
        group("Language and safety", "first_language", "interpreter_needed", "communication", "risks_to_workers"),
    )


class HouseholdForm(SectionForm):
    identifying = frozenset({"given_name", "family_name", "born_on"})

    given_name = NameField(label="Given name", required=False, width=20)
    family_name = NameField(label="Family name", required=False, width=20)
    relationship = line("Who are they to the young person?", "For example: younger brother, lodger.")
    is_child = yes_no("Are they under 18?")
    born_on = date_of_birth()
    age_estimate = about_how_old("About how old, if you do not know the date of birth")
    sex = one_of("Sex", codes.SEX, inline=True)
    worries = long_text("Any worries about them?", rows=2)


class WorkerForm(SectionForm):
    compulsory = frozenset({"agency"})

    agency = line(
        "Agency or service",
        "For example: school nursing, CAMHS, early help.",
        required=True,
        what="the agency or service",
    )
    name = NameField(label="Name", required=False, width=20)
    job = line("Job", width=20)
    phone = PhoneField(label="Telephone", required=False)
    email = EmailField(label="Email address", required=False)
    involvement = long_text("What do they do with the young person or family?", rows=2)


def _full_name(item: Mapping[str, Any]) -> str:
    return " ".join(filter(None, [item.get("given_name"), item.get("family_name")])) or str(
        item.get("relationship", "")
    )


def _parent_name(item: Mapping[str, Any]) -> str:
    names = " ".join(filter(None, [item.get("given_name"), item.get("family_name")]))
    return ", ".join(filter(None, [names, dict(codes.PARENT).get(item.get("relationship", ""), "").lower()]))


def _worker_name(item: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, [item.get("name"), item.get("agency")]))


HOME = Section(
    key="home",
    title="Home, family and other workers",
    purpose="Parents and carers, who else is at home, other agencies",
    form=HomeForm,
    lists=(
        ItemList(
            key="parents",
            title="Parents and carers",
            one="parent or carer",
            form=ParentForm,
            add="Add a parent or carer",
            name=_parent_name,
        ),
        ItemList(
            key="household",
            title="Others at home",
            one="person at home",
            form=HouseholdForm,
            add="Add someone who lives there",
            hint="Other children first.",
            name=_full_name,
        ),
        ItemList(
            key="workers",
            title="Other agencies and workers",
            one="worker",
            form=WorkerForm,
            add="Add an agency or worker",
            name=_worker_name,
        ),
    ),
)


class ContactForm(SectionForm):
    pr_holders = long_text(
        "Who has parental responsibility?", "Names, or “not known”. Say so if a court decided it.", rows=2
    )
    may_be_contacted = yes_no("Is it safe to contact the young person?")
    contact_how = long_text("Safest way and time to contact them", rows=2)
    contact_warning = long_text("Anything to know before contacting them?", rows=2)
    address_confidential = tick_for_more(
        "Must the address be kept from anyone?",
        "Do not disclose the young person’s address",
        "address_confidential_detail",
        hint="It will not appear on letters, minutes or copies.",
    )
    address_confidential_detail = line("From whom, and why?")
    risks_to_workers = one_of(
        "Is there any risk to workers who visit?", codes.RISKS, reveals={"yes": ["risks_to_workers_detail"]}
    )
    risks_to_workers_detail = long_text("What is the risk?", "People, dogs, weapons, substances, the building.", rows=3)

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("risks_to_workers") == "yes" and not given.get("risks_to_workers_detail"):
            self.need("risks_to_workers_detail", "Say what the risk is, so that workers can prepare")


CONTACT = Section(
    key="contact",
    title="Safe contact",
    purpose="Parental responsibility, who may be contacted, addresses to protect, risks to workers",
    form=ContactForm,
)


class ViewsForm(SectionForm):
    child_knows = yes_no("Does the young person know about this referral?")
    child_views = long_text(
        "What does the young person say?", "About what happened and what they want, in their own words.", rows=4
    )
    child_views_not_sought = line(
        "If they have not been asked, why not?", "Often right: MASH may say who should speak to them."
    )
    parents_know = one_of("Do the parents or carers know about this referral?", codes.PARENTS_KNOW)
    parents_agree = one_of(
        "Do they agree to it?", codes.PARENTS_AGREE, reveals={"not_sought": ["parents_not_sought_reason"]}
    )
    parents_not_sought_reason = long_text(
        "Why have they not been asked?",
        "For example: it could put a child at risk, or spoil an investigation.",
        rows=2,
    )
    parents_views = long_text("What do they say?", rows=3)

    quotes = frozenset({"child_views"})
    layout = (
        group("The young person", "child_knows", "child_views", "child_views_not_sought"),
        group("Parents and carers", "parents_know", "parents_agree", "parents_views"),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("parents_agree") == "not_sought" and not given.get("parents_not_sought_reason"):
            self.need("parents_not_sought_reason", "Say why they have not been asked")


VIEWS = Section(
    key="views",
    title="What the family says and knows",
    purpose="The young person’s views, what parents know, whether they agree",
    form=ViewsForm,
    guidance=(
        "If telling parents could put a child at risk, do not tell them: ring MASH first",
        "Agreement is not needed to protect a child",
    ),
)
