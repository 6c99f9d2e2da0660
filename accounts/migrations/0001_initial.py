import areas.models
import core.ids
import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('areas', '0002_areas'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('user_id', models.UUIDField()),
                ('username', models.CharField(max_length=150)),
                ('action', models.CharField(max_length=20)),
                ('subject_type', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField(null=True)),
                ('area_path', models.CharField(db_index=True, max_length=80)),
                ('address', models.GenericIPAddressField(null=True)),
                ('count', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'nhật ký truy cập',
            },
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='tên cơ quan')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('all_money', models.BooleanField(db_default=False, default=False, verbose_name='theo dõi vốn của mọi dự án (tài chính, kế hoạch)')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agencies', to='areas.area')),
            ],
            options={
                'verbose_name': 'cơ quan',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='agency_ends_after_start', violation_error_code='agency_ends_after_start', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'), models.UniqueConstraint(fields=('area', 'name'), name='agency_once_per_area', violation_error_message='Cơ quan này đã có trong danh mục của địa bàn.')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('full_name', models.CharField(max_length=120, verbose_name='họ và tên')),
                ('active_since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='mở lúc')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='phải đổi mật khẩu')),
                ('is_demo', models.BooleanField(default=False, verbose_name='tài khoản trình diễn')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='areas.area')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'người dùng',
            },
        ),
        migrations.CreateModel(
            name='AgencySuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='ngày')),
                ('decision', models.CharField(max_length=200, verbose_name='căn cứ')),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='predecessions', to='accounts.agency')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='accounts.agency')),
            ],
            options={
                'verbose_name': 'kế thừa cơ quan',
                'constraints': [models.UniqueConstraint(fields=('old', 'new'), name='agencysuccession_once')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('name', models.CharField(max_length=80, verbose_name='tên')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField(verbose_name='hết hạn lúc')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='thu hồi lúc')),
                ('last_used_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'khóa truy cập API',
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='apitoken_expires_after_birth', violation_error_code='apitoken_expires_after_birth', violation_error_message='Ngày hết hạn phải ở tương lai.')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('role', models.CharField(choices=[('commune_officer', 'Công chức giảm nghèo cấp xã'), ('enumerator', 'Rà soát viên'), ('leader', 'Lãnh đạo UBND'), ('district_officer', 'Cán bộ Phòng LĐTBXH'), ('province_officer', 'Cán bộ Sở'), ('department_officer', 'Cán bộ sở, phòng, NHCSXH'), ('supervisor', 'Giám sát (MTTQ, đoàn thể)'), ('viewer', 'Người xem số liệu'), ('national_officer', 'Cán bộ trung ương'), ('administrator', 'Quản trị tài khoản')], max_length=20, verbose_name='vai trò')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='lý do')),
                ('version', models.PositiveIntegerField(default=1)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.agency')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='areas.area')),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants_given', to=settings.AUTH_USER_MODEL)),
                ('substitutes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'quyền theo địa bàn',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='rolegrant_ends_after_start', violation_error_code='rolegrant_ends_after_start', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'), models.CheckConstraint(condition=models.Q(('role__in', ['commune_officer', 'enumerator', 'leader', 'district_officer', 'province_officer', 'department_officer', 'supervisor', 'viewer', 'national_officer', 'administrator'])), name='rolegrant_role_is_known', violation_error_code='rolegrant_role_is_known', violation_error_message='Vai trò không hợp lệ.'), models.CheckConstraint(condition=models.Q(('granted_by', models.F('user')), _negated=True), name='rolegrant_given_by_another', violation_error_code='rolegrant_given_by_another', violation_error_message='Không ai được tự cấp quyền cho chính mình.'), models.CheckConstraint(condition=models.Q(('granted_by__isnull', False), ('role', 'administrator'), _connector='OR'), name='rolegrant_has_giver', violation_error_code='rolegrant_has_giver', violation_error_message='Quyền phải do một người khác cấp.'), models.CheckConstraint(condition=models.Q(('substitutes__isnull', True), models.Q(('substitutes', models.F('user')), _negated=True), _connector='OR'), name='rolegrant_substitutes_another', violation_error_code='rolegrant_substitutes_another', violation_error_message='Người được thay phải là một người khác.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('role', '='), ('area', '='), (areas.models.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='rolegrant_once_per_day', violation_error_code='rolegrant_once_per_day', violation_error_message='Người này đã có vai trò đó tại địa bàn đó.')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrantHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False)),
                ('role', models.CharField(choices=[('commune_officer', 'Công chức giảm nghèo cấp xã'), ('enumerator', 'Rà soát viên'), ('leader', 'Lãnh đạo UBND'), ('district_officer', 'Cán bộ Phòng LĐTBXH'), ('province_officer', 'Cán bộ Sở'), ('department_officer', 'Cán bộ sở, phòng, NHCSXH'), ('supervisor', 'Giám sát (MTTQ, đoàn thể)'), ('viewer', 'Người xem số liệu'), ('national_officer', 'Cán bộ trung ương'), ('administrator', 'Quản trị tài khoản')], max_length=20, verbose_name='vai trò')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='lý do')),
                ('version', models.PositiveIntegerField(default=1)),
                ('agency', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.agency')),
                ('area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('granted_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='accounts.rolegrant')),
                ('substitutes', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accesslog',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='290a5f1b76c7728ab89ca14d001042c77867e8b3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_36f4b', table='accounts_accesslog', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_rolegranthistory" ("agency_id", "area_id", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "role", "substitutes_id", "user_id", "valid_from", "valid_to", "version") SELECT new_values."agency_id", new_values."area_id", new_values."granted_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."role", new_values."substitutes_id", new_values."user_id", new_values."valid_from", new_values."valid_to", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bd0ec6abe2b81d61ec95709f70af54ec408c1b75', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_77ca7', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_rolegrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_rolegranthistory" ("agency_id", "area_id", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "role", "substitutes_id", "user_id", "valid_from", "valid_to", "version") SELECT new_values."agency_id", new_values."area_id", new_values."granted_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."role", new_values."substitutes_id", new_values."user_id", new_values."valid_from", new_values."valid_to", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bac6e5fdc0fa3d51c46002ca5aba0863bbf57227', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f0e9e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_rolegrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegranthistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ce5f0c07fd9d0cf26bcd4073ce21f787e62fc18b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_621a1', table='accounts_rolegranthistory', when='BEFORE')),
        ),
    ]
