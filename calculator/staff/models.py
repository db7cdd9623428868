"""What the desk stores: who works where, the cases, and the record of all that was done.

Times are in UTC. Sums are whole tenge. Facts are kept as the query of an address, which reads back
as the same family.
"""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    Group,
    PermissionsMixin,
)
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django_otp.plugins.otp_totp.models import TOTPDevice

from calculator.staff.cases.reference import spoken
from calculator.staff.roles import ABILITIES, ROLES, Ability, Role

LONGEST_NOTE = 2_000
NOT_ASKED = object()
# What cases are searched by, beside their reference and the day they were opened.
SEARCHED_BESIDE = ("state", "destination", "track", "verdict")
SEARCHED = ("specialist", *SEARCHED_BESIDE)


class Centre(models.Model):
    """A career centre, and the region it serves."""

    name_kk = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    region = models.CharField(max_length=60)
    is_open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(getattr(self, f"name_{get_language() or 'kk'}"))


class Workers(BaseUserManager["Worker"]):
    """Finds who works here, with what every page asks of them: their role, their second factor."""

    def get_queryset(self) -> models.QuerySet["Worker"]:
        """All workers. Groups are numbered in the order of `ROLES`."""
        groups = Group.objects.filter(user=models.OuterRef("pk")).order_by("pk")
        devices = TOTPDevice.objects.filter(user=models.OuterRef("pk"), confirmed=True)
        return (
            super()
            .get_queryset()
            .annotate(
                known_role=models.Subquery(groups.values("name")[:1]),
                has_second_factor=models.Exists(devices),
            )
        )

    def get_by_natural_key(self, username: str | None) -> "Worker":
        """The worker who signs in under a name."""
        return self.get(username__iexact=username)


class Worker(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they may is their one group's, see `roles`."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="workers"
    )
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Workers] = Workers()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.name

    @cached_property
    def role(self) -> Role | None:
        """The role, or None for one who was given none and so may do nothing."""
        known = self.__dict__.get("known_role", NOT_ASKED)
        if known is NOT_ASKED:  # One made only now.
            known = self.groups.order_by("pk").values_list("name", flat=True).first()
        return next((role for role in ROLES if role == known), None)

    def may(self, ability: Ability) -> bool:
        """Whether the role allows it. Which cases or people it concerns, `queries` says."""
        return self.role is not None and ability in ABILITIES[self.role]


class Case(models.Model):
    """A family's case: what it said, what was found, how it stands.

    `version` counts its changes: whoever changes a case must have seen the last of them.
    """

    class State(models.TextChoices):
        """Where a case stands; see `states` for which move leads where."""

        NEW = "new"
        IN_CHECK = "in_check"
        ELIGIBLE = "eligible"
        NOT_ELIGIBLE = "not_eligible"
        SENT_BACK = "sent_back"
        CLOSED = "closed"

    reference = models.CharField(max_length=8, unique=True)
    # Found by the indexes below; with one of their own a database would read case after case.
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    specialist = models.ForeignKey(
        Worker, on_delete=models.PROTECT, null=True, related_name="cases", db_index=False
    )
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    # What was decided, as long as it holds; a closed case keeps it.
    decision = models.CharField(max_length=12, choices=State, blank=True)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    note = models.TextField(blank=True, max_length=LONGEST_NOTE)
    plan = models.JSONField(default=dict)
    # Name and identity number, encrypted; None where an installation keeps none.
    person = models.BinaryField(null=True)
    # Of the page it was opened on, so that one page opens one case, however often it is sent.
    token = models.CharField(max_length=32, unique=True, null=True)  # noqa: DJ001  Unique.
    # What it is found and counted by: from the last assessment, so that no list opens assessments.
    on = models.DateField()
    track = models.CharField(max_length=12)
    origin = models.CharField(max_length=60)
    destination = models.CharField(max_length=60)
    verdict = models.CharField(max_length=12)
    total_min = models.BigIntegerField()
    total_max = models.BigIntegerField()

    class Meta:
        # One for each order of the list, with all it is searched by in it: to count and to leaf
        # through cases under any filter, no case itself is read. See bench/desk_list.py.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["centre", "opened_at", "id", *SEARCHED], name="case_by_day"),
            models.Index(
                fields=["centre", "changed_at", "id", "opened_at", *SEARCHED],
                name="case_by_last_change",
            ),
            models.Index(
                fields=["centre", "reference", "opened_at", *SEARCHED], name="case_by_reference"
            ),
            models.Index(
                fields=["centre", "total_max", "total_min", "id", "opened_at", *SEARCHED],
                name="case_by_total",
            ),
            models.Index(
                fields=["centre", "specialist", "opened_at", "id", *SEARCHED_BESIDE],
                name="case_by_specialist",
            ),
            models.Index(fields=["changed_at"], name="case_by_change"),
        ]

    def __str__(self) -> str:
        return spoken(self.reference)


