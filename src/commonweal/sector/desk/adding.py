"""Forms of the staff desk for organisations that no register lists."""

from __future__ import annotations

from typing import Any

from commonweal.core.actors import Robot
from commonweal.sector import actions
from commonweal.sector.choices import Kind
from commonweal.sector.desk.forms import AddForm
from commonweal.sector.desk.lists import page_of
from commonweal.sector.models import Organisation
from commonweal.ui.desk import DeskForm


class AddGroup(DeskForm):
    """Add an informal group."""

    permission = "sector.add_organisation"
    form_class = AddForm
    page_title = "Add a group"
    header_icon = "plus"
    done_words = "Added. If somebody here looks like it, the pair is on the review list now."

    def act(self, answers: dict[str, Any]) -> Any:
        """Add it."""
        return looked_over(actions.add_group(by=self.actor, **told(answers)))

    def back(self, result: Any) -> str:
        """Its new page."""
        return page_of(result)


class AddPartner(AddGroup):
    """Add a council, a health trust, a business."""

    permission = "sector.add_organisation"
    page_title = "Add a partner"

    def get_form_kwargs(self) -> dict[str, Any]:
        """With its kind."""
        return super().get_form_kwargs() | {"partner": True}

    def act(self, answers: dict[str, Any]) -> Any:
        """Add it."""
        kind = Kind(answers["kind"])
        return looked_over(actions.add_partner(by=self.actor, kind=kind, **told(answers)))


def looked_over(organisation: Organisation) -> Organisation:
    """Put it to a person if somebody here already looks like it."""
    actions.find_doubts(by=Robot("look-alikes"), organisation_ids=[organisation.pk])
    return organisation


def told(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers as the actions take them."""
    facts = {fact: answers[fact] for fact in AddForm.facts}
    return {"name": answers["name"], "facts": facts, "areas": answers["codes"]}
