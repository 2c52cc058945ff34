"""Who was harmed: none, one or several; children, adults, the young person, nobody known, or someone met online (P1.1, P3.7)."""

from collections.abc import Mapping
from typing import Any

from hsb.cases import masking
from hsb.ui.forms import NameField, PostcodeField
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


class HarmedForm(SectionForm):
    nobody_known = tick_for_more(
        "If nobody is known to have been harmed", "I do not know of anyone who was harmed", "nobody_known_detail"
    )
    nobody_known_detail = long_text(
        "Why do you think that?", "For example: images were found and nobody in them is known.", rows=2
    )


class HarmedPersonForm(SectionForm):
    compulsory = frozenset({"kind"})
    identifying = frozenset(
        {
            "given_name",
            "family_name",
            "known_as",
            "born_on",
            "address",
            "postcode",
            "school",
            "carer_name",
            "carer_contact",
            "where_now",
        }
    )

    kind = one_of("Who was harmed?", codes.HARMED_KIND, required=True, what="who was harmed", label_size="m")
    pseudonym = NameField(
        label="A name to use instead of theirs",
        help_text="Others see this name. Choose one that nobody involved has. If you leave it empty we choose one.",
        required=False,
        width=20,
        max_length=60,
    )
    given_name = NameField(label="Given name", required=False, width=20)
    family_name = NameField(label="Family name", required=False, width=20)
    known_as = NameField(label="Known as", help_text="If different, or a nickname.", required=False, width=20)
    born_on = date_of_birth()
    age_estimate = about_how_old("About how old, if you do not know the date of birth")
    sex = one_of("Sex", codes.SEX, inline=True)
    relationship = from_list("Who are they to the young person?", codes.RELATIONSHIP)
    relationship_detail = line("More about that")
    is_sibling = yes_no("Are they brother or sister?", "Full, half, step, adoptive or foster.")
    same_school = yes_no("Do they go to the same school?")
    lives_with = yes_no("Do they live with the young person?")
    address = long_text("Address", rows=3)
    postcode = PostcodeField(label="Postcode", required=False)
    address_confidential = tick("Do not disclose this address", "It will not appear on letters, minutes or copies.")
    school = line("School or college")
    carer_name = line("Parent or carer", width=20)
    carer_contact = line("How to reach them", "Telephone or email.", width=20)
    carer_knows = yes_no("Do they know what happened?")
    may_be_contacted = yes_no("Is it safe to contact them?")
    contact_warning = long_text("Anything to know before contacting them?", rows=2)
    first_language = line("First language", width=20)
    interpreter_needed = yes_no("Is an interpreter needed?")
    needs = long_text("What do they need?", "Health, feelings, school, anything they have asked for.", rows=3)
    views = long_text("What have they said they want?", "In their own words.", rows=3)
    support = long_text("What support has been offered or is in place?", rows=3)
    where_now = line("Where are they now?")
    safe_now = yes_no("Are they safe there?")
    safe_detail = long_text(
        "If not, or you are not sure: what is not safe?", "If someone is in danger now, ring 999.", rows=2
    )

    quotes = frozenset({"views"})
    layout = (
        "kind",
        group("Are they safe?", "where_now", "safe_now", "safe_detail"),
        group("Who they are", "pseudonym", "given_name", "family_name", "known_as", "born_on", "age_estimate", "sex"),
        group(
            "To the young person",
            "relationship",
            "relationship_detail",
            "is_sibling",
            "same_school",
            "lives_with",
        ),
        group("Their needs and wishes", "needs", "views", "support"),
        group("Where they live and learn", "address", "postcode", "address_confidential", "school"),
        group(
            "Contact",
            "carer_name",
            "carer_contact",
            "carer_knows",
            "may_be_contacted",
            "contact_warning",
            "first_language",
            "interpreter_needed",
        ),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        names = {name: given.get(name) or "" for name in ("given_name", "family_name", "known_as")}
        if masking.mask_text(given.get("pseudonym") or "", [masking.hidden(**names, called="")])[1]:
            self.need("pseudonym", "Choose a name that is not theirs, or leave it empty and we choose one")


def _name(item: Mapping[str, Any]) -> str:
    if item.get("pseudonym"):
        return str(item["pseudonym"])
    names = " ".join(filter(None, [item.get("given_name"), item.get("family_name")]))
    return names or {choice[0]: choice[1] for choice in codes.HARMED_KIND}.get(item.get("kind", ""), "")


HARMED = Section(
    key="harmed",
    title="Who was harmed",
    purpose="Each child or person harmed, what they need and whether they are safe",
    form=HarmedForm,
    lists=(
        ItemList(
            key="people",
            title="People harmed",
            one="person",
            form=HarmedPersonForm,
            add="Add a person who was harmed",
            hint="A child, an adult, the young person, or someone nobody can name yet.",
            name=_name,
        ),
    ),
    guidance=(
        "Each gets a record of their own, apart from the young person’s",
        "Readers of the young person’s record see them under the chosen name; use it in your other answers too",
    ),
)
