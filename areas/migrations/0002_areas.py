import areas.models
import core.ids
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('areas', '0001_extensions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                ('code', models.CharField(max_length=20, verbose_name='mã')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('name_norm', models.CharField(editable=False, max_length=120)),
                ('level', models.CharField(choices=[('nation', 'cả nước'), ('province', 'tỉnh'), ('district', 'huyện'), ('commune', 'xã'), ('village', 'thôn')], max_length=10, verbose_name='cấp')),
                ('kind', models.CharField(max_length=30, verbose_name='loại')),
                ('urban', models.BooleanField(default=False, verbose_name='khu vực thành thị')),
                ('path', models.CharField(db_index=True, editable=False, max_length=80)),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('is_demo', models.BooleanField(default=False, verbose_name='dữ liệu trình diễn')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('source', models.CharField(max_length=200, verbose_name='căn cứ')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='areas.area')),
            ],
            options={
                'verbose_name': 'địa bàn',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['name_norm'], name='area_name_trgm', opclasses=['gin_trgm_ops']), models.Index(fields=['path'], name='area_path_like', opclasses=['text_pattern_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='area_ends_after_start', violation_error_code='area_ends_after_start', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'), models.CheckConstraint(condition=models.Q(('level__in', ['nation', 'province', 'district', 'commune', 'village'])), name='area_level_is_known', violation_error_code='area_level_is_known', violation_error_message='Cấp của địa bàn không hợp lệ.'), models.CheckConstraint(condition=models.Q(('level', 'nation'), ('parent__isnull', False), _connector='XOR'), name='area_below_nation_has_parent', violation_error_code='area_below_nation_has_parent', violation_error_message='Địa bàn phải thuộc một địa bàn cấp trên.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('level', '='), ('code', '='), (areas.models.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='area_one_row_per_code_and_day', violation_error_code='area_one_row_per_code_and_day', violation_error_message='Mã này đã có địa bàn khác trong cùng thời gian.')],
            },
        ),
        migrations.CreateModel(
            name='AreaAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='tên khác')),
                ('name_norm', models.CharField(editable=False, max_length=120)),
                ('confirmed_by', models.CharField(max_length=150, verbose_name='người xác nhận')),
                ('confirmed_at', models.DateTimeField(auto_now_add=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='areas.area')),
            ],
            options={
                'verbose_name': 'tên khác của địa bàn',
                'constraints': [models.UniqueConstraint(fields=('area', 'name_norm'), name='areaalias_one_per_name', violation_error_message='Tên khác này đã được ghi nhớ.')],
            },
        ),
        migrations.CreateModel(
            name='AreaDesignation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('poor_district', 'huyện nghèo'), ('coastal_commune', 'xã đặc biệt khó khăn vùng bãi ngang, ven biển'), ('hard_commune', 'xã đặc biệt khó khăn')], max_length=20, verbose_name='diện')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('source', models.CharField(max_length=200, verbose_name='căn cứ')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='designations', to='areas.area')),
            ],
            options={
                'verbose_name': 'diện địa bàn',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='areadesignation_ends_after_start', violation_error_code='areadesignation_ends_after_start', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'), models.CheckConstraint(condition=models.Q(('kind__in', ['poor_district', 'coastal_commune', 'hard_commune'])), name='areadesignation_kind_is_known', violation_error_code='areadesignation_kind_is_known', violation_error_message='Diện địa bàn không hợp lệ.')],
            },
        ),
        migrations.CreateModel(
            name='AreaSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', models.CharField(choices=[('whole', 'toàn bộ'), ('part', 'một phần')], max_length=5, verbose_name='phần')),
                ('main', models.BooleanField(default=True, verbose_name='phần mang tên hoặc trung tâm')),
                ('day', models.DateField(verbose_name='ngày')),
                ('decision', models.CharField(max_length=200, verbose_name='căn cứ')),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='predecessions', to='areas.area')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='areas.area')),
            ],
            options={
                'verbose_name': 'kế thừa địa bàn',
                'constraints': [models.UniqueConstraint(fields=('old', 'new'), name='areasuccession_once'), models.CheckConstraint(condition=models.Q(('share__in', ['whole', 'part'])), name='areasuccession_share_is_known', violation_error_code='areasuccession_share_is_known', violation_error_message='Phần kế thừa không hợp lệ.')],
            },
        ),
    ]
