"""Whatever is wrong with the law's data is said when it is read, by file, key and day.

Each test damages a copy of the law in one way. None of the damages may ever turn into a sum.
"""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from calculator.rules import Law, assess, load
from calculator.rules.advice import advise, proofs, provable
from calculator.rules.advice.duties import obligations
from calculator.rules.advice.editions import begun
from calculator.rules.advice.papers import papers
from calculator.rules.errors import LawError
from calculator.rules.rehearsal import check
from tests.rules.families import LAW_FOLDER, family, law, measure_of


class Damage(NamedTuple):
    """One change to one file of the law, and what the reader must be told."""

    file: str
    old: str
    new: str
    said: str


ONE_DAY = timedelta(days=1)
Change = Callable[[str, str, str], None]
Problems = Callable[[], tuple[str, ...]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the law's data."""
    for path in LAW_FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.fixture
def change(folder: Path) -> Change:
    """Change a text in one file of the copy, where it stands first."""

    def changed(file: str, old: str, new: str) -> None:
        path = folder / f"{file}.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return changed


@pytest.fixture
def problems(folder: Path) -> Problems:
    """What is said to be wrong with the copy."""

    def found() -> tuple[str, ...]:
        with pytest.raises(LawError) as error:
            read(folder)
        assert str(error.value) == "\n".join(error.value.problems)
        return error.value.problems

    return found


def read(folder: Path) -> Law:
    """The law in a folder, held against its rules as at start-up."""
    found = load(folder)
    check(found)
    return found


def test_the_law_as_it_stands_has_no_problem(folder: Path) -> None:
    assert read(folder) == law()


# --- one damage, one problem -----------------------------------------------------------------

PER_MEMBER = 'from = 2023-01-01\nvalue = 70\nunit = "MRP"\nsource = "letter-275"\ngrade = "letter"'
SEVENTY = "relocation.toml: per_member: 2023-01-01: "
RELOCATION = "relocation.toml: measure: 2023-01-01: "
QUOTA = 'year = 2024\ntrack = "kandas"'


def _figure(old: str, new: str, said: str) -> Damage:
    """A damage to the first figure of the law, 70 MRP a member."""
    return Damage("relocation", PER_MEMBER, PER_MEMBER.replace(old, new), SEVENTY + said)


SOURCES = {
    "a figure from an unknown source": _figure(
        "letter-275", "letter-999", "unknown source 'letter-999'"
    ),
    "a figure without a source": _figure('source = "letter-275"\n', "", "source is missing"),
    "a figure without a grade": _figure('grade = "letter"', "", "grade is missing"),
    "a figure of an unknown grade": _figure(
        'grade = "letter"', 'grade = "rumour"', "unknown grade 'rumour'"
    ),
    "a condition from an unknown source": Damage(
        "entitlement",
        'source = "order-513"',
        'source = "order-514"',
        "entitlement.toml: first_time: 2025-01-01: unknown source 'order-514'",
    ),
    "a measure of an unknown grade": Damage(
        "adaptation",
        'grade = "reported"',
        'grade = "sure"',
        "adaptation.toml: measure: 2023-01-01: unknown grade 'sure'",
    ),
    "a note from an unknown source": Damage(
        "adaptation",
        'source = "law-migration"',
        'source = "law"',
        "adaptation.toml: kandas_relief: 2023-01-01: unknown source 'law'",
    ),
    "a quota from an unknown source": Damage(
        "quotas", "quota-2023", "quota-1999", "quotas.toml: 2023: unknown source 'quota-1999'"
    ),
    "a quota of an unknown grade": Damage(
        "quotas", '"reported"', '"sure"', "quotas.toml: 2023: unknown grade 'sure'"
    ),
    "an address that is not safe": Damage(
        "sources",
        "https://nitec.kz",
        "http://nitec.kz",
        "sources.toml: nitec: url must begin with https://, not 'http://nitec.kz'",
    ),
}

DAYS = {
    "days that overlap": Damage(
        "units",
        "until = 2024-12-31",
        "until = 2025-01-01",
        "units.toml: mrp: 2025-01-01: overlaps the days before",
    ),
    "a block that never ends before another": Damage(
        "units",
        "until = 2023-12-31\n",
        "",
        "units.toml: mrp: 2024-01-01: overlaps the days before",
    ),
    "a day missing in the middle": Damage(
        "units",
        "until = 2024-12-31",
        "until = 2024-12-30",
        "units.toml: mrp: 2024-12-31: no value from here to 2025-01-01",
    ),
    "a day missing in the middle of a condition": Damage(
        "entitlement",
        "until = 2025-12-31\nsource",
        "until = 2025-12-30\nsource",
        "entitlement.toml: job_seeker: 2025-12-31: no value from here to 2026-01-01",
    ),
    "days missing at the end": Damage(
        "employer",
        "from = 2023-01-01\nvalue",
        "from = 2023-01-01\nuntil = 2025-12-31\nvalue",
        "employer.toml: per_worker: 2026-01-01: no value from here",
    ),
    "days missing at the beginning": Damage(
        "employer",
        "from = 2023-01-01\nvalue",
        "from = 2023-01-02\nvalue",
        "employer.toml: per_worker: 2023-01-01: no value from here",
    ),
    "an end before the beginning": Damage(
        "units",
        "until = 2024-12-31",
        "until = 2023-12-30",
        "units.toml: mrp: 2024-01-01: ends before it begins, on 2023-12-30",
    ),
    "a block without a first day": Damage(
        "relocation", PER_MEMBER, PER_MEMBER[18:], "relocation.toml: per_member: from is missing"
    ),
    "a first day that is a text": _figure(
        "2023-01-01", '"2023-01-01"', "from must be of type date, not '2023-01-01'"
    ),
    "a last day that is an hour": Damage(
        "units",
        "until = 2024-12-31",
        "until = 2024-12-31T12:00:00",
        "units.toml: mrp: 2024-01-01: until must be of type date, "
        "not datetime.datetime(2024, 12, 31, 12, 0)",
    ),
    "a condition that stands on nothing": Damage(
        "relocation",
        '[[condition.basis]]\nfrom = 2023-01-01\nsource = "letter-275"\ngrade = "letter"\n',
        "",
        "relocation.toml: employer_pays_move: has no dated block",
    ),
    "the same quota twice": Damage(
        "quotas",
        QUOTA,
        QUOTA.replace("2024", "2023"),
        "quotas.toml: 2023: kandas stands twice",
    ),
}

VALUES = {
    "an unknown unit": _figure("MRP", "MPR", "unknown unit 'MPR'"),
    "a figure without a unit": _figure('unit = "MRP"\n', "", "unit is missing"),
    "a figure without a value": _figure("value = 70\n", "", "value is missing"),
    "a figure that is a text": _figure("70", '"70"', "value must be of type int, not '70'"),
    "a figure that is yes or no": _figure("70", "true", "value must be of type int, not True"),
    "a figure below nothing": _figure("70", "-70", "value must not be negative: -70"),
    "no figure for a family of one": Damage(
        "rent",
        'people = 1\nfrom = 2023-01-01\nvalue = 20\nunit = "MRP"\n',
        'people = 3\nfrom = 2023-01-01\nvalue = 20\nunit = "MRP"\n',
        "rent.toml: urban: has no value for a family of one",
    ),
    "no index at all": Damage(
        "units", 'name = "mrp"', 'name = "mpr"', "units.toml: mrp: is missing"
    ),
    "places that are a text": Damage(
        "quotas",
        "ulytau = 120",
        'ulytau = "120"',
        "quotas.toml: 2023: ulytau must have a whole number of places, not '120'",
    ),
    "places below nothing": Damage(
        "quotas",
        "ulytau = 120",
        "ulytau = -1",
        "quotas.toml: 2023: ulytau must have a whole number of places, not -1",
    ),
    "a quota without a year": Damage(
        "quotas", "year = 2024\n", "", "quotas.toml: ?: year is missing"
    ),
}

NAMES = {
    "an unknown region in a list": Damage(
        "entitlement",
        '"ulytau"',
        '"ulitau"',
        "entitlement.toml: deficit_regions: 2023-01-01: unknown region 'ulitau'",
    ),
    "an unknown region in a quota": Damage(
        "quotas", "ulytau = 120", "ulitau = 120", "quotas.toml: 2023: unknown region 'ulitau'"
    ),
    "an unknown track": Damage(
        "quotas", '"kandas"', '"candas"', "quotas.toml: 2023: unknown track 'candas'"
    ),
    "a note for an unknown track": Damage(
        "adaptation",
        'track = "kandas"',
        'track = "candas"',
        "adaptation.toml: kandas_relief: 2023-01-01: unknown track 'candas'",
    ),
    "a condition about an unknown fact": Damage(
        "relocation",
        'facts = ["employer_pays_move"]',
        'facts = ["employer_pays"]',
        "relocation.toml: employer_pays_move: unknown fact 'employer_pays'",
    ),
    "a condition that goes by another code": Damage(
        "entitlement",
        'facts = ["origin", "graduate"]',
        'facts = ["origin", "grade"]',
        "entitlement.toml: origin_graduate: unknown fact 'grade'",
    ),
    "a kind nobody knows": Damage(
        "relocation", '"cash"', '"money"', RELOCATION + "unknown kind 'money'"
    ),
    "a payee nobody knows": Damage(
        "relocation", '"family"', '"state"', RELOCATION + "unknown payee 'state'"
    ),
    "an order that is a text": Damage(
        "relocation",
        "order = 10",
        'order = "10"',
        RELOCATION + "order must be of type int, not '10'",
    ),
    "a total that is a number": Damage(
        "relocation",
        "in_total = true",
        "in_total = 1",
        RELOCATION + "in_total must be of type bool, not 1",
    ),
    "an unknown key in a block": _figure(
        "value = 70", 'value = 70\nvalues = "all"', "unknown key 'values'"
    ),
    "an unknown key of a measure": Damage(
        "relocation", "order = 10", "order = 10\ncolour = 1", RELOCATION + "unknown key 'colour'"
    ),
    "an unknown table": Damage(
        "relocation",
        "[measure]",
        "[mesure]\n[measure]",
        "relocation.toml: ?: unknown key 'mesure'",
    ),
    "one table where a list of them belongs": Damage(
        "sources",
        "[[source]]",
        "parameter = 1\n[[source]]",
        "sources.toml: ?: parameter must be a list of tables",
    ),
    "a list of something else than tables": Damage(
        "sources", "[[source]]", "parameter = [1]\n[[source]]", "sources.toml: ?: must be a table"
    ),
}

TEXTS = {
    "a unit without a name": Damage(
        "units", "title = { kk", "titles = { kk", "units.toml: KZT: title is missing"
    ),
    "a condition without a sentence": Damage(
        "relocation",
        "text.kk = ",
        "words.kk = ",
        "relocation.toml: employer_pays_move: text has no text in kk",
    ),
    "a text that lacks a language": Damage(
        "relocation",
        "title.ru = ",
        "title.de = ",
        RELOCATION + "title has no text in ru",
    ),
    "a text that is blank": Damage(
        "relocation",
        "title.ru = ",
        'title.ru = "  " #',
        RELOCATION + "title has no text in ru",
    ),
    "a text in an unknown language": Damage(
        "relocation",
        "title.ru = ",
        'title.de = "Umzug"\ntitle.ru = ',
        RELOCATION + "title has unknown languages ['de']",
    ),
    "a remedy that lacks a language": Damage(
        "certificate",
        "remedy.en = ",
        "remedy.fr = ",
        "certificate.toml: job: remedy has no text in en",
    ),
    "the number of an act that is no text": Damage(
        "sources",
        'code = "law-migration"\n',
        'code = "law-migration"\nnumber = 23\n',
        "sources.toml: law-migration: number must be of type str, not 23",
    ),
    "a figure misspelt in a sentence": Damage(
        "entitlement",
        "{registration_months}",
        "{registration_month}",
        "entitlement.toml: registration: "
        "the text in kk names an unknown figure 'registration_month'",
    ),
    "a place in a sentence for a figure without a name": Damage(
        "entitlement",
        "{graduation_months}",
        "{}",
        "entitlement.toml: graduation: the text in kk names an unknown figure ''",
    ),
}

JOB_SEEKER = 'until = 2025-12-31\nsource = "article-2024"'

# A key nobody asks for, in one block of every kind.
STRAYS = {
    f"a stray key in a {kind}": Damage(
        file, old, f"colour = 1\n{old}", f"{file}.toml: {where}: unknown key 'colour'"
    )
    for kind, file, old, where in (
        ("source", "sources", 'code = "nitec"', "nitec"),
        ("unit", "units", 'code = "KZT"', "KZT"),
        ("region", "regions", 'slug = "abai"', "abai"),
        ("figure", "relocation", 'name = "per_member"', "per_member"),
        ("value", "relocation", "value = 70", "per_member: 2023-01-01"),
        ("condition", "certificate", 'name = "job"', "job"),
        ("basis", "entitlement", "until = 2025-12-31\nsource", "job_seeker: 2023-01-01"),
        ("list", "entitlement", 'name = "surplus_regions"', "surplus_regions"),
        ("entry of a list", "entitlement", "regions = [", "surplus_regions: 2023-01-01"),
        ("quota", "quotas", "year = 2023", "2023"),
        ("measure", "relocation", "order = 10", "measure: 2023-01-01"),
        ("note on a measure", "training", 'code = "where_needed"', "where_needed: 2023-01-01"),
        ("note to a family", "entitlement", 'code = "no_seizure"', "no_seizure: 2025-01-01"),
        ("paper", "papers", 'code = "birth"', "birth"),
        (
            "basis of a paper",
            "papers",
            "until = 2025-12-31",
            "application_before_2026: 2023-01-01",
        ),
        ("step", "way", 'code = "consult"', "consult"),
        ("basis of a step", "way", "until = 2024-05-29", "settlement_before_2024: 2023-01-01"),
        ("duty", "entitlement", 'code = "stay"', "stay: 2023-01-01"),
    )
}


def _kandas(when: str, said: str) -> Damage:
    """A damage to those for whom the passport is."""
    old = 'code = "passport"\nper = "adult"\nwhen = { track = ["kandas"] }'
    new = old.replace('{ track = ["kandas"] }', when)
    return Damage("papers", old, new, f"papers.toml: passport: {said}")


PROVES_GRADUATE = 'proves = ["graduate", "graduated_on"]\n'
DUTY = "entitlement.toml: duty of a kandas: "
TERM = "entitlement.toml: stay_years: "
FOLLOWS = {
    "a paper that does not say what it proves": Damage(
        "papers", PROVES_GRADUATE, "", "papers.toml: diploma: proves is missing"
    ),
    "a paper that proves an unknown fact": Damage(
        "papers",
        PROVES_GRADUATE,
        'proves = ["graduate", "graduation"]\n',
        "papers.toml: diploma: unknown fact 'graduation'",
    ),
    "a paper that proves a fact twice": Damage(
        "papers",
        PROVES_GRADUATE,
        'proves = ["graduate", "graduated_on", "graduate"]\n',
        "papers.toml: diploma: proves names 'graduate' twice",
    ),
    "a paper that proves a word": Damage(
        "papers",
        PROVES_GRADUATE,
        'proves = "graduate"\n',
        "papers.toml: diploma: proves must be of type list, not 'graduate'",
    ),
    "a paper that proves a list": Damage(
        "papers",
        PROVES_GRADUATE,
        'proves = [["graduate"]]\n',
        "papers.toml: diploma: unknown fact ['graduate']",
    ),
    "a condition that looks at a fact twice": Damage(
        "relocation",
        'facts = ["employer_pays_move"]',
        'facts = ["employer_pays_move", "employer_pays_move"]',
        "relocation.toml: employer_pays_move: facts names 'employer_pays_move' twice",
    ),
    "a paper for nobody known": Damage(
        "papers", 'per = "child"', 'per = "kid"', "papers.toml: birth: unknown per 'kid'"
    ),
    "a paper that does not say for whom": Damage(
        "papers", 'per = "child"\n', "", "papers.toml: birth: per is missing"
    ),
    "a paper without a code": Damage(
        "papers", 'code = "birth"\n', "", "papers.toml: ?: code is missing"
    ),
    "a paper for an unknown measure": Damage(
        "papers", 'for = ["rent"]', 'for = ["rents"]', "papers.toml: lease: unknown for 'rents'"
    ),
    "a paper for a measure that is no list": Damage(
        "papers",
        'for = ["rent"]',
        'for = "rent"',
        "papers.toml: lease: for must be of type list, not 'rent'",
    ),
    "a paper that hangs on an unknown fact": _kandas(
        '{ trek = ["kandas"] }', "when: trek cannot be ['kandas']"
    ),
    "a paper that hangs on what a fact cannot be": _kandas(
        '{ track = ["candas"] }', "when: track cannot be ['candas']"
    ),
    "a paper that hangs on not knowing what is always known": _kandas(
        '{ track = ["kandas", "unknown"] }', "when: track cannot be ['kandas', 'unknown']"
    ),
    "a paper that hangs on not knowing a default": _kandas(
        '{ business = ["unknown"] }', "when: business cannot be ['unknown']"
    ),
    "a paper that hangs on a fact with too many answers": _kandas(
        "{ rent_months = [12] }", "when: rent_months cannot be [12]"
    ),
    "a paper that hangs on a single answer, not a list": _kandas(
        '{ track = "kandas" }', "when: track cannot be 'kandas'"
    ),
    "a paper that hangs on a region nobody knows": _kandas(
        '{ origin = ["narnia"] }', "when: origin cannot be ['narnia']"
    ),
    "a paper that hangs on a word": _kandas('"kandas"', "when must be of type dict, not 'kandas'"),
    "a paper whose reason lacks a language": Damage(
        "papers",
        "why.kk = ",
        "why.fr = ",
        "papers.toml: application_graduate: why has no text in kk",
    ),
    "a paper that is got nowhere": Damage(
        "papers",
        "where.ru = ",
        "where.de = ",
        "papers.toml: application_graduate: where has no text in ru",
    ),
    "a paper whose validity lacks a language": Damage(
        "papers", "valid.en = ", "valid.fr = ", "papers.toml: identity: valid has no text in en"
    ),
    "a paper from an unknown source": Damage(
        "papers",
        "letter-134",
        "letter-135",
        "papers.toml: job_letter: 2023-01-01: unknown source 'letter-135'",
    ),
    "a paper of an unknown grade": Damage(
        "papers",
        'source = "syrboyi-33943"\ngrade = "reported"',
        'source = "syrboyi-33943"\ngrade = "sure"',
        "papers.toml: registration: 2026-01-01: unknown grade 'sure'",
    ),
    "a paper that stands on two acts on one day": Damage(
        "papers",
        JOB_SEEKER,
        JOB_SEEKER.replace("2025-12-31", "2026-01-01"),
        "papers.toml: job_seeker: 2026-01-01: overlaps the days before",
    ),
    "a paper whose first act never ends": Damage(
        "papers",
        JOB_SEEKER,
        JOB_SEEKER.replace("until = 2025-12-31\n", ""),
        "papers.toml: job_seeker: 2026-01-01: overlaps the days before",
    ),
    "a paper that stands on nothing": Damage(
        "papers",
        '[[paper.basis]]\nfrom = 2026-01-01\nsource = "syrboyi-33943"\ngrade = "reported"\n',
        "",
        "papers.toml: registration: has no dated block",
    ),
    "an age without a figure": Damage(
        "papers",
        'name = "identity_card_age"',
        'name = "card_age"',
        "papers.toml: identity_card_age: 2023-01-01: is missing, and a rule asks for it",
    ),
    "a paper with days left out between two acts": Damage(
        "papers",
        JOB_SEEKER,
        JOB_SEEKER.replace("2025-12-31", "2025-06-30"),
        "papers.toml: job_seeker: no act from 2025-07-01 to 2026-01-01",
    ),
    "the same paper twice": Damage(
        "papers", 'code = "marriage"', 'code = "birth"', "papers.toml: birth: stands twice"
    ),
    "a paper for an empty list of measures": Damage(
        "papers",
        'for = ["rent"]',
        "for = []",
        "papers.toml: lease: for must name a measure, or be left out",
    ),
    "a paper that waits for no answer": _kandas("{ track = [] }", "when: track cannot be []"),
    "a number where yes or no belongs": Damage(
        "papers",
        "divorced_36_months = [true,",
        "divorced_36_months = [1,",
        "papers.toml: divorce: when: divorced_36_months cannot be [1, 'unknown']",
    ),
    "the same step twice": Damage(
        "way", 'code = "consult"', 'code = "embassy"', "way.toml: embassy: stands twice"
    ),
    "a step that stands on nothing": Damage(
        "way",
        '[[step.basis]]\nfrom = 2024-05-30\nsource = "order-234-2024"\ngrade = "official"\n',
        "",
        "way.toml: settlement: has no dated block",
    ),
    "a step for an unknown track": Damage(
        "way", '["kandas"]', '["candas"]', "way.toml: embassy: when: track cannot be ['candas']"
    ),
    "a step that names a figure nobody knows": Damage(
        "way",
        "Apply within {graduation_months}",
        "Apply within {graduation_moons}",
        "way.toml: apply_graduate: the text in en names an unknown figure",
    ),
    "a step with a brace that does not close": Damage(
        "way",
        "Apply within {graduation_months}",
        "Apply within {graduation_months",
        "way.toml: apply_graduate: the text in en names an unknown figure",
    ),
    "a step whose sentence lacks a language": Damage(
        "way", "text.en = ", "text.fr = ", "way.toml: embassy: text has no text in en"
    ),
    "a step whose term lacks a language": Damage(
        "way", "term.kk = ", "term.fr = ", "way.toml: check: term has no text in kk"
    ),
    "a duty of an unknown track": Damage(
        "entitlement",
        'code = "stay"\ntrack = "kandas"',
        'code = "stay"\ntrack = "candas"',
        "entitlement.toml: stay: 2023-01-01: unknown track 'candas'",
    ),
    "a duty without a term": Damage(
        "entitlement",
        'term = "stay_years"\n',
        "",
        "entitlement.toml: stay: 2023-01-01: term is missing",
    ),
    "a duty whose term is no figure": Damage(
        "entitlement",
        'term = "stay_years"',
        'term = "stay"',
        "entitlement.toml: stay: is missing, and a duty names it",
    ),
    "a duty whose sentence does not say the term": Damage(
        "entitlement",
        "{stay_years}",
        "5",
        TERM + "the duty's text in kk must name {stay_years} alone",
    ),
    "a duty whose sentence names another figure": Damage(
        "entitlement",
        "{stay_years}",
        "{stay_years} {registration_months}",
        TERM + "the duty's text in kk must name {stay_years} alone",
    ),
    "a duty whose sentence has half a bracket": Damage(
        "entitlement",
        "{stay_years}",
        "{stay_years",
        TERM + "the duty's text in kk must name {stay_years} alone",
    ),
    "a duty whose term begins later": Damage(
        "entitlement",
        "from = 2023-01-01\nvalue = 5",
        "from = 2024-01-01\nvalue = 5",
        TERM + "2023-01-01: no value from here",
    ),
    "a duty that begins late": Damage(
        "entitlement",
        'from = 2023-01-01\nsource = "lada-147991"\ngrade = "reported"\n\n[[duty]]',
        'from = 2024-01-01\nsource = "lada-147991"\ngrade = "reported"\n\n[[duty]]',
        DUTY + "2023-01-01: no value from here",
    ),
    "a track without its duty": Damage(
        "entitlement",
        'code = "stay"\ntrack = "kandas"',
        'code = "stay"\ntrack = "resettler"',
        DUTY + "has no dated block",
    ),
    "a track with two duties on one day": Damage(
        "entitlement",
        'code = "stay"\ntrack = "kandas"',
        'code = "stay"\ntrack = "resettler"',
        "entitlement.toml: duty of a resettler: 2023-01-01: overlaps the days before",
    ),
}

DAMAGES = SOURCES | DAYS | VALUES | NAMES | TEXTS | STRAYS | FOLLOWS


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damage_is_named_by_file_key_and_day(
    change: Change, problems: Problems, damage: Damage
) -> None:
    change(damage.file, damage.old, damage.new)
    assert damage.said in problems()


# --- damages that are not seen yet -----------------------------------------------------------

INDEX = "units.toml: mrp: 2023-01-01: "
UNSEEN = {
    "half an index for every member": _figure("70", "70.5", "value must be whole, not 70.5"),
    "an index that is not whole": Damage(
        "units", "value = 3450", "value = 3450.5", INDEX + "value must be whole, not 3450.5"
    ),
    "a figure without end": _figure("70", "inf", "value must be whole, not Infinity"),
    "a figure that is none": _figure("70", "nan", "value must be whole, not NaN"),
    "a family of nobody": Damage(
        "rent",
        "people = 1\n",
        "people = 0\n",
        "rent.toml: urban: 2023-01-01: people must be 1 or more",
    ),
    "a year that is none": Damage(
        "quotas", QUOTA, QUOTA.replace("2024", "0"), "quotas.toml: 0: year is out of range"
    ),
    "a last day after which there is none": Damage(
        "units",
        "until = 2024-12-31",
        "until = 9999-12-31",
        "units.toml: mrp: 2024-01-01: until must be left out where there is no end",
    ),
    "a sentence with half a bracket": Damage(
        "entitlement",
        "{registration_months}",
        "{registration_months",
        "entitlement.toml: registration: the text in kk has a bracket that does not close",
    ),
    "a figure in a sentence that begins later than its condition": Damage(
        "entitlement",
        "from = 2026-01-01\nvalue = 12",
        "from = 2026-02-01\nvalue = 12",
        "entitlement.toml: registration: 2026-01-01: registration_months has no value from here",
    ),
    "a list in a list of facts": Damage(
        "relocation",
        'facts = ["employer_pays_move"]',
        'facts = [["employer_pays_move"]]',
        "relocation.toml: employer_pays_move: unknown fact ['employer_pays_move']",
    ),
    "a list in a list of regions": Damage(
        "entitlement",
        '"ulytau",',
        '["ulytau"],',
        "entitlement.toml: deficit_regions: 2023-01-01: unknown region ['ulytau']",
    ),
    "the same source twice": Damage(
        "sources",
        'code = "budget-2023"',
        'code = "order-53"\ntitle = { kk = "x", ru = "x", en = "x" }\n'
        '[[source]]\ncode = "budget-2023"',
        "sources.toml: order-53: stands twice",
    ),
    "the same region twice": Damage(
        "regions",
        '[[region]]\nslug = "akmola"',
        '[[region]]\nslug = "abai"\niso = "KZ-11"\nkind = "oblast"\n'
        'name = { kk = "x", ru = "x", en = "x" }\n[[region]]\nslug = "akmola"',
        "regions.toml: abai: stands twice",
    ),
    "the same condition twice": Damage(
        "certificate",
        'name = "housing_plan"',
        'name = "job"',
        "certificate.toml: job: stands twice",
    ),
    "a list of regions that ends": Damage(
        "entitlement",
        "[[list.entry]]\nfrom = 2023-01-01\n",
        "[[list.entry]]\nfrom = 2023-01-01\nuntil = 2025-12-31\n",
        "entitlement.toml: surplus_regions: 2026-01-01: no value from here",
    ),
    "a list of regions that begins late": Damage(
        "entitlement",
        "[[list.entry]]\nfrom = 2023-01-01\n",
        "[[list.entry]]\nfrom = 2024-01-01\n",
        "entitlement.toml: surplus_regions: 2023-01-01: no value from here",
    ),
    "a term of all measures that ends": Damage(
        "entitlement",
        "from = 2023-01-01\nvalue = 6",
        "from = 2023-01-01\nuntil = 2025-12-31\nvalue = 6",
        "entitlement.toml: graduation_months: 2026-01-01: no value from here",
    ),
    "a list a rule asks for under another name": Damage(
        "entitlement",
        'name = "surplus_regions"',
        'name = "surplus"',
        "entitlement.toml: origin: the text in kk names an unknown figure 'surplus_regions'",
    ),
    "a figure a rule asks for under another name": Damage(
        "microcredit",
        'name = "rate"',
        'name = "rates"',
        "microcredit.toml: rate: 2023-01-01: is missing, and a rule asks for it",
    ),
    "a condition a rule asks for under another name": Damage(
        "relocation",
        'name = "employer_pays_move"',
        'name = "employer_pays"',
        "relocation.toml: employer_pays_move: 2023-01-01: is missing, and a rule asks for it",
    ),
    "a note a rule asks for under another name": Damage(
        "entitlement",
        'code = "which_mrp"',
        'code = "which_index"',
        "entitlement.toml: which_mrp: 2023-01-01: is missing, and a rule asks for it",
    ),
    "a year too far for a date": Damage(
        "quotas", QUOTA, QUOTA.replace("2024", "10000"), "quotas.toml: 10000: year is out of range"
    ),
    "a region without a code is named by its slug": Damage(
        "regions", 'iso = "KZ-10"\n', "", "regions.toml: abai: iso is missing"
    ),
}


@pytest.mark.parametrize("damage", UNSEEN.values(), ids=UNSEEN)
def test_a_damage_that_a_family_would_meet_is_named_at_start_up(
    change: Change, problems: Problems, damage: Damage
) -> None:
    change(damage.file, damage.old, damage.new)
    assert damage.said in problems()


# --- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file", ["entitlement", "papers", "quotas", "regions", "sources", "units", "way"]
)
def test_a_file_all_others_need_must_be_there(folder: Path, problems: Problems, file: str) -> None:
    (folder / f"{file}.toml").unlink()
    assert f"{file}.toml: is missing" in problems()


