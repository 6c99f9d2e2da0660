"""Tables of one's own choice that are kept, and what a province shows to everybody."""

from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id


class SavedTable(models.Model):
    """A table somebody chose and named: its question, never its figures.

    `shared` lets everybody see it who sees the figures of its area.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    name = models.CharField("tên bảng", max_length=120)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    question: Any = models.JSONField("câu hỏi của bảng")
    shared = models.BooleanField("cho người khác dùng", default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_tables"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "bảng đã lưu"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="savedtable_name_once_per_owner",
                fields=["owner", "name"],
                violation_error_message="Bạn đã có bảng cùng tên.",
            ),
            models.CheckConstraint(
                name="savedtable_is_named",
                condition=~Q(name=""),
                violation_error_code="savedtable_is_named",
                violation_error_message="Hãy đặt tên cho bảng.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(model_name="PublicPageHistory")
class PublicPage(models.Model):
    """What a province shows without sign-in, while it is open; no personal data.

    Opened and closed by the province's leader; who did it and when stays in its history.
    """

    area = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="public_page")
    area_path = models.CharField(max_length=80)
    is_open = models.BooleanField("đang mở", default=False)
    models_shown = models.BooleanField("giới thiệu mô hình hiệu quả", default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "trang công khai"

    def __str__(self) -> str:
        return f"Trang công khai – {self.area}"
