"""The measures: what each pays, and the family's total."""
# ruff: noqa: N801, N805 - OpenFisca's own way of naming variables and of writing formulas

from numpy import floor
from openfisca_core.model_api import MONTH, Variable, max_, min_, not_, select, where
from openfisca_resettlement.entities import Family

PERCENT = 100
MONTHS_A_YEAR = 12


class people(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    label = "How many move"

    def formula(family, period):  # noqa: ARG002
        return family.nb_persons()


class relocation(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    label = "Relocation subsidy, tenge"

    def formula_2023(family, period, parameters):
        law = parameters(period)
        due = family("entitled", period) * not_(family("employer_pays_move", period))
        return due * law.relocation.per_member * law.mrp * family("people", period)


class rent_rate(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    label = "Subsidy for rent and utilities a month, MRP"

    def formula_2023(family, period, parameters):
        rent = parameters(period).rent
        people = family("people", period)
        settlement = family("settlement", period)
        rural = settlement == settlement.possible_values.rural
        return where(rural, rent.rural.calc(people), rent.urban.calc(people))


class rent_of_month(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    label = "What rent and utilities of this month are worth, tenge"

    def formula_2023(family, period, parameters):
        return family("rent_rate", period) * parameters(period).mrp


class rent(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    label = "Subsidy for rent and utilities, all months from that of application on, tenge"

    def formula_2023(family, period):
        housing = family("housing_provided", period)
        due = family("entitled", period) * (housing == housing.possible_values.none)
        months = family("rent_months", period)
        return due * sum(
            (number < months) * family("rent_of_month", period.offset(number, "month"))
            for number in range(MONTHS_A_YEAR)
        )


class certificate_due(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Meets the conditions of the economic mobility certificate"

    def formula(family, period):
        plan = family("housing_plan", period)
        return (
            family("entitled", period)
            * family("job_confirmed", period)
            * (plan != plan.possible_values.none)
        )


class certificate_share(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    label = "The certificate's share of the price of the home, tenge"

    def formula_2023_03(family, period, parameters):
        # The product does not fit into the four bytes of a variable.
        price = family("housing_price", period).astype("int64")
        return price * parameters(period).certificate.share // PERCENT


class certificate(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    label = "Economic mobility certificate, tenge"

    def formula_2023_03(family, period, parameters):
        cap = parameters(period).certificate.cap_kzt
        lower = min_(family("certificate_share", period), cap)
        return family("certificate_due", period) * lower

    def formula_2024(family, period, parameters):
        law = parameters(period)
        lower = min_(family("certificate_share", period), law.certificate.cap_mrp * law.mrp)
        return family("certificate_due", period) * lower


class total(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    label = "All the money for the family, tenge"

    def formula(family, period):
        return (
            family("relocation", period) + family("rent", period) + family("certificate", period)
        )


class employer(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    label = "Subsidy for the employer who helps with the move, tenge"

    def formula_2023(family, period, parameters):
        law = parameters(period)
        due = family("entitled", period) * family("employer_assists", period)
        workers = max_(family("workers_hired", period), 0)
        return due * law.employer.per_worker * law.mrp * workers


class microcredit(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    label = "Auyl Amanaty microcredit that can be had, tenge"

    def formula_2023(family, period, parameters):
        law = parameters(period)
        settlement, business = family("settlement", period), family("business", period)
        rural = settlement == settlement.possible_values.rural
        planned = business != business.possible_values.none
        limit = law.mrp * _by_business(business, law.microcredit, "limit")
        lower = min_(family("loan_amount", period), limit)
        return family("entitled", period) * rural * planned * lower


class microcredit_instalment(Variable):
    value_type = int
    entity = Family
    definition_period = MONTH
    label = "Instalment of the microcredit a month, tenge"

    def formula_2023(family, period, parameters):
        law = parameters(period).microcredit
        longest = _by_business(family("business", period), law, "months")
        months = max_(min_(family("loan_months", period), longest), 1)
        monthly = law.rate / PERCENT / MONTHS_A_YEAR
        growth = (1 + monthly) ** months
        exact = family("microcredit", period) * monthly * growth / (growth - 1)
        return floor(exact + 0.5)


class housing(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "A home, a service home or a dormitory room may be given"

    def formula_2023(family, period):
        housing = family("housing_provided", period)
        return family("entitled", period) * (housing != housing.possible_values.employer)


class training(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Vocational training may be given"

    def formula_2023(family, period):
        return family("entitled", period)


class placement(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Help with finding work may be given"

    def formula_2023(family, period):
        return family("entitled", period)


class adaptation(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Adaptation and integration services may be given"

    def formula_2023(family, period):
        return family("entitled", period)


def _by_business(business, law, figure):
    """The figure of the microcredit for the kind of business; none without one."""
    kinds = business.possible_values
    return select(
        [business == kinds.agriculture, business == kinds.processing, business == kinds.other],
        [law[f"{kind}_{figure}"] for kind in ("agriculture", "processing", "other")],
    )