class Snapshot(models.Model):
    """An assessment as it was when it was made: never worked out anew, never changed.

    The document stands packed in each of the three languages; see `snapshots`.
    """

    class Kind(models.TextChoices):
        """Of what the family said, or of what was found."""

        CLAIMED = "claimed"
        CHECKED = "checked"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="snapshots")
    kind = models.CharField(max_length=8, choices=Kind)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    facts = models.TextField()
    law = models.CharField(max_length=64)
    edition = models.DateField()
    verdict = models.CharField(max_length=12)
    total_min = models.BigIntegerField()
    total_max = models.BigIntegerField()
    told_kk = models.BinaryField()
    told_ru = models.BinaryField()
    told_en = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["facts"], condition=models.Q(kind="claimed"), name="claimed_by_facts"
            ),
        ]


class Finding(models.Model):
    """What the papers say of one fact. `corrected` is its text where it is different."""

    class Outcome(models.TextChoices):
        """Proved, not proved, or proved to be something else."""

        SEEN = "seen"
        NOT_SEEN = "not_seen"
        DIFFERENT = "different"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="findings")
    fact = models.CharField(max_length=30)
    outcome = models.CharField(max_length=10, choices=Outcome)
    corrected = models.TextField(blank=True)
    by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "fact"], name="one_finding_a_fact"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["outcome", "fact"], name="finding_by_outcome"),
        ]


class Move(models.Model):
    """One change of state: who made it, when, and why where a reason was given."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=12, choices=Case.State)
    after = models.CharField(max_length=12, choices=Case.State)
    by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True, max_length=LONGEST_NOTE)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]


class Due(models.Model):
    """What one measure brings in one month, by a case's last assessment; for the figures."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dues")
    measure = models.CharField(max_length=30)
    # None for a measure that is owed but brings no sum in any month.
    month: Any = models.DateField(null=True)
    least = models.BigIntegerField()
    most = models.BigIntegerField()


class Sheet(models.Model):
    """A paper as it was printed: what it said, under the seal that proves it."""

    class Kind(models.TextChoices):
        """The checked summary, or the plan of adaptation and integration."""

        SUMMARY = "summary"
        PLAN = "plan"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sheets")
    kind = models.CharField(max_length=8, choices=Kind)
    seal = models.CharField(max_length=16)
    content = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")


class Upload(models.Model):
    """A file of families that is worked out in the background."""

    class State(models.TextChoices):
        """How far it is. `refused` cannot be read at all; `message` says why."""

        WAITING = "waiting"
        WORKING = "working"
        DONE = "done"
        REFUSED = "refused"
        CANCELLED = "cancelled"

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="uploads")
    by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    on = models.DateField(default=date.today)
    name = models.CharField(max_length=200)
    ending = models.CharField(max_length=5)
    # The name of its folder among the files: random, so that nothing typed becomes a path.
    folder = models.CharField(max_length=32, unique=True)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    message = models.TextField(blank=True)
    cancel_wanted = models.BooleanField(default=False)
    # When the process that works on it last said so, and which one it is.
    seen_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=32, blank=True)
    rows = models.PositiveIntegerField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_wrong = models.PositiveIntegerField(default=0)
    totals = models.JSONField(default=dict)
    law = models.CharField(max_length=64, blank=True)


class UploadRow(models.Model):
    """What became of one row of a file: its verdict and total, or what is wrong with it."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="outcomes")
    number = models.PositiveIntegerField()
    facts = models.TextField(blank=True)
    verdict = models.CharField(max_length=12)
    least = models.BigIntegerField(null=True)
    most = models.BigIntegerField(null=True)
    # Faults as `calculator.rules.errors.Fault` has them, so that any language can tell them.
    faults = models.JSONField(default=list)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["upload", "number"], name="one_outcome_a_row"),
        ]


class Report(models.Model):
    """What somebody found wrong with a figure, with a family's facts where they were sent along.

    It names nobody: neither who sent it nor from where is stored.
    """

    made_at = models.DateTimeField()
    language = models.CharField(max_length=2)
    # The query of the result's address; empty where no family was sent along.
    facts = models.TextField(blank=True)
    # The code of a measure, or empty where it is about something else.
    measure = models.CharField(max_length=30, blank=True)
    said = models.TextField(max_length=LONGEST_NOTE)
    # What the sum should be, whole tenge, where that was said.
    expected = models.BigIntegerField(null=True)
    law = models.CharField(max_length=64)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True, max_length=LONGEST_NOTE)


class ApiKey(models.Model):
    """A key with which a program may ask more often. Only its digest is stored.

    `begins` are its first signs, by which a person tells it from others.
    """

    name = models.CharField(max_length=100)
    begins = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    # Families a minute that it may ask for.
    a_minute = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")


class Entry(models.Model):
    """One entry of the record. It points at nothing that can be deleted, and is never changed.

    `digest` seals it together with the digest of the entry before; see `record`.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=30)
    username = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=20, blank=True)
    centre_id = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=8, blank=True)
    address = models.CharField(max_length=45, blank=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["centre_id", "-number"], name="entry_by_centre"),
            models.Index(fields=["reference", "-number"], name="entry_by_case"),
        ]


class Chain(models.Model):
    """The end of the record: one row, locked by whoever adds to it.

    `seal` proves number and digest, so that nobody without the key can move the end back.
    """

    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)
