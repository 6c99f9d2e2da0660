"""Natures and sources of money, roles of agencies, what happens to money."""

from django.db.models import TextChoices

from households.choices import Group

# kinds of import runs
SUPPORT_IMPORT, SHARE_LIST, ENTRY_LIST = "support_list", "money_shares", "money_entries"


class Part(TextChoices):
    """What an agency is to a project in a year."""

    LEAD = "lead", "chủ trì"
    WITH = "with", "phối hợp"
    OWNER = "owner", "chủ đầu tư, đơn vị thực hiện"


class Nature(TextChoices):
    """What money may be spent on."""

    INVESTMENT = "investment", "vốn đầu tư phát triển"
    RECURRENT = "recurrent", "vốn sự nghiệp"


class Fund(TextChoices):
    """Where money comes from."""

    CENTRAL = "central", "ngân sách trung ương"
    PROVINCE = "province", "ngân sách tỉnh (đối ứng)"
    DISTRICT = "district", "ngân sách huyện (đối ứng)"
    COMMUNE = "commune", "ngân sách xã (đối ứng)"
    CREDIT = "credit", "tín dụng chính sách (NHCSXH)"
    MOBILISED = "mobilised", "huy động"
    INTEGRATED = "integrated", "lồng ghép chương trình khác"


COUNTERPART = (Fund.PROVINCE, Fund.DISTRICT, Fund.COMMUNE)


class ChangeKind(TextChoices):
    """How a year's money changes after it was given."""

    ADJUST = "adjust", "điều chỉnh tăng, giảm"
    TRANSFER = "transfer", "điều chuyển"
    CARRY_OVER = "carry_over", "chuyển sang năm sau"


# what a decision does to money already given; carrying over is an act of its own
DECIDED = [(kind.value, kind.label) for kind in (ChangeKind.ADJUST, ChangeKind.TRANSFER)]


class EntryKind(TextChoices):
    """What is done with money that was given."""

    COMMITMENT = "commitment", "cam kết chi"
    ADVANCE = "advance", "tạm ứng"
    PAYMENT = "payment", "thanh toán"
    CLEARING = "clearing", "thanh toán khối lượng đã tạm ứng (thu hồi tạm ứng)"
    RETURN = "return", "hoàn trả, thu hồi"
    SETTLEMENT = "settlement", "quyết toán"


class CountsOn(TextChoices):
    """The day on which it counts what a household is."""

    SUPPORT = "support", "ngày hỗ trợ"
    APPROVAL = "approval", "ngày phê duyệt danh sách"


class Beneficiary(TextChoices):
    """Who is supported."""

    HOUSEHOLD = "household", "hộ"
    WORKER = "worker", "người lao động"
    GROUP = "group", "nhóm hộ, cộng đồng"
    COOPERATIVE = "cooperative", "hợp tác xã, tổ hợp tác"
    SCHOOL = "school", "cơ sở giáo dục"
    ENTERPRISE = "enterprise", "doanh nghiệp"


# groups a policy may ask for: those a form marks, and a fact of the household itself
POLICY_GROUPS = [*Group.choices, ("minority", "Hộ dân tộc thiểu số")]


class ActivityStatus(TextChoices):
    """Where an activity stands."""

    PROPOSED = "proposed", "Đề xuất"
    APPRAISED = "appraised", "Đã thẩm định"
    PLANNED = "planned", "Theo kế hoạch"
    APPROVED = "approved", "Đã phê duyệt"
    RUNNING = "running", "Đang thực hiện"
    DONE = "done", "Hoàn thành"
    STOPPED = "stopped", "Dừng"


# what may still be done, paid and given
OPEN_ACTIVITIES = (
    ActivityStatus.PLANNED,
    ActivityStatus.APPROVED,
    ActivityStatus.RUNNING,
)


class Organ(TextChoices):
    """Who looks: the programme's own offices, or the front and its unions."""

    OFFICE = "office", "kiểm tra của cơ quan quản lý"
    FRONT = "front", "giám sát của MTTQ, đoàn thể"


class FindingKind(TextChoices):
    """What an inspection says, and that what it asked for was done."""

    REMARK = "remark", "nhận xét"
    VIOLATION = "violation", "thiếu sót, vi phạm"
    MENDED = "mended", "đã khắc phục"


class Seat(TextChoices):
    """What somebody is in the steering committee."""

    CHAIR = "chair", "Trưởng ban"
    VICE = "vice", "Phó trưởng ban"
    MEMBER = "member", "Thành viên"
    SECRETARY = "secretary", "Thư ký"


class Honoured(TextChoices):
    """Who is commended."""

    HOUSEHOLD = "household", "hộ gia đình"
    PERSON = "person", "cá nhân"
    COLLECTIVE = "collective", "tập thể"


class PatronKind(TextChoices):
    """Who helps beside the state."""

    ENTERPRISE = "enterprise", "doanh nghiệp"
    ORGANISATION = "organisation", "tổ chức, hội, quỹ"
    PERSON = "person", "cá nhân"


class Basis(TextChoices):
    """Where the figures of a criterion come from."""

    ENTERED = "entered", "số liệu nhập tay"
    POOR = "poor", "số hộ nghèo đã công nhận (năm trước)"
    NEAR_POOR = "near_poor", "số hộ cận nghèo đã công nhận (năm trước)"
    LISTED = "listed", "số hộ nghèo và cận nghèo đã công nhận (năm trước)"


class HouseState(TextChoices):
    """What a house on the list of temporary houses is."""

    TEMPORARY = "temporary", "nhà tạm"
    DILAPIDATED = "dilapidated", "nhà dột nát, hư hỏng nặng"


class HouseNeed(TextChoices):
    """What such a house needs."""

    NEW = "new", "xây mới"
    REPAIR = "repair", "sửa chữa"
