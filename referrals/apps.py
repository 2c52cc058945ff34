from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        from hsb.agencies.permissions import Level, RecordClass
        from hsb.cases import finding, frame
        from referrals.inbox import conditions
        from referrals.inbox.finding import by_referral_number

        frame.add_tab(
            "referral", "Referral", "referrals:case_referral", RecordClass.REFERRAL, group="referral", order=20
        )
        frame.add_tab(
            "checks", "Checks", "referrals:checks", RecordClass.CHECKS, group="referral", order=30, level=Level.WRITE
        )
        frame.add_tab(
            "assessment", "Assessment", "referrals:assessment", RecordClass.ASSESSMENT, group="safeguarding", order=40
        )
        frame.add_tab(
            "engagement", "Engagement", "referrals:engagement", RecordClass.ENGAGEMENT, group="referral", order=50
        )
        frame.add_conditions(conditions.BAIL)
        finding.add_finder(by_referral_number)
