"""What a measure pays, and the multiplication that makes an amount of it.

A rule says *what* is paid: a rate per person, a rate per month, a share up to a cap, a loan.
`multiply` says how much that is for one family, step by step, in whole tenge. Whatever is not
known makes a range; its upper end is the full sum.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple, Protocol

from calculator.rules.calendar import MONTHS_A_YEAR, month_starts, months_later
from calculator.rules.facts import Family
from calculator.rules.law import Law, Parameter, Rules

StepKind = Literal[
    "rate", "rate_at_most", "months", "share", "cap", "lower", "price_unknown",
    "limit", "wanted", "wanted_unknown", "term", "instalment", "last_instalment", "interest",
]
PERCENT = 100


class Amount(NamedTuple):
    """A range of whole tenge; `min` equals `max` where everything it hangs on is known."""

    min: int
    max: int


NOTHING = Amount(0, 0)


class Step(NamedTuple):
    """One line of a sum. Only the parts its `kind` needs are filled."""

    kind: StepKind
    amount: int
    rate: Parameter | None = None
    index: Parameter | None = None
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


class Payment(Protocol):
    """What a measure pays, before it is known to whom."""

    def multiply(self, family: Family, rules: Rules, law: Law) -> Sum:
        """The sum for one family on its day."""
        ...


def in_tenge(figure: Parameter, index: Parameter) -> int:
    """The worth of a figure in whole tenge; a figure in MRP is worth that many indices."""
    return figure.whole * index.whole if figure.unit == "MRP" else figure.whole


def _indexed(figure: Parameter, index: Parameter) -> Parameter | None:
    """The index, where the figure hangs on it."""
    return index if figure.unit == "MRP" else None


def _lump(
    family: Family, amount: Amount, steps: tuple[Step, ...], index: Parameter | None,
    loan: Loan | None = None,
) -> Sum:
    """A sum paid once, in the month of application."""
    provisional = index is not None and index.provisional and amount.max > 0
    schedule = (Month(family.on.replace(day=1), amount.max, provisional),) if amount.max else ()
    return Sum(amount, steps, schedule, provisional, (index,) if index else (), loan)


class PerHead(NamedTuple):
    """A rate for each of a number of people: `of` names the family's own count of them."""

    rate: Parameter
    of: Literal["people", "workers"]

    def multiply(self, family: Family, rules: Rules, law: Law) -> Sum:  # noqa: ARG002
        """Rate × people. An unknown count lies between none and the whole family."""
        count: int | None = getattr(family, self.of)
        most = family.people if count is None else count
        each = in_tenge(self.rate, rules.mrp)
        index = _indexed(self.rate, rules.mrp)
        kind: StepKind = "rate_at_most" if count is None else "rate"
        step = Step(kind, each * most, self.rate, index, most, self.of)
        return _lump(family, Amount(each * (count or 0), each * most), (step,), index)


class Monthly(NamedTuple):
    """A rate for every month of renting, each month at its own month's index."""

    rate: Parameter

    def multiply(self, family: Family, rules: Rules, law: Law) -> Sum:  # noqa: ARG002
        """Rate × months, from the month of application on."""
        key = (self.rate, family.on.year, family.on.month, family.rent_months)
        return law.memory.get(key) or law.memory.setdefault(key, self._months(family, law))

    def _months(self, family: Family, law: Law) -> Sum:
        months = [(day, law.mrp(day)) for day in month_starts(family.on, family.rent_months)]
        schedule = tuple(self._month(day, index) for day, index in months)
        runs = [list(run) for _, run in groupby(months, key=lambda month: month[1])]
        total = sum(month.amount for month in schedule)
        return Sum(
            Amount(total, total),
            tuple(self._run(run) for run in runs),
            schedule,
            any(month.provisional for month in schedule),
            tuple(run[0][1] for run in runs) if self.rate.unit == "MRP" else (),
        )

    def _month(self, day: date, index: Parameter) -> Month:
        hangs_on_index = _indexed(self.rate, index) is not None
        return Month(day, in_tenge(self.rate, index), hangs_on_index and index.provisional)

    def _run(self, run: list[tuple[date, Parameter]]) -> Step:
        (first, index), (last, _) = run[0], run[-1]
        amount = len(run) * in_tenge(self.rate, index)
        return Step("months", amount, self.rate, _indexed(self.rate, index), len(run), "months",
                    first, last)


