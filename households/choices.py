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
    MEETING = "meeting", "Họp thôn"
    POSTED = "posted", "Đang niêm yết"
    SUBMITTED = "submitted", "Đã trình"
    RETURNED = "returned", "Trả lại để bổ sung, chỉnh sửa"
    OPINED = "opined", "Đã có ý kiến"
    RECOGNISED = "recognised", "Đã công nhận"


class ReviewStatus(TextChoices):
    """Where one household's form stands."""

    TODO = "todo", "Chưa rà soát"
    DRAFT = "draft", "Nháp"
    DONE = "done", "Hoàn thành"


class PrintKind(TextChoices):
    """Papers of a commune's round."""

    FORM = "form", "Phiếu rà soát in sẵn"
    MINUTES = "minutes", "Biên bản họp thôn"
    POSTING = "posting", "Danh sách niêm yết"
    DECISION = "decision", "Quyết định công nhận (Mẫu 02)"
    CERTIFICATES = "certificates", "Giấy chứng nhận (Mẫu 03)"
    LIST_MEMBERS = "list_members", "Excel: danh sách, mỗi dòng một người"
    LIST_HOUSEHOLDS = "list_households", "Excel: danh sách, mỗi dòng một hộ"
    LIST_TEMPLATE = "list_template", "Excel: mẫu nhập, có sẵn số liệu"
    LIST_CHANGES = "list_changes", "Excel: danh sách tăng, giảm sau quyết định"


class SlipKind(TextChoices):
    """Papers of one household."""

    RECEIPT = "receipt", "Giấy biên nhận, hẹn trả kết quả"
    CONFIRMATION = "confirmation", "Giấy xác nhận diện hộ"
    ANSWER = "answer", "Văn bản trả lời giấy đề nghị"


class ObjectionStatus(TextChoices):
    """Where an objection to the posted list stands."""

    OPEN = "open", "Đang phúc tra"
    UPHELD = "upheld", "Giữ nguyên kết quả"
    CHANGED = "changed", "Đã sửa kết quả"


class ListOrigin(TextChoices):
    """Why a household is on the round's list."""

    MANAGED = "managed", "đang quản lý"
    REQUEST = "request", "có giấy đề nghị"
    IMPORTED = "imported", "theo danh sách nhập"


class RequestKind(TextChoices):
    """Requests a household may hand in (QĐ 24/2021: Mẫu 01, Mẫu 04)."""

    JOIN = "join", "Đề nghị xét hộ nghèo, hộ cận nghèo (Mẫu 01)"
    LEAVE = "leave", "Đề nghị xét thoát nghèo, thoát cận nghèo (Mẫu 04)"
    AVERAGE = "average", "Đề nghị xác nhận hộ làm nông nghiệp có mức sống trung bình"


class RequestStatus(TextChoices):
    """Where a request stands."""

    RECEIVED = "received", "Đã tiếp nhận"
    LISTED = "listed", "Trong danh sách rà soát"
    REFUSED = "refused", "Không nhận"
    ANSWERED = "answered", "Đã trả lời"


OPEN_REQUESTS = (RequestStatus.RECEIVED, RequestStatus.LISTED)


LIST_IMPORT = "household_list"  # the kind of import run that takes household lists in


class Verdict(TextChoices):
    """What an officer decided about two records that look like one person."""

    SAME = "same", "Cùng một người"
    DIFFERENT = "different", "Hai người khác nhau"
    LATER = "later", "Xem sau"


PAPERS = [*PrintKind.choices, *SlipKind.choices]


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


class Education(TextChoices):
    """Highest level reached, in rising order: the order is what rules compare."""

    NONE = "none", "Chưa đi học"
    PRIMARY = "primary", "Tiểu học"
    LOWER_SECONDARY = "lower_secondary", "Trung học cơ sở"
    UPPER_SECONDARY = "upper_secondary", "Trung học phổ thông hoặc trung cấp nghề"
    HIGHER = "higher", "Cao đẳng, đại học trở lên"


class Work(TextChoices):
    """How a person of working age works."""

    WAGED_CONTRACT = "waged_contract", "Làm công ăn lương, có hợp đồng"
    WAGED_NO_CONTRACT = "waged_no_contract", "Làm công ăn lương, không hợp đồng"
    OWN = "own", "Tự làm (nông, lâm, ngư nghiệp, buôn bán…)"
    WANTS_WORK = "wants_work", "Muốn làm việc nhưng chưa có việc"
    STUDYING = "studying", "Đang đi học"
    NOT_WORKING = "not_working", "Không làm việc, không có nhu cầu"
    UNABLE = "unable", "Không có khả năng lao động"


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


class Group(TextChoices):
    """Groups a household belongs to (law.md §3, report forms 8 and 12); they overlap.

    Ethnic minority and minority native to the place are facts of the household itself.
    """

    NO_CAPACITY = "no_capacity", "Không có khả năng lao động"
    MERIT = "merit", "Có thành viên là người có công với cách mạng"
    SOCIAL = "social", "Có thành viên hưởng trợ cấp bảo trợ xã hội"
    FEMALE_HEAD = "female_head", "Chủ hộ là nữ"
    CHILDREN = "children", "Có trẻ em"
    DISABLED = "disabled", "Có thành viên khuyết tật"


class EventKind(TextChoices):
    """What happened to a household."""

    REGISTERED = "registered", "đăng ký hộ"
    BORN = "born", "sinh"
    DIED = "died", "mất"
    JOINED = "joined", "thêm thành viên"
    LEFT = "left", "thành viên rời hộ"
    HEAD_CHANGED = "head_changed", "đổi chủ hộ"
    MOVED = "moved", "chuyển nơi ở"
    SPLIT = "split", "tách hộ"
    MERGED = "merged", "nhập hộ"
    DISSOLVED = "dissolved", "xóa hộ"
    CORRECTED = "corrected", "sửa sai"
    REVIEWED = "reviewed", "cập nhật khi rà soát"
    UNDONE = "undone", "hoàn tác"


# what an officer records himself; the other kinds follow from other acts
RECORDED = [
    (kind.value, kind.label)
    for kind in EventKind
    if kind.value
    in {"born", "died", "joined", "left", "head_changed", "split", "merged", "dissolved"}
]


class RowOutcome(TextChoices):
    """What becomes of one household of a list that is being imported."""

    NEW = "new", "Hộ mới"
    CHANGED = "changed", "Có thay đổi"
    UNCHANGED = "unchanged", "Không đổi"
    DOUBT = "doubt", "Cần chọn"
    REFUSED = "refused", "Không nhận"


class MoveStatus(TextChoices):
    """Where a move between communes stands."""

    PROPOSED = "proposed", "Chờ tiếp nhận"
    ACCEPTED = "accepted", "Đã tiếp nhận"
    REFUSED = "refused", "Không tiếp nhận"
    WITHDRAWN = "withdrawn", "Đã rút"
    UNDONE = "undone", "Đã hoàn tác"
