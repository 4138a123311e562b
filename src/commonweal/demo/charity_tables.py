"""The thirteen tables of the Charity Commission's register extract: their columns, in order.

Each column is a word (t), a whole number (n), a date (d) or a yes-or-no (f). Misspellings are the
publisher's own.
"""

from __future__ import annotations

from commonweal.demo.words import each

_KEY = "date_of_extract:d organisation_number:n registered_charity_number:n"
_LINKED = f"{_KEY} linked_charity_number:n"
_PERIOD = "fin_period_start_date:d fin_period_end_date:d"
_RETURN = (
    f"{_KEY} latest_fin_period_submitted_ind:f fin_period_order_number:n ar_cycle_reference:t "
    f"{_PERIOD} ar_due_date:d ar_received_date:d"
)
_BANDS = each(
    "60001_70000 70001_80000 80001_90000 90001_100000 100001_110000 110001_120000 120001_130000 "
    "130001_140000 140001_150000 150001_200000 200001_250000 250001_300000 300001_350000 "
    "350001_400000 400001_450000 450001_500000 over_500000"
)
SALARY_BANDS = tuple(f"count_salary_band_{band}" for band in _BANDS)

_WORDS: dict[str, str] = {
    "charity": (
        f"{_LINKED} charity_name:t charity_type:t charity_registration_status:t "
        "date_of_registration:d date_of_removal:d charity_reporting_status:t "
        "latest_acc_fin_period_start_date:d latest_acc_fin_period_end_date:d latest_income:n "
        "latest_expenditure:n charity_contact_address1:t charity_contact_address2:t "
        "charity_contact_address3:t charity_contact_address4:t charity_contact_address5:t "
        "charity_contact_postcode:t charity_contact_phone:t charity_contact_email:t "
        "charity_contact_web:t charity_company_registration_number:t charity_insolvent:f "
        "charity_in_administration:f charity_previously_excepted:f charity_is_cdf_or_cif:t "
        "charity_is_cio:f cio_is_dissolved:f date_cio_dissolution_notice:d charity_activities:t "
        "charity_gift_aid:f charity_has_land:f"
    ),
    "charity_annual_return_history": (
        f"{_KEY} {_PERIOD} ar_cycle_reference:t reporting_due_date:d "
        "date_annual_return_received:d date_accounts_received:d total_gross_income:n "
        "total_gross_expenditure:n accounts_qualified:f suppression_ind:f suppression_type:t"
    ),
    "charity_annual_return_parta": (
        f"{_RETURN} total_gross_income:n total_gross_expenditure:n "
        "charity_raises_funds_from_public:f charity_professional_fundraiser:f "
        "charity_agreement_professional_fundraiser:f charity_commercial_participator:f "
        "charity_agreement_commerical_participator:f grant_making_is_main_activity:f "
        "charity_receives_govt_funding_contracts:f count_govt_contracts:n "
        "charity_receives_govt_funding_grants:f count_govt_grants:n "
        "income_from_government_contracts:n income_from_government_grants:n "
        "charity_has_trading_subsidiary:f trustee_also_director_of_subsidiary:f "
        "does_trustee_receive_any_benefit:f trustee_payments_acting_as_trustee:f "
        "trustee_receives_payments_services:f trustee_receives_other_benefit:f "
        "trustee_resigned_employment:f employees_salary_over_60k:f "
        f"{' '.join(f'{band}:n' for band in SALARY_BANDS)} count_volunteers:n"
    ),
    "charity_annual_return_partb": (
        f"{_RETURN} income_donations_and_legacies:n income_other_trading_activities:n "
        "income_charitable_activities:n income_investments:n income_other:n "
        "income_total_income_and_endowments:n income_legacies:n income_endowments:n "
        "expenditure_raising_funds:n expenditure_charitable_expenditure:n expenditure_other:n "
        "expenditure_total:n expenditure_investment_management:n expenditure_grants_institution:n "
        "expenditure_governance:n expenditure_support_costs:n expenditure_depreciation:n "
        "gain_loss_investment:n gain_loss_pension_fund:n gain_loss_revaluation_fixed_investment:n "
        "gain_loss_other:n reserves:n assets_total_fixed:n assets_own_use:n "
        "assets_long_term_investment:n defined_benefit_pension_scheme:n assets_other_assets:n "
        "assets_total_liabilities:n assets_current_investment:n "
        "assets_total_assets_and_liabilities:n creditors_one_year_total_current:n "
        "creditors_falling_due_after_one_year:n assets_cash:n funds_endowment:n "
        "funds_unrestricted:n funds_restricted:n funds_total:n count_employees:n "
        "charity_only_accounts:f consolidated_accounts:f"
    ),
    "charity_area_of_operation": (
        f"{_LINKED} geographic_area_type:t geographic_area_description:t "
        "parent_geographic_area_type:t parent_geographic_area_description:t welsh_ind:f"
    ),
    "charity_classification": (
        f"{_LINKED} classification_code:n classification_type:t classification_description:t"
    ),
    "charity_event_history": (
        f"{_LINKED} charity_name:t charity_event_order:n event_type:t date_of_event:d reason:t "
        "assoc_organisation_number:n assoc_registered_charity_number:n assoc_charity_name:t"
    ),
    "charity_governing_document": (
        f"{_LINKED} governing_document_description:t charitable_objects:t area_of_benefit:t"
    ),
    "charity_other_names": (f"{_LINKED} charity_name_id:n charity_name_type:t charity_name:t"),
    "charity_other_regulators": (f"{_KEY} regulator_order:n regulator_name:t regulator_web_url:t"),
    "charity_policy": f"{_LINKED} policy_name:t",
    "charity_published_report": (f"{_LINKED} report_name:t report_location:t date_published:d"),
    "charity_trustee": (
        f"{_LINKED} trustee_id:n trustee_name:t trustee_is_chair:f individual_or_organisation:t "
        "trustee_date_of_appointment:d"
    ),
}

