"""The staff desk's people: who signs in here, and what they may do."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from commonweal.accounts.actions import change_person, forget_passkeys, welcome_person
from commonweal.accounts.choices import Role
from commonweal.accounts.models import User
from commonweal.ui.desk import DeskButton, DeskForm, DeskList


class PersonForm(forms.Form):
    """A person's name and roles."""

    name = forms.CharField(label="Name", max_length=100)
    roles = forms.MultipleChoiceField(
        label="Roles", choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class WelcomeForm(PersonForm):
    """Somebody new."""

    email = forms.EmailField(
        label="E-mail address", help_text="The welcome goes there, and later the sign-in codes."
    )
    field_order = ("email", "name", "roles")


class ChangeForm(PersonForm):
    """Somebody known."""

    active = forms.BooleanField(
        label="May sign in", required=False, help_text="Switched off, they keep their history here."
    )


def roles_of(person: User) -> str:
    """The roles as a person reads them."""
    return ", ".join(sorted(grant.role for grant in person.grants.all())) or "none"


class PersonList(DeskList):
    """Everybody who may sign in, or once could."""

    permission = "accounts.manage_people"
    page_title = "People"
    header_icon = "user"
    model = User
    index_url_name = "accounts_desk:people"
    index_results_url_name = "accounts_desk:people_results"
    is_searchable = True
    default_ordering = "name"

    def get_base_queryset(self) -> QuerySet[User]:
        """With their roles, looked up once."""
        return User.objects.prefetch_related("grants")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By name or address."""
        return queryset.filter(Q(name__icontains=words) | Q(email__icontains=words))

    @property
    def columns(self) -> list[Column]:
        """What is told of each."""
        return [
            TitleColumn("name", label="Name", accessor=str, get_url=self.address_of),
            Column("email", label="E-mail address"),
            Column("roles", label="Roles", accessor=roles_of),
            BooleanColumn("is_active", label="May sign in"),
        ]

    def address_of(self, person: User) -> str:
        """Where somebody is changed."""
        return reverse("accounts_desk:person", args=[person.pk])

    @property
    def header_buttons(self) -> list[Button]:
        """Somebody new."""
        address = reverse("accounts_desk:welcome")
        return [HeaderButton("Welcome somebody", address, icon_name="plus")]


class Welcome(DeskForm):
    """Give somebody an account."""

    permission = "accounts.manage_people"
    form_class = WelcomeForm
    page_title = "Welcome somebody"
    header_icon = "user"
    send_words = "Welcome them"
    done_words = "Done. If anything is new to them, an e-mail says what, and how to sign in."

    def act(self, answers: dict[str, Any]) -> Any:
        """Welcome them."""
        return welcome_person(by=self.actor, **answers)

    def back(self, result: Any) -> str:
        """To everybody."""
        return reverse("accounts_desk:people")


class Change(DeskForm):
    """Change somebody's name and roles, or switch them off."""

    permission = "accounts.manage_people"
    form_class = ChangeForm
    template_name = "accounts/desk/person.html"
    header_icon = "user"
    done_words = "Kept. If what they may do has changed, an e-mail tells them."

    def load(self) -> User:
        """Whom."""
        self.person = get_object_or_404(User, pk=self.kwargs["pk"])
        return self.person

    def get_page_title(self) -> str:
        """Whom."""
        return str(self.person)

    def get_initial(self) -> dict[str, Any]:
        """As they are."""
        roles = list(self.person.grants.values_list("role", flat=True))
        return {"name": self.person.name, "roles": roles, "active": self.person.is_active}

    def act(self, answers: dict[str, Any]) -> Any:
        """Change them."""
        return change_person(by=self.actor, person=self.person, **answers)

    def back(self, result: Any) -> str:
        """To everybody."""
        return reverse("accounts_desk:people")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also whether there is a passkey to forget."""
        known = Authenticator.objects.filter(user=self.person).exists()
        return super().get_context_data(**kwargs) | {"has_passkeys": known}


class ForgetPasskeys(DeskButton):
    """Somebody lost their passkey."""

    permission = "accounts.manage_people"
    done_words = "Their passkeys are forgotten, and an e-mail tells them. A code is enough again."

    def load(self) -> User:
        """Whose."""
        self.person = get_object_or_404(User, pk=self.kwargs["pk"])
        return self.person

    def act(self) -> Any:
        """Forget them."""
        return forget_passkeys(by=self.actor, person=self.person)

    def back(self, result: Any) -> str:
        """To the person."""
        return reverse("accounts_desk:person", args=[self.person.pk])
