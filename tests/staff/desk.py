"""Centres, workers and cases to test with."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.utils import timezone

from calculator.staff.cases import actions
from calculator.staff.models import Case, Centre, Upload, Worker
from calculator.staff.record import Origin
from calculator.staff.roles import Role
from tests.rules.families import family

PASSWORD = "тау-өзен-көпір-7"


def centre_of(region: str) -> Centre:
    """A centre in a region."""
    return Centre.objects.create(
        name_kk=f"{region} орталығы",
        name_ru=f"Центр {region}",
        name_en=f"Centre of {region}",
        region=region,
    )


def worker_at(centre: Centre | None, role: Role | None, username: str = "") -> Worker:
    """A worker of a role, whose password is set and need not be changed."""
    username = username or f"{role}-{centre.region if centre else 'nowhere'}"
    worker = Worker(
        username=username, name=f"Name of {username}", centre=centre, must_change_password=False
    )
    worker.set_password(PASSWORD)
    worker.save()
    if role:
        worker.groups.add(Group.objects.get(name=role))
    return worker


def by(worker: Worker) -> Origin:
    """Something done by a worker."""
    return Origin(worker, "192.0.2.7")


def case_of(worker: Worker, **facts: Any) -> Case:
    """A case of the base family but for `facts`, opened by a worker."""
    return actions.open_case(family(**facts), by=by(worker), source="form")


def upload_of(worker: Worker) -> Upload:
    """A file of families that waits to be worked out."""
    return Upload.objects.create(
        centre=worker.centre,
        by=worker,
        made_at=timezone.now(),
        name="families.csv",
        ending=".csv",
        folder=uuid4().hex,
        language="kk",
    )