def test_a_measure_whose_file_is_gone_is_missed_by_its_rule(
    folder: Path, problems: Problems
) -> None:
    (folder / "housing.toml").unlink()
    assert problems() == ("housing.toml: is missing for measures/housing.py",)


def test_a_measure_whose_file_is_gone_is_missed_by_its_papers(
    folder: Path, problems: Problems
) -> None:
    (folder / "rent.toml").unlink()
    assert problems() == (
        "papers.toml: account: unknown for 'rent'",
        "papers.toml: lease: unknown for 'rent'",
    )


def test_measures_and_rules_that_do_not_fit_are_named_in_order(
    folder: Path, problems: Problems
) -> None:
    shutil.copy(folder / "training.toml", folder / "gift.toml")
    for file in ("training", "housing", "placement", "adaptation"):
        (folder / f"{file}.toml").unlink()
    assert problems() == (
        "adaptation.toml: is missing for measures/adaptation.py",
        "gift.toml: measure: has no rule measures/gift.py",
        "housing.toml: is missing for measures/housing.py",
        "placement.toml: is missing for measures/placement.py",
        "training.toml: is missing for measures/training.py",
    )


def test_a_measure_without_a_rule_is_no_measure(folder: Path, problems: Problems) -> None:
    shutil.copy(folder / "training.toml", folder / "gift.toml")
    assert problems() == ("gift.toml: measure: has no rule measures/gift.py",)


