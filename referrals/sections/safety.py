"""What has been done already to keep everyone safe."""

from hsb.writing.fields import SectionForm, any_of, group, line, long_text, yes_no
from hsb.writing.sections import Section
from referrals.sections import codes


class SafetyForm(SectionForm):
    steps = any_of(
        "What have you done so far?", codes.STEPS, "Choose all that apply.", label_size="m", what="what you have done"
    )
    steps_detail = long_text("More about that", "Who did what, when, and until when it lasts.", rows=4)
    where_now = line("Where is the young person now?")
    condition = line("How are they?")
    needs_protection = yes_no("Does anyone need protecting today?", reveals={"yes": ["needs_protection_detail"]})
    needs_protection_detail = long_text("Who, and from what?", "If someone is in danger now, ring 999 first.", rows=3)
    who_knows = long_text("Who knows about this?", "Names and jobs; other pupils or parents.", rows=2)
    evidence = long_text(
        "What has been kept?",
        "Phones, messages, clothes, notes, and where they are. Do not open, copy or send images of a child.",
        rows=3,
    )
    short_labels = {"steps_detail": "More about what was done"}
    layout = (
        "steps",
        "steps_detail",
        group("The young person now", "where_now", "condition", "needs_protection"),
        group("Who knows, and what was kept", "who_knows", "evidence"),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        chosen = given.get("steps") or []
        if len(chosen) > 1 and "none_yet" in chosen:
            self.need("steps", "Choose what you have done, or only “Nothing yet”")
        if given.get("needs_protection") == "yes" and not given.get("needs_protection_detail"):
            self.need("needs_protection_detail", "Say who needs protecting and from what")


SAFETY = Section(
    key="safety",
    title="What you have done",
    purpose="Steps to keep children safe, where the young person is, who knows",
    form=SafetyForm,
    guidance=("Keep the children apart without blame", "Do not question either child further"),
)
