"""Who keeps a page: seeing, inviting, accepting, changing, ending, leaving, answering claims."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.refused import Refused
from commonweal.sector import actions
from commonweal.sector.choices import InvitationEnd, MemberRole
from commonweal.sector.forms.members import (
    NOBODY,
    AcceptForm,
    AnswerForm,
    EndForm,
    InviteForm,
    LeaveForm,
    RoleForm,
)
from commonweal.sector.models import Invitation, Member, PageClaim
from commonweal.sector.views.about import AboutOne, ByLink
from commonweal.ui.acting import FormPage, Press

KNOCKS = Limit("members", times=60, seconds=60 * 60)


class Members(AboutOne, GatedView, TemplateView):
    """Who keeps the page, and for owners: who was invited, who asks."""

    permission = "sector.see_members"
    template_name = "sector/members.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The members, and what an owner may do."""
        o = self.organisation
        standing = Member.objects.standing().filter(organisation=o).select_related("person")
        order = {role: place for place, role in enumerate(MemberRole.values)}
        keeps = self.may("sector.keep_members")
        return super().get_context_data(**kwargs) | {
            "members": sorted(standing.order_by("pk"), key=lambda m: order[m.role]),
            "keeps": keeps,
            "mine": standing.of(self.actor).first(),
            "invitations": o.invitations.open(now=clock.now()).order_by("pk") if keeps else [],
            "claims": o.page_claims.open().with_owners().order_by("pk") if keeps else [],
        }


class Invite(LimitedView, AboutOne, GatedView, FormPage):
    """Ask somebody to keep the page too."""

    permission = "sector.keep_members"
    limits = (KNOCKS,)
    form_class = InviteForm
    template_name = "sector/keeping_form.html"
    title = "Invite somebody"
    lede = "They get a private link by e-mail. It can be accepted for two weeks."
    send_words = "Send the invitation"
    done_words = "The invitation is on its way."

    def act(self, answers: dict[str, Any]) -> Any:
        """Invite them."""
        return actions.invite_member(by=self.actor, organisation=self.organisation, **answers)

    def back(self, result: Any) -> str:
        """The list of members."""
        return self.at("members")


class OfOrganisation(AboutOne):
    """Loads a row of the organisation that the address names; another's row is not there."""

    related: str

    def load(self) -> Any:
        """The row."""
        organisation = super().load()
        rows = getattr(organisation, self.related).select_related("organisation")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def back(self, *_: Any) -> str:
        """The list of members."""
        return self.at("members")


class WithdrawInvitation(OfOrganisation, LimitedView, Press):
    """Take an invitation back."""

    permission = "sector.keep_members"
    limits = (KNOCKS,)
    related = "invitations"
    done_words = "Withdrawn. Its link leads nowhere now."

    def act(self) -> None:
        """Withdraw it."""
        actions.withdraw_invitation(by=self.actor, invitation=self.thing)


class OfMember(OfOrganisation):
    """A form about one member who is one now."""

    related = "members"

    def load(self) -> Member:
        """The member.

        :raises Http404: when there is none, or they ended.
        """
        member: Member = super().load()
        if member.ended_at is not None:
            raise Http404
        return member

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom it is about."""
        return super().get_context_data(**kwargs) | {"member": self.thing}


class ChangeRole(LimitedView, OfMember, GatedView, FormPage):
    """Give a member another role."""

    permission = "sector.keep_members"
    limits = (KNOCKS,)
    form_class = RoleForm
    template_name = "sector/keeping_form.html"
    done_words = "Changed. They are told by e-mail."

    def get_initial(self) -> dict[str, Any]:
        """Their role now."""
        return {"role": self.thing.role}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom it is about."""
        return super().get_context_data(**kwargs) | {"title": f"What {self.thing.person} may do"}

    def act(self, answers: dict[str, Any]) -> Any:
        """Change it."""
        return actions.change_role(by=self.actor, member=self.thing, **answers)


