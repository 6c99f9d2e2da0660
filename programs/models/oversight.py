"""Inspections with their findings, and what stands in the way of the programme."""

from typing import Self

import pghistory
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from accounts.models import Agency
from accounts.walls import HasWalls
from areas.models import Area
from programs.choices import FindingKind, Organ
from programs.models.frame import Project
from programs.models.register import KeptLine, KeptQuerySet, KeptRow, days_in_order, one_of
from programs.models.support import Policy


class InspectionQuerySet(KeptQuerySet):
    """Inspections one may see."""

    def told(self) -> Self:
        """With `wrong` (violations found), `mended` of them, and `due_on` of the open ones."""
        lines = Finding.objects.filter(inspection=OuterRef("pk"))
        wrong = lines.filter(kind=FindingKind.VIOLATION)
        left = wrong.exclude(pk__in=Finding.objects.filter(of__isnull=False).values("of"))
        counted = self.annotate(
            wrong=Count("findings", filter=Q(findings__kind=FindingKind.VIOLATION)),
            mended=Count("findings", filter=Q(findings__kind=FindingKind.MENDED)),
            due_on=models.Subquery(left.order_by("due_on").values("due_on")[:1]),
        )
        return counted.annotate(left=F("wrong") - F("mended"))


@pghistory.track(model_name="InspectionHistory")
class Inspection(KeptRow):
    """A look at a project or a policy: planned, held, what it found and asked for.

    `organ` keeps apart what the programme's offices and what the front (MTTQ) and its
    unions looked at: each enters its own.
    """

    organ = models.CharField("bên kiểm tra", max_length=6, choices=Organ.choices)
    subject = models.CharField("nội dung kiểm tra, giám sát", max_length=300)
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dự án",
    )
    policy = models.ForeignKey(
        Policy,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chính sách",
    )
    planned_on = models.DateField("ngày theo kế hoạch")
    held_on = models.DateField("ngày thực hiện", null=True, blank=True)
    team = models.CharField("đoàn, thành phần", max_length=300, blank=True)
    minutes = models.CharField("số biên bản, kết luận", max_length=120, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc kiểm tra, giám sát"
        ordering = ["-planned_on", "-pk"]
        constraints = [
            one_of("inspection", "organ", Organ.values),
            models.UniqueConstraint(
                name="inspection_once_per_day",
                fields=["area", "agency", "organ", "subject", "planned_on"],
                nulls_distinct=False,
                violation_error_message="Cuộc kiểm tra này đã được ghi.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Finding(KeptLine):
    """What an inspection found; a violation says what is asked and by when.

    That a violation was mended is another line, which names it in `of`.
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="findings"
    )
    kind = models.CharField("loại", max_length=9, choices=FindingKind.choices)
    text = models.CharField("nội dung", max_length=600)
    remedy = models.CharField("yêu cầu khắc phục", max_length=300, blank=True)
    due_on = models.DateField("hạn khắc phục", null=True, blank=True)
    of = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mending",
        verbose_name="khắc phục thiếu sót nào",
    )

    class Meta(KeptLine.Meta):
        verbose_name = "kết quả kiểm tra"
        constraints = [
            one_of("finding", "kind", FindingKind.values),
            models.CheckConstraint(
                name="finding_violation_asks_with_day",
                condition=~Q(kind=FindingKind.VIOLATION)
                | (~Q(remedy="") & Q(due_on__isnull=False)),
                violation_error_code="finding_violation_asks_with_day",
                violation_error_message=(
                    "Thiếu sót, vi phạm phải ghi yêu cầu khắc phục và hạn khắc phục."
                ),
            ),
            models.CheckConstraint(
                name="finding_mended_names_violation",
                condition=Q(kind=FindingKind.MENDED, of__isnull=False)
                | (~Q(kind=FindingKind.MENDED) & Q(of__isnull=True)),
                violation_error_code="finding_mended_names_violation",
                violation_error_message=(
                    "“Đã khắc phục” phải chọn thiếu sót được khắc phục; loại khác để trống."
                ),
            ),
            days_in_order(
                "finding", "on", "due_on", "Hạn khắc phục không được trước ngày phát hiện."
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ObstacleQuerySet(KeptQuerySet):
    """Obstacles one may see: also those one's agency is to answer."""

    def visible_to(self, user: HasWalls, right: str) -> Self:  # type: ignore[override]
        """Beside one's own: those an agency of one's own is asked to solve."""
        seen = super().visible_to(user, right)
        asked = self.filter(solver__in=user.walled_agencies(right))
        return seen | asked

    def told(self) -> Self:
        """With `solved_on`: the day of the answer that solved it."""
        solved = Q(answers__solves=True)
        return self.annotate(solved_on=Max("answers__on", filter=solved))

    def unsolved(self) -> Self:
        """What nobody solved yet."""
        solved = ObstacleAnswer.objects.filter(obstacle=OuterRef("pk"), solves=True)
        return self.filter(~Exists(solved))


@pghistory.track(model_name="ObstacleHistory")
class Obstacle(KeptRow):
    """A difficulty: who is to solve it, an agency or a superior's area, and by when."""

    text = models.CharField("khó khăn, vướng mắc", max_length=600)
    proposal = models.CharField("kiến nghị", max_length=300, blank=True)
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dự án",
    )
    raised_on = models.DateField("ngày nêu")
    solver = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="cơ quan giải quyết",
    )
    solver_area = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="hoặc UBND giải quyết",
    )
    due_on = models.DateField("hạn trả lời")

    objects = ObstacleQuerySet.as_manager()

    class Meta:
        verbose_name = "khó khăn, vướng mắc"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="obstacle_has_one_solver",
                condition=Q(solver__isnull=True) ^ Q(solver_area__isnull=True),
                violation_error_code="obstacle_has_one_solver",
                violation_error_message=(
                    "Hãy chọn một nơi giải quyết: một cơ quan, hoặc UBND cấp trên."
                ),
            ),
            days_in_order(
                "obstacle", "raised_on", "due_on", "Hạn trả lời không được trước ngày nêu."
            ),
            models.UniqueConstraint(
                name="obstacle_once",
                fields=["area", "agency", "text", "raised_on"],
                nulls_distinct=False,
                violation_error_message="Khó khăn này đã được nêu trong ngày.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def asked(self) -> str:
        """Who is to solve it, as sentences say it."""
        if self.solver is not None:
            return str(self.solver)
        return f"UBND {self.solver_area.full_name}" if self.solver_area else ""


class ObstacleAnswer(KeptLine):
    """What was answered, and whether that solves the difficulty."""

    obstacle = models.ForeignKey(Obstacle, on_delete=models.PROTECT, related_name="answers")
    text = models.CharField("trả lời, hướng giải quyết", max_length=600)
    solves = models.BooleanField("đã giải quyết xong", default=False)

    class Meta(KeptLine.Meta):
        verbose_name = "trả lời"

    def __str__(self) -> str:
        return self.text
