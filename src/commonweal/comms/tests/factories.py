"""Messages, as given."""

import datetime as dt

import factory

from commonweal.comms.models import Bounce, Message


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    to = factory.Sequence(lambda n: f"person{n}@example.org")
    subject = "Your sign-in code"
    body = "The code is ABC-DEF."
    written_at = factory.LazyFunction(lambda: dt.datetime.now(dt.UTC))
    next_try_at = factory.SelfAttribute("written_at")


class BounceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Bounce

    address = "gone@example.org"
    at = factory.LazyFunction(lambda: dt.datetime.now(dt.UTC))
    status = "5.1.1"
    words = "No such user"
    hard = True
    key = factory.Sequence(str)
