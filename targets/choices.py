"""States of plans and targets, operators of indicators."""

from django.db.models import TextChoices


class PlanStatus(TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", "Nháp"
    ISSUED = "issued", "Đã ban hành"


class TargetStatus(TextChoices):
    """Where one area's line stands."""

    DRAFT = "draft", "Nháp"
    REGISTERED = "registered", "Đã đăng ký"
    RETURNED = "returned", "Trả lại để bổ sung, chỉnh sửa"
    APPROVED = "approved", "Đã phê duyệt"


class TargetKind(TextChoices):
    """What a target is: a line of the table, an objective of the text, an assignment."""

    LINE = "line", "dòng của bảng chỉ tiêu"
    OBJECTIVE = "objective", "mục tiêu trong văn bản"
    ASSIGNED = "assigned", "chỉ tiêu cấp trên giao"


# what stands in a plan's table: lines that communes register, and what an area is given
TABLE_KINDS = (TargetKind.LINE, TargetKind.ASSIGNED)


class Base(TextChoices):
    """Which recognised households an indicator starts from; empty where it counts others."""

    POOR = "poor", "hộ nghèo"
    NEAR_POOR = "near_poor", "hộ cận nghèo"
    NO_CAPACITY = "no_capacity", "hộ nghèo không có khả năng lao động"


class Aim(TextChoices):
    """What a commune wants of one household in a year."""

    ESCAPE = "escape", "Thoát nghèo"
    ESCAPE_NEAR = "escape_near", "Thoát cận nghèo"
    SUPPORT = "support", "Hỗ trợ hộ không có khả năng lao động"


class Light(TextChoices):
    """How a target stands; word, sign and colour go together."""

    GOOD = "good", "Đạt"
    ON_WAY = "on_way", "Đúng tiến độ"
    WATCH = "watch", "Cần theo dõi"
    RISK = "risk", "Có nguy cơ không đạt"
    UNKNOWN = "unknown", "Chưa có số liệu"


class Operator(TextChoices):
    """How the achieved value is compared with the target."""

    AT_LEAST = "ge", "từ … trở lên"
    MORE_THAN = "gt", "trên"
    AT_MOST = "le", "không quá"
    EQUAL = "eq", "bằng"
    ABOUT = "about", "khoảng"
    BETWEEN = "between", "từ … đến …"


class Aggregation(TextChoices):
    """How an indicator's value is formed."""

    LEVEL = "level", "mức tại cuối kỳ"
    REDUCTION = "reduction", "mức giảm trong năm"
    CUMULATIVE = "cumulative", "cộng dồn trong kỳ"
    YEARLY_AVERAGE = "yearly_average", "bình quân mỗi năm"
    RATIO = "ratio", "so với năm gốc"


class Source(TextChoices):
    """Where an indicator's achieved value comes from."""

    COMPUTED = "computed", "tính từ diện được công nhận"
    OUTPUT = "output", "tính từ kết quả dự án, chính sách"
    REPORTED = "reported", "đơn vị được nêu tên báo cáo"


class TaskStatus(TextChoices):
    """How far an agency or an area is with its part of a task."""

    TODO = "todo", "Chưa làm"
    DOING = "doing", "Đang làm"
    DONE = "done", "Hoàn thành"


class Sharing(TextChoices):
    """Ways to share a figure out among areas."""

    KEEP = "keep", "chỉ ghi tổng, giữ nguyên các dòng"
    BY_POOR = "by_poor", "theo số hộ thuộc diện"
    BY_CAPACITY = "by_capacity", "theo số hộ nghèo còn khả năng lao động"
    EQUAL = "equal", "chia đều"


class Region(TextChoices):
    """Groups of the plan's table."""

    URBAN = "urban", "Khu vực thành thị"
    RURAL = "rural", "Khu vực nông thôn"
