"""What a measure pays, and the multiplication that makes an amount of it.

A rule says *what* is paid: a rate per person, a rate per month, a share up to a cap, a loan.
`multiply` says how much that is for one family, step by step, in whole tenge. Whatever is not
known makes a range; its upper end is the full sum.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple, Protocol

from calculator.rules.calendar import MONTHS_A_YEAR, month_starts, months_later
from calculator.rules.facts import Family
from calculator.rules.law import Law
from calculator.rules.records import Parameter

StepKind = Literal[
    "rate",
    "rate_at_most",
    "months",
    "share",
    "cap",
    "lower",
    "price_unknown",
    "limit",
    "wanted",
    "wanted_unknown",
    "term",
    "instalment",
    "last_instalment",
    "interest",
]
PERCENT = 100


class Amount(NamedTuple):
    """A range of whole tenge; `min` equals `max` where everything it hangs on is known."""

    min: int
    max: int


class Step(NamedTuple):
    """One line of a sum. Only the parts its `kind` needs are filled."""

    kind: StepKind
    amount: int
    rate: Parameter | None = None
    mrp: Parameter | None = None
    quantity: int | None = None
    of: str | None = None
    first: date | None = None
    last: date | None = None


class Month(NamedTuple):
    """What falls into one month, named by its first day."""

    month: date
    amount: int
    provisional: bool


class Loan(NamedTuple):
    """How a loan of `principal` is paid back: equal instalments, the last settles rounding."""

    principal: int
    rate: Parameter
    months: int
    instalment: int
    last_instalment: int
    interest: int


class Sum(NamedTuple):
    """What a payment comes to for one family where its conditions are met."""

    amount: Amount
    steps: tuple[Step, ...]
    schedule: tuple[Month, ...]
    provisional: bool
    indices: tuple[Parameter, ...]
    loan: Loan | None = None


NOTHING = Sum(Amount(0, 0), (), (), False, ())


class Payment(Protocol):
    """What a measure pays, before it is known to whom."""

    def multiply(self, family: Family, law: Law) -> Sum:
        """The sum for one family on its day."""
        ...


class Worth(NamedTuple):
    """A figure of the law in whole tenge; `mrp` is the index it hangs on, if it does."""

    figure: Parameter
    mrp: Parameter | None
    tenge: int


def worth(figure: Parameter, mrp: Parameter) -> Worth:
    """What a figure is worth; one in MRP is worth that many indices."""
    if figure.unit == "MRP":
        return Worth(figure, mrp, figure.whole * mrp.whole)
    return Worth(figure, None, figure.whole)


def _lump(
    family: Family,
    least: int,
    most: int,
    steps: tuple[Step, ...],
    mrp: Parameter | None,
    loan: Loan | None = None,
) -> Sum:
    """A sum paid once, in the month of application."""
    provisional = mrp is not None and mrp.provisional and most > 0
    schedule = (Month(family.on.replace(day=1), most, provisional),) if most else ()
    return Sum(Amount(least, most), steps, schedule, provisional, (mrp,) if mrp else (), loan)


class PerHead(NamedTuple):
    """A rate for each of a number of people: `of` names the family's own count of them."""

    rate: Worth
    of: Literal["people", "workers"]

    def multiply(self, family: Family, law: Law) -> Sum:
        """Rate × people. An unknown count lies between none and the whole family."""
        count: int | None = getattr(family, self.of)
        most = family.people if count is None else count
        figure, mrp, each = self.rate
        day, index = family.on, mrp and mrp.start
        key = (figure.name, figure.start, index, each, count, most, day.year, day.month)
        found: Sum | None = law.memory.get(key)
        if found is None:
            found = law.memory[key] = self._sum(count, most, family)
        return found

    def _sum(self, count: int | None, most: int, family: Family) -> Sum:
        figure, mrp, each = self.rate
        kind: StepKind = "rate_at_most" if count is None else "rate"
        step = Step(kind, each * most, figure, mrp, most, self.of)
        return _lump(family, each * (count or 0), each * most, (step,), mrp)


class Monthly(NamedTuple):
    """A rate for every month of renting, each month at its own month's index."""

    rate: Parameter

    def multiply(self, family: Family, law: Law) -> Sum:
        """Rate × months, from the month of application on."""
        key = (
            self.rate.name,
            self.rate.people,
            self.rate.start,
            family.on.year,
            family.on.month,
            family.rent_months,
        )
        found: Sum | None = law.memory.get(key)
        if found is None:
            found = law.memory[key] = self._months(family, law)
        return found

    def _months(self, family: Family, law: Law) -> Sum:
        months = [
            (day, worth(self.rate, law.mrp(day)))
            for day in month_starts(family.on, family.rent_months)
        ]
        schedule = tuple(
            Month(day, each.tenge, each.mrp is not None and each.mrp.provisional)
            for day, each in months
        )
        runs = [list(run) for _, run in groupby(months, key=lambda month: month[1])]
        total = sum(month.amount for month in schedule)
        return Sum(
            Amount(total, total),
            tuple(_run(run) for run in runs),
            schedule,
            any(month.provisional for month in schedule),
            tuple(run[0][1].mrp for run in runs if run[0][1].mrp),
        )