@pytest.mark.parametrize(
    ("file", "kind", "other"), [("rent", "cash", "in_kind"), ("training", "in_kind", "loan")]
)
def test_only_what_its_rule_pays_nothing_for_is_given_in_kind(
    change: Change, problems: Problems, file: str, kind: str, other: str
) -> None:
    change(file, f'kind = "{kind}"', f'kind = "{other}"')
    said = f"{file}.toml: measure: kind is {other!r}, but what its rule pays is not"
    assert problems() == (said,)


def test_a_file_that_is_not_toml_is_named_with_the_line(
    change: Change, problems: Problems
) -> None:
    change("rent", "[measure]", "[measure")
    assert problems()[0].startswith("rent.toml: Expected ']' at the end of a table declaration")
    assert "line 1" in problems()[0]


def test_a_file_that_is_not_utf_8_is_named(folder: Path, problems: Problems) -> None:
    (folder / "rent.toml").write_bytes(b"\xff\xfe")
    assert problems()[0].startswith("rent.toml: 'utf-8' codec can't decode")


def test_a_measure_cannot_hide_in_a_file_that_all_share(
    change: Change, problems: Problems
) -> None:
    change("units", "[[unit]]", "[measure]\norder = 1\n[[unit]]")
    assert "units.toml: ?: a measure needs a file of its own" in problems()


