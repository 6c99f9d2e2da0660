"""Work that somebody was given because of a figure."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id


@pghistory.track(model_name="ErrandHistory")
class Errand(models.Model):
    """One thing asked of one person about one figure of an area: answered once, or withdrawn.

    `figure` is what the page said when it was asked, `address` where the page is.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="errands")
    area_path = models.CharField(max_length=80, db_index=True)
    figure = models.CharField("số liệu", max_length=300)
    address = models.CharField(max_length=500)
    text = models.CharField("việc cần làm", max_length=500)
    due_on = models.DateField("hạn")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="errands_given"
    )
    given_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="errands"
    )
    given_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField("trả lời", max_length=1000, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "việc được giao từ số liệu"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="errand_answer_has_its_time",
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                violation_error_code="errand_answer_has_its_time",
                violation_error_message="Trả lời phải có nội dung.",
            ),
            models.CheckConstraint(
                name="errand_answered_or_withdrawn",
                condition=Q(answered_at__isnull=True) | Q(withdrawn_at__isnull=True),
                violation_error_code="errand_answered_or_withdrawn",
                violation_error_message="Việc đã trả lời thì không rút lại được.",
            ),
            models.CheckConstraint(
                name="errand_says_what",
                condition=~Q(text=""),
                violation_error_code="errand_says_what",
                violation_error_message="Hãy ghi việc cần làm.",
            ),
            models.CheckConstraint(
                name="errand_stays_in_the_product",
                condition=Q(address__regex=r"^/[a-z0-9]"),
                violation_error_code="errand_stays_in_the_product",
                violation_error_message="Địa chỉ của số liệu không hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
