"""The measures of voluntary resettlement as an OpenFisca country package.

Its parameters are written by `bench/openfisca/parameters.py` out of the calculator's own law.
"""

from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_resettlement.entities import entities

HERE = Path(__file__).parent


class CountryTaxBenefitSystem(TaxBenefitSystem):
    """Kazakhstan's support for families that resettle."""

    def __init__(self) -> None:
        super().__init__(entities)
        self.add_variables_from_directory(str(HERE / "variables"))
        self.load_parameters(str(HERE / "parameters"))