def test_a_note_in_no_language_is_no_note(change: Change, problems: Problems) -> None:
    change("training", "text.kk = ", 'text = "x"\nold.kk = ')
    change("training", "text.ru = ", "old.ru = ")
    change("training", "text.en = ", "old.en = ")
    where = "training.toml: where_needed: 2023-01-01"
    assert f"{where}: text must be of type dict, not 'x'" in problems()


RECEIPT = """
[[paper]]
code = "receipt"
per = "family"
proves = []
text = { kk = "x", ru = "x", en = "x" }
why = { kk = "x", ru = "x", en = "x" }
where = { kk = "x", ru = "x", en = "x" }

[[paper.basis]]
from = 2026-02-01
source = "letter-275"
grade = "assumed"
"""


def _receipt(found: Law, **changes: object) -> list[tuple[str, ...]]:
    """For which measures the receipt is brought, where it is."""
    brought = papers(assess(family(**changes), found))
    return [
        tuple(measure.code for measure in each.measures)
        for each in brought
        if each.paper.code == "receipt"
    ]


def test_a_paper_in_the_file_of_a_measure_is_for_that_measure_alone(folder: Path) -> None:
    rent = folder / "rent.toml"
    rent.write_text(rent.read_text(encoding="utf-8") + RECEIPT, encoding="utf-8")
    found = read(folder)
    assert _receipt(found, on=date(2026, 2, 1)) == [("rent",)]
    assert _receipt(found, on=date(2026, 2, 1), housing_provided="state") == []
    assert _receipt(found, on=date(2026, 1, 31)) == []


