"""The app, as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in, and their place-wide roles."""

    name = "commonweal.accounts"
    label = "accounts"
