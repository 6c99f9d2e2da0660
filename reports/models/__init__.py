"""The calendar of reports, what each unit sent, and the reports that were built."""

from reports.models.calendar import ReportDue, ReportPeriod, ReportRegime
from reports.models.errand import Errand
from reports.models.figures import CommuneFigures
from reports.models.run import ReportRun
from reports.models.shown import PublicPage, SavedTable
from reports.models.submission import Edition, EditionPaper, Submission

__all__ = [
    "CommuneFigures",
    "Edition",
    "EditionPaper",
    "Errand",
    "PublicPage",
    "ReportDue",
    "ReportPeriod",
    "ReportRegime",
    "ReportRun",
    "SavedTable",
    "Submission",
]
