"""The young person’s needs, history and background (P2.1, P2.2, P3.1–3.5, P3.8–3.9)."""

from hsb.writing.fields import SectionForm, any_of, group, line, long_text, one_of, yes_no
from hsb.writing.sections import Section
from referrals.sections import codes


class NeedsForm(SectionForm):
    disability = yes_no("Does the young person have a disability?", reveals={"yes": ["disability_detail"]})
    disability_detail = long_text("What should people know about it?", rows=2)
    learning_need = one_of(
        "Is there a learning difficulty or disability?",
        codes.LEARNING_NEED,
        "It decides which assessment suits and how long it takes.",
    )
    learning_detail = long_text("More about learning", rows=2)
    neurodiversity = any_of(
        "Any of these, diagnosed or suspected?", codes.NEURODIVERSITY, what="what is diagnosed or suspected"
    )
    neurodiversity_detail = long_text("More about that", rows=2)
    ehcp = one_of("Is there an education, health and care plan?", codes.EHCP)
    send_detail = long_text("Support at school", "Special educational needs, what is in place, what works.", rows=3)
    communication = long_text(
        "How does the young person communicate best?",
        "Words, pictures, short sentences, a person they trust, time of day.",
        rows=3,
    )
    development = long_text(
        "Development", "Anything unusual in growing up, compared with others of the same age.", rows=3
    )
    attachment = long_text("Attachment", "Who they are close to; losses, moves and changes of carer.", rows=3)
    health = long_text("Health", "Physical and mental.", rows=3)
    family_context = long_text("Family", "What home is like, and what helps or worries you about it.", rows=3)
    short_labels = {"neurodiversity_detail": "More about that diagnosis"}

    layout = (
        group(
            "Learning",
            "learning_need",
            "learning_detail",
            "neurodiversity",
            "neurodiversity_detail",
            "ehcp",
            "send_detail",
        ),
        group("Disability and communication", "disability", "communication"),
        group("Growing up", "development", "attachment", "health", "family_context"),
    )

    def clean(self) -> None:
        chosen = self.cleaned_data.get("neurodiversity") or []
        if len(chosen) > 1 and "none_known" in chosen:
            self.need("neurodiversity", "Choose what is diagnosed or suspected, or only “None known”")


NEEDS = Section(
    key="needs",
    title="Needs, learning and communication",
    purpose="Learning, disability, how they communicate, growing up, family",
    form=NeedsForm,
    guidance=("About four in ten young people referred learn differently: it changes what help will work",),
)


class OwnHarmForm(SectionForm):
    own_harm = one_of(
        "Has the young person been abused or harmed?",
        codes.OWN_HARM,
        "Asked about every young person. Do not ask them for this form.",
        label_size="m",
    )
    own_harm_kinds = any_of("What kind of harm?", codes.HARM_KINDS)
    own_harm_age = line("How old were they at the time?", "For example: 4 to 7.", width=10)
    own_harm_detail = long_text("What is known, and from whom?", rows=4)
    own_harm_reported = yes_no(
        "Has it been reported to children’s social care or the police?", reveals={"yes": ["own_harm_reported_detail"]}
    )
    own_harm_reported_detail = line("When, and to whom?")

    short_labels = {"own_harm_reported_detail": "Reported when, and to whom"}
    layout = (
        "own_harm",
        group(
            "If it is known or suspected",
            "own_harm_kinds",
            "own_harm_age",
            "own_harm_detail",
            "own_harm_reported",
        ),
    )


OWN_HARM = Section(
    key="own-harm",
    title="Harm to the young person",
    purpose="Whether the young person has been harmed too",
    form=OwnHarmForm,
    guidance=("Many young people who harm have been harmed. Their own protection is part of this referral",),
)

FACTORS = (
    ("attachment", "Poor care or guidance early on, or broken attachments"),
    ("domestic_abuse", "Domestic abuse at home"),
    ("rejection", "Rejection by others, or loneliness"),
    ("empathy", "Finds it hard to see how others feel"),
)


class BackgroundForm(SectionForm):
    attachment = yes_no(FACTORS[0][1], reveals={"yes": ["attachment_source", "attachment_evidence"]})
    attachment_source = line("Who says so?")
    attachment_evidence = long_text("What shows it?", rows=2)
    domestic_abuse = yes_no(FACTORS[1][1], reveals={"yes": ["domestic_abuse_source", "domestic_abuse_evidence"]})
    domestic_abuse_source = line("Who says so?")
    domestic_abuse_evidence = long_text("What shows it?", rows=2)
    rejection = yes_no(FACTORS[2][1], reveals={"yes": ["rejection_source", "rejection_evidence"]})
    rejection_source = line("Who says so?")
    rejection_evidence = long_text("What shows it?", rows=2)
    empathy = yes_no(FACTORS[3][1], reveals={"yes": ["empathy_source", "empathy_evidence"]})
    empathy_source = line("Who says so?")
    empathy_evidence = long_text("What shows it?", rows=2)
    significant_events = long_text("Recent or past events that matter", "Losses, moves, exclusions, illness.", rows=4)
    strengths = long_text("What goes well?", "People, interests and strengths to build on.", rows=3)

    short_labels = {
        f"{code}_{part}": f"{title}: {words}"
        for code, title in FACTORS
        for part, words in (("source", "source"), ("evidence", "evidence"))
    }


BACKGROUND = Section(
    key="background",
    title="Background",
    purpose="Things in the young person’s life that help to understand, with who says so",
    form=BackgroundForm,
    guidance=(
        "None of these predicts harm. They are never counted or added up",
        "Many young people live with all of them and harm nobody",
        "Say who says so and what shows it",
    ),
)