class Share(NamedTuple):
    """A share of the price of a home, at most the cap; rounded down to whole tenge."""

    percent: Parameter
    cap: Parameter

    def multiply(self, family: Family, rules: Rules, law: Law) -> Sum:  # noqa: ARG002
        """The lower of share and cap; up to the cap while the price is unknown."""
        cap = in_tenge(self.cap, rules.mrp)
        index = _indexed(self.cap, rules.mrp)
        limit = Step("cap", cap, self.cap, index)
        if family.housing_price is None:
            return _lump(family, Amount(0, cap), (limit, Step("price_unknown", cap)), index)
        share = family.housing_price * self.percent.whole // PERCENT
        lower = min(share, cap)
        steps = (
            Step("share", share, self.percent, quantity=family.housing_price),
            limit,
            Step("lower", lower),
        )
        return _lump(family, Amount(lower, lower), steps, index)


class Credit(NamedTuple):
    """A loan up to a limit, at a yearly rate, for at most so many months."""

    rate: Parameter
    limit: Parameter
    longest: Parameter

    def multiply(self, family: Family, rules: Rules, law: Law) -> Sum:  # noqa: ARG002
        """The loan that can be had, and how it is paid back."""
        limit = in_tenge(self.limit, rules.mrp)
        index = _indexed(self.limit, rules.mrp)
        wanted = family.loan_amount
        principal = limit if wanted is None else min(wanted, limit)
        loan = repaid(principal, self.rate, min(family.loan_months, self.longest.whole))
        steps = (Step("limit", limit, self.limit, index), *self._asked(family, principal),
                 *_repayment(loan))
        amount = Amount(0 if wanted is None else principal, principal)
        return _lump(family, amount, steps, index, loan)

    def _asked(self, family: Family, principal: int) -> tuple[Step, ...]:
        longest = self.longest.whole
        wanted = (
            Step("wanted_unknown", principal)
            if family.loan_amount is None
            else Step("wanted", principal, quantity=family.loan_amount)
        )
        if family.loan_months <= longest:
            return (wanted,)
        return (wanted, Step("term", principal, self.longest, quantity=family.loan_months))


def _repayment(loan: Loan) -> tuple[Step, ...]:
    return (
        Step("instalment", loan.instalment, loan.rate, quantity=loan.months),
        Step("last_instalment", loan.last_instalment),
        Step("interest", loan.interest),
    )


@lru_cache(maxsize=4096)
def repaid(principal: int, rate: Parameter, months: int) -> Loan:
    """A loan paid back in equal monthly instalments, interest on what is still owed.

    Each month's interest and the instalment are rounded to whole tenge, a half upwards; the
    last instalment is whatever is still owed, so that nothing is lost to rounding.
    """
    monthly = Fraction(rate.value) / PERCENT / MONTHS_A_YEAR
    instalment = _instalment(principal, monthly, months)
    owed, interest = principal, 0
    for _ in range(months - 1):
        due = _interest(owed, monthly)
        owed, interest = owed + due - instalment, interest + due
    due = _interest(owed, monthly)
    return Loan(principal, rate, months, instalment if months > 1 else owed + due, owed + due,
                interest + due)


def repayments(loan: Loan, applied: date) -> list[tuple[date, int]]:
    """Month and instalment of each repayment; the first falls in the month after application."""
    months = [months_later(day, 1) for day in month_starts(applied, loan.months)]
    sums = [loan.instalment] * (loan.months - 1) + [loan.last_instalment]
    return list(zip(months, sums, strict=True))


def _instalment(principal: int, monthly: Fraction, months: int) -> int:
    if not monthly:
        return _rounded(principal, months)
    growth = (1 + monthly) ** months
    exact = principal * monthly * growth / (growth - 1)
    return _rounded(exact.numerator, exact.denominator)


def _interest(owed: int, monthly: Fraction) -> int:
    return _rounded(owed * monthly.numerator, monthly.denominator)


def _rounded(numerator: int, denominator: int) -> int:
    """The nearest whole number, a half upwards."""
    return (2 * numerator + denominator) // (2 * denominator)
