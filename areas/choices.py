"""Levels of administrative units and how one follows another."""

from django.db.models import TextChoices


class Level(TextChoices):
    """Level of an area; which levels exist on a day is in the data."""

    NATION = "nation", "cả nước"
    PROVINCE = "province", "tỉnh"
    DISTRICT = "district", "huyện"
    COMMUNE = "commune", "xã"
    VILLAGE = "village", "thôn"


class Share(TextChoices):
    """How much of an area went into its successor."""

    WHOLE = "whole", "toàn bộ"
    PART = "part", "một phần"


class Designation(TextChoices):
    """What an area is designated as, by a dated decision."""

    POOR_DISTRICT = "poor_district", "huyện nghèo"
    COASTAL_COMMUNE = "coastal_commune", "xã đặc biệt khó khăn vùng bãi ngang, ven biển"
    HARD_COMMUNE = "hard_commune", "xã đặc biệt khó khăn"
