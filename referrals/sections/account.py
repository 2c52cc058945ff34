"""What was said or seen: the first account, as the person who received it can give it (P5.1)."""

from hsb import clock
from hsb.ui.forms import DateField, LongTextField, NameField, NumberField, TextField, TimeField
from hsb.writing.fields import SectionForm, group, line, long_text, one_of, tick, tick_for_more
from hsb.writing.sections import Section
from referrals.sections import codes


class AccountForm(SectionForm):
    compulsory = frozenset(
        {"how_known", "words", "words_not_known_reason", "said_on", "said_time", "received_by_name"},
    )
    quotes = frozenset({"words", "questions_asked"})
    short_labels = {
        "said_by_name": "Name of the person who said it",
        "said_on_not_known": "Day not known",
        "said_time_not_known": "Time not known",
        "words_not_known": "Exact words not known",
    }

    how_known = one_of("How do you know?", codes.HOW_KNOWN, required=True, what="how you know", label_size="m")
    words = LongTextField(
        label="The words used",
        help_text="Write what was said in the person’s own words, even if they are unclear or muddled. If it was seen or found, "
        "write what was seen. Keep your own view out of this box. Do not ask anyone to say it again for this form.",
        rows=10,
        verbatim=True,
        required=False,
        label_size="m",
        what="the words used",
    )
    words_not_known = tick_for_more(
        "If nobody knows the words", "The exact words are not known", "words_not_known_reason"
    )
    words_not_known_reason = line("Why are the words not known?", "For example: nobody wrote them down at the time.")
    said_on = DateField(
        label="The day it was said or seen",
        help_text="The day it first came to light with an adult, not the day it happened.",
        required=False,
        not_after=clock.today,
        what="the day it was said or seen",
    )
    said_on_not_known = tick("I do not know the day", small=True)
    said_time = TimeField(label="Time", help_text="For example 10:40am", required=False, what="the time it was said")
    said_time_not_known = tick("I do not know the time", small=True)
    said_where = line("Where was it said?", "For example: in the art room, by telephone.")
    received_by_name = TextField(
        label="Who heard or saw it first?",
        help_text="The name of the first adult who knew. It may be you. Social workers may need to speak to this person.",
        what="the name of the person who first heard or saw it",
        width=20,
    )
    received_by_job = line("Their job", "For example: teaching assistant.", width=20)
    written_up_on = DateField(
        label="When was it first written down?",
        required=False,
        not_after=clock.today,
        what="the day it was written down",
    )
    written_up_time = TimeField(label="Time it was written down", required=False, what="the time it was written down")
    questions_asked = LongTextField(
        label="What did the adult ask, word for word?",
        help_text="Questions can matter as much as answers. Write “nothing was asked” if that is so.",
        rows=4,
        required=False,
    )
    demeanour = long_text(
        "How did the child seem?", "Kept apart from the words. What you saw, not what you think it means.", rows=3
    )
    said_by = one_of("Who said it?", codes.SAID_BY)
    said_by_name = NameField(label="Their name, if you know it", required=False, width=20)
    how_came = one_of("How did it come to light?", codes.HOW_CAME)
    directness = one_of("How directly did it reach you?", codes.DIRECTNESS)
    hands = NumberField(
        label="How many people did it pass through before you?",
        help_text="0 if you heard or saw it yourself, 1 if one person told you, and so on. Leave empty if you do not know.",
        required=False,
        min_value=0,
        max_value=20,
        width=2,
        what="the number of people it passed through",
    )

    layout = (
        "how_known",
        "words",
        "words_not_known",
        group(
            "When and where was it said?",
            "said_on",
            "said_on_not_known",
            "said_time",
            "said_time_not_known",
            "said_where",
        ),
        group("Who received it?", "received_by_name", "received_by_job", "written_up_on", "written_up_time"),
        group(
            "If you know",
            "questions_asked",
            "demeanour",
            "said_by",
            "said_by_name",
            "how_came",
            "directness",
            "hands",
        ),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if not given.get("words"):
            if not given.get("words_not_known"):
                self.need("words", "Enter the words used, or tick “The exact words are not known” and say why")
            elif not given.get("words_not_known_reason"):
                self.need("words_not_known_reason", "Say why the words are not known")
        if not given.get("said_on") and not given.get("said_on_not_known"):
            self.need("said_on", "Enter the day it was said or seen, or tick “I do not know the day”")
        if given.get("said_on") and given.get("said_on_not_known"):
            self.need("said_on", "Take out the day, or the tick at “I do not know the day”")
        if given.get("said_time") and given.get("said_time_not_known"):
            self.need("said_time", "Take out the time, or the tick at “I do not know the time”")
        day_known = given.get("said_on") and not given.get("said_on_not_known")
        if day_known and not given.get("said_time") and not given.get("said_time_not_known"):
            self.need("said_time", "Enter the time it was said, for example 10:40am, or tick “I do not know the time”")
        said, written = given.get("said_on"), given.get("written_up_on")
        if said and written and written < said:
            self.need("written_up_on", "The day it was written down must be the day it was said or later")


ACCOUNT = Section(
    key="account",
    title="What was said or seen",
    purpose="Who told you, when, and the words they used",
    form=AccountForm,
    needed=True,
    guidance=(
        "Exact words, in speech marks",
        "What the adult asked, word for word",
        "How the child seemed, kept apart from what they said",
        "Say what you do not know: it is better than a guess",
    ),
)
