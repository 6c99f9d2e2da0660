"""A paper that was asked for: made in the background, kept with its hash."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id
from households.choices import PAPERS, PrintKind, SlipKind
from households.models.confirmation import Confirmation
from households.models.request import ReviewRequest
from households.models.review import CommuneRound
from office.models import Job, StoredFile


class Printout(models.Model):
    """A paper or workbook of a commune's round, or a slip for one household."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    kind = models.CharField("loại", max_length=16, choices=PAPERS)
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    commune_round = models.ForeignKey(
        CommuneRound, on_delete=models.PROTECT, null=True, related_name="printouts"
    )
    request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, null=True, related_name="printouts"
    )
    confirmation = models.ForeignKey(
        Confirmation, on_delete=models.PROTECT, null=True, related_name="printouts"
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
                condition=Q(kind__in=[*PrintKind.values, *SlipKind.values]),
                violation_error_code="printout_kind_is_known",
                violation_error_message="Loại bản in không hợp lệ.",
            ),
            models.CheckConstraint(
                name="printout_of_exactly_one_thing",
                condition=Q(
                    kind__in=PrintKind.values,
                    commune_round__isnull=False,
                    request__isnull=True,
                    confirmation__isnull=True,
                )
                | Q(
                    kind__in=[SlipKind.RECEIPT, SlipKind.ANSWER],
                    commune_round__isnull=True,
                    request__isnull=False,
                    confirmation__isnull=True,
                )
                | Q(
                    kind=SlipKind.CONFIRMATION,
                    commune_round__isnull=True,
                    request__isnull=True,
                    confirmation__isnull=False,
                ),
                violation_error_code="printout_of_exactly_one_thing",
                violation_error_message="Bản in phải thuộc đúng một việc.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.commune}"

    @property
    def is_workbook(self) -> bool:
        """Whether the file is a workbook; else a PDF."""
        return self.kind.startswith("list_")
