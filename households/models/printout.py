"""A paper that was asked for: made in the background, kept with its hash."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id
from households.choices import PrintKind
from households.models.review import CommuneRound
from office.models import Job, StoredFile


class Printout(models.Model):
    """Minutes, posted list, decision, certificates or forms of a commune's round."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    kind = models.CharField("loại", max_length=16, choices=PrintKind.choices)
    commune_round = models.ForeignKey(
        CommuneRound, on_delete=models.PROTECT, related_name="printouts"
    )
    village = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area_path = models.CharField(max_length=80, db_index=True)
    job = models.ForeignKey(Job, on_delete=models.PROTECT)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "bản in"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="printout_kind_is_known",
                condition=Q(kind__in=PrintKind.values),
                violation_error_code="printout_kind_is_known",
                violation_error_message="Loại bản in không hợp lệ.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.commune_round.commune}"

    @property
    def is_workbook(self) -> bool:
        """Whether the file is a workbook; else a PDF."""
        return self.kind.startswith("list_")
