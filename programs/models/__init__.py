"""Programme frames, where they apply, who leads, and their money."""

from programs.models.frame import (
    Applicability,
    Assignment,
    Programme,
    Project,
    SubProject,
)
from programs.models.funds import CreditBalance, Recovery, RecoveryPayment
from programs.models.honours import Commendation, Patron, WorthyModel
from programs.models.houses import TemporaryHouse
from programs.models.listing import ImportedSupport, SupportColumns
from programs.models.money import Allocation, AllocationChange, Disbursement
from programs.models.norms import Criterion, CriterionValue, Norm
from programs.models.oversight import Finding, Inspection, Obstacle, ObstacleAnswer
from programs.models.people import (
    Charge,
    CommitteeMember,
    Helper,
    Staff,
    StaffTraining,
    Visit,
)
from programs.models.support import Policy, Support, SupportShare, SupportTally
from programs.models.work import Activity, Output, OutputEntry, WorkStage

__all__ = [
    "Activity",
    "Allocation",
    "AllocationChange",
    "Applicability",
    "Assignment",
    "Charge",
    "Commendation",
    "CommitteeMember",
    "CreditBalance",
    "Criterion",
    "CriterionValue",
    "Disbursement",
    "Finding",
    "Helper",
    "ImportedSupport",
    "Inspection",
    "Norm",
    "Obstacle",
    "ObstacleAnswer",
    "Output",
    "OutputEntry",
    "Patron",
    "Policy",
    "Programme",
    "Project",
    "Recovery",
    "RecoveryPayment",
    "Staff",
    "StaffTraining",
    "SubProject",
    "Support",
    "SupportColumns",
    "SupportShare",
    "SupportTally",
    "TemporaryHouse",
    "Visit",
    "WorkStage",
    "WorthyModel",
]