def test_a_paper_in_the_file_of_a_measure_must_say_what_it_proves_too(
    folder: Path, problems: Problems
) -> None:
    rent = folder / "rent.toml"
    receipt = RECEIPT.replace("proves = []\n", "")
    rent.write_text(rent.read_text(encoding="utf-8") + receipt, encoding="utf-8")
    assert problems() == ("rent.toml: receipt: proves is missing",)


def test_a_paper_in_the_file_of_a_measure_proves_what_it_names(folder: Path) -> None:
    rent = folder / "rent.toml"
    receipt = RECEIPT.replace("proves = []", 'proves = ["rent_months", "members"]')
    rent.write_text(rent.read_text(encoding="utf-8") + receipt, encoding="utf-8")
    found = proofs(provable(assess(family(on=date(2026, 2, 1)), read(folder))))
    proved = {fact for fact, proving in found.items() if proving[-1].paper.code == "receipt"}
    assert proved == {"rent_months", "members"}


def test_a_paper_that_names_no_measure_is_for_all_that_is_due(folder: Path) -> None:
    shared = folder / "papers.toml"
    shared.write_text(shared.read_text(encoding="utf-8") + RECEIPT, encoding="utf-8")
    of = {"on": date(2026, 2, 1), "housing_plan": "none", "employer_assists": False}
    assert _receipt(read(folder), **of) == [
        ("relocation", "rent", "housing", "training", "placement", "adaptation")
    ]


