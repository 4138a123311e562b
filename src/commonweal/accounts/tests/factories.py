"""People, as given."""

import datetime as dt

import factory

from commonweal.accounts.models import Grant, User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    joined_at = factory.LazyFunction(lambda: dt.datetime.now(dt.UTC))
    password = "!nothing-to-guess"

    @factory.post_generation
    def roles(self, create, roles, **kwargs):
        """``UserFactory(roles=["steward"])``"""
        for role in roles or ():
            GrantFactory(user=self, role=role)


class GrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Grant

    user = factory.SubFactory(UserFactory)
    role = "reader"
