from django.apps import AppConfig


class StrategyMeetingsConfig(AppConfig):
    name = "strategy_meetings"

    def ready(self) -> None:
        from hsb.agencies.permissions import Level, RecordClass
        from hsb.agencies.profile import profile
        from hsb.cases import frame
        from strategy_meetings.meetings.conditions import NOT_DISCUSSED
        from strategy_meetings.meetings.kinds import check_exceptions, kinds

        kinds()  # a table that contradicts itself stops the start, not a page
        check_exceptions(profile().settings.get("quorum_exceptions", ()))
        frame.add_tab(
            "safety_plan",
            "Safety plan",
            "strategy_meetings:safety_plan",
            RecordClass.SAFETY_PLAN,
            group="safeguarding",
            order=60,
        )
        frame.add_tab(
            "section47",
            "Section 47",
            "strategy_meetings:section47",
            RecordClass.SECTION_47,
            group="safeguarding",
            order=46,
        )
        frame.add_tab(
            "child_plan",
            "Child’s plan",
            "strategy_meetings:child_plan",
            RecordClass.CHILD_PLAN,
            group="safeguarding",
            order=48,
            level=Level.SUMMARY,
        )
        frame.add_tab(
            "opinions", "Opinions", "strategy_meetings:opinions", RecordClass.ASSESSMENT, group="safeguarding", order=47
        )
        frame.add_tab(
            "meetings",
            "Meetings",
            "strategy_meetings:meetings_of_case",
            RecordClass.MEETING,
            group="safeguarding",
            order=45,
            level=Level.SUMMARY,
        )
        frame.add_tab(
            "incidents",
            "New incidents",
            "strategy_meetings:incidents",
            RecordClass.MEETING,
            group="safeguarding",
            order=44,
            level=Level.SUMMARY,
        )
        frame.add_tab(
            "transfers", "Transfer", "strategy_meetings:transfers", RecordClass.DECISION, group="safeguarding", order=62
        )
        frame.add_tab(
            "mappa",
            "MAPPA",
            "strategy_meetings:mappa",
            RecordClass.MAPPA,
            group="criminal",
            order=64,
            level=Level.SUMMARY,
            harmed_too=False,
        )
        frame.add_tab(
            "support",
            "Support",
            "strategy_meetings:support",
            RecordClass.SUPPORT,
            group="safeguarding",
            order=59,
            shown=lambda case: case.is_harmed,
        )
        frame.add_conditions(NOT_DISCUSSED)
        _follow_meetings()


def _follow_meetings() -> None:
    """What else happens when a meeting ends, is approved and is sent: an enquiry begins, copies are prepared, copies go out."""
    from strategy_meetings.child_plans import hooks as plans
    from strategy_meetings.conference import first_invited
    from strategy_meetings.conference import following as conference
    from strategy_meetings.conference import policies as conferences
    from strategy_meetings.conference.live import shown
    from strategy_meetings.incidents import actions as incidents
    from strategy_meetings.meetings import hooks
    from strategy_meetings.meetings.lists import ALSO
    from strategy_meetings.minutes import copies
    from strategy_meetings.minutes.queries import for_the_list
    from strategy_meetings.section47 import actions as section47

    ALSO.append(for_the_list)
    hooks.ON_CALLED.append(incidents.settle_called)
    hooks.ON_ENDED.extend([section47.begin_for, incidents.settle_held])
    hooks.ON_APPROVED.extend([section47.begin_for, copies.prepare])
    hooks.ON_ISSUED.extend([copies.send, conference.sent])
    hooks.BEFORE_CALLING.append(conferences.check_can_call)
    hooks.ON_CALLED.append(conference.called)
    hooks.ON_INVITED.append(conference.invited)
    hooks.ON_MOVED.append(conference.moved)
    hooks.ON_CALLED_OFF.append(conference.called_off)
    hooks.ON_ANSWERED.append(conference.answered)
    hooks.BEFORE_END.append(conference.check_before_end)
    hooks.ALSO_MISSING.append(conferences.missing_quorum)
    hooks.AFTER_WRITING.append(conference.check_after_writing)
    plans.ON_ENDED.append(first_invited.tell)
    for event in ("conference.held", "review_conference.held", "core_group.held"):
        hooks.HELD[event] = conference.held
        hooks.LIVE[event] = shown
