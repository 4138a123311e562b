"""The Commission's tables, and the columns that are read of each."""

from __future__ import annotations

NUMBERS = ("registered_charity_number", "linked_charity_number")
END = ("registered_charity_number", "fin_period_end_date")
MONEY = ("total_gross_income", "total_gross_expenditure")
# The columns that are read of each table. All of a table's own must be there.
TABLES: dict[str, tuple[str, ...]] = {
    "charity": (
        "date_of_extract", *NUMBERS, "charity_name", "charity_type",
        "charity_registration_status", "date_of_registration", "date_of_removal",
        "latest_acc_fin_period_end_date", "latest_income", "latest_expenditure",
        *(f"charity_contact_address{n}" for n in range(1, 6)), "charity_contact_postcode",
        "charity_contact_phone", "charity_contact_email", "charity_contact_web",
        "charity_company_registration_number", "charity_is_cio", "cio_is_dissolved",
        "charity_activities",
    ),
    "charity_annual_return_history": (*END, *MONEY),
    "charity_annual_return_parta": (
        *END, *MONEY, "income_from_government_contracts", "income_from_government_grants",
        "count_volunteers",
    ),
    "charity_annual_return_partb": (*END, "reserves", "count_employees"),
    "charity_area_of_operation": (
        *NUMBERS, "geographic_area_type", "geographic_area_description",
    ),
    "charity_classification": (*NUMBERS, "classification_code", "classification_type"),
    "charity_event_history": (
        *NUMBERS, "event_type", "date_of_event", "reason", "assoc_registered_charity_number",
        "assoc_charity_name",
    ),
    "charity_governing_document": (*NUMBERS, "charitable_objects"),
    "charity_other_names": (*NUMBERS, "charity_name_type", "charity_name"),
    "charity_trustee": NUMBERS,
}  # fmt: skip
