"""Only the pages of allauth we use. There is no sign-up, no e-mail management, no sign-in by link, and no admin site."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from django.urls import include, path, re_path

from hsb.accounts import views
from hsb.accounts.views import answered

pages = [
    path("login/", answered(account.login), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", views.no_sign_up, name="account_signup"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("continue/", views.give_back, name="account_continue"),
    path("reauthenticate/", answered(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", answered(account.password_change), name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.ChooseNewPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("2fa/", answered(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", answered(views.SecondStepView.as_view()), name="mfa_authenticate"),
    path("2fa/reauthenticate/", answered(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", answered(views.SetUpSecondStepView.as_view()), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", answered(views.RemoveSecondStepView.as_view()), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", answered(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        answered(views.NewRecoveryCodesView.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/recovery-codes/download/", answered(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]
urlpatterns = [path("accounts/", include(pages))]