def test_a_duty_may_have_another_term_from_some_day_on(change: Change, folder: Path) -> None:
    value = 'value = 5\nunit = "years"\nsource = "lada-147991"\ngrade = "reported"\n'
    later = f"\n[[parameter.value]]\nfrom = 2026-02-01\n{value.replace('5', '7', 1)}"
    change("entitlement", f"from = 2023-01-01\n{value}",
           f"from = 2023-01-01\nuntil = 2026-01-31\n{value}{later}")  # fmt: skip
    found = read(folder)
    for day, until in ((date(2026, 1, 31), 2031), (date(2026, 2, 1), 2033)):
        (duty,) = obligations(assess(family(on=day), found))
        assert duty.until == day.replace(year=until)


def test_editions_reach_to_the_last_day_that_is_worked_out_and_no_further(
    change: Change, folder: Path
) -> None:
    last = law().last_day
    days = ((law().first_day, last - ONE_DAY), (last, last), (last + ONE_DAY, None))
    values = [
        PER_MEMBER.replace("2023-01-01", f"{start}\nuntil = {until}" if until else f"{start}")
        for start, until in days
    ]
    change("relocation", PER_MEMBER, "\n\n[[parameter.value]]\n".join(values))
    found = read(folder)
    assert last + ONE_DAY in found.editions
    assert advise(assess(family(), found), found).editions[-1].start == last


