"""Who keeps which page in the demonstration, who asks to, and which page nobody keeps."""

from __future__ import annotations

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import Actor, LinkHolder, Visitor
from commonweal.sector.actions import (
    accept_invitation,
    ask_for_letter,
    claim_page,
    confirm_claim,
    invite_member,
    leave_organisation,
)
from commonweal.sector.choices import MemberRole, Side
from commonweal.sector.models import Member, Organisation

# Which organisation in the list, who, their address, as what.
MEMBERS = (
    (0, "Bernice Thorogood", "bernice@keepers.example", MemberRole.OWNER),
    (0, "Kofi Mensah", "kofi@keepers.example", MemberRole.EDITOR),
    (0, "Ruth Alderman", "ruth@keepers.example", MemberRole.VIEWER),
    (1, "Bernice Thorogood", "bernice@keepers.example", MemberRole.EDITOR),
    (1, "Dilip Shah", "dilip@keepers.example", MemberRole.OWNER),
    (2, "Joan Fenwick", "joan@keepers.example", MemberRole.OWNER),
)
# Who says that a page is theirs: of which, what they do there, whether they want a letter.
CLAIMS = (
    (0, "Terry Blackwood", "terry@keepers.example", "Treasurer since May", False),
    (3, "Amina Yusuf", "amina@keepers.example", "Manager", True),
    (4, "Peter Voss", "peter@keepers.example", "Trustee", False),
)

# The partners' officer, whose pages they keep, and since how many days.
OFFICER = ("Leonard Quayle", "leonard@councils.example")
KEPT = ("Saltwold Council", "Netherhithe District Council")
SINCE = 800


def keep_pages(*, by: Actor) -> None:
    """Give some pages their people, once."""
    if Member.objects.exists():
        return
    chosen = list(
        Organisation.objects.published()
        .active()
        .of_the_sector()
        .filter(services__isnull=False)
        .distinct()
        .order_by("ref")[: 1 + max(at for at, *_ in CLAIMS)]
    )
    for at, name, email, role in MEMBERS:
        if at < len(chosen):
            asked = invite_member(by=by, organisation=chosen[at], email=email, role=role)
            accept_invitation(by=LinkHolder(name_of(asked)), invitation=asked, name=name)
    for at, name, email, part, letter in CLAIMS:
        if at < len(chosen):
            ask(chosen[at], name, email, part, letter=letter)
    for member in Member.objects.filter(organisation__in=chosen[2:3]).select_related("person"):
        leave_organisation(by=member.person, member=member, to_nobody=True)


def keep_partner_pages(*, by: Actor) -> User:
    """Whoever keeps the pages of the county council and of the largest town's, since long ago."""
    name, email = OFFICER
    for body in Organisation.objects.filter(side=Side.PARTNER, name__in=KEPT).order_by("pk"):
        if not Member.objects.standing().filter(organisation=body).exists():
            with clock.put_back(SINCE):
                asked = invite_member(by=by, organisation=body, email=email, role=MemberRole.OWNER)
                accept_invitation(by=LinkHolder(name_of(asked)), invitation=asked, name=name)
    return User.objects.get(email=email)


def ask(organisation: Organisation, name: str, email: str, part: str, *, letter: bool) -> None:
    """Somebody claims a page and presses the button in the e-mail."""
    claim = claim_page(by=Visitor(), organisation=organisation, name=name, email=email, part=part)
    holder = LinkHolder(name_of(claim))
    claim = confirm_claim(by=holder, claim=claim)
    if letter:
        ask_for_letter(by=holder, claim=claim)
