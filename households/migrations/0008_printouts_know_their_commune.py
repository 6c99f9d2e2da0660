from django.db import migrations

FILL = """
UPDATE households_printout SET commune_id = (
    SELECT commune_id FROM households_communeround item WHERE item.id = commune_round_id
) WHERE commune_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("households", "0007_desk_requests_totals")]
    # going back leaves the column filled: nothing reads it there
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
