"""Addresses of sign-in and of one's own account."""

from django.urls import include, path
from django.views.generic import RedirectView

from commonweal.accounts import views

not_used = views.NotUsed.as_view()

# What stands before the library's own addresses takes their place.
urlpatterns = [
    path("account/", views.YourAccount.as_view(), name="account"),
    path(
        "account/sign-out-elsewhere/", views.SignOutElsewhere.as_view(), name="sign_out_elsewhere"
    ),
    path("account/login/", views.ask_for_code),
    path("account/login/code/", views.ask_for_code),
    path("account/login/code/confirm/", views.enter_code),
    path("account/signup/", not_used),
    path("account/email/", not_used),
    path("account/confirm-email/", not_used),
    path("account/confirm-email/<path:rest>", not_used),
    path("account/reauthenticate/", not_used),
    path("account/password/<path:rest>", not_used),
    path("account/2fa/", RedirectView.as_view(pattern_name="account")),
    path("account/2fa/authenticate/", views.enter_second_proof),
    path("account/2fa/webauthn/", RedirectView.as_view(pattern_name="account")),
    path("account/2fa/webauthn/add/", views.AddAPasskey.as_view()),
    path("account/2fa/webauthn/login/", views.use_passkey),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/", include("allauth.account.urls")),
]
