"""No figure of the law stands in code: it would have no source, no date and no grade.

Every module of `calculator/rules` is read as a syntax tree. A number other than 0 and 1 must be
one of the few that say how to count, not what is due; those are allowed one by one, with the
place where they may stand.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import calculator.rules

RULES = Path(calculator.rules.__file__).parent
MODULES = sorted(RULES.rglob("*.py"))

NUMBER_IN_A_TEXT = re.compile(r"\s*[-+]?[0-9][0-9_., ]*%?\s*")

# What reads a clock or a file, speaks, or counts in floats. Only the loader reads files, and it
# does so by `read_text`.
FORBIDDEN_CALLS = {
    *("today", "now", "utcnow", "localtime", "monotonic", "perf_counter"),
    *("open", "print", "input", "eval", "exec"),
    *("float", "round", "complex"),
}

# The only division: fractions, which are exact.
FRACTIONS = {
    "Fraction(percent) / PERCENT / MONTHS_A_YEAR",
    "Fraction(percent) / PERCENT",
    "principal * monthly * growth / (growth - 1)",
}


def faults(module: str, code: str) -> list[str]:
    """Whatever must not stand in a module of the rules, with its line."""
    tree = ast.parse(code)
    allowed = {id(number) for number in _allowed(module, tree)}
    found = [
        f"{module}:{node.lineno}: {said}"
        for node in ast.walk(tree)
        if isinstance(node, ast.expr | ast.stmt)
        for said in _said(node, allowed=id(node) in allowed)
    ]
    return sorted(found)


def _said(node: ast.expr | ast.stmt, *, allowed: bool) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield from [] if allowed else _figure(node.value)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        yield from [] if ast.unparse(node) in FRACTIONS else [f"divides: {ast.unparse(node)}"]
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Div):
        yield f"divides: {ast.unparse(node)}"
    if isinstance(node, ast.Call) and _name(node.func) in FORBIDDEN_CALLS:
        yield f"calls {_name(node.func)}"


def _figure(value: object) -> Iterator[str]:
    if isinstance(value, float | complex):
        yield f"{value} is no whole number"
    elif isinstance(value, int) and not isinstance(value, bool) and value not in {0, 1}:
        yield f"{value} is a figure"
    elif isinstance(value, str) and NUMBER_IN_A_TEXT.fullmatch(value):
        yield f"{value!r} is a figure in disguise"


def _name(called: ast.expr) -> str:
    """The last part of what is called: `today` of `date.today()`."""
    return called.attr if isinstance(called, ast.Attribute) else ast.unparse(called)


# --- the numbers that may stand, and where ---------------------------------------------------


def _allowed(module: str, tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        yield from _ends_of_years(node)
        if module == "calendar.py":
            yield from _constant(node, "MONTHS_A_YEAR = 12")
        if module == "payments.py":
            yield from _constant(node, "PERCENT = 100")
            yield from _halves(node)
            yield from _cache_sizes(node)
        if module in {"entries.py", "soundness.py"}:
            yield from _last_parts_of_names(node)
        if module == "facts.py":
            yield from _limits_of_the_interface(node)
            yield from _defaults_of_the_interface(node)


def _ends_of_years(node: ast.AST) -> Iterator[ast.expr]:
    """`date(…, 12, 31)`."""
    if isinstance(node, ast.Call) and re.fullmatch(r"date\(.+, 12, 31\)", ast.unparse(node)):
        yield from node.args[1:]


def _constant(node: ast.AST, text: str) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign) and ast.unparse(node) == text:
        yield node.value


def _halves(node: ast.AST) -> Iterator[ast.expr]:
    """Rounding a half upwards doubles both parts of a fraction."""
    if isinstance(node, ast.FunctionDef) and node.name == "_rounded":
        for part in ast.walk(node):
            if isinstance(part, ast.BinOp) and ast.unparse(part.left) == "2":
                yield part.left


def _cache_sizes(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call) and _name(node.func) == "lru_cache":
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "maxsize")


def _last_parts_of_names(node: ast.AST) -> Iterator[ast.expr]:
    """`name.rpartition(".")[2]`."""
    last_part = r"\w+(\.\w+)?\.rpartition\('\.'\)\[2\]"
    if isinstance(node, ast.Subscript) and re.fullmatch(last_part, ast.unparse(node)):
        yield node.slice


def _limits_of_the_interface(node: ast.AST) -> Iterator[ast.expr]:
    """How large a number or a family may be that somebody types in."""
    if isinstance(node, ast.Call) and _name(node.func) in {"Whole", "People"}:
        yield from node.args


def _defaults_of_the_interface(node: ast.AST) -> Iterator[ast.expr]:
    """What stands for a fact that nobody typed in."""
    if isinstance(node, ast.ClassDef) and node.name == "Family":
        yield from (
            field.value for field in node.body if isinstance(field, ast.AnnAssign) and field.value
        )


# --- the rules as they stand -----------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(RULES)))
def test_no_figure_of_the_law_stands_in_code(path: Path) -> None:
    assert faults(path.name, path.read_text(encoding="utf-8")) == []


def test_every_module_of_the_rules_is_read() -> None:
    assert RULES / "measures" / "relocation.py" in MODULES
    assert RULES / "payments.py" in MODULES


# --- the reader catches what it is there for -------------------------------------------------


def test_a_planted_seventy_is_caught() -> None:
    code = (RULES / "measures" / "relocation.py").read_text(encoding="utf-8")
    planted = code.replace('sheet.worth("per_member")', "70 * sheet.rules.mrp.whole")
    assert planted != code
    line = 1 + planted[: planted.index("70 *")].count("\n")
    assert faults("relocation.py", planted) == [f"relocation.py:{line}: 70 is a figure"]


@pytest.mark.parametrize(
    ("module", "line", "said"),
    [
        ("rent.py", "rate = 20", "20 is a figure"),
        ("rent.py", "rate = -20", "20 is a figure"),
        ("rent.py", "share = 0.5", "0.5 is no whole number"),
        ("rent.py", "share = 1.0", "1.0 is no whole number"),
        ("rent.py", "rate = Decimal('2.5')", "'2.5' is a figure in disguise"),
        ("rent.py", "rate = int('4_325')", "'4_325' is a figure in disguise"),
        ("rent.py", "start = date(2023, 3, 1)", "2023 is a figure"),
        ("rent.py", "start = date(year, 6, 30)", "30 is a figure"),
        ("rent.py", "most = Whole(0, 30)", "30 is a figure"),
        ("rent.py", "PERCENT = 100", "100 is a figure"),
        ("rent.py", "last = parts[2]", "2 is a figure"),
        ("rent.py", "'{:%Y}'; large = people >= 5", "5 is a figure"),
        ("payments.py", "PERCENT = 90", "90 is a figure"),
        ("payments.py", "MONTHS_A_YEAR = 12", "12 is a figure"),
        ("payments.py", "twice = 2 * price", "2 is a figure"),
        ("calendar.py", "MONTHS_A_YEAR = 13", "13 is a figure"),
        ("facts.py", "LARGE = 5", "5 is a figure"),
        ("loader.py", "last = parts[2]", "2 is a figure"),
        ("payments.py", "half = price / percent", "divides: price / percent"),
        ("payments.py", "price /= percent", "divides: price /= percent"),
        ("payments.py", "price = float(price)", "calls float"),
        ("payments.py", "price = round(price)", "calls round"),
        ("law.py", "day = date.today()", "calls today"),
        ("law.py", "day = datetime.datetime.now()", "calls now"),
        ("loader.py", "text = open(path).read()", "calls open"),
        ("loader.py", "text = path.open().read()", "calls open"),
        ("law.py", "print(day)", "calls print"),
    ],
)
def test_a_planted_figure_float_clock_or_file_is_caught(module: str, line: str, said: str) -> None:
    assert f"{module}:1: {said}" in faults(module, line)


def test_words_that_merely_hold_a_number_are_no_figures() -> None:
    assert faults("errors.py", '"""Letter No. 275, point 3."""\nshort = "utf-8"\nzero = 0') == []
