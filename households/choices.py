"""Classes, states, relations, causes."""

from django.db.models import TextChoices


class Klass(TextChoices):
    """Class of a household under the standard in force."""

    POOR = "poor", "hộ nghèo"
    NEAR_POOR = "near_poor", "hộ cận nghèo"
    AVERAGE = "average", "hộ làm nông nghiệp có mức sống trung bình"
    NOT_POOR = "not_poor", "hộ không nghèo"


class TallyKlass(TextChoices):
    """Classes of a tally, and all households of the commune together."""

    ALL = "all", "tất cả"
    POOR = Klass.POOR.value, Klass.POOR.label
    NEAR_POOR = Klass.NEAR_POOR.value, Klass.NEAR_POOR.label
    AVERAGE = Klass.AVERAGE.value, Klass.AVERAGE.label
    NOT_POOR = Klass.NOT_POOR.value, Klass.NOT_POOR.label


class TallyGroup(TextChoices):
    """Groups a tally counts."""

    ALL = "all", "tất cả"
    MINORITY = "minority", "dân tộc thiểu số"


class RoundKind(TextChoices):
    """Kinds of rounds."""

    PERIODIC = "periodic", "định kỳ"
    OFF_CYCLE = "off_cycle", "thường xuyên"


class RoundStatus(TextChoices):
    """Where a commune stands in a round."""

    WAITING = "waiting", "Chưa mở"
    SURVEY = "survey", "Đang rà soát"
    SUBMITTED = "submitted", "Đã trình"
    RETURNED = "returned", "Trả lại để bổ sung, chỉnh sửa"
    OPINED = "opined", "Đã có ý kiến"
    RECOGNISED = "recognised", "Đã công nhận"


class ReviewStatus(TextChoices):
    """Where one household's form stands."""

    TODO = "todo", "Chưa rà soát"
    DRAFT = "draft", "Nháp"
    DONE = "done", "Hoàn thành"


class ListOrigin(TextChoices):
    """Why a household is on the round's list."""

    MANAGED = "managed", "đang quản lý"
    REQUEST = "request", "có giấy đề nghị"


class Sex(TextChoices):
    """Sex as on the identity card."""

    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"


class Relation(TextChoices):
    """Relation to the head of the household."""

    HEAD = "head", "Chủ hộ"
    SPOUSE = "spouse", "Vợ/chồng"
    CHILD = "child", "Con"
    PARENT = "parent", "Bố/mẹ"
    GRANDCHILD = "grandchild", "Cháu"
    SIBLING = "sibling", "Anh/chị/em"
    OTHER = "other", "Khác"


class Cause(TextChoices):
    """Causes of poverty, several per household (report form 10)."""

    NO_LAND = "no_land", "Không có đất sản xuất"
    NO_CAPITAL = "no_capital", "Không có vốn sản xuất, kinh doanh"
    NO_LABOUR = "no_labour", "Không có lao động"
    NO_TOOLS = "no_tools", "Không có công cụ, phương tiện sản xuất"
    NO_KNOWLEDGE = "no_knowledge", "Không có kiến thức về sản xuất"
    NO_SKILLS = "no_skills", "Không có kỹ năng lao động, sản xuất"
    ILLNESS = "illness", "Có người ốm đau, bệnh nặng, tai nạn"
    OTHER = "other", "Nguyên nhân khác"


class EventKind(TextChoices):
    """What happened to a household."""

    REGISTERED = "registered", "đăng ký hộ"
    MOVED = "moved", "chuyển nơi ở"
    SPLIT = "split", "tách hộ"
    MERGED = "merged", "nhập hộ"
    BORN = "born", "sinh"
    DIED = "died", "mất"
    CORRECTED = "corrected", "sửa sai"
