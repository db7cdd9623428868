"""The conditions every measure shares."""
# ruff: noqa: N801, N805 - OpenFisca's own way of naming variables and of writing formulas

from numpy import isin, minimum
from openfisca_core.model_api import MONTH, Variable, not_, where
from openfisca_resettlement.entities import Family


class is_kandas(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The rules for kandas are this family's rules"

    def formula(family, period):
        track = family("track", period)
        return track == track.possible_values.kandas


class is_graduate(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The rules for graduates are this family's rules"

    def formula(family, period):
        graduate = family("graduate", period)
        named = graduate != graduate.possible_values.none
        return named * not_(family("is_kandas", period))


class leaves_surplus_region(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Leaves a labour-surplus region, or is a graduate, who may leave any"

    def formula(family, period, parameters):
        regions = parameters(period).entitlement.surplus_regions
        origin = family("origin", period).decode_to_str()
        return isin(origin, regions) + family("is_graduate", period)


class region_has_places(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The region of arrival has places for this track in the quota of the year"

    def formula(family, period, parameters):
        quota = parameters(period).quota
        destination = family("destination", period)
        kandas = family("is_kandas", period)
        return where(kandas, quota.kandas[destination], quota.resettler[destination]) > 0


class region_receives(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Moves to a labour-deficit region, or, a kandas, to one that receives kandas"

    def formula(family, period, parameters):
        regions = parameters(period).entitlement.deficit_regions
        deficit = isin(family("destination", period).decode_to_str(), regions)
        kandas = family("is_kandas", period)
        return where(kandas, family("region_has_places", period), deficit)


class registered_long_enough(Variable):
    value_type = bool
    default_value = True
    entity = Family
    definition_period = MONTH
    label = "Registered long enough in the region of departure, where the law asks for that"

    def formula_2026(family, period):
        return family("registered_12_months", period)


class graduated_in_time(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "The graduate applies within the time limit"

    def formula(family, period, parameters):
        term = parameters(period).entitlement.graduation_months
        graduated = family("graduated_on", period).astype("datetime64[D]")
        month = graduated.astype("datetime64[M]")
        day = graduated - month.astype("datetime64[D]")
        last_month = month + term
        month_end = (last_month + 1).astype("datetime64[D]") - 1
        deadline = minimum(last_month.astype("datetime64[D]") + day, month_end)
        applied = family("applied_on", period)
        return (graduated <= applied) * (applied <= deadline)


class first_time(Variable):
    value_type = bool
    default_value = True
    entity = Family
    definition_period = MONTH
    label = "Not included in a regional quota before, where the law asks for that"

    def formula_2025(family, period):
        return not_(family("supported_before", period))


class entitled(Variable):
    value_type = bool
    entity = Family
    definition_period = MONTH
    label = "Meets the conditions every measure shares"

    def formula_2023(family, period):
        place = (
            family("region_receives", period)
            * family("region_has_places", period)
            * family("settlement_listed", period)
        )
        own = where(
            family("is_graduate", period),
            family("graduated_in_time", period),
            family("registered_long_enough", period),
        )
        resettler = family("leaves_surplus_region", period) * family("job_seeker", period) * own
        return place * where(family("is_kandas", period), family("first_time", period), resettler)
