"""What whoever may see. Cases, files and people are never asked for in any other way."""

from django.db.models import QuerySet

from calculator.staff.models import ApiKey, Case, Centre, Entry, Report, Upload, Worker


def cases(worker: Worker) -> QuerySet[Case]:
    """The cases a worker may see: their own centre's, where cases are their work."""
    if not worker.may("cases") or worker.centre_id is None:
        return Case.objects.none()
    return Case.objects.filter(centre_id=worker.centre_id)


def uploads(worker: Worker) -> QuerySet[Upload]:
    """The files of families of a worker's own centre."""
    if not worker.may("cases") or worker.centre_id is None:
        return Upload.objects.none()
    return Upload.objects.filter(centre_id=worker.centre_id)


def entries(worker: Worker) -> QuerySet[Entry]:
    """The record of a supervisor's own centre."""
    if not worker.may("record") or worker.centre_id is None:
        return Entry.objects.none()
    return Entry.objects.filter(centre_id=worker.centre_id)


def counted(worker: Worker) -> QuerySet[Case]:
    """The cases whose figures a worker may see: a supervisor's centre's, an analyst's all."""
    if not worker.may("figures"):
        return Case.objects.none()
    return cases(worker) if worker.may("cases") else Case.objects.all()


def people(worker: Worker) -> QuerySet[Worker]:
    """The accounts a worker looks after: a supervisor's specialists, an administrator's all."""
    if not worker.may("people"):
        return Worker.objects.none()
    if worker.may("centres"):
        return Worker.objects.all()
    if worker.centre is None:
        return Worker.objects.none()
    return Worker.objects.filter(centre=worker.centre, groups__name="specialist")


def centres(worker: Worker) -> QuerySet[Centre]:
    """The centres, for whoever keeps them."""
    return Centre.objects.all() if worker.may("centres") else Centre.objects.none()


def keys(worker: Worker) -> QuerySet[ApiKey]:
    """The keys of programs that use the API, for whoever keeps them."""
    return ApiKey.objects.all() if worker.may("keys") else ApiKey.objects.none()


def reports(worker: Worker) -> QuerySet[Report]:
    """The reports of figures that somebody found wrong, for those who settle them."""
    return Report.objects.all() if worker.may("reports") else Report.objects.none()
