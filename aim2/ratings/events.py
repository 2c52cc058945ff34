"""Events of rating. A single rating is none of them: it is kept with its author, and read by few."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words


@declare(
    "aim.instrument_chosen",
    title="Instrument of the AIM assessment",
    record_class="aim_working",
    strand="youth_offending",
)
@dataclass(frozen=True)
class AimInstrumentChosen:
    assessment: str
    pack: str
    called: str = words("")

    def sentence(self) -> str:
        return f"The assessment is rated with {self.called}."


@declare(
    "aim.instrument_withdrawn",
    title="Instrument withdrawn by its holder",
    record_class="aim_working",
    strand="youth_offending",
)
@dataclass(frozen=True)
class AimInstrumentWithdrawn:
    assessment: str
    pack: str
    lead: int
    co_worker: int = 0
    called: str = words("")

    def sentence(self) -> str:
        return (
            f"{self.called} was withdrawn by its holder: nothing more is rated with it. What was rated is kept. "
            "Choose another instrument, or enter the totals from the manual."
        )
