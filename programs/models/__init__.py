"""Programme frames, where they apply, who leads, and their money."""

from programs.models.frame import (
    Applicability,
    Assignment,
    Programme,
    Project,
    SubProject,
)
from programs.models.listing import ImportedSupport
from programs.models.money import Allocation, AllocationChange, Disbursement
from programs.models.support import Policy, Support, SupportShare, SupportTally
from programs.models.work import Activity, Output, OutputEntry

__all__ = [
    "Activity",
    "Allocation",
    "AllocationChange",
    "Applicability",
    "Assignment",
    "Disbursement",
    "ImportedSupport",
    "Output",
    "OutputEntry",
    "Policy",
    "Programme",
    "Project",
    "SubProject",
    "Support",
    "SupportShare",
    "SupportTally",
]
