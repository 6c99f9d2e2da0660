import core.ids
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('areas', '0002_areas'),
        ('office', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('plan_result', 'Kết quả thực hiện chỉ tiêu giảm nghèo'), ('form_01', 'Biểu số 1: Kết quả rà soát hộ nghèo, hộ cận nghèo')], max_length=20, verbose_name='báo cáo')),
                ('area_path', models.CharField(db_index=True, max_length=80)),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('known_at', models.DateTimeField(null=True, verbose_name='số liệu đến lúc')),
                ('as_of', models.DateField(null=True, verbose_name='tính đến ngày')),
                ('rows', models.JSONField(default=list)),
                ('facts', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_runs', to='areas.area')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='office.storedfile')),
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report_run', to='office.job')),
            ],
            options={
                'verbose_name': 'báo cáo đã lập',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['plan_result', 'form_01'])), name='reportrun_kind_is_known', violation_error_code='reportrun_kind_is_known', violation_error_message='Loại báo cáo không hợp lệ.'), models.CheckConstraint(condition=models.Q(('file__isnull', True), models.Q(('as_of__isnull', False), ('known_at__isnull', False)), _connector='OR'), name='reportrun_file_has_known_at', violation_error_code='reportrun_file_has_known_at', violation_error_message='Báo cáo đã chốt phải ghi thời điểm số liệu.')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportrun',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."file_id" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='84519d7c174b346dc2f9c615236ff75f659ef742', operation='UPDATE OR DELETE', pgid='pgtrigger_frozen_1f4f9', table='reports_reportrun', when='BEFORE')),
        ),
    ]
