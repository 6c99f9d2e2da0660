import core.ids
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('areas', '0002_areas'),
        ('office', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=200, verbose_name='tên')),
                ('unit', models.CharField(max_length=40, verbose_name='đơn vị')),
                ('aggregation', models.CharField(choices=[('level', 'mức tại cuối kỳ'), ('reduction', 'mức giảm trong năm'), ('cumulative', 'cộng dồn trong kỳ'), ('yearly_average', 'bình quân mỗi năm')], max_length=16, verbose_name='cách tính')),
                ('population', models.CharField(blank=True, max_length=120, verbose_name='phạm vi')),
            ],
            options={
                'verbose_name': 'chỉ tiêu',
                'constraints': [models.CheckConstraint(condition=models.Q(('aggregation__in', ['level', 'reduction', 'cumulative', 'yearly_average'])), name='indicator_aggregation_is_known', violation_error_code='indicator_aggregation_is_known', violation_error_message='Cách tính không hợp lệ.')],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('title', models.CharField(max_length=300, verbose_name='tên kế hoạch')),
                ('area_path', models.CharField(db_index=True, max_length=80)),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(verbose_name='đến trước ngày')),
                ('status', models.CharField(choices=[('draft', 'Nháp'), ('issued', 'Đã ban hành')], default='draft', max_length=8, verbose_name='trạng thái')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('is_demo', models.BooleanField(default=False, verbose_name='dữ liệu trình diễn')),
                ('version', models.PositiveIntegerField(default=1)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='areas.area')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='office.document')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='targets.plan')),
            ],
            options={
                'verbose_name': 'kế hoạch',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='plan_ends_after_start', violation_error_code='plan_ends_after_start', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'issued'])), name='plan_status_is_known', violation_error_code='plan_status_is_known', violation_error_message='Trạng thái kế hoạch không hợp lệ.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'issued'), _negated=True), ('document__isnull', False), _connector='OR'), name='plan_issued_has_document', violation_error_code='plan_issued_has_document', violation_error_message='Kế hoạch đã ban hành phải có số và ngày.')],
            },
        ),
        migrations.CreateModel(
            name='PlanHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False)),
                ('title', models.CharField(max_length=300, verbose_name='tên kế hoạch')),
                ('area_path', models.CharField(max_length=80)),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(verbose_name='đến trước ngày')),
                ('status', models.CharField(choices=[('draft', 'Nháp'), ('issued', 'Đã ban hành')], default='draft', max_length=8, verbose_name='trạng thái')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('is_demo', models.BooleanField(default=False, verbose_name='dữ liệu trình diễn')),
                ('version', models.PositiveIntegerField(default=1)),
                ('area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='office.document')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='targets.plan')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='targets.plan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('line', 'dòng của bảng chỉ tiêu'), ('objective', 'mục tiêu trong văn bản'), ('assigned', 'chỉ tiêu cấp trên giao')], max_length=10)),
                ('area_path', models.CharField(db_index=True, max_length=80)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('region', models.CharField(blank=True, choices=[('urban', 'Khu vực thành thị'), ('rural', 'Khu vực nông thôn')], max_length=5)),
                ('operator', models.CharField(choices=[('ge', 'từ … trở lên'), ('gt', 'trên'), ('le', 'không quá'), ('eq', 'bằng'), ('about', 'khoảng'), ('between', 'từ … đến …')], max_length=8, verbose_name='so sánh')),
                ('value', models.DecimalField(decimal_places=2, max_digits=15, verbose_name='giá trị')),
                ('value_to', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True, verbose_name='đến giá trị')),
                ('sentence', models.TextField(blank=True, verbose_name='câu trong văn bản')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='tổng số hộ')),
                ('minority', models.PositiveIntegerField(blank=True, null=True, verbose_name='trong đó hộ DTTS')),
                ('poor_before', models.PositiveIntegerField(blank=True, null=True, verbose_name='số hộ nghèo cuối năm trước')),
                ('printed_rate_before', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('printed_remaining', models.IntegerField(null=True)),
                ('printed_rate_after', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('status', models.CharField(choices=[('draft', 'Nháp'), ('registered', 'Đã đăng ký'), ('returned', 'Trả lại để bổ sung, chỉnh sửa'), ('approved', 'Đã phê duyệt')], default='draft', max_length=10, verbose_name='trạng thái')),
                ('version', models.PositiveIntegerField(default=1)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='areas.area')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='targets.indicator')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='targets.plan')),
            ],
            options={
                'verbose_name': 'giá trị chỉ tiêu',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'line')), fields=('plan', 'area', 'indicator'), name='target_one_line_per_area', violation_error_message='Địa bàn này đã có dòng trong bảng chỉ tiêu.'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'registered', 'returned', 'approved'])), name='target_status_is_known', violation_error_code='target_status_is_known', violation_error_message='Trạng thái chỉ tiêu không hợp lệ.'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='target_value_not_negative', violation_error_code='target_value_not_negative', violation_error_message='Giá trị chỉ tiêu không được âm.'), models.CheckConstraint(condition=models.Q(('value_to__isnull', True), ('value_to__gte', models.F('value')), _connector='OR'), name='target_range_in_order', violation_error_code='target_range_in_order', violation_error_message='Giá trị sau phải lớn hơn giá trị trước.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'line'), _negated=True), models.Q(('households__isnull', False), ('minority__isnull', False), ('poor_before__isnull', False)), _connector='OR'), name='target_line_has_baseline', violation_error_code='target_line_has_baseline', violation_error_message='Dòng chỉ tiêu phải có số hộ và số hộ nghèo.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'line'), _negated=True), ('value__lte', models.F('poor_before')), _connector='OR'), name='target_reduction_at_most_poor', violation_error_code='target_reduction_at_most_poor', violation_error_message='Số hộ giảm không được lớn hơn số hộ nghèo.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'line'), _negated=True), models.Q(('minority__lte', models.F('households')), ('poor_before__lte', models.F('households'))), _connector='OR'), name='target_parts_at_most_households', violation_error_code='target_parts_at_most_households', violation_error_message='Số hộ nghèo, hộ DTTS không được lớn hơn tổng số hộ.')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('area_path', models.CharField(db_index=True, max_length=80)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('sentence', models.TextField(verbose_name='nội dung')),
                ('lead_text', models.CharField(max_length=200, verbose_name='cơ quan chủ trì')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='hạn')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.agency')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='targets.plan')),
            ],
            options={
                'verbose_name': 'nhiệm vụ',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TargetHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False)),
                ('kind', models.CharField(choices=[('line', 'dòng của bảng chỉ tiêu'), ('objective', 'mục tiêu trong văn bản'), ('assigned', 'chỉ tiêu cấp trên giao')], max_length=10)),
                ('area_path', models.CharField(max_length=80)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('region', models.CharField(blank=True, choices=[('urban', 'Khu vực thành thị'), ('rural', 'Khu vực nông thôn')], max_length=5)),
                ('operator', models.CharField(choices=[('ge', 'từ … trở lên'), ('gt', 'trên'), ('le', 'không quá'), ('eq', 'bằng'), ('about', 'khoảng'), ('between', 'từ … đến …')], max_length=8, verbose_name='so sánh')),
                ('value', models.DecimalField(decimal_places=2, max_digits=15, verbose_name='giá trị')),
                ('value_to', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True, verbose_name='đến giá trị')),
                ('sentence', models.TextField(blank=True, verbose_name='câu trong văn bản')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='tổng số hộ')),
                ('minority', models.PositiveIntegerField(blank=True, null=True, verbose_name='trong đó hộ DTTS')),
                ('poor_before', models.PositiveIntegerField(blank=True, null=True, verbose_name='số hộ nghèo cuối năm trước')),
                ('printed_rate_before', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('printed_remaining', models.IntegerField(null=True)),
                ('printed_rate_after', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('status', models.CharField(choices=[('draft', 'Nháp'), ('registered', 'Đã đăng ký'), ('returned', 'Trả lại để bổ sung, chỉnh sửa'), ('approved', 'Đã phê duyệt')], default='draft', max_length=10, verbose_name='trạng thái')),
                ('version', models.PositiveIntegerField(default=1)),
                ('area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='targets.indicator')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='targets.target')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='targets.plan')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_planhistory" ("area_id", "area_path", "document_id", "id", "is_demo", "note", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "status", "title", "valid_from", "valid_to", "version", "year") SELECT new_values."area_id", new_values."area_path", new_values."document_id", new_values."id", new_values."is_demo", new_values."note", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."status", new_values."title", new_values."valid_from", new_values."valid_to", new_values."version", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='13ecf750f6cb8db5d6d7c321d823e746eab2dd05', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6efbb', referencing='REFERENCING NEW TABLE AS new_values ', table='targets_plan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_planhistory" ("area_id", "area_path", "document_id", "id", "is_demo", "note", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "status", "title", "valid_from", "valid_to", "version", "year") SELECT new_values."area_id", new_values."area_path", new_values."document_id", new_values."id", new_values."is_demo", new_values."note", new_values."parent_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."status", new_values."title", new_values."valid_from", new_values."valid_to", new_values."version", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8a80c805c1fdf0ccee6991528467b4f48a58b34a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cb89f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='targets_plan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2f2c94c8c7898f3658ae07bac3616da631f8d247', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_afa0a', table='targets_planhistory', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_targethistory" ("area_id", "area_path", "households", "id", "indicator_id", "kind", "minority", "note", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "poor_before", "position", "printed_rate_after", "printed_rate_before", "printed_remaining", "public_id", "region", "sentence", "status", "value", "value_to", "version") SELECT new_values."area_id", new_values."area_path", new_values."households", new_values."id", new_values."indicator_id", new_values."kind", new_values."minority", new_values."note", new_values."operator", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."poor_before", new_values."position", new_values."printed_rate_after", new_values."printed_rate_before", new_values."printed_remaining", new_values."public_id", new_values."region", new_values."sentence", new_values."status", new_values."value", new_values."value_to", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='893721e80f5f42078827510cb241f2627df21c18', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5c297', referencing='REFERENCING NEW TABLE AS new_values ', table='targets_target', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "targets_targethistory" ("area_id", "area_path", "households", "id", "indicator_id", "kind", "minority", "note", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "poor_before", "position", "printed_rate_after", "printed_rate_before", "printed_remaining", "public_id", "region", "sentence", "status", "value", "value_to", "version") SELECT new_values."area_id", new_values."area_path", new_values."households", new_values."id", new_values."indicator_id", new_values."kind", new_values."minority", new_values."note", new_values."operator", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."poor_before", new_values."position", new_values."printed_rate_after", new_values."printed_rate_before", new_values."printed_remaining", new_values."public_id", new_values."region", new_values."sentence", new_values."status", new_values."value", new_values."value_to", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a11a3795d4bd131959bb62267e2f6d137506d300', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4b8d6', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='targets_target', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='targethistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5df19814610aa5a044dab3b3dfbcf08d66340a3a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c9800', table='targets_targethistory', when='BEFORE')),
        ),
    ]
