import core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
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
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='programs.programme')),
            ],
            options={
                'verbose_name': 'dự án',
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'code'), name='project_code_once_per_programme')],
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
    ]