def _run(run: list[tuple[date, Worth]]) -> Step:
    """Months in a row at the same rate and index, as one step."""
    (first, each), (last, _) = run[0], run[-1]
    return Step(
        "months", len(run) * each.tenge, each.figure, each.mrp, len(run), "months", first, last
    )


class Share(NamedTuple):
    """A share of the price of a home, at most the cap; rounded down to whole tenge."""

    percent: Parameter
    cap: Worth

    def multiply(self, family: Family, law: Law) -> Sum:  # noqa: ARG002
        """The lower of share and cap; up to the cap while the price is unknown."""
        figure, mrp, cap = self.cap
        limit = Step("cap", cap, figure, mrp)
        price = family.housing_price
        if price is None:
            return _lump(family, 0, cap, (limit, Step("price_unknown", cap)), mrp)
        share = price * self.percent.whole // PERCENT
        lower = min(share, cap)
        steps = (Step("share", share, self.percent, None, price), limit, Step("lower", lower))
        return _lump(family, lower, lower, steps, mrp)


class Credit(NamedTuple):
    """A loan up to a limit, at a yearly rate, for at most so many months."""

    rate: Parameter
    limit: Worth
    longest: Parameter

    def multiply(self, family: Family, law: Law) -> Sum:  # noqa: ARG002
        """The loan that can be had, and how it is paid back."""
        figure, mrp, limit = self.limit
        wanted = family.loan_amount
        principal = limit if wanted is None else min(wanted, limit)
        loan = repaid(principal, self.rate, min(family.loan_months, self.longest.whole))
        steps = (
            Step("limit", limit, figure, mrp),
            *self._asked(family, principal),
            *_repayment(loan),
        )
        return _lump(family, 0 if wanted is None else principal, principal, steps, mrp, loan)

    def _asked(self, family: Family, principal: int) -> tuple[Step, ...]:
        wanted = (
            Step("wanted_unknown", principal)
            if family.loan_amount is None
            else Step("wanted", principal, quantity=family.loan_amount)
        )
        if family.loan_months <= self.longest.whole:
            return (wanted,)
        return (wanted, Step("term", principal, self.longest, quantity=family.loan_months))


def _repayment(loan: Loan) -> tuple[Step, ...]:
    return (
        Step("instalment", loan.instalment, loan.rate, quantity=loan.months),
        Step("last_instalment", loan.last_instalment),
        Step("interest", loan.interest),
    )


def repaid(principal: int, rate: Parameter, months: int) -> Loan:
    """A loan paid back in equal monthly instalments, interest on what is still owed.

    Each month's interest and the instalment are rounded to whole tenge, a half upwards; the
    last instalment is whatever is still owed, so that nothing is lost to rounding. A loan so
    small that rounding would pay it back too early has a smaller instalment.
    """
    return Loan(principal, rate, months, *_plan(principal, rate.value, months))


@lru_cache(maxsize=4096)
def _plan(principal: int, percent: int | Decimal, months: int) -> tuple[int, int, int]:
    """The instalment, the last instalment and the interest in all."""
    monthly = Fraction(percent) / PERCENT / MONTHS_A_YEAR
    exact = _instalment(principal, monthly, months)
    instalment = _rounded(exact.numerator, exact.denominator)
    last, interest = _settled(principal, monthly, months, instalment)
    while last < 0:
        instalment -= 1
        last, interest = _settled(principal, monthly, months, instalment)
    return (instalment if months > 1 else last), last, interest


def repayments(loan: Loan, applied: date) -> list[tuple[date, int]]:
    """Month and instalment of each repayment; the first falls in the month after application."""
    months = month_starts(months_later(applied.replace(day=1), 1), loan.months)
    sums = [loan.instalment] * (loan.months - 1) + [loan.last_instalment]
    return list(zip(months, sums, strict=True))


def _instalment(principal: int, monthly: Fraction, months: int) -> Fraction:
    """The equal instalment before it is rounded."""
    if not monthly:
        return Fraction(principal, months)
    growth = (1 + monthly) ** months
    return principal * monthly * growth / (growth - 1)


def _settled(principal: int, monthly: Fraction, months: int, instalment: int) -> tuple[int, int]:
    """The last instalment, which settles what is still owed, and the interest in all."""
    owed, interest = principal, 0
    for _ in range(months - 1):
        due = _interest(owed, monthly)
        owed, interest = owed + due - instalment, interest + due
    due = _interest(owed, monthly)
    return owed + due, interest + due


def _interest(owed: int, monthly: Fraction) -> int:
    return _rounded(owed * monthly.numerator, monthly.denominator)


def _rounded(numerator: int, denominator: int) -> int:
    """The nearest whole number, a half upwards."""
    return (2 * numerator + denominator) // (2 * denominator)