TABLES: dict[str, tuple[tuple[str, str], ...]] = {
    table: tuple((column, kind) for column, _, kind in (w.partition(":") for w in words.split()))
    for table, words in _WORDS.items()
}

# What the codes of charity_classification mean, in the register's own words.
MEANINGS: dict[int, tuple[str, str]] = {
    101: ("What", "General Charitable Purposes"),
    102: ("What", "Education/training"),
    103: ("What", "The Advancement Of Health Or Saving Of Lives"),
    104: ("What", "Disability"),
    105: ("What", "The Prevention Or Relief Of Poverty"),
    106: ("What", "Overseas Aid/famine Relief"),
    107: ("What", "Accommodation/housing"),
    108: ("What", "Religious Activities"),
    109: ("What", "Arts/culture/heritage/science"),
    110: ("What", "Amateur Sport"),
    111: ("What", "Animals"),
    112: ("What", "Environment/conservation/heritage"),
    113: ("What", "Economic/community Development/employment"),
    114: ("What", "Armed Forces/emergency Service Efficiency"),
    115: ("What", "Human Rights/religious Or Racial Harmony/equality Or Diversity"),
    116: ("What", "Recreation"),
    117: ("What", "Other Charitable Purposes"),
    201: ("Who", "Children/young People"),
    202: ("Who", "Elderly/old People"),
    203: ("Who", "People With Disabilities"),
    204: ("Who", "People Of A Particular Ethnic Or Racial Origin"),
    205: ("Who", "Other Charities Or Voluntary Bodies"),
    206: ("Who", "Other Defined Groups"),
    207: ("Who", "The General Public/mankind"),
    301: ("How", "Makes Grants To Individuals"),
    302: ("How", "Makes Grants To Organisations"),
    303: ("How", "Provides Other Finance"),
    304: ("How", "Provides Human Resources"),
    305: ("How", "Provides Buildings/facilities/open Space"),
    306: ("How", "Provides Services"),
    307: ("How", "Provides Advocacy/advice/information"),
    308: ("How", "Sponsors Or Undertakes Research"),
    309: ("How", "Acts As An Umbrella Or Resource Body"),
    310: ("How", "Other Charitable Activities"),
}
