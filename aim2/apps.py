from django.apps import AppConfig


class Aim2Config(AppConfig):
    name = "aim2"

    def ready(self) -> None:
        from aim2.agreements.conditions import AGREEMENT
        from aim2.agreements.queries import makes_notes_disclosable
        from aim2.closures.conditions import TO_CLOSE
        from aim2.custody import actions as custody
        from aim2.looked_after import actions as looked_after
        from aim2.proceedings.conditions import SOURCES
        from aim2.proceedings.following import add_follower
        from aim2.proceedings.for_mappa import grounds
        from aim2.transitions import actions as transitions
        from hsb.agencies.permissions import Level, RecordClass
        from hsb.cases import frame
        from hsb.cases.states import CriminalJustice
        from hsb.notes import disclosing
        from strategy_meetings.mappa.grounds import add_source

        for key, label, url_name, record_class, group, order, harmed_too in (
            ("proceedings", "Criminal justice", "aim2:proceedings", RecordClass.CRIMINAL, "criminal", 45, True),
            ("aim2", "Consent", "aim2:may_begin", RecordClass.CONSENT, "aim2", 46, True),
            ("aim2_assessment", "AIM2 assessment", "aim2:assessment", RecordClass.AIM_WORKING, "aim2", 47, False),
            ("intervention", "Intervention", "aim2:plan", RecordClass.INTERVENTION_PLAN, "aim2", 48, False),
            ("care", "Care", "aim2:looked_after", RecordClass.LOOKED_AFTER, "safeguarding", 49, True),
        ):
            frame.add_tab(
                key, label, url_name, record_class, group=group, order=order, level=Level.SUMMARY, harmed_too=harmed_too
            )
        frame.add_tab("closure", "End of the work", "aim2:closures", RecordClass.CLOSURE, group="case", order=95)
        frame.add_tab(
            "custody",
            "Custody",
            "aim2:custody",
            RecordClass.CUSTODY,
            group="criminal",
            order=50,
            harmed_too=False,
            shown=lambda case: case.criminal_justice != CriminalJustice.NOT_OPEN,
        )
        add_follower(looked_after.follow_court)
        add_follower(transitions.follow_court)
        add_follower(custody.follow_court)  # last: whoever records a release may lose their own access by it
        for source in (*SOURCES, AGREEMENT, TO_CLOSE):
            frame.add_conditions(source)
        disclosing.while_this(makes_notes_disclosable)
        add_source(grounds)
