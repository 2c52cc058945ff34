from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        from hsb.agencies.permissions import Level, RecordClass
        from hsb.cases import frame
        from referrals import conditions

        frame.add_tab("referral", "Referral", "referrals:case_referral", RecordClass.REFERRAL, order=20)
        frame.add_tab("checks", "Checks", "referrals:checks", RecordClass.CHECKS, order=30, level=Level.WRITE)
        frame.add_tab("assessment", "Assessment", "referrals:assessment", RecordClass.ASSESSMENT, order=40)
        frame.add_tab("engagement", "Engagement", "referrals:engagement", RecordClass.ENGAGEMENT, order=50)
        frame.add_conditions(conditions.BAIL)
