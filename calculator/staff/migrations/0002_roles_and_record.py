"""The roles as groups; and the record is closed to change in the database itself."""

from django.db import migrations

ROLES = ("specialist", "supervisor", "analyst", "administrator")
REFUSED = "the record is only added to"

# An insert that replaces is a change too, of which no other trigger hears.
TAKEN = "WHEN EXISTS (SELECT 1 FROM staff_entry WHERE number = NEW.number)"
SQLITE = [
    f"CREATE TRIGGER record_no_{event.lower()} BEFORE {event} ON staff_entry {when} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    for event, when in (("UPDATE", ""), ("DELETE", ""), ("INSERT", TAKEN))
]
POSTGRESQL = [
    "CREATE FUNCTION record_is_closed() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$",
    "CREATE TRIGGER record_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION record_is_closed()",
]


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in ROLES:
        Group.objects.get_or_create(name=name)


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


def close_record(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def reopen_record(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("update", "delete", "insert"):
            schema_editor.execute(f"DROP TRIGGER record_no_{event}")
    else:
        schema_editor.execute("DROP TRIGGER record_no_change ON staff_entry")
        schema_editor.execute("DROP FUNCTION record_is_closed")


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(make_roles, remove_roles),
        migrations.RunPython(close_record, reopen_record),
    ]
