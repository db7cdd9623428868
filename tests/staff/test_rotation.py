"""Names and numbers move to a new key, and the old one can go."""

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from calculator.staff.cases import private
from calculator.staff.cases.private import Person
from calculator.staff.models import Case, Entry, Sheet, Worker
from tests.staff.desk import case_of

pytestmark = pytest.mark.django_db

WHO = Person("Ә. Ж.", "850101300004")
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
def case(specialist: Worker, settings: LazySettings) -> Case:
    """A case that names somebody, and a sheet that was printed of it, under the old key."""
    settings.PERSONAL_DATA, settings.PERSONAL_DATA_KEYS = True, [OLD]
    made = case_of(specialist)
    stored = private.sealed(WHO) or b""
    Case.objects.filter(pk=made.pk).update(person=stored)
    Sheet.objects.create(
        case=made,
        kind="summary",
        seal="2" * 16,
        content={"person": stored.decode(), "sealed": {}},
        made_at=made.opened_at,
        made_by=specialist,
    )
    return made


def test_after_it_the_new_key_alone_opens_what_is_kept(
    case: Case, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PERSONAL_DATA_KEYS = [NEW, OLD]
    call_command("rotate_personal_data", "--lang", "en")
    assert "Encrypted with the newest key: 2. Opened by no key: 0." in capsys.readouterr().out
    settings.PERSONAL_DATA_KEYS = [NEW]
    case.refresh_from_db()
    assert private.opened(case.person) == WHO
    assert private.opened(case.sheets.get().content["person"].encode()) == WHO
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.details) == ("rotated", {"count": 2})


def test_what_no_key_opens_is_left_and_counted(
    case: Case, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = bytes(Case.objects.get(pk=case.pk).person or b"")
    settings.PERSONAL_DATA_KEYS = [NEW]
    with pytest.raises(SystemExit):
        call_command("rotate_personal_data", "--lang", "en")
    assert "Opened by no key: 2." in capsys.readouterr().out
    assert bytes(Case.objects.get(pk=case.pk).person or b"") == before


def test_where_nothing_is_kept_of_people_there_is_nothing_to_do(settings: LazySettings) -> None:
    settings.PERSONAL_DATA = False
    with pytest.raises(CommandError, match="PERSONAL_DATA"):
        call_command("rotate_personal_data")