def test_what_ends_is_an_edition_that_says_so(change: Change, folder: Path) -> None:
    ended = "until = 2026-06-30\n"
    act = 'source = "order-2025-11"\ngrade = "official"\n'
    change("entitlement", f"from = 2026-01-01\n{act}\n[[condition]]\nname = \"registration\"",
           f"from = 2026-01-01\n{ended}{act}\n[[condition]]\nname = \"registration\"")  # fmt: skip
    change("relocation", "from = 2023-01-01\n", f"from = 2023-01-01\n{ended}")
    change("relocation", PER_MEMBER, PER_MEMBER.replace("2023-01-01", f"2023-01-01\n{ended}", 1))
    found = read(folder)
    day = date(2026, 7, 1)
    assert found.on(day).edition == day
    assert [(each.ended, getattr(each.what, "code", "")) for each in begun(found, day)] == [
        (True, "relocation"),
        (True, "job_seeker"),
    ]
    edition = advise(assess(family(on=day), found), found).editions[-1]
    assert (edition.start, edition.begun) == (day, begun(found, day))


# --- several at once, and what does not hide what --------------------------------------------


def test_several_problems_are_all_named_at_once(change: Change, problems: Problems) -> None:
    for damage in (SOURCES["a figure from an unknown source"], NAMES["a kind nobody knows"]):
        change(damage.file, damage.old, damage.new)
    change("rent", "order = 20\n", "")
    change("quotas", "ulytau = 120", "ulitau = 120")
    assert sorted(problems()) == [
        "quotas.toml: 2023: unknown region 'ulitau'",
        "relocation.toml: measure: 2023-01-01: unknown kind 'money'",
        "relocation.toml: per_member: 2023-01-01: unknown source 'letter-999'",
        "rent.toml: measure: 2023-01-01: order is missing",
    ]


def test_several_problems_between_blocks_are_all_named_at_once(
    change: Change, problems: Problems
) -> None:
    names = ("days that overlap", "the same quota twice", "days missing at the end")
    for name in names:
        change(*DAYS[name][:3])
    said = [DAYS[name].said for name in names]
    # The quota that stands twice stands where another should.
    assert sorted(problems()) == sorted([*said, "quotas.toml: 2024: kandas is missing"])


def test_unknown_keys_and_languages_are_named_in_order(change: Change, problems: Problems) -> None:
    change("relocation", "order = 10", "\n".join(f"{key} = 1" for key in ["order", *"edcba"]))
    change("relocation", "title.kk = ", 'title.z = "z"\ntitle.y = "y"\ntitle.x = "x"\ntitle.kk = ')
    assert problems() == (
        RELOCATION + "title has unknown languages ['x', 'y', 'z']",
        *(RELOCATION + f"unknown key {key!r}" for key in "abcde"),
    )


# --- changes the law will go through ---------------------------------------------------------

INDEX_2027 = """

[[parameter.value]]
from = 2027-01-01
until = 2027-12-31
value = 4_757
unit = "KZT"
source = "budget-2026"
grade = "reported"
"""


