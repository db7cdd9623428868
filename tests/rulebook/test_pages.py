"""The pages: whole, light, in order, in every language; what stands on them follows the law."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from itertools import pairwise

import pytest
from django.utils.translation import gettext, override

from calculator.law import current
from calculator.rulebook import addresses
from calculator.rulebook.pages import page as content
from calculator.rules import assess
from calculator.rules.advice.editions import begun
from calculator.rules.law import Law
from calculator.rules.records import Parameter
from calculator.wording.figures import day, figure, money, money_range, said
from calculator.wording.steps import worked_out
from tests.rulebook.book import EVERY_PAGE, MEASURES, SLUGS, anchors, opened, page, path
from tests.rules.families import measure_of, understood, working_with
from tests.rules.tables import FILES, VALUES
from tests.web.conftest import TODAY
from tests.web.reading import Element
from tests.web.site import CLIENT, FAMILIES, LANGUAGES, address, facts_in, visit
from tests.web.test_size import FIRST_VISIT, loaded_with, weight

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
every_page = pytest.mark.parametrize(("slug", "language"), EVERY_PAGE)
PAID = [code for code in MEASURES if FILES[code]["measure"]["kind"] != "in_kind"]
LEVELS = ("h1", "h2", "h3", "h4")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language, switched on."""
    with override(request.param):
        yield request.param


@every_page
def test_a_page_is_sound(slug: str, language: str) -> None:
    root = page(language, slug)
    ids = anchors(root)
    assert len(ids) == len(set(ids))
    assert root.one("html")["lang"] == language
    levels = [LEVELS.index(each.tag) for each in root.one("main").all(*LEVELS)]
    assert levels[0] == 0
    assert levels.count(0) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert "None" not in root.one("main").text
    for part in root.one("main").all("table"):
        assert part.one("caption").text
        assert all(head.get("scope") for head in part.all("th"))


@every_page
def test_no_two_links_say_the_same_and_lead_elsewhere(slug: str, language: str) -> None:
    said_by: dict[str, set[str]] = {}
    for link in page(language, slug).all("a"):
        said_by.setdefault(link.text, set()).add(link["href"])
    assert {text: there for text, there in said_by.items() if len(there) > 1} == {}


@every_page
def test_a_page_is_light(slug: str, language: str) -> None:
    here = path(language, slug)
    weights = {each: weight(each) for each in [here, *loaded_with(here)]}
    assert sum(weights.values()) <= FIRST_VISIT, weights


@every_page
def test_every_link_leads_to_a_place_that_is_there(slug: str, language: str) -> None:
    here = path(language, slug)
    links = {link["href"] for link in page(language, slug).one("main").all("a")}
    assert links
    _lead_somewhere({here + link if link.startswith("#") else link for link in links})


def _lead_somewhere(links: set[str]) -> None:
    for link in links:
        there, _, anchor = link.partition("#")
        if there.startswith("https://"):
            continue
        if not re.fullmatch(r"/(kk|ru|en)/rules/([a-z_]+/)?", there):
            assert CLIENT.get(there).status_code == HTTPStatus.OK, link
        else:
            assert not anchor or anchor in anchors(opened(there).root), link


@in_every_language
def test_the_first_page_leads_to_every_other(language: str) -> None:
    links = {link["href"] for link in page(language, "").one("main").all("a")}
    assert {path(language, slug) for slug in SLUGS} <= links


@pytest.mark.parametrize("slug", ["nothing", "law", "measure", "frame", "index", "rent.urban"])
@pytest.mark.parametrize("ending", ["/", ".json", ".csv"])
def test_a_page_that_does_not_exist_is_missed_in_its_language(
    language: str, slug: str, ending: str
) -> None:
    if (slug, ending) in {("law", ".json"), ("law", ".csv")}:
        return
    missed = visit(f"/{language}/rules/{slug}{ending}")
    assert missed.status == HTTPStatus.NOT_FOUND
    assert missed.root.one("h1").text == gettext("No such page")


