"""Kinds of reports, how often they come, where a unit's report stands."""

from django.db.models import TextChoices


class ReportKind(TextChoices):
    """Reports; each is one file of `reports/kinds/`."""

    PROGRESS = "progress", "Báo cáo kết quả thực hiện công tác giảm nghèo"
    PLAN_RESULT = "plan_result", "Kết quả thực hiện chỉ tiêu giảm nghèo"
    FORM_01 = "form_01", "Biểu số 1: Kết quả rà soát hộ nghèo, hộ cận nghèo"
    TABLE = "table", "Báo cáo theo biểu của nơi yêu cầu"


# what one asks for by area and year; the others answer a duty of the calendar
YEARLY = (ReportKind.PLAN_RESULT, ReportKind.FORM_01)


class Frequency(TextChoices):
    """How often a report is due."""

    MONTH = "month", "hằng tháng"
    QUARTER = "quarter", "hằng quý"
    HALF_YEAR = "half_year", "6 tháng"
    YEAR = "year", "hằng năm"
    ONCE = "once", "một lần"


class Sender(TextChoices):
    """Who reports: the areas of a level, or the agencies of the area that receives."""

    PROVINCE = "province", "UBND tỉnh"
    DISTRICT = "district", "UBND huyện"
    COMMUNE = "commune", "UBND xã"
    AGENCY = "agency", "cơ quan, đơn vị"


class SubmissionStatus(TextChoices):
    """Where the report of one unit for one period stands."""

    OPEN = "open", "Đang lập"
    SIGNING = "signing", "Chờ ký"
    SUBMITTED = "submitted", "Đã trình"
    RETURNED = "returned", "Trả lại để bổ sung, chỉnh sửa"
    ACCEPTED = "accepted", "Đã tiếp nhận"


class Section(TextChoices):
    """Parts of a report that officers write, in the order they are printed."""

    RESULTS = "results", "Kết quả thực hiện"
    DIFFICULTIES = "difficulties", "Khó khăn, vướng mắc"
    CAUSES = "causes", "Nguyên nhân"
    PROPOSALS = "proposals", "Đề xuất, kiến nghị"


class PaperKind(TextChoices):
    """Files of a signed report; the workbook is the run's own."""

    DOCX = "docx", "Word"
    PDF = "pdf", "PDF"
