"""Kinds of reports, how often they come, where a unit's report stands."""

from django.db.models import TextChoices


class ReportKind(TextChoices):
    """Reports; each is one file of `reports/kinds/`."""

    PROGRESS = "progress", "Báo cáo kết quả thực hiện công tác giảm nghèo"
    PLAN_RESULT = "plan_result", "Kết quả thực hiện chỉ tiêu giảm nghèo"
    FORM_01 = "form_01", "Biểu số 1: Kết quả rà soát hộ nghèo, hộ cận nghèo"
    FORM_02 = "form_02", "Biểu số 2: Biến động hộ nghèo"
    FORM_03 = "form_03", "Biểu số 3: Biến động hộ cận nghèo"
    FORM_04 = "form_04", "Biểu số 4: Thiếu hụt của hộ nghèo (số hộ)"
    FORM_05 = "form_05", "Biểu số 5: Thiếu hụt của hộ nghèo (tỷ lệ)"
    FORM_06 = "form_06", "Biểu số 6: Thiếu hụt của hộ cận nghèo (số hộ)"
    FORM_07 = "form_07", "Biểu số 7: Thiếu hụt của hộ cận nghèo (tỷ lệ)"
    FORM_08 = "form_08", "Biểu số 8: Theo nhóm đối tượng"
    FORM_09 = "form_09", "Biểu số 9: Theo dân tộc"
    FORM_10 = "form_10", "Biểu số 10: Theo nguyên nhân nghèo"
    FORM_11 = "form_11", "Biểu số 11: Thiếu hụt của trẻ em"
    FORM_12 = "form_12", "Biểu số 12: Tổng hợp hộ nghèo đa chiều"
    FORM_13 = "form_13", "Biểu số 13: Tổng hợp hộ cận nghèo đa chiều"
    MONEY = "money", "Vốn và giải ngân theo dự án"
    OUTPUTS = "outputs", "Kết quả theo dự án"
    SUPPORTS = "supports", "Hỗ trợ theo chính sách"
    OFF_CYCLE = "off_cycle", "Kết quả rà soát thường xuyên theo tháng"
    ALL_FORMS = "all_forms", "Cả bộ biểu 1–13 (một tệp, mỗi biểu một trang tính)"
    TABLE = "table", "Báo cáo theo biểu của nơi yêu cầu"


# what one asks for by area and year; the others answer a duty of the calendar
ANSWERS = (ReportKind.PROGRESS, ReportKind.TABLE)
YEARLY = tuple(kind for kind in ReportKind if kind not in ANSWERS)
YEARLY_CHOICES = [(kind.value, kind.label) for kind in YEARLY]


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
    """Files of a signed report, each with its number, day and signer."""

    XLSX = "xlsx", "Excel"
    DOCX = "docx", "Word"
    PDF = "pdf", "PDF"


class HouseGroup(TextChoices):
    """Whose households a figure counts; the groups overlap."""

    ALL = "", "Tất cả hộ"
    MINORITY = "minority", "Hộ dân tộc thiểu số"
    NATIVE = "native", "Hộ DTTS tại chỗ"
    FEMALE_HEAD = "female_head", "Chủ hộ là nữ"
    NO_CAPACITY = "no_capacity", "Không có khả năng lao động"
    MERIT = "merit", "Có người có công"


class TableRows(TextChoices):
    """What stands down the side of a table of one's own choice."""

    PARTS = "parts", "Địa bàn trực thuộc"
    COMMUNES = "communes", "Từng xã, phường, thị trấn"
