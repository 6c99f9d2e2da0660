import core.ids
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
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
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=200, verbose_name='tên')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(verbose_name='đến trước ngày')),
                ('source', models.CharField(max_length=200, verbose_name='căn cứ')),
            ],
            options={
                'verbose_name': 'chương trình',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='programme_ends_after_start', violation_error_code='programme_ends_after_start', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.')],
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('code', models.CharField(max_length=10, verbose_name='mã')),
                ('name', models.CharField(max_length=300, verbose_name='tên')),
                ('source', models.CharField(max_length=200, verbose_name='căn cứ')),
                ('designations', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('poor_district', 'huyện nghèo'), ('coastal_commune', 'xã đặc biệt khó khăn vùng bãi ngang, ven biển'), ('hard_commune', 'xã đặc biệt khó khăn')], max_length=20), blank=True, default=list, size=None, verbose_name='chỉ áp dụng cho diện địa bàn')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='programs.programme')),
            ],
            options={
                'verbose_name': 'dự án',
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'area', 'code'), name='project_code_once_per_programme', nulls_distinct=False, violation_error_message='Mã dự án này đã có trong chương trình.')],
            },
        ),
        migrations.CreateModel(
            name='SubProject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('code', models.CharField(max_length=10, verbose_name='mã')),
                ('name', models.CharField(max_length=300, verbose_name='tên')),
                ('mark', models.CharField(max_length=4, verbose_name='độ tin cậy')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sub_projects', to='programs.project')),
            ],
            options={
                'verbose_name': 'tiểu dự án',
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('project', 'code'), name='subproject_code_once_per_project')],
            },
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('area_path', models.CharField(max_length=80)),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('from_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='chuyển từ năm')),
                ('spend_by', models.DateField(blank=True, null=True, verbose_name='hạn giải ngân')),
                ('nature', models.CharField(choices=[('investment', 'vốn đầu tư phát triển'), ('recurrent', 'vốn sự nghiệp')], max_length=10, verbose_name='loại vốn')),
                ('fund', models.CharField(choices=[('central', 'ngân sách trung ương'), ('province', 'ngân sách tỉnh (đối ứng)'), ('district', 'ngân sách huyện (đối ứng)'), ('commune', 'ngân sách xã (đối ứng)'), ('credit', 'tín dụng chính sách (NHCSXH)'), ('mobilised', 'huy động'), ('integrated', 'lồng ghép chương trình khác')], max_length=10, verbose_name='nguồn vốn')),
                ('foreign', models.BooleanField(default=False, verbose_name='vốn nước ngoài')),
                ('opening', models.BigIntegerField(verbose_name='giao đầu năm (đồng)')),
                ('changed', models.BigIntegerField(default=0, verbose_name='điều chỉnh (đồng)')),
                ('shared', models.BigIntegerField(default=0, verbose_name='đã phân bổ tiếp (đồng)')),
                ('spent', models.BigIntegerField(default=0, verbose_name='đã giải ngân (đồng)')),
                ('exception', models.CharField(blank=True, max_length=300, verbose_name='căn cứ vượt kế hoạch')),
                ('is_demo', models.BooleanField(default=False, verbose_name='dữ liệu trình diễn')),
                ('version', models.PositiveIntegerField(default=1)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.document')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='programs.allocation')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.project')),
                ('sub_project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.subproject')),
            ],
            options={
                'verbose_name': 'vốn giao',
                'ordering': ['project__code', 'area_path', 'pk'],
                'indexes': [models.Index(fields=['year', 'area_path'], name='allocation_place', opclasses=['int2_ops', 'text_pattern_ops'])],
                'constraints': [models.UniqueConstraint(fields=('parent', 'project', 'sub_project', 'area', 'agency', 'year', 'from_year', 'nature', 'fund', 'foreign'), name='allocation_once', nulls_distinct=False, violation_error_message='Đã giao vốn này rồi; muốn đổi thì dùng quyết định điều chỉnh.'), models.CheckConstraint(condition=models.Q(('opening__gte', 0)), name='allocation_opening_not_negative', violation_error_code='allocation_opening_not_negative', violation_error_message='Vốn giao không được âm.'), models.CheckConstraint(condition=models.Q(('opening__gte', django.db.models.expressions.CombinedExpression(models.F('changed'), '*', models.Value(-1)))), name='allocation_plan_not_negative', violation_error_code='allocation_plan_not_negative', violation_error_message='Điều chỉnh giảm vượt quá vốn đã giao.'), models.CheckConstraint(condition=models.Q(('shared__gte', 0), ('spent__gte', 0)), name='allocation_sums_not_negative', violation_error_code='allocation_sums_not_negative', violation_error_message='Số hoàn trả vượt quá số đã chi.'), models.CheckConstraint(condition=models.Q(models.Q(('exception', ''), _negated=True), ('opening__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('shared'), '+', models.F('spent')), '-', models.F('changed'))), _connector='OR'), name='allocation_holds_its_parts', violation_error_code='allocation_holds_its_parts', violation_error_message='Phân bổ và giải ngân vượt vốn được giao.'), models.CheckConstraint(condition=models.Q(('fund__in', ['central', 'province', 'district', 'commune', 'credit', 'mobilised', 'integrated']), ('nature__in', ['investment', 'recurrent'])), name='allocation_nature_and_fund_are_known', violation_error_code='allocation_nature_and_fund_are_known', violation_error_message='Loại vốn, nguồn vốn không hợp lệ.'), models.CheckConstraint(condition=models.Q(('from_year__isnull', True), models.Q(('from_year__lt', models.F('year')), ('spend_by__isnull', False)), _connector='OR'), name='allocation_carried_over_has_day', violation_error_code='allocation_carried_over_has_day', violation_error_message='Vốn chuyển nguồn phải ghi hạn giải ngân.')],
            },
        ),
        migrations.CreateModel(
            name='Disbursement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('area_path', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('commitment', 'cam kết chi'), ('advance', 'tạm ứng'), ('payment', 'thanh toán'), ('return', 'hoàn trả, thu hồi'), ('settlement', 'quyết toán')], max_length=10, verbose_name='nghiệp vụ')),
                ('on', models.DateField(verbose_name='ngày')),
                ('amount', models.BigIntegerField(verbose_name='số tiền (đồng)')),
                ('note', models.CharField(max_length=300, verbose_name='nội dung')),
                ('voucher', models.CharField(blank=True, max_length=60, verbose_name='số chứng từ')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('allocation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='programs.allocation')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'giải ngân',
                'ordering': ['on', 'pk'],
                'indexes': [models.Index(fields=['area_path', 'on'], name='disbursement_place', opclasses=['text_pattern_ops', 'date_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='disbursement_amount_is_positive', violation_error_code='disbursement_amount_is_positive', violation_error_message='Số tiền phải lớn hơn 0; thu hồi thì chọn hoàn trả.'), models.CheckConstraint(condition=models.Q(('kind__in', ['commitment', 'advance', 'payment', 'return', 'settlement'])), name='disbursement_kind_is_known', violation_error_code='disbursement_kind_is_known', violation_error_message='Nghiệp vụ không hợp lệ.')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('area_path', models.CharField(db_index=True, max_length=80)),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('part', models.CharField(choices=[('lead', 'chủ trì'), ('with', 'phối hợp'), ('owner', 'chủ đầu tư, đơn vị thực hiện')], max_length=5, verbose_name='vai trò')),
                ('source', models.CharField(max_length=200, verbose_name='căn cứ')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='accounts.agency')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('assigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='office.document')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='programs.project')),
                ('sub_project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='programs.subproject')),
            ],
            options={
                'verbose_name': 'phân công dự án',
                'constraints': [models.UniqueConstraint(condition=models.Q(('part', 'lead')), fields=('project', 'sub_project', 'area', 'year'), name='assignment_one_lead', nulls_distinct=False, violation_error_message='Dự án, tiểu dự án này đã có cơ quan chủ trì.'), models.UniqueConstraint(fields=('project', 'sub_project', 'agency', 'part', 'year'), name='assignment_once_per_agency', nulls_distinct=False, violation_error_message='Cơ quan này đã được phân công việc ấy.'), models.CheckConstraint(condition=models.Q(('part__in', ['lead', 'with', 'owner'])), name='assignment_part_is_known', violation_error_code='assignment_part_is_known', violation_error_message='Vai trò không hợp lệ.')],
            },
        ),
        migrations.CreateModel(
            name='Applicability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('area_path', models.CharField(db_index=True, max_length=80)),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('applies', models.BooleanField(verbose_name='áp dụng')),
                ('source', models.CharField(max_length=200, verbose_name='căn cứ')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applicabilities', to='programs.project')),
            ],
            options={
                'verbose_name': 'phạm vi áp dụng dự án',
                'constraints': [models.UniqueConstraint(fields=('project', 'area', 'year'), name='applicability_once_per_area_and_year', violation_error_message='Địa bàn này đã có phạm vi áp dụng của năm.'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='applicability_has_source', violation_error_code='applicability_has_source', violation_error_message='Phạm vi áp dụng phải ghi căn cứ.')],
            },
        ),
        migrations.CreateModel(
            name='AssignmentHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False)),
                ('area_path', models.CharField(max_length=80)),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('part', models.CharField(choices=[('lead', 'chủ trì'), ('with', 'phối hợp'), ('owner', 'chủ đầu tư, đơn vị thực hiện')], max_length=5, verbose_name='vai trò')),
                ('source', models.CharField(max_length=200, verbose_name='căn cứ')),
                ('agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.agency')),
                ('area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('assigned_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='office.document')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='programs.assignment')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.project')),
                ('sub_project', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.subproject')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AllocationHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False)),
                ('area_path', models.CharField(max_length=80)),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('from_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='chuyển từ năm')),
                ('spend_by', models.DateField(blank=True, null=True, verbose_name='hạn giải ngân')),
                ('nature', models.CharField(choices=[('investment', 'vốn đầu tư phát triển'), ('recurrent', 'vốn sự nghiệp')], max_length=10, verbose_name='loại vốn')),
                ('fund', models.CharField(choices=[('central', 'ngân sách trung ương'), ('province', 'ngân sách tỉnh (đối ứng)'), ('district', 'ngân sách huyện (đối ứng)'), ('commune', 'ngân sách xã (đối ứng)'), ('credit', 'tín dụng chính sách (NHCSXH)'), ('mobilised', 'huy động'), ('integrated', 'lồng ghép chương trình khác')], max_length=10, verbose_name='nguồn vốn')),
                ('foreign', models.BooleanField(default=False, verbose_name='vốn nước ngoài')),
                ('opening', models.BigIntegerField(verbose_name='giao đầu năm (đồng)')),
                ('changed', models.BigIntegerField(default=0, verbose_name='điều chỉnh (đồng)')),
                ('shared', models.BigIntegerField(default=0, verbose_name='đã phân bổ tiếp (đồng)')),
                ('spent', models.BigIntegerField(default=0, verbose_name='đã giải ngân (đồng)')),
                ('exception', models.CharField(blank=True, max_length=300, verbose_name='căn cứ vượt kế hoạch')),
                ('is_demo', models.BooleanField(default=False, verbose_name='dữ liệu trình diễn')),
                ('version', models.PositiveIntegerField(default=1)),
                ('agency', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.agency')),
                ('area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='office.document')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.allocation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='programs.allocation')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.project')),
                ('sub_project', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.subproject')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AllocationChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('adjust', 'điều chỉnh tăng, giảm'), ('transfer', 'điều chuyển'), ('carry_over', 'chuyển sang năm sau')], max_length=10, verbose_name='hình thức')),
                ('amount', models.BigIntegerField(verbose_name='tăng, giảm (đồng)')),
                ('reason', models.CharField(max_length=300, verbose_name='lý do')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('allocation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='programs.allocation')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.document')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'điều chỉnh vốn',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='allocationchange_changes_something', violation_error_code='allocationchange_changes_something', violation_error_message='Điều chỉnh phải khác 0.'), models.UniqueConstraint(fields=('allocation', 'document', 'kind'), name='allocationchange_once_per_decision', violation_error_message='Quyết định này đã điều chỉnh khoản vốn ấy.')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocationchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3e50fd6575e644d9f9e52c3278080222929562ce', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f0405', table='programs_allocationchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disbursement',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a7a2bb676d56718b1a7f18d8ae41443b3f1b70f5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f0370', table='programs_disbursement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignmenthistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d21f842c0030cd686249ab31811c5a1b7b963838', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b4a2c', table='programs_assignmenthistory', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "programs_assignmenthistory" ("agency_id", "area_id", "area_path", "assigned_by_id", "document_id", "id", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "public_id", "source", "sub_project_id", "year") SELECT new_values."agency_id", new_values."area_id", new_values."area_path", new_values."assigned_by_id", new_values."document_id", new_values."id", new_values."part", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."public_id", new_values."source", new_values."sub_project_id", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3ae7b37d7857d4b2e950d456918ed093e950bdc2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_974b9', referencing='REFERENCING NEW TABLE AS new_values ', table='programs_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "programs_assignmenthistory" ("agency_id", "area_id", "area_path", "assigned_by_id", "document_id", "id", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "public_id", "source", "sub_project_id", "year") SELECT new_values."agency_id", new_values."area_id", new_values."area_path", new_values."assigned_by_id", new_values."document_id", new_values."id", new_values."part", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."public_id", new_values."source", new_values."sub_project_id", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ffc4beb84925b47dda45a4eb6c08c829da9ef4d7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_71900', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='programs_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocationhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='de2dbf09e34fe3c64a35d198bce56ecda2b4358c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b26a2', table='programs_allocationhistory', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='opening_is_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."opening" IS DISTINCT FROM (NEW."opening"))', func="RAISE EXCEPTION 'allocation_opening_is_for_ever';", hash='ad4bb9fc5aa78d2797d4f6ce4ba23ad6aebfddbd', operation='UPDATE', pgid='pgtrigger_opening_is_for_ever_3a644', table='programs_allocation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "programs_allocationhistory" ("agency_id", "area_id", "area_path", "changed", "document_id", "exception", "foreign", "from_year", "fund", "id", "is_demo", "nature", "opening", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "public_id", "shared", "spend_by", "spent", "sub_project_id", "version", "year") SELECT new_values."agency_id", new_values."area_id", new_values."area_path", new_values."changed", new_values."document_id", new_values."exception", new_values."foreign", new_values."from_year", new_values."fund", new_values."id", new_values."is_demo", new_values."nature", new_values."opening", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."public_id", new_values."shared", new_values."spend_by", new_values."spent", new_values."sub_project_id", new_values."version", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e197762fd7333ae2b2fd945979c7d30aae68b472', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c6196', referencing='REFERENCING NEW TABLE AS new_values ', table='programs_allocation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "programs_allocationhistory" ("agency_id", "area_id", "area_path", "changed", "document_id", "exception", "foreign", "from_year", "fund", "id", "is_demo", "nature", "opening", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "public_id", "shared", "spend_by", "spent", "sub_project_id", "version", "year") SELECT new_values."agency_id", new_values."area_id", new_values."area_path", new_values."changed", new_values."document_id", new_values."exception", new_values."foreign", new_values."from_year", new_values."fund", new_values."id", new_values."is_demo", new_values."nature", new_values."opening", new_values."parent_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."public_id", new_values."shared", new_values."spend_by", new_values."spent", new_values."sub_project_id", new_values."version", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='570b19efe9ce08ba09ebe7b5f5e5c66cca384e34', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f463f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='programs_allocation', when='AFTER')),
        ),
    ]