@every_page
def test_a_page_names_its_files(slug: str, language: str) -> None:
    root, file = page(language, slug), slug or "law"
    for ending, kind in (("json", "application/json"), ("csv", "text/csv")):
        there = f"/{language}/rules/{file}.{ending}"
        assert root.one("link", rel="alternate", type=kind)["href"] == there
        assert root.one("main").one("a", href=there).text
    feed = f"/{language}/rules/feed.xml"
    assert root.one("link", rel="alternate", type="application/atom+xml")["href"] == feed


# --- what it is today ----------------------------------------------------------------------------


def _shown_today(root: Element, name: str) -> list[str]:
    section = root.one("section", **{"aria-labelledby": name})
    return [item.text for part in section.all("ul", css="now") for item in part.all("li")]


@pytest.mark.parametrize("name", sorted({block.name for block in VALUES}))
def test_a_figure_leads_with_what_it_is_today(language: str, name: str) -> None:
    slug = name.rpartition(".")[0] or "mrp"
    rules = current().on(TODAY)
    for each, shown in zip(
        rules.parameters[name], _shown_today(page(language, slug), name), strict=True
    ):
        assert figure(each) in shown
        if each.unit == "MRP":
            assert money(each.whole * rules.mrp.whole) in shown


@pytest.mark.parametrize("code", MEASURES)
def test_the_page_of_a_measure_says_who_gets_it_and_since_when(language: str, code: str) -> None:
    root, measure = page(language, code), FILES[code]["measure"]
    assert root.one("h1").text == measure["title"][language]
    assert day(measure["from"]) in root.one("p", id="in_force").text


