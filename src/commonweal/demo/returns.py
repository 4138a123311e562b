"""Annual returns: the history, part A (who gave, who helped) and part B (the large accounts)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from commonweal.demo.block import DAY_OF_EXTRACT, Block
from commonweal.demo.charity_tables import SALARY_BANDS
from commonweal.demo.columns import (
    Columns,
    Table,
    chosen,
    day,
    flag,
    key,
    number,
    some,
    year_before,
)


def returns(block: Block, date: np.datetime64) -> Iterator[Table]:
    """Five years of returns at most: all in the history, most in part A, the large in part B."""
    rows = np.repeat(np.arange(block.size), block.years)
    starts = np.cumsum(block.years) - block.years
    order = np.arange(len(rows)) - np.repeat(starts, block.years)
    ends = ((block.year_end[rows] + 1).astype("datetime64[M]") - 12 * order).astype(
        "datetime64[D]") - 1  # fmt: skip
    received = (block.contact[rows] + order * 7) % 37 != 0
    shared = key(block, rows, date, linked=False) | period(ends)
    due = (ends.astype("datetime64[M]") + 11).astype("datetime64[D]") - 1
    came = np.minimum(due - (block.contact[rows] // 7 + order * 31) % 150, DAY_OF_EXTRACT - 1)
    income, spending = block.incomes[rows, order], block.spending[rows, order]
    yield "charity_annual_return_history", shared | {
        "reporting_due_date": day(due),
        "date_annual_return_received": day(came, received),
        "date_accounts_received": day(came, received & (income > 25_000)),
        "total_gross_income": number(income, received),
        "total_gross_expenditure": number(spending, received),
        "accounts_qualified": flag(np.ones(len(rows)), block.contact[rows] % 251 == 9),
        "suppression_ind": flag(np.zeros(len(rows))),
    }, len(rows)  # fmt: skip
    part = received & ((income > 10_000) | (block.contact[rows] % 2 == 0))
    shared |= {
        "latest_fin_period_submitted_ind": flag(order == 0),
        "fin_period_order_number": number(order + 1),
        "ar_due_date": day(due),
        "ar_received_date": day(came),
    }
    yield some(part, part_a(block, rows, order, income=income, spending=spending, shared=shared))
    large = received & (income > 500_000)
    yield some(large, part_b(income, spending, shared))


def period(ends: np.ndarray) -> Columns:
    """A financial year and the cycle it is reported in."""
    years = ends.astype("datetime64[Y]").astype(int) + 1970
    return {
        "ar_cycle_reference": chosen([f"AR{y % 100:02d}" for y in range(1990, 2090)], years - 1990),
        "fin_period_start_date": day(year_before(ends)),
        "fin_period_end_date": day(ends),
    }


def part_a(
    block: Block, rows: np.ndarray, order: np.ndarray, *,
    income: np.ndarray, spending: np.ndarray, shared: Columns,
) -> tuple[str, Columns]:  # fmt: skip
    """Fundraising, money from government, pay over £60,000, volunteers."""
    luck = (block.contact[rows] >> 3) % 100
    grants = (income > 8_000) & (luck < 32)
    contracts = (income > 40_000) & (luck > 84)
    share = 5 + (block.contact[rows] >> 7) % 40
    high = income > 1_500_000
    asked = income > 5_000
    band = (high * (1 + income // 4_000_000)).clip(0, 40)
    bands = {
        name: number(np.where(high, band // (i + 1), 0), asked & (income > 500_000))
        for i, name in enumerate(SALARY_BANDS)
    }
    return "charity_annual_return_parta", shared | {
        "total_gross_income": number(income),
        "total_gross_expenditure": number(spending),
        "charity_raises_funds_from_public": flag(luck % 2 == 0),
        "charity_professional_fundraiser": flag(high & (luck % 7 == 0), asked),
        "charity_commercial_participator": flag(high & (luck % 9 == 0), asked),
        "grant_making_is_main_activity": flag(luck % 10 == 0, asked),
        "charity_receives_govt_funding_contracts": flag(contracts, asked),
        "count_govt_contracts": number(1 + luck % 4, contracts),
        "charity_receives_govt_funding_grants": flag(grants, asked),
        "count_govt_grants": number(1 + luck % 3, grants),
        "income_from_government_contracts": number(income * share // 100, contracts),
        "income_from_government_grants": number(income * share // 130, grants),
        "charity_has_trading_subsidiary": flag(high & (luck % 3 == 0)),
        "does_trustee_receive_any_benefit": flag(luck % 23 == 0, asked),
        "trustee_resigned_employment": flag(luck % 97 == 0, asked),
        "employees_salary_over_60k": flag(high, asked),
        "count_volunteers": number(block.volunteers[rows] + order * (luck % 3)),
        **bands,
    }  # fmt: skip


def part_b(income: np.ndarray, spending: np.ndarray, shared: Columns) -> tuple[str, Columns]:
    """The accounts of charities with more than half a million pounds a year."""
    given, trade, invest = income // 3, income // 12, income // 40
    earned = income - given - trade - invest
    fixed, cash, debts = income * 9 // 10, income // 3, income // 8
    nought = np.zeros(len(income))
    total = fixed + cash - debts
    held = {
        "income_donations_and_legacies": given, "income_other_trading_activities": trade,
        "income_charitable_activities": earned, "income_investments": invest,
        "income_other": nought, "income_total_income_and_endowments": income,
        "income_legacies": given // 10, "income_endowments": nought,
        "expenditure_raising_funds": spending // 14,
        "expenditure_charitable_expenditure": spending - spending // 14,
        "expenditure_other": nought, "expenditure_total": spending,
        "expenditure_investment_management": nought,
        "expenditure_grants_institution": spending // 50,
        "expenditure_governance": spending // 90, "expenditure_support_costs": spending // 9,
        "expenditure_depreciation": fixed // 30, "gain_loss_investment": invest // 3,
        "gain_loss_pension_fund": nought, "gain_loss_revaluation_fixed_investment": nought,
        "gain_loss_other": nought, "reserves": income // 4, "assets_total_fixed": fixed,
        "assets_own_use": fixed // 2, "assets_long_term_investment": fixed - fixed // 2,
        "defined_benefit_pension_scheme": nought, "assets_other_assets": cash,
        "assets_total_liabilities": debts, "assets_current_investment": nought,
        "assets_total_assets_and_liabilities": total,
        "creditors_one_year_total_current": debts - debts // 3,
        "creditors_falling_due_after_one_year": debts // 3, "assets_cash": cash,
        "funds_endowment": total // 10, "funds_unrestricted": total // 2,
        "funds_restricted": total - total // 2 - total // 10, "funds_total": total,
        "count_employees": income // 38_000,
    }  # fmt: skip
    columns = shared | {name: number(np.asarray(values)) for name, values in held.items()}
    columns["charity_only_accounts"] = flag(np.ones(len(income)), income < 2_000_000)
    columns["consolidated_accounts"] = flag(np.ones(len(income)), income >= 2_000_000)
    return "charity_annual_return_partb", columns
