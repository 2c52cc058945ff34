"""What the referrer asks for, by which route, and how to reach them (P4.1)."""

from hsb.ui.forms import PhoneField
from hsb.writing.fields import SectionForm, any_of, group, line, long_text
from hsb.writing.sections import Section
from referrals.sections import codes


class RequestForm(SectionForm):
    compulsory = frozenset({"wants", "wants_other", "routes"})

    wants = any_of(
        "What are you asking for?",
        codes.WANTS,
        "Choose all that apply. Others decide what is offered; this tells them what you hope for.",
        required=True,
        what="what you are asking for",
        reveals={"other": ["wants_other"]},
        label_size="m",
    )
    wants_other = line("What else?")
    wants_why = long_text("What do you hope will change?", rows=3)
    routes = any_of(
        "Which route?",
        codes.ROUTES,
        "MASH receives it on either. The youth offending service receives it at once on the criminal justice route; on the other, "
        "when it is decided to engage the young person.",
        required=True,
        what="the route; “Child protection or child in need” if you are not sure",
        label_size="m",
    )
    referrer_relationship = long_text("How do you know the young person, and for how long?", rows=2)
    referrer_phone = PhoneField(label="Best number to reach you on", required=False)
    referrer_best_time = line("Best time to ring", width=20)

    layout = (
        "wants",
        "wants_why",
        "routes",
        group("About you", "referrer_relationship", "referrer_phone", "referrer_best_time"),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if "other" in (given.get("wants") or []) and not given.get("wants_other"):
            self.need("wants_other", "Say what else you are asking for")


REQUEST = Section(
    key="request",
    title="What you are asking for",
    purpose="Advice, a meeting or an assessment, and by which route",
    form=RequestForm,
    needed=True,
    guidance=("If you are not sure, ask for advice: it is never the wrong request",),
)
