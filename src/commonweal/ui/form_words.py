"""What forms say of an answer that cannot be read, in our own words instead of Django's."""

from __future__ import annotations

from django import forms

CHOICE = "%(value)s is not one of these. Choose from what is offered."
ALL: dict[str, str] = {
    "required": "Say something here.",
    "max_length": "This is %(show_value)d letters long. It can be %(limit_value)d at most.",
    "invalid_choice": CHOICE,
    "invalid_list": "Choose from what is offered.",
    "min_value": "It is %(limit_value)s at least.",
    "max_value": "It is %(limit_value)s at most.",
    "max_digits": "That is too long a number.",
    "max_whole_digits": "That is too large a number.",
    "max_decimal_places": "Pounds have two figures after the point, such as 4.50.",
    "null_characters_not_allowed": "There is a character in it that cannot be kept. Type it anew.",
}
INVALID: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DecimalField, "That is not a number, such as 4.50."),
    (forms.IntegerField, "That is not a whole number, such as 16."),
    (forms.DateField, "That is not a day. Write it as 31/3/2026."),
    (forms.TimeField, "That is not a time. Write it as 14:30."),
)
ROWS = {
    "missing_management_form": "Part of the page did not reach us. Send it again.",
    "too_many_forms": "There can be %(num)d at most.",
}


def say_it_our_way(form: forms.BaseForm) -> None:
    """Give every field of a form our words for what is wrong."""
    for field in form.fields.values():
        field.error_messages |= ALL
        for kind, words in INVALID:
            if type(field) is kind:
                field.error_messages["invalid"] = words


def say_what_is_missing(form: forms.BaseForm) -> None:
    """Say in our words that a field was left empty, where it has no words of its own for that."""
    usual = str(forms.Field.default_error_messages["required"])
    for field in form.fields.values():
        if str(field.error_messages.get("required")) == usual:
            chosen = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = ALL["invalid_list" if chosen else "required"]
