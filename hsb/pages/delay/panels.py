"""The dashboard as tables: what the page draws, prints and exports is the same cells, with the same links and suppressions.

A manager's cells link to their rows. The partnership's have no links, and small numbers are `c` (small_numbers.py).

Over 300 lines: one class, a method a panel, all over the same rows.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from django.urls import reverse

from hsb.pages.delay import chain, small_numbers
from hsb.pages.delay.asked import (
    AGES,
    CONFERENCE_BUCKETS,
    FAMILY,
    NO_REASON,
    OFFER_BUCKETS,
    ROUTES,
    month_code,
    months_before,
)
from hsb.pages.delay.cells import (
    AGE_WORDS,
    APART_WORDS,
    BUCKET_WORDS,
    CONFERENCE_WORDS,
    HOW_WORDS,
    NO_REASON_WORDS,
    OFFER_WORDS,
    PERIOD_WORDS,
    REASON_WORDS,
    Cell,
    Table,
    month_words,
    tint,
    whose_words,
)
from hsb.pages.delay.chain import OFFERED, PLACES, WHOLE, step_at
from hsb.pages.delay.figures import TREND_MONTHS, Figures
from hsb.pages.delay.spread import FEWEST, Spread, taken, words
from hsb.ui.words import MONTH_NAMES, count_of

QUARTER = 3


class Dashboard:
    """The figures as they may be shown: with links for those who see the rows, suppressed for those who see only totals."""

    def __init__(self, figures: Figures, *, suppressed: bool = False) -> None:
        self.figures, self.suppressed = figures, suppressed

    # -- addresses and cells --------------------------------------------------------------------------------------------

    def href(self, name: str, **changes: str) -> str:
        """Answer the address of a list, narrowed to one figure's rows."""
        if self.suppressed:
            return ""
        return f"{reverse(f'pages:{name}')}?{self.figures.asked.but(**changes).query}"

    def steps_href(self, **changes: str) -> str:
        return self.href("delay_steps", **changes)

    def waiting_href(self, **changes: str) -> str:
        return self.href("delay_waiting", **changes)

    def clocks_href(self, **changes: str) -> str:
        return self.href("delay_clocks", **changes)

    def count(self, number: int | None, href: str = "", *, tint: int = 0, strong: bool = False) -> Cell:
        """Answer a count: a link where there are rows behind it, `c` where it is suppressed."""
        if number is None:
            return Cell(small_numbers.SUPPRESSED, strong=strong)
        return Cell(f"{number:,}", href if number else "", tint, strong)

    def line(self, parts: Sequence[int]) -> tuple[list[int | None], int | None]:
        return small_numbers.line(parts) if self.suppressed else (list(parts), sum(parts))

    def grid(
        self, counts: Sequence[Sequence[int]]
    ) -> tuple[list[list[int | None]], list[int | None], list[int | None], int | None]:
        """Answer a table's cells, the totals of its rows and of its columns, and the grand total, as they may be shown."""
        if self.suppressed:
            return small_numbers.table(counts)
        feet: list[int | None] = [sum(column) for column in zip(*counts, strict=True)]
        return [list(row) for row in counts], [sum(row) for row in counts], feet, sum(map(sum, counts))

    def may_say(self, spread: Spread) -> bool:
        """Answer whether anything may be said of a spread beyond its (suppressed) number."""
        return bool(spread) and (not self.suppressed or spread.number >= FEWEST)

    def median(self, spread: Spread) -> str:
        return words(spread.median) if self.may_say(spread) else ""

    def nine(self, spread: Spread) -> str:
        return words(spread.nine_in_ten) if self.may_say(spread) else ""

    def number(self, spread: Spread) -> int | None:
        return spread.number if self.may_say(spread) or not self.suppressed else None

    # -- the sentence -----------------------------------------------------------------------------------------------------

    @property
    def goal(self) -> str:
        return chain.goal().reached

    @property
    def sentence(self) -> str:
        """Answer what the page says first."""
        whole = self.figures.whole
        if not self.may_say(whole):
            few = "Too few families" if self.suppressed else "Nobody"
            told = " for a figure" if self.suppressed else ""
            return f"{few} came from the first account to {self.goal} in the {self.period}{told}."
        if not whole.median:
            return f"At least half of the families came from the first account to {self.goal} on the same day."
        return f"Families waited a median of {taken(whole.median)} from the first account to {self.goal}."

    @property
    def longer(self) -> tuple[str, str]:
        """Answer how many wait longer than that now, in words, and the address of who they are."""
        number = self.figures.longer_now
        if number is None:
            return "", ""
        if self.suppressed:
            told = self.line([number, self.figures.waited.number - number])[0][0]
            return ("" if told is None else f"{told:,} are waiting now longer than that."), ""
        if number == 0:
            return "Nobody is waiting now longer than that.", ""
        verb = "is" if number == 1 else "are"
        return f"{number:,} {verb} waiting now longer than that.", self.waiting_href(over=self.over)

    @property
    def over(self) -> str:
        """Answer the whole days of the median, for the address of those who wait longer."""
        return str(int(self.figures.whole.median or 0))

    @property
    def beneath(self) -> tuple[str, str, str]:
        """Answer the line under the sentence: how many came that far, the address of who, and the nine in ten."""
        whole = self.figures.whole
        if not self.may_say(whole):
            return "", "", ""
        who = count_of(whole.number, "young person", "young people")
        nine = whole.nine_in_ten
        if nine is None:
            return who, self.steps_href(step=WHOLE), ""
        return who, self.steps_href(step=WHOLE), f"Nine in ten did {'' if not nine else 'within '}{taken(nine)}."

    @property
    def period(self) -> str:
        return PERIOD_WORDS[self.figures.asked.period]

    # -- the chain --------------------------------------------------------------------------------------------------------

    def chain_table(self) -> Table:
        """Answer each step: whose move, how many completed, median, nine in ten, by bucket, and who waits."""
        rows = []
        for step in self.figures.shown:
            place = PLACES[step.code]
            spread = self.figures.steps.get(place, Spread())
            held = spread.buckets()
            parts, _ = self.line(list(held.values()))
            cells = [Cell(step.name), Cell(whose_words(step.whose))]
            cells.append(self.count(self.number(spread), self.steps_href(step=step.code)))
            cells += [Cell(self.median(spread)), Cell(self.nine(spread))]
            cells += [
                self.count(part, self.steps_href(step=step.code, days=code), tint=tint(part, spread.number))
                for code, part in zip(held, parts, strict=True)
            ]
            if not self.suppressed:
                waiting = self.figures.waiting_for.get(place, 0)
                cells.append(self.count(waiting, self.waiting_href(step=step.code)))
            rows.append(tuple(cells))
        headings = ("Step", "Whose move", "Completed", "Median", "9 in 10 within", *BUCKET_WORDS.values())
        return Table(
            "steps",
            "Working days to each step from the one before",
            (*headings, *(() if self.suppressed else ("Waiting now",))),
            tuple(rows),
            words=2,
            note=f"Completed in the {self.period}. No nine in ten is said of fewer than five.",
        )

    def links_table(self) -> Table:
        """Answer each two steps that cases passed one after the other, in whatever order they did."""
        found = sorted(self.figures.links.items(), key=lambda pair: (pair[0][1], -pair[1].number))
        rows = []
        for (before, place), spread in found:
            first, then = step_at(before), step_at(place)
            href = self.steps_href(step=then.code, before=first.code)
            counted = self.count(self.number(spread), href)
            rows.append(
                (Cell(f"{first.name} to {then.name}"), counted, Cell(self.median(spread)), Cell(self.nine(spread)))
            )
        headings = ("From one step to the next", "Completed", "Median", "9 in 10 within")
        note = "A step may come before another that usually comes first: the days are those that passed."
        return Table("links", "As cases passed them", headings, tuple(rows), note=note)

    # -- waiting now --------------------------------------------------------------------------------------------------------

    def waiting_table(self) -> Table:
        """Answer who waits now, by whose move it is and how long, with totals."""
        kinds = sorted({whose for whose, _ in self.figures.waiting}, key=whose_words)
        counts = [[self.figures.waiting.get((kind, age), 0) for age in AGES] for kind in kinds]
        cells, totals, feet, grand = self.grid(counts)
        most = max((number or 0 for row in cells for number in row), default=0)
        rows = [
            (
                Cell(whose_words(kind)),
                *(
                    self.count(number, self.waiting_href(whose=kind, age=age), tint=tint(number, most))
                    for age, number in zip(AGES, row, strict=True)
                ),
                self.count(total, self.waiting_href(whose=kind), strong=True),
            )
            for kind, row, total in zip(kinds, cells, totals, strict=True)
        ]
        if rows:
            foot = [
                self.count(number, self.waiting_href(age=age), strong=True)
                for age, number in zip(AGES, feet, strict=True)
            ]
            rows.append((Cell("All"), *foot, self.count(grand, self.waiting_href(), strong=True)))
        headings = ("Whose move", *AGE_WORDS.values(), "All")
        return Table(
            "waiting",
            "Waiting now",
            headings,
            tuple(rows),
            note="Young people, by working days since their last step.",
        )

    # -- trend --------------------------------------------------------------------------------------------------------------

    def quarters(self) -> list[tuple[date, date, Spread]]:
        """Answer the first and last month of each quarter of the trend, with its spread, from the first with anybody in it.

        A spread that may not be shown is empty: also where a quarter would be the year, whose number stands above, less the others.
        """
        found: list[tuple[date, date, Spread]] = []
        for back in range(TREND_MONTHS - QUARTER, -1, -QUARTER):
            held = [months_before(self.figures.until, back + n) for n in range(QUARTER - 1, -1, -1)]
            spread = Spread()
            for month in held:
                spread.update(self.figures.months.get(month_code(month), {}))
            if found or spread:
                found.append((held[0], held[-1], spread))
        if self.suppressed:
            this_year = range(max(0, len(found) - self.figures.asked.months // QUARTER), len(found))
            for place in small_numbers.hidden_in_line([found[n][2].number for n in this_year]):
                first, last, _ = found[this_year[place]]
                found[this_year[place]] = (first, last, Spread())
        return found

    @property
    def trend_title(self) -> str:
        """Answer the finding: this quarter beside the same one a year before, where both have enough young people."""
        quarters = [spread for *_, spread in self.quarters()]
        if len(quarters) > 4 and all(quarters[place].number >= FEWEST for place in (-1, -5)):
            now, then = quarters[-1].median or 0, quarters[-5].median or 0
            return f"{'Shorter than' if now < then else 'Longer than' if now > then else 'The same as'} a year ago"
        return "By quarter"

    def trend_table(self) -> Table:
        """Answer the months (the quarters, for the partnership: months and quarters together would tell small numbers)."""
        if self.suppressed:
            spans = self.quarters()
        else:
            firsts = [months_before(self.figures.until, back) for back in range(self.figures.asked.months - 1, -1, -1)]
            spans = [(month, month, self.figures.months.get(month_code(month), Spread())) for month in firsts]
        rows = tuple(
            (
                Cell(_span_words(first, last, self.figures.until)),
                self.count(self.number(spread), self.steps_href(step=WHOLE, period="", ended=months(first, last))),
                Cell(self.median(spread)),
                Cell(self.nine(spread)),
            )
            for first, last, spread in spans
        )
        return Table(
            "trend",
            f"First account to {self.goal}, by {'quarter' if self.suppressed else 'month'}",
            ("Quarter" if self.suppressed else "Month", "Young people", "Median", "9 in 10 within"),
            rows,
        )

    # -- reasons, standards, pauses -----------------------------------------------------------------------------------------

    @cached_property
    def _kept(self) -> tuple[list[list[int | None]], list[int | None], int | None]:
        """Answer what each standard in force was kept and not, what came due of it, and how much ran late of all."""
        cells, totals, feet, _ = self.grid([[kept.in_time, kept.late] for kept in self.figures.kept])
        return cells, totals, feet[1] if feet else 0

    def reasons(self) -> list[tuple[str, str, Cell, str]]:
        """Answer each reason with its code, words, count and share of the most given one; the unexplained last."""
        given = sorted(self.figures.reasons.items(), key=lambda pair: (pair[0] == "", -pair[1], pair[0]))
        parts, _ = self.line([number for _, number in given])
        if self._kept[2] is None:
            parts = [None] * len(parts)
        most = max((part or 0 for part in parts), default=0) or 1
        return [
            (
                code,
                REASON_WORDS.get(code, code) if code else NO_REASON_WORDS,
                self.count(part, self.clocks_href(how="late", reason=code or NO_REASON)),
                f"{100 * (part or 0) / most:.1f}",
            )
            for (code, _), part in zip(given, parts, strict=True)
        ]

    @property
    def late(self) -> Cell:
        """Answer how many clocks ran out in the period."""
        _, total = self.line(list(self.figures.reasons.values()))
        return self.count(total if self._kept[2] is not None else None, self.clocks_href(how="late"))

    def reasons_table(self) -> Table:
        rows = tuple((Cell(title), cell) for _, title, cell, _ in self.reasons())
        return Table("reasons", "Reasons for what ran late", ("Reason", "Late"), rows)

    def kept_table(self) -> Table:
        """Answer how often each standard in force was kept."""
        rows = []
        cells, totals, _ = self._kept
        for kept, (in_time, late), total in zip(self.figures.kept, cells, totals, strict=True):
            share = f"{100 * kept.in_time / (kept.in_time + kept.late):.0f}%" if late is not None else ""
            rows.append(
                (
                    Cell(kept.title),
                    self.count(total),
                    self.count(in_time, self.clocks_href(how="in_time", standard=kept.code)),
                    self.count(late, self.clocks_href(how="late", standard=kept.code)),
                    Cell(share if in_time is not None else ""),
                )
            )
        headings = ("Standard", "Came due", "In time", "Late", "Within standard")
        return Table("kept", "Kept to standard", headings, tuple(rows), note=f"Met, or run out, in the {self.period}.")

    def still_table(self) -> Table:
        """Answer the time clocks stood still or were given: it is in no figure above, and hides no delay."""
        rows = []
        for still in self.figures.still:
            number = None if self.suppressed and still.clocks < FEWEST else still.clocks
            days = "" if number is None else f"{still.days:,}"
            href = self.clocks_href(how=still.how, standard=still.code)
            rows.append((Cell(still.title), Cell(HOW_WORDS[still.how]), self.count(number, href), Cell(days)))
        return Table(
            "still",
            "Stood still or given longer",
            ("Standard", "How", "Clocks", "Working days in all"),
            tuple(rows),
            words=2,
            note="Every figure above counts this time: a pause or an extension shortens none of them.",
        )

    def apart_table(self) -> Table:
        """Answer what is no waiting for a service: AIM2 held for the court, and the time after a refusal or withdrawal."""
        rows = []
        for why, told in APART_WORDS.items():
            stood = self.figures.apart[why]
            few = self.suppressed and stood.records < FEWEST
            going_on = None if self.suppressed and stood.now < FEWEST else stood.now
            days = "" if few else f"{stood.days:,}"
            rows.append((Cell(told), self.count(going_on), self.count(None if few else stood.records), Cell(days)))
        return Table(
            "apart",
            "Apart from the wait",
            ("No waiting for a service", "Now", "Young people", "Working days in all"),
            tuple(rows),
            note=f"Days of the {self.period}; every figure above counts them",
        )

    # -- side by side ---------------------------------------------------------------------------------------------------------

    def whose_table(self) -> Table:
        found = {whose: (whose_words(whose), spread) for whose, spread in self.figures.whose.items()}
        return self._beside("whose", "By whose move", "Whose move", "Steps", found, "whose", step="")

    def route_table(self) -> Table:
        named = {str(number): (code, title) for code, (number, title) in ROUTES.items()}
        found = {
            named[number][0]: (named[number][1], spread)
            for number, spread in self.figures.routes.items()
            if number in named
        }
        return self._beside("routes", "By route", "Route", "Young people", found, "route")

    def school_table(self) -> Table:
        """Answer by the school or other agency that referred."""
        found = {
            number: (self.figures.agencies.get(int(number), "Not named"), spread)
            for number, spread in self.figures.schools.items()
            if number
        }
        return self._beside(
            "schools", "By school or agency that referred", "Referred by", "Young people", found, "school"
        )

    def family_table(self) -> Table:
        found = {code: (FAMILY[code], self.figures.family.get(code, Spread())) for code in FAMILY}
        return self._beside("family", "With and without the family", "Family", "Young people", found, "family")

    def offers_table(self) -> Table:
        """Answer how many families accepted help, by how long they had waited when it was first offered (P5.10)."""
        waited = {code: spread.buckets(OFFER_BUCKETS) for code, spread in self.figures.offers.items()}
        rows = []
        for code, told in OFFER_WORDS.items():
            accepted = waited.get("yes", {}).get(code, 0)
            (yes, no), total = self.line([accepted, waited.get("no", {}).get(code, 0)])
            share = f"{100 * accepted / total:.0f}%" if total and yes is not None and no is not None else ""
            href = {"step": OFFERED, "days": code}
            rows.append(
                (
                    Cell(told),
                    self.count(total, self.steps_href(**href)),
                    self.count(yes, self.steps_href(**href, family="yes")),
                    Cell(share),
                )
            )
        return Table(
            "offers",
            "Whether help is accepted",
            ("Working days to the first offer", "Offered", "Accepted", "Share"),
            tuple(rows),
            note="From the first account to the first offer of help",
        )

    def conferences_table(self) -> Table:
        """Answer how many working days initial conferences took, in the buckets of the national figures."""
        found = self.figures.conferences.buckets(CONFERENCE_BUCKETS)
        counts, total = self.line([found[code] for code in CONFERENCE_WORDS])
        rows = []
        for told, number in zip(CONFERENCE_WORDS.values(), counts, strict=True):
            share = f"{100 * number / total:.0f}%" if total and number is not None else ""
            rows.append(
                (Cell(told), self.count(number, self.clocks_href(standard="T6") if number else ""), Cell(share))
            )
        return Table(
            "conferences",
            "Initial conferences",
            ("Working days to the conference", "Held", "Share"),
            tuple(rows),
            note="From the discussion that began the enquiry. Buckets of the Department for Education’s children in need figures",
        )

    def _beside(
        self,
        key: str,
        title: str,
        heading: str,
        counted: str,
        found: Mapping[str, tuple[str, Spread]],
        name: str,
        step: str = WHOLE,
    ) -> Table:
        ordered = sorted(found.items(), key=lambda pair: -pair[1][1].number) if key != "family" else list(found.items())
        numbers = [spread.number for _, (_, spread) in ordered]
        rest = self.figures.whole.number - sum(numbers)  # those of no route, or whom no agency referred
        parts, _ = self.line([*numbers, rest] if step and rest else numbers)
        rows = []
        for (code, (label, spread)), part in zip(ordered, parts, strict=False):
            said = spread if part is not None else Spread()
            href = self.steps_href(step=step, **{name: code})
            rows.append((Cell(label), self.count(part, href), Cell(self.median(said)), Cell(self.nine(said))))
        note = f"Working days to {self.goal}" if step else "Working days to each step"
        return Table(key, title, (heading, counted, "Median", "9 in 10 within"), tuple(rows), note=note)

    def beside(self) -> list[Table]:
        """Answer the tables that set groups side by side. Each agency's steps, of which the table of the chain says the number of
        each, would tell a small one among them."""
        whose = () if self.suppressed else (self.whose_table(),)
        return [
            self.family_table(),
            self.offers_table(),
            self.conferences_table(),
            *whose,
            self.route_table(),
            self.school_table(),
        ]

    def totals(self) -> list[Table]:
        """Answer what the partnership sees beside the drawings."""
        return [self.kept_table(), self.still_table(), self.apart_table(), *self.beside()]

    def tables(self) -> list[Table]:
        """Answer every table, in the order of the page: what an export holds."""
        return [
            self.chain_table(),
            *(() if self.suppressed else (self.links_table(),)),
            self.waiting_table(),
            self.trend_table(),
            self.reasons_table(),
            self.kept_table(),
            self.still_table(),
            self.apart_table(),
            *self.beside(),
        ]


def months(first: date, last: date) -> str:
    return f"{month_code(first)}~{month_code(last)}"


def _span_words(first: date, last: date, until: date) -> str:
    said = month_words(month_code(last))
    said = said if first == last else f"{MONTH_NAMES[first.month - 1]} to {said}"
    is_over = until >= months_before(last, -1) - timedelta(days=1)
    return said if is_over else f"{said}, so far"