class EndMembership(LimitedView, OfMember, GatedView, FormPage):
    """End what a member may do."""

    permission = "sector.keep_members"
    limits = (KNOCKS,)
    form_class = EndForm
    template_name = "sector/keeping_form.html"
    send_words = "End it"
    done_words = "Ended. They are told by e-mail."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom it is about, and what it means."""
        return super().get_context_data(**kwargs) | {
            "title": f"End the part of {self.thing.person}",
            "lede": "From then on they can no longer change anything of this page.",
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """End it."""
        return actions.end_membership(by=self.actor, member=self.thing, **answers)


class Leave(LimitedView, AboutOne, GatedView, FormPage):
    """One's own leaving; the last owner says who is next."""

    permission = "sector.leave"
    limits = (KNOCKS,)
    form_class = LeaveForm
    template_name = "sector/keeping_form.html"
    send_words = "Leave"

    def load(self) -> Member:
        """One's own membership.

        :raises Http404: when one has none.
        """
        super().load()
        mine = Member.objects.standing().of(self.actor).filter(organisation=self.organisation)
        return get_object_or_404(mine.select_related("organisation", "person"))

    def others(self) -> list[Member]:
        """The other members, who could be the next owner."""
        rows = Member.objects.standing().filter(organisation=self.organisation)
        return list(rows.exclude(pk=self.thing.pk).select_related("person").order_by("pk"))

    def is_last(self) -> bool:
        """Whether nobody else is an owner."""
        return self.thing.role == MemberRole.OWNER and all(
            other.role != MemberRole.OWNER for other in self.others()
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """The last owner is asked who comes next."""
        heirs = self.others() if self.is_last() else None
        return super().get_form_kwargs() | {"heirs": heirs}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What leaving means."""
        return super().get_context_data(**kwargs) | {
            "title": f"Leave {self.organisation.name}",
            "lede": "You will no longer be able to change its page, and get no more letters "
            "about it.",
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Leave."""
        heir = answers.get("successor", "")
        chosen = next((other for other in self.others() if str(other.pk) == heir), None)
        return actions.leave_organisation(
            by=self.actor, member=self.thing, successor=chosen, to_nobody=heir == NOBODY
        )

    def said(self, result: Any) -> str:
        """That it is done."""
        return f"You have left {self.organisation.name}."

    def back(self, result: Any) -> str:
        """What else one keeps."""
        return reverse("your_organisations")


class AnswerClaim(LimitedView, OfOrganisation, GatedView, FormPage):
    """An owner answers somebody who asks to keep the page too."""

    permission = "sector.keep_members"
    limits = (KNOCKS,)
    related = "page_claims"
    form_class = AnswerForm
    template_name = "sector/answer_claim.html"
    title = "Somebody asks to keep this page"
    send_words = "Answer"
    done_words = "Answered. They are told by e-mail."

    def load(self) -> PageClaim:
        """A claim that waits for the owners.

        :raises Http404: for any other.
        """
        claim: PageClaim = super().load()
        if not self.organisation.page_claims.open().with_owners().filter(pk=claim.pk).exists():
            raise Http404
        return claim

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who asks."""
        return super().get_context_data(**kwargs) | {"claim": self.thing}

    def act(self, answers: dict[str, Any]) -> Any:
        """Let them in, or refuse."""
        answer = answers["answer"]
        if not answer:
            raise Refused("Choose one of these.", field="answer")
        grant = answer != "no"
        role = {"role": answer} if grant else {}
        return actions.decide_claim(
            by=self.actor, claim=self.thing, grant=grant, why=answers["why"], **role
        )


class AcceptInvitation(LimitedView, ByLink, GatedView, FormPage):
    """The page that an invitation's private link leads to. Opening it accepts nothing."""

    permission = "sector.accept_invitation"
    limits = (KNOCKS,)
    rows = Invitation.objects
    form_class = AcceptForm
    template_name = "sector/invitation.html"
    send_words = "Accept"

    def get_initial(self) -> dict[str, Any]:
        """How they are called here, if they are signed in with that address."""
        person = self.request.user
        same = isinstance(person, User) and person.email.lower() == self.thing.email
        return {"name": person.name} if same and isinstance(person, User) else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who invites to what."""
        invitation = self.thing
        over = invitation.ended_at is not None or invitation.link_until <= clock.now()
        return super().get_context_data(**kwargs) | {
            "title": f"Help to keep the page of {self.organisation.name}",
            "organisation": self.organisation,
            "invitation": invitation,
            "accepted": invitation.ended_how == InvitationEnd.ACCEPTED,
            "over": over,
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Accept it."""
        return actions.accept_invitation(by=self.actor, invitation=self.thing, **answers)

    def said(self, result: Any) -> str:
        """That they are in."""
        return f"Welcome. You have a part in the page of {self.organisation.name} from now on."

    def back(self, result: Any) -> str:
        """The same page, which says how to sign in."""
        return reverse("invitation", args=[self.kwargs["token"]])