def test_the_next_index_is_one_block_and_moves_the_horizon_by_a_year(folder: Path) -> None:
    units = folder / "units.toml"
    blocks = units.read_text(encoding="utf-8").split("from = 2027-01-01")[0]
    units.write_text(blocks.removesuffix("[[parameter.value]]\n") + INDEX_2027, encoding="utf-8")
    found = read(folder)
    assert found.last_known_day == date(2027, 12, 31)
    assert found.last_day == date(2028, 12, 31)
    due = measure_of(assess(family(on=date(2026, 6, 15)), found), "rent")
    assert (due.amount.max, due.provisional) == (7 * 129_750 + 5 * 30 * 4_757, False)
    assert not found.on(date(2027, 6, 15)).mrp.provisional
    assert found.on(date(2028, 12, 31)).mrp.provisional
    assert date(2027, 1, 1) in found.editions


def test_a_figure_of_nothing_is_a_figure(change: Change, folder: Path) -> None:
    change("relocation", "value = 70", "value = 0")
    due = measure_of(assess(family(), read(folder)), "relocation")
    assert (due.verdict, due.amount.max, due.schedule) == ("eligible", 0, ())


def test_a_figure_may_hold_for_a_single_day(change: Change, folder: Path) -> None:
    block = 'value = 4_000_000\nunit = "KZT"\nsource = "letter-275"\ngrade = "letter"\n'
    days = "from = 2023-03-01\nuntil = {}\n"
    one_day = "[[parameter.value]]\nfrom = 2023-12-31\nuntil = 2023-12-31\n"
    change(
        "certificate",
        days.format("2023-12-31") + block,
        days.format("2023-12-30") + block + one_day + block.replace("4_000_000", "3_000_000"),
    )
    found = read(folder)
    for day, cap in ((30, 4_000_000), (31, 3_000_000)):
        due = measure_of(assess(family(on=date(2023, 12, day)), found), "certificate")
        assert due.amount.max == cap


def test_a_measure_can_end_together_with_its_figures(change: Change, folder: Path) -> None:
    change(
        "relocation",
        "order = 10\nfrom = 2023-01-01",
        "order = 10\nfrom = 2023-01-01\nuntil = 2025-12-31",
    )
    change(
        "relocation", "from = 2023-01-01\nvalue", "from = 2023-01-01\nuntil = 2025-12-31\nvalue"
    )
    found = read(folder)
    last, after = (
        measure_of(assess(family(on=day), found), "relocation")
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    )
    assert (last.verdict, last.amount.max) == ("eligible", 1_376_200)
    assert (after.verdict, after.unmet) == ("not_eligible", ("in_force",))


def test_a_condition_that_is_repealed_is_no_longer_asked(change: Change, folder: Path) -> None:
    change(
        "relocation",
        "[[condition.basis]]\nfrom = 2023-01-01\n",
        "[[condition.basis]]\nfrom = 2023-01-01\nuntil = 2025-12-31\n",
    )
    found = read(folder)
    for day, unmet in ((date(2025, 12, 31), ("employer_pays_move",)), (date(2026, 1, 1), ())):
        due = measure_of(assess(family(on=day, employer_pays_move=True), found), "relocation")
        assert due.unmet == unmet


def _begun(found: Law, day: date) -> list[str]:
    """What the edition of a day is said to bring."""
    what = [new.what for new in begun(found, day)]
    return [str(getattr(each, "name", None) or getattr(each, "code", None)) for each in what]


def test_a_figure_in_another_unit_is_another_figure(change: Change, folder: Path) -> None:
    change(
        "certificate",
        'value = 1160\nunit = "MRP"\nsource = "press-2025"',
        'value = 1160\nunit = "KZT"\nsource = "press-2025"',
    )
    assert "certificate.cap" in _begun(read(folder), date(2025, 1, 1))
    assert "certificate.cap" not in _begun(law(), date(2025, 1, 1))


def test_a_list_of_regions_can_change_from_some_day_on(change: Change, folder: Path) -> None:
    entry = '[[list.entry]]\nfrom = 2026-02-01\nregions = ["aktobe"]\nsource = "letter-275"\n'
    change(
        "entitlement",
        'source = "letter-275"\ngrade = "letter"\n',
        f'until = 2026-01-31\nsource = "letter-275"\ngrade = "letter"\n{entry}grade = "letter"\n',
    )
    found = read(folder)
    assert _begun(found, date(2026, 2, 1)) == ["entitlement.surplus_regions"]
    for day, unmet in ((date(2026, 1, 31), ("origin",)), (date(2026, 2, 1), ())):
        assert assess(family(on=day, origin="aktobe"), found).measures[0].unmet == unmet


@pytest.mark.parametrize(("places", "unmet"), [(1, ()), (0, ("quota",))])
def test_one_place_in_the_quota_is_enough(
    change: Change, folder: Path, places: int, unmet: tuple[str, ...]
) -> None:
    change("quotas", "ulytau = 120", f"ulytau = {places}")
    day = date(2023, 6, 15)
    found = assess(family(on=day, destination="ulytau"), read(folder)).measures[0]
    assert (found.unmet, found.amount.max) == (unmet, places * 1_207_500)


def test_figures_without_an_index_are_never_an_estimate(change: Change, folder: Path) -> None:
    change("relocation", 'value = 70\nunit = "MRP"', 'value = 300_000\nunit = "KZT"')
    for number in (20, 25, 30):
        change("rent", f'value = {number}\nunit = "MRP"', 'value = 90_000\nunit = "KZT"')
    due = assess(family(on=date(2027, 6, 1)), read(folder))
    relocation, rent = (measure_of(due, code) for code in ("relocation", "rent"))
    assert (relocation.amount.max, relocation.provisional) == (1_500_000, False)
    assert (rent.amount.max, rent.provisional) == (12 * 90_000, False)
    assert {figure.name for figure in rent.parameters} == {"rent.urban"}


def test_the_last_index_says_until_when_it_is_known(change: Change, problems: Problems) -> None:
    last = max(each.until for each in law().indices if each.until)
    change("units", f"until = {last}\n", "")
    assert problems()[0].startswith(f"units.toml: mrp: {last.year}-01-01: until is missing")
