"""What a family says of itself when it applies."""
# ruff: noqa: N801 - a variable is called in requests by the name of its class

from datetime import date

from openfisca_core.model_api import ETERNITY, Enum, Variable
from openfisca_resettlement.entities import Family


class Track(Enum):
    resettler = "Resettler"
    kandas = "Kandas"


class Graduate(Enum):
    none = "Not a graduate of these projects"
    serpin = "Graduate of Serpin"
    zharqyn_bolashaq = "Graduate of Zharqyn Bolashaq"


class Region(Enum):
    abai = "Abai Region"
    akmola = "Akmola Region"
    aktobe = "Aktobe Region"
    almaty = "Almaty"
    almaty_region = "Almaty Region"
    astana = "Astana"
    atyrau = "Atyrau Region"
    east_kazakhstan = "East Kazakhstan Region"
    karaganda = "Karaganda Region"
    kostanay = "Kostanay Region"
    kyzylorda = "Kyzylorda Region"
    mangystau = "Mangystau Region"
    north_kazakhstan = "North Kazakhstan Region"
    pavlodar = "Pavlodar Region"
    shymkent = "Shymkent"
    turkistan = "Turkistan Region"
    ulytau = "Ulytau Region"
    west_kazakhstan = "West Kazakhstan Region"
    zhambyl = "Zhambyl Region"
    zhetisu = "Zhetisu Region"
    abroad = "Abroad"


class Settlement(Enum):
    urban = "Town"
    rural = "Village"


class HousingProvided(Enum):
    none = "Nobody gives a home"
    employer = "The employer gives a home"
    state = "The state gives a home"


class HousingPlan(Enum):
    none = "No home is bought or built"
    buy = "Buys a home"
    build = "Builds a home"
    mortgage = "Takes a mortgage"


class Business(Enum):
    none = "No business"
    agriculture = "Agriculture"
    processing = "Processing of farm produce"
    other = "Another business"


class applied_on(Variable):
    value_type = date
    entity = Family
    definition_period = ETERNITY
    label = "Day of application"


class track(Variable):
    value_type = Enum
    possible_values = Track
    default_value = Track.resettler
    entity = Family
    definition_period = ETERNITY
    label = "Resettler or kandas"


class graduate(Variable):
    value_type = Enum
    possible_values = Graduate
    default_value = Graduate.none
    entity = Family
    definition_period = ETERNITY
    label = "Graduate of Serpin or Zharqyn Bolashaq"


class graduated_on(Variable):
    value_type = date
    entity = Family
    definition_period = ETERNITY
    label = "Day of graduation"


class origin(Variable):
    value_type = Enum
    possible_values = Region
    default_value = Region.abroad
    entity = Family
    definition_period = ETERNITY
    label = "Region of departure"


class destination(Variable):
    value_type = Enum
    possible_values = Region
    default_value = Region.abroad
    entity = Family
    definition_period = ETERNITY
    label = "Region of arrival"


class settlement(Variable):
    value_type = Enum
    possible_values = Settlement
    default_value = Settlement.urban
    entity = Family
    definition_period = ETERNITY
    label = "Town or village of arrival"


class settlement_listed(Variable):
    value_type = bool
    entity = Family
    definition_period = ETERNITY
    label = "The settlement is on the list approved by the region"


class job_seeker(Variable):
    value_type = bool
    entity = Family
    definition_period = ETERNITY
    label = "Registered as a job seeker or as unemployed"


class registered_12_months(Variable):
    value_type = bool
    entity = Family
    definition_period = ETERNITY
    label = "Permanently registered long enough in the region of departure"


class supported_before(Variable):
    value_type = bool
    entity = Family
    definition_period = ETERNITY
    label = "Included in a regional quota before"


class job_confirmed(Variable):
    value_type = bool
    entity = Family
    definition_period = ETERNITY
    label = "An employer confirms a permanent job"


class workers_hired(Variable):
    value_type = int
    entity = Family
    definition_period = ETERNITY
    label = "Members of the family hired permanently"


class employer_assists(Variable):
    value_type = bool
    entity = Family
    definition_period = ETERNITY
    label = "The employer helps with the move"


class employer_pays_move(Variable):
    value_type = bool
    entity = Family
    definition_period = ETERNITY
    label = "The employer pays for the move"


class housing_provided(Variable):
    value_type = Enum
    possible_values = HousingProvided
    default_value = HousingProvided.none
    entity = Family
    definition_period = ETERNITY
    label = "Who gives the family a home"


class rent_months(Variable):
    value_type = int
    entity = Family
    definition_period = ETERNITY
    label = "Months of renting until a home of one's own"


class housing_plan(Variable):
    value_type = Enum
    possible_values = HousingPlan
    default_value = HousingPlan.none
    entity = Family
    definition_period = ETERNITY
    label = "What home the family plans for"


class housing_price(Variable):
    value_type = int
    entity = Family
    definition_period = ETERNITY
    label = "Price of the home, tenge"


class business(Variable):
    value_type = Enum
    possible_values = Business
    default_value = Business.none
    entity = Family
    definition_period = ETERNITY
    label = "Business the family plans to start"


class loan_amount(Variable):
    value_type = int
    entity = Family
    definition_period = ETERNITY
    label = "Microcredit wanted, tenge"


class loan_months(Variable):
    value_type = int
    entity = Family
    definition_period = ETERNITY
    label = "Months in which it is to be paid back"
