"""Roles people hold and rights the roles carry."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is in an area (design: who uses it)."""

    COMMUNE_OFFICER = "commune_officer", "Công chức giảm nghèo cấp xã"
    ENUMERATOR = "enumerator", "Rà soát viên"
    LEADER = "leader", "Lãnh đạo UBND"
    DISTRICT_OFFICER = "district_officer", "Cán bộ Phòng LĐTBXH"
    PROVINCE_OFFICER = "province_officer", "Cán bộ Sở"
    DEPARTMENT_OFFICER = "department_officer", "Cán bộ sở, phòng, NHCSXH"
    SUPERVISOR = "supervisor", "Giám sát (MTTQ, đoàn thể)"
    VIEWER = "viewer", "Người xem số liệu"
    NATIONAL_OFFICER = "national_officer", "Cán bộ trung ương"
    ADMINISTRATOR = "administrator", "Quản trị tài khoản"


class Right(TextChoices):
    """One thing a person may do; it counts only in the area of its grant."""

    FIGURES_VIEW = "figures.view", "xem số liệu tổng hợp"
    HOUSEHOLD_VIEW = "household.view", "xem hộ dân"
    HOUSEHOLD_EDIT = "household.edit", "ghi biến động của hộ"
    REVIEW_EDIT = "review.edit", "nhập phiếu rà soát"
    ROUND_VIEW = "round.view", "xem tiến độ rà soát"
    ROUND_OPEN = "round.open", "mở đợt rà soát"
    ROUND_SUBMIT = "round.submit", "trình kết quả rà soát"
    ROUND_OPINION = "round.opinion", "cho ý kiến kết quả rà soát"
    ROUND_DECIDE = "round.decide", "ký quyết định công nhận"
    PLAN_VIEW = "plan.view", "xem kế hoạch, chỉ tiêu"
    PLAN_EDIT = "plan.edit", "soạn kế hoạch, giao chỉ tiêu"
    TARGET_REGISTER = "target.register", "đăng ký chỉ tiêu"
    TARGET_APPROVE = "target.approve", "phê duyệt chỉ tiêu"
    PLAN_ISSUE = "plan.issue", "ban hành kế hoạch"
    TASK_REPORT = "task.report", "báo cáo tiến độ nhiệm vụ được giao"
    REPORT_VIEW = "report.view", "xem, tải báo cáo"
    REPORT_BUILD = "report.build", "lập báo cáo"
    REPORT_SEND = "report.send", "soạn báo cáo định kỳ của đơn vị"
    REPORT_SIGN = "report.sign", "ký, gửi báo cáo của địa bàn"
    REPORT_ACCEPT = "report.accept", "tiếp nhận báo cáo, đặt hạn báo cáo"
    AREA_VIEW = "area.view", "xem danh mục địa bàn"
    ACCOUNT_MANAGE = "account.manage", "quản lý tài khoản"
    PROJECT_VIEW = "project.view", "xem dự án, chính sách"
    PROJECT_EDIT = "project.edit", "phân công dự án, khai phạm vi áp dụng"
    MONEY_GIVE = "money.give", "giao, phân bổ, điều chỉnh vốn"
    MONEY_SPEND = "money.spend", "ghi giải ngân"
    SUPPORT_VIEW = "support.view", "xem hỗ trợ cho hộ"
    SUPPORT_EDIT = "support.edit", "ghi hỗ trợ cho hộ"
    WORK_EDIT = "work.edit", "ghi hoạt động, kết quả của dự án"
    WORK_APPROVE = "work.approve", "phê duyệt hoạt động của dự án"
    SUPERVISE = "supervise", "ghi kết quả giám sát của MTTQ, đoàn thể"


class AccountAct(TextChoices):
    """What an administrator does with another person's account."""

    CLOSE = "close", "đóng tài khoản"
    REOPEN = "reopen", "mở lại tài khoản"
    RENEW_PASSWORD = "renew_password", "đặt lại mật khẩu"
    DROP_FACTORS = "drop_factors", "gỡ xác thực hai lớp"
    HAND_OVER = "hand_over", "chuyển sang địa bàn khác trông coi"
