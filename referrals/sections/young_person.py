"""The young person: who they are, as far as the referrer knows."""

from hsb.ui.forms import (
    EmailField,
    NameField,
    NHSNumberField,
    PhoneField,
    PostcodeField,
    UPNField,
)
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
    yes_no,
)
from hsb.writing.sections import Section
from referrals.sections import codes


class YoungPersonForm(SectionForm):
    compulsory = frozenset({"given_name", "born_on", "age_estimate"})
    identifying = frozenset(
        {
            "given_name",
            "family_name",
            "known_as",
            "address",
            "postcode",
            "phone",
            "email",
            "nhs_number",
            "upn",
            "born_on",
        }
    )
    short_labels = {"born_on_not_known": "Date of birth not known"}

    given_name = NameField(label="Given name", required=False, width=20)
    family_name = NameField(label="Family name", required=False, width=20)
    known_as = NameField(label="Known as", help_text="If different, or a nickname.", required=False, width=20)
    description = long_text(
        "If you do not know the name, describe the young person", "So that they can be found.", rows=2
    )
    born_on = date_of_birth("For example 27 3 2011")
    born_on_not_known = tick("I do not know the date of birth", small=True)
    age_estimate = about_how_old(
        "About how old do you think they are?",
        "Only if you do not know the date of birth. Leave empty if you cannot say.",
    )
    sex = one_of("Sex", codes.SEX, inline=True)
    address = long_text("Address", rows=3)
    postcode = PostcodeField(label="Postcode", required=False)
    phone = PhoneField(label="Telephone", required=False)
    email = EmailField(label="Email address", required=False)
    school = line("School or college")
    school_year = from_list("School year", codes.SCHOOL_YEAR)
    upn = UPNField(label="Unique pupil number", help_text="13 characters, on school records.", required=False)
    nhs_number = NHSNumberField(label="NHS number", help_text="10 digits, for example 999 123 4586.", required=False)
    ethnicity = from_list("Ethnicity", codes.ETHNICITY, "As the young person or family describe it.")
    religion = line("Religion or belief", width=20)
    first_language = line("First language", width=20)
    interpreter_needed = yes_no("Is an interpreter needed?")
    looked_after = yes_no("Is the young person looked after by a local authority?", reveals={"yes": ["legal_status"]})
    legal_status = from_list("Legal status", codes.LEGAL_STATUS)

    layout = (
        group("Name", "given_name", "family_name", "known_as", "description"),
        group("Age", "born_on", "born_on_not_known", "age_estimate", "sex"),
        group("Where they live", "address", "postcode", "phone", "email", "looked_after"),
        group("School", "school", "school_year", "upn"),
        group("About them", "nhs_number", "ethnicity", "religion", "first_language", "interpreter_needed"),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if not any(given.get(name) for name in ("given_name", "family_name", "known_as", "description")):
            self.need("given_name", "Enter a name, or describe the young person if you do not know it")
        if not given.get("born_on") and not given.get("born_on_not_known"):
            self.need("born_on", "Enter the date of birth, or tick “I do not know the date of birth”")
        if given.get("born_on") and given.get("born_on_not_known"):
            self.need("born_on", "Take out the date of birth, or the tick at “I do not know the date of birth”")


YOUNG_PERSON = Section(
    key="young-person",
    title="The young person",
    purpose="Name, age, address and school of the young person whose behaviour it is",
    form=YoungPersonForm,
    needed=True,
    guidance=(
        "A name and an age are enough to send",
        "If the address must be kept from someone, say so under “Safe contact”",
        "We look for earlier records ourselves",
    ),
)
