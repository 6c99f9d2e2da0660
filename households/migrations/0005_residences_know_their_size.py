from django.db import migrations

FILL = """
UPDATE households_residence AS r
SET size = h.size, ethnic_minority = h.ethnic_minority
FROM households_household AS h
WHERE h.id = r.household_id
"""


class Migration(migrations.Migration):
    """Residences take the size their household has now: no other was ever recorded."""

    dependencies = [("households", "0004_registry_persons_and_events")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