def test_after_the_last_known_mrp_everything_is_provisional(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = current()
    unknown = page(language, "mrp").one("section", **{"aria-labelledby": "not-known"})
    flag = unknown.one("p", css="provisional").text
    assert day(date(law.last_known_day.year + 1, 1, 1)) in flag
    assert day(law.last_day) in flag
    monkeypatch.setattr("calculator.rulebook.views._today", lambda: law.last_day)
    later = visit(path(language, "relocation")).root
    (shown,) = _shown_today(later, "relocation.per_member")
    assert gettext("(provisional)") in shown
    assert gettext("(provisional)") in visit(path(language, "mrp")).root.one("ul", css="now").text


def test_the_day_after_all_known_days_shows_the_last_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("calculator.rulebook.views._today", lambda: date(2199, 1, 1))
    with override("en"):
        last = day(current().last_day)
    assert last in visit("/en/rules/").root.one("h2", id="today").text


# --- the worked example --------------------------------------------------------------------------


@pytest.mark.parametrize("code", PAID)
def test_the_worked_example_is_what_the_engine_finds(language: str, code: str) -> None:
    section, law = page(language, code).one("section", **{"aria-labelledby": "formula"}), current()
    worked = section.one("div", css="worked")
    facts = facts_in(worked.one("a")["href"])
    _is_worked_out(worked.one("b"), worked.all("li"), facts, code)
    rows = {row.one("th").text: row for row in section.one("tbody").all("tr")}
    days = [start for start in law.editions if start <= law.last_day]
    shown = [day(start) for start in reversed(days) if day(start) in rows]
    assert shown == [*rows]
    assert day(days[0]) in rows
    row = rows[day(days[0])]
    for start in days:
        # What is not shown is what it was before.
        row = rows.get(day(start), row)
        then = {**facts, "on": start.isoformat()}
        _is_worked_out(row.one("b"), row.all("span", css="piece"), then, code)
    told = [[cell.text for cell in each.all("td")] for each in rows.values()]
    assert all(later != earlier for later, earlier in pairwise(told))


def _is_worked_out(shown: Element, lines: list[Element], facts: dict[str, str], code: str) -> None:
    law = current()
    found = measure_of(assess(understood(facts, law, TODAY), law), code)
    if found.measure.start > date.fromisoformat(facts["on"]):
        assert (shown.text, lines) == (gettext("not in force"), [])
        return
    assert found.verdict == "eligible"
    assert found.amount.min == found.amount.max > 0
    assert shown.text == money_range(found.amount)
    told = [line.text.removesuffix(f" {gettext('(provisional)')}") for line in lines]
    assert told == [worked_out(step) for step in found.steps]


@pytest.mark.parametrize("code", PAID)
def test_an_example_is_sure_while_the_quota_of_the_year_is_awaited(
    language: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sum is that of the last day whose quota is known, and it says which."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2027, 1, 1))
    assert max(quota["year"] for quota in FILES["quotas"]["quota"]) == 2026
    main = visit(path(language, code)).root.one("main")
    section = main.one("section", **{"aria-labelledby": "formula"})
    worked = section.one("div", css="worked")
    facts = facts_in(worked.one("a")["href"])
    assert facts["on"] == "2026-12-31"
    _is_worked_out(worked.one("b"), worked.all("li"), facts, code)
    awaited = gettext(
        "The quota of %(year)s is not known yet. "
        "So it is worked out for the last day whose quota is known: %(day)s."
    ) % {"year": 2027, "day": day(date(2026, 12, 31))}
    assert awaited in section.text
    assert money_range({"min": 0, "max": 1}).replace(money(1), "") not in section.text


def test_an_example_of_an_unknown_quota_does_not_meet_all_conditions() -> None:
    law = current()
    quotas = tuple(each for each in law.quotas if each.year == TODAY.year + 1)
    other = replace(law, quotas=quotas, memory={})
    with working_with(other), override("en"):
        for code in PAID:
            text = visit(path("en", code)).root.one("section", **{"aria-labelledby": "formula"})
            assert "all conditions" not in text.text
            assert f"The quota of {TODAY.year} is not known yet, so the sum is not" in text.text
            in_force = [
                row for row in text.one("tbody").all("tr") if "not in force" not in row.text
            ]
            assert in_force
            for row in in_force:
                year = row.one("a").text[-4:]
                assert f"(the quota of {year} is not known yet)" in row.text


def test_the_rows_of_an_example_say_what_they_were_chosen_by(language: str) -> None:
    """A loan's sum may stay while its limit does not."""
    for code in PAID:
        section = page(language, code).one("section", **{"aria-labelledby": "formula"})
        assert section.one("caption").text == gettext(
            "The same family, had it applied on the first day of an edition of the rules: "
            "each one that changed the sum or how it is worked out"
        )


@pytest.mark.parametrize("code", sorted(set(MEASURES) - set(PAID)))
def test_what_is_given_in_kind_has_no_example(code: str) -> None:
    assert not page("en", code).all("h3", id="example")


def test_a_limit_in_tenge_is_not_said_to_be_itself(language: str) -> None:
    section = page(language, "certificate").one("section", **{"aria-labelledby": "formula"})
    pieces = [each.text for each in section.all("span", css="piece") if " = " not in each.text]
    sums = [re.findall(r"[\d\u00a0]+\u00a0₸", each) for each in pieces]
    assert any(len(each) == 1 for each in sums)
    assert not [each for each in sums if len(each) == 2 and len(set(each)) == 1]


# --- finding one's way ---------------------------------------------------------------------------

LONG = (*MEASURES, "entitlement", "papers", "way", "changes")


@pytest.mark.parametrize("slug", LONG)
def test_a_long_page_begins_with_what_stands_on_it(language: str, slug: str) -> None:
    main = page(language, slug).one("main")
    links = [(each["href"][1:], each.text) for each in main.one("nav", css="contents").all("a")]
    headings = {each["id"]: each.text for each in main.all("h2", "h3") if each.get("id")}
    assert links
    assert [(there, headings.get(there)) for there, _ in links] == links
    listed = [there for there, _ in links]
    assert listed == [each for each in anchors(main) if each in listed]
    apart = {"contents-title", "today", "files", "now"}
    big = {each["id"] for each in main.all("h2") if each.get("id")} - apart
    assert big <= set(listed)
    assert all(each.get("id") for each in main.all("h2"))


@pytest.mark.parametrize("slug", ["papers", "way"])
def test_headings_of_papers_and_steps_are_short_and_tell_them_apart(
    language: str, slug: str
) -> None:
    main = page(language, slug).one("main")
    headings = [each.text for each in main.all("h3") if each.get("id")]
    assert len(set(headings)) == len(headings)
    assert all(len(each.split()) <= 20 for each in headings)


@pytest.mark.parametrize(("slug", "kind"), [("papers", "paper"), ("way", "step")])
def test_what_is_needed_no_more_stands_apart_under_earlier(
    language: str, slug: str, kind: str
) -> None:
    main = page(language, slug).one("main")
    inside = {place for part in main.all("details") for place in anchors(part)}
    for entry in FILES[slug][kind]:
        until = entry["basis"][-1].get("until", date.max)
        place = f"{kind}-{entry['code']}"
        assert (place in inside) == (until < TODAY)
        assert place in anchors(main)


@pytest.mark.parametrize(("slug", "kind"), [("papers", "paper"), ("way", "step")])
def test_both_groups_share_an_entry_that_says_the_same(slug: str, kind: str) -> None:
    main = page("en", slug).one("main")
    entries = [each for each in main.all("div", css="entry") if each.all("h3")]
    said_by = [
        tuple(str(entry.get(key)) for key in ("text", "why", "where", "valid", "term"))
        for entry in FILES[slug][kind]
    ]
    assert len(entries) == len(set(said_by)) < len(said_by)


def test_advice_says_for_whom_it_is(language: str) -> None:
    """The remedy of an unmet condition is not how things stand."""
    lead, found = gettext("If it is not met:"), 0
    for slug in ("entitlement", *MEASURES):
        for condition in FILES[slug].get("condition", []):
            name = f"{slug}.{condition['name']}"
            section = page(language, slug).one("section", **{"aria-labelledby": name})
            leads = [each for each in section.all("b") if each.text == lead]
            assert len(leads) == ("remedy" in condition)
            found += len(leads)
    assert found


@every_page
def test_a_wrong_figure_can_be_reported_from_its_page(slug: str, language: str) -> None:
    about = f"?about={slug}" if slug else ""
    link = page(language, slug).one("main").one("a", href=f"/{language}/about/report/{about}")
    assert link.text == gettext("Report a wrong figure on this page")
    if slug in MEASURES and language == "kk":
        form = visit(link["href"]).root.one("select", name="measure")
        chosen = [each["value"] for each in form.all("option") if "selected" in each.attributes]
        assert chosen == [slug]


@every_page
def test_no_sign_stands_apart_from_its_sentence(slug: str, language: str) -> None:
    assert not re.findall(r"\s[.,;](?=\s|$)", page(language, slug).one("main").text)


def test_a_measure_of_which_little_is_known_has_a_page_too() -> None:
    law = current()
    bare = tuple(replace(each, who=None, formula=None) for each in law.measures)
    with working_with(replace(law, measures=bare, memory={})):
        for each in bare:
            root = visit(path("en", each.code)).root
            paid = each.kind != "in_kind"
            assert bool(root.all("h2", id="formula")) == paid
            assert "None" not in root.one("main").text


# --- charts --------------------------------------------------------------------------------------


@every_page
def test_a_chart_is_plain_and_tells_lines_apart_without_colour(slug: str, language: str) -> None:
    for drawing in page(language, slug).one("main").all("svg"):
        for each in drawing.everything():
            for name in ("x", "y", "width", "height"):
                assert re.fullmatch(r"|\d+", each.get(name)), each
            assert re.fullmatch(r"|[MVHh\d ]+", each.get("d")), each
            assert not each.get("style")
        classes = [each["class"] for each in drawing.all("path", css="line")]
        assert len(classes) == len(set(classes))
        assert drawing.get("aria-label") or drawing.get("aria-hidden") == "true"


@pytest.mark.parametrize("name", sorted({block.name for block in VALUES}))
def test_a_chart_has_a_line_for_each_size_and_a_step_for_each_change(name: str) -> None:
    slug = name.rpartition(".")[0] or "mrp"
    section = page("en", slug).one("section", **{"aria-labelledby": name})
    sizes = {block.table.get("people", 1) for block in VALUES if block.name == name}
    if not _ever_changed(name):
        assert not section.all("svg")
        return
    drawing = section.one("figure").all("svg")[0]
    foot = int(re.findall(r"M0 (\d+)h", drawing.one("path", css="foot")["d"])[0])
    lines = drawing.all("path", css="line")
    assert len(lines) == len(sizes)
    for line in lines:
        levels = [int(each) for each in re.findall(r"(?:V|M\d+ )(\d+)H", line["d"])]
        assert all(0 < level < foot for level in levels)
    told = [piece.text.split(":\u00a0")[1].split("\u00a0₸")[0] for piece in _pieces(section)]
    labels = [each.text for each in drawing.all("text")]
    if len(sizes) == 1:
        assert set(told) <= set(labels)
    else:
        assert {told[0], told[-1]} <= set(labels)
        assert len(labels) >= 2 * len(sizes)


def _ever_changed(name: str) -> bool:
    """Whether a family of some size was ever owed another sum; one in MRP grows every year."""
    values = [block.table for block in VALUES if block.name == name]
    found: dict[int, set[object]] = {}
    for value in values:
        found.setdefault(value.get("people", 1), set()).add((value["value"], value["unit"]))
    in_mrp = any(value["unit"] == "MRP" for value in values)
    return in_mrp or any(len(each) > 1 for each in found.values())


def _pieces(section: Element) -> list[Element]:
    return section.all("span", css="piece")


# --- what changed --------------------------------------------------------------------------------


def _changed(root: Element, start: date) -> Element:
    return root.one("section", **{"aria-labelledby": start.isoformat()})


def test_every_edition_day_tells_every_change(language: str) -> None:
    root, law = page(language, "changes"), current()
    for start in law.editions:
        told = _changed(root, start).text
        assert day(start) in told
        for each in begun(law, start):
            if isinstance(each.what, Parameter):
                assert said(each.what.title) in told
                assert figure(each.what) in told
                assert each.before is None or f"{figure(each.before)} → " in told
            else:
                words = getattr(each.what, "title", None) or getattr(each.what, "text", None)
                assert words is None or said(words).rstrip(".") in told


def _rows_of(root: Element, start: str) -> list[str]:
    section = root.one("section", **{"aria-labelledby": start})
    return [each.text for each in section.one("ul", css="changed").all("li")]


@pytest.mark.parametrize(
    ("file", "kind", "page_"), [("papers", "paper", "papers"), ("way", "step", "way")]
)
def test_a_new_wording_is_one_change_and_not_an_end_and_a_beginning(
    language: str, file: str, kind: str, page_: str
) -> None:
    entries = {each["code"]: each for each in FILES[file][kind]}
    pairs = [
        (entries[code], entries[code.partition("_before_")[0]])
        for code in entries
        if "_before_" in code
    ]
    assert pairs
    told = content("changes", current(), TODAY)
    assert told is not None
    for old, new in pairs:
        start = new["basis"][0]["from"]
        assert (start - old["basis"][-1]["until"]).days == 1
        (there,) = [each for each in told["days"] if each["on"] == start.isoformat()]
        own = [each for each in there["changes"] if each["page"] == page_]
        (change,) = [each for each in own if each["anchor"] == f"{kind}-{new['code']}"]
        assert change["kind"] == "changed"
        assert not [each for each in own if each["anchor"] == f"{kind}-{old['code']}"]
        was, now = (each["where"] if kind == "paper" else each["text"] for each in (old, new))
        assert was[language].rstrip(".") in change["text"]
        assert now[language].rstrip(".") in change["text"]
        assert [
            row
            for row in _rows_of(page(language, "changes"), start.isoformat())
            if change["text"] in row
        ]


def test_a_wording_that_came_later_is_new_and_the_old_one_ended() -> None:
    """With days between them they are two changes."""
    law = current()
    papers = tuple(
        replace(each, bases=(replace(each.bases[0], until=date(2025, 12, 30)),))
        if each.code == "application_before_2026"
        else each
        for each in law.papers
    )
    with override("en"):
        told = content("papers", replace(law, papers=papers, memory={}), TODAY)
        assert told is not None
        kinds = {
            each["anchor"]: each["kind"]
            for day_ in told["changes"]
            for each in day_["changes"]
            if each["anchor"].startswith("paper-application")
        }
    assert kinds["paper-application"] == "begun"
    assert kinds["paper-application_before_2026"] == "ended"
    assert kinds["paper-application_kandas"] == "changed"


def test_quotas_and_acts_are_told_on_their_days(language: str) -> None:
    root = page(language, "changes")
    for quota in FILES["quotas"]["quota"]:
        told = _changed(root, date(quota["year"], 1, 1)).text
        assert f"{sum(quota['places'].values()):,}".replace(",", "\u00a0") in told
    first = current().first_day
    for source in FILES["sources"]["source"]:
        if source.get("date", date.min) >= first:
            assert source["title"][language] in _changed(root, source["date"]).text


def test_days_stand_newest_first_and_once() -> None:
    days = [each["aria-labelledby"] for each in page("kk", "changes").all("section", css="entry")]
    assert days == sorted(set(days), reverse=True)
    assert days == [
        each["href"][1:] for each in page("kk", "changes").one("nav", css="contents").all("a")
    ]


@pytest.mark.parametrize("code", MEASURES)
def test_a_measure_tells_its_own_changes_alone(code: str) -> None:
    whole = _listed(page("en", "changes"))
    own = _listed(page("en", code).one("main"))
    assert own <= whole
    pages = {link.partition("/rules/")[2].partition("/")[0] for link, _ in own}
    assert pages <= {code, "mrp"}
    assert {each for each in whole if f"/rules/{code}/" in each[0]} <= own


def _listed(root: Element) -> set[tuple[str, str]]:
    items = [item for part in root.all("ul", css="changed") for item in part.all("li")]
    return {(item.all("a")[0]["href"], item.all("a")[0].text) for item in items}


# --- from a result -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FAMILIES)
def test_all_on_a_result_leads_to_its_place(language: str, name: str) -> None:
    root = visit(address("result", language, **FAMILIES[name])).root.one("main")
    links = {link["href"] for link in root.all("a") if "/rules/" in link["href"]}
    _lead_somewhere(links)
    for article in root.all("article"):
        there = f"{path(language, article['aria-labelledby'])}#formula"
        for each in article.all("p", css="sum"):
            owed = each.text != money(0)
            assert [link["href"] for link in each.all("a")] == [there] * owed
        for row in [row for part in article.all("table", css="steps") for row in part.all("tr")]:
            assert row.one("a")["href"] == there
        for item in [each for part in article.all("ul", css="figures") for each in part.all("li")]:
            assert "/rules/" in item.all("a")[0]["href"]
        for item in article.one("ul", css="conditions").all("li"):
            assert "/rules/" in item.all("a")[0]["href"]
    editions = root.one("table", css="editions").one("tbody").all("tr")
    assert [row.one("th").one("a")["href"] for row in editions] == [
        f"{path(language, 'changes')}#{start}" for start in current().editions
    ]
    codes = [measure.code for measure in current().measures if measure.in_total]
    for row in editions:
        for code, cell in zip(codes, row.all("td", css="part"), strict=True):
            owed = cell.text.strip() != money(0)
            there = f"{path(language, code)}#formula"
            assert [link["href"] for link in cell.all("a")] == [there] * owed
    counted = [
        code
        for code in codes
        if root.one("article", **{"aria-labelledby": code}).one("p", css="sum").all("a")
    ]
    total = root.one("div", css="total").one("p", css="sum")
    one = len(counted) == 1
    there = f"{path(language, counted[0])}#formula" if one else path(language, "")
    assert [link["href"] for link in total.all("a")] == [there] * bool(counted)


def test_each_figure_of_a_result_leads_to_the_figure_itself(language: str) -> None:
    root = visit(address("result", language, **FAMILIES["borrower"])).root
    law = current()
    for article in root.all("article"):
        for item in [each for part in article.all("ul", css="figures") for each in part.all("li")]:
            link = item.all("a")[0]
            name = link["href"].partition("#")[2]
            assert link.text in {
                f"{said(each.title)} {figure(each)}"
                for each in law.parameters
                if each.name == name
            }


@pytest.mark.parametrize(
    ("changes", "code", "name"),
    [
        ({}, "origin", "entitlement.origin"),
        (
            {"graduate": "serpin", "graduated_on": "2026-05-01", "on": "2026-06-15"},
            "origin",
            "entitlement.origin_graduate",
        ),
        (FAMILIES["kandas"], "destination", "entitlement.destination_kandas"),
        ({}, "destination", "entitlement.destination"),
    ],
)
def test_conditions_that_share_a_code_lead_each_to_its_own_place(
    language: str, changes: dict[str, str], code: str, name: str
) -> None:
    root = visit(address("result", language, **changes)).root
    article = root.one("article", **{"aria-labelledby": "relocation"})
    links = [each["href"] for each in article.one("ul", css="conditions").all("a")]
    assert f"{path(language, 'entitlement')}#{name}" in links
    others = {"entitlement.origin", "entitlement.origin_graduate"} - {name}
    if code == "origin":
        assert not {f"{path(language, 'entitlement')}#{each}" for each in others} & set(links)


@pytest.mark.parametrize("on", ["2023-01-15", TODAY.isoformat()])
def test_that_a_measure_is_in_force_leads_to_its_own_days(language: str, on: str) -> None:
    root = visit(address("result", language, on=on)).root.one("main")
    for code in MEASURES:
        article = root.one("article", **{"aria-labelledby": code})
        links = {link["href"] for link in article.one("ul", css="conditions").all("a")}
        there = {link for link in links if link.endswith("in_force")}
        assert there == {f"{path(language, code)}#in_force"}
        _lead_somewhere(there)


def test_what_is_law_no_more_has_no_link() -> None:
    with override("en"):
        gone = {"code": "moon", "text": "Moon", "shared": False}
        assert addresses.of_measure("moon") is None
        assert addresses.of_figure("moon.landing") is None
        assert addresses.of_condition(gone, "relocation") is None
        assert addresses.of_day("1969-07-20") is None


# --- another law ---------------------------------------------------------------------------------


def test_a_law_that_ends_something_says_so() -> None:
    """A condition that ended is told with its last day, also where it is no law today."""
    law = current()
    ended = tuple(
        replace(each, bases=(*each.bases[:-1], replace(each.bases[-1], until=date(2026, 3, 31))))
        if each.name == "certificate.job"
        else each
        for each in law.requirements
    )
    other: Law = replace(law, requirements=ended, memory={})
    with working_with(other), override("en"):
        told = content("certificate", other, TODAY)
        assert told is not None
        (job,) = [each for each in told["conditions"] if each["name"] == "certificate.job"]
        assert (job["holds"], job["ended"]) == (False, "2026-03-31")
        root = visit(path("en", "certificate")).root
        section = root.one("section", **{"aria-labelledby": "certificate.job"})
        assert section.one("p", css="flag").text == "Ended on 31 March 2026."
        assert "No longer asked" in root.one("section", **{"aria-labelledby": "changed"}).text
