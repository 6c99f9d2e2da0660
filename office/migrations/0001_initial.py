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
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=120)),
                ('params', models.JSONField(default=dict)),
                ('area_path', models.CharField(db_index=True, max_length=80)),
                ('status', models.CharField(choices=[('queued', 'Đang chờ'), ('running', 'Đang chạy'), ('done', 'Đã xong'), ('failed', 'Không thành công'), ('cancelled', 'Đã hủy')], default='queued', max_length=10, verbose_name='tình trạng')),
                ('token', models.UUIDField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('stage', models.CharField(blank=True, max_length=120)),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='tiến độ (%)')),
                ('message', models.TextField(blank=True)),
                ('cancel_requested', models.BooleanField(default=False)),
                ('day', models.DateField(verbose_name='ngày làm việc')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('heartbeat_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'việc chạy nền',
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('queued', 'running'))), fields=('kind', 'key'), name='job_one_live_per_key', violation_error_message='Việc này đang chạy.'), models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'running', 'done', 'failed', 'cancelled'])), name='job_status_is_known', violation_error_code='job_status_is_known', violation_error_message='Tình trạng không hợp lệ.'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='job_progress_at_most_100', violation_error_code='job_progress_at_most_100', violation_error_message='Tiến độ không quá 100%.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'running'), _negated=True), ('token__isnull', False), _connector='OR'), name='job_running_has_token', violation_error_code='job_running_has_token', violation_error_message='Việc đang chạy phải có người giữ.')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300)),
                ('url', models.CharField(max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'thông báo',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user'], name='notice_unread')],
            },
        ),
        migrations.CreateModel(
            name='RequestKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('method', models.CharField(max_length=7)),
                ('path', models.CharField(max_length=300)),
                ('digest', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('headers', models.JSONField(default=dict)),
                ('body', models.BinaryField(default=bytes)),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'khóa yêu cầu',
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='requestkey_once_per_user')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('content', models.FileField(upload_to='%Y/%m/')),
                ('name', models.CharField(max_length=200, verbose_name='tên tệp')),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField(verbose_name='dung lượng (byte)')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('area_path', models.CharField(db_index=True, max_length=80)),
                ('stored_at', models.DateTimeField(auto_now_add=True)),
                ('stored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'tệp',
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('plan', 'Kế hoạch'), ('decision', 'Quyết định'), ('letter', 'Công văn'), ('report', 'Báo cáo'), ('resolution', 'Nghị quyết'), ('other', 'Văn bản khác')], max_length=12, verbose_name='loại văn bản')),
                ('number', models.CharField(max_length=60, verbose_name='số, ký hiệu')),
                ('date', models.DateField(verbose_name='ngày ban hành')),
                ('title', models.CharField(max_length=400, verbose_name='trích yếu')),
                ('area_path', models.CharField(db_index=True, max_length=80)),
                ('issuer', models.CharField(max_length=200, verbose_name='cơ quan ban hành')),
                ('signer', models.CharField(blank=True, max_length=120, verbose_name='người ký')),
                ('is_demo', models.BooleanField(default=False, verbose_name='dữ liệu trình diễn')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('amends', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='office.document')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='areas.area')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='office.storedfile')),
            ],
            options={
                'verbose_name': 'văn bản',
                'constraints': [models.UniqueConstraint(fields=('area', 'issuer', 'number', 'date'), name='document_number_once_per_issuer_and_day', violation_error_message='Văn bản số này, ngày này đã được ghi nhận.'), models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='document_has_number', violation_error_code='document_has_number', violation_error_message='Văn bản phải có số, ký hiệu.'), models.CheckConstraint(condition=models.Q(('kind__in', ['plan', 'decision', 'letter', 'report', 'resolution', 'other'])), name='document_kind_is_known', violation_error_code='document_kind_is_known', violation_error_message='Loại văn bản không hợp lệ.')],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('area_path', models.CharField(db_index=True, max_length=80)),
                ('params', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='office.storedfile')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.job')),
            ],
            options={
                'verbose_name': 'tệp xuất',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('area_path', models.CharField(db_index=True, max_length=80)),
                ('status', models.CharField(choices=[('reading', 'Đang đọc tệp'), ('ready', 'Chờ xác nhận'), ('applied', 'Đã nhập'), ('refused', 'Không đọc được')], default='reading', max_length=10, verbose_name='tình trạng')),
                ('params', models.JSONField(default=dict)),
                ('rows', models.JSONField(default=list)),
                ('problems', models.JSONField(default=list)),
                ('result_id', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='areas.area')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='office.job')),
                ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.storedfile')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='office.storedfile')),
            ],
            options={
                'verbose_name': 'lượt nhập dữ liệu',
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['reading', 'ready', 'applied', 'refused'])), name='importrun_status_is_known', violation_error_code='importrun_status_is_known', violation_error_message='Tình trạng không hợp lệ.')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=40)),
                ('subject', models.UUIDField(db_index=True)),
                ('status', models.CharField(max_length=20)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('day', models.DateField(verbose_name='ngày')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='office.document')),
            ],
            options={
                'verbose_name': 'bước thủ tục',
                'ordering': ['pk'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='040048f7ac3976babf5ded5fc3c74e616a05fbfc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e59b6', table='office_step', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='storedfile',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9b920dcfa6161dcfb4d761b7abb52ccb7d1e8042', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_27d02', table='office_storedfile', when='BEFORE')),
        ),
    ]
