"""Which role carries which rights."""

from accounts.choices import Right, Role

_LOOK = frozenset(
    {
        Right.FIGURES_VIEW,
        Right.ROUND_VIEW,
        Right.PLAN_VIEW,
        Right.REPORT_VIEW,
        Right.AREA_VIEW,
        Right.PROJECT_VIEW,
    }
)

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.COMMUNE_OFFICER: _LOOK
    | {
        Right.HOUSEHOLD_VIEW,
        Right.SUPPORT_VIEW,
        Right.SUPPORT_EDIT,
        Right.HOUSEHOLD_EDIT,
        Right.REVIEW_EDIT,
        Right.ROUND_SUBMIT,
        Right.MONEY_SPEND,
        Right.WORK_EDIT,
        Right.PLAN_EDIT,
        Right.TARGET_REGISTER,
        Right.TASK_REPORT,
        Right.REPORT_BUILD,
        Right.REPORT_SEND,
    },
    Role.ENUMERATOR: frozenset({Right.HOUSEHOLD_VIEW, Right.REVIEW_EDIT, Right.AREA_VIEW}),
    Role.LEADER: _LOOK
    | {
        Right.HOUSEHOLD_VIEW,
        Right.SUPPORT_VIEW,
        Right.ROUND_DECIDE,
        Right.PLAN_ISSUE,
        Right.WORK_APPROVE,
        Right.REPORT_SIGN,
    },
    Role.DISTRICT_OFFICER: _LOOK
    | {
        Right.HOUSEHOLD_VIEW,
        Right.SUPPORT_VIEW,
        Right.ROUND_OPEN,
        Right.ROUND_OPINION,
        Right.PLAN_EDIT,
        Right.PROJECT_EDIT,
        Right.MONEY_GIVE,
        Right.MONEY_SPEND,
        Right.WORK_EDIT,
        Right.TARGET_REGISTER,
        Right.TARGET_APPROVE,
        Right.TASK_REPORT,
        Right.REPORT_BUILD,
        Right.REPORT_SEND,
        Right.REPORT_ACCEPT,
    },
    Role.PROVINCE_OFFICER: _LOOK
    | {
        Right.HOUSEHOLD_VIEW,
        Right.SUPPORT_VIEW,
        Right.ROUND_OPEN,
        Right.PLAN_EDIT,
        Right.PROJECT_EDIT,
        Right.MONEY_GIVE,
        Right.MONEY_SPEND,
        Right.WORK_EDIT,
        Right.TARGET_REGISTER,
        Right.TARGET_APPROVE,
        Right.TASK_REPORT,
        Right.REPORT_BUILD,
        Right.REPORT_SEND,
        Right.REPORT_ACCEPT,
    },
    Role.DEPARTMENT_OFFICER: frozenset(
        {
            Right.FIGURES_VIEW,
            Right.PLAN_VIEW,
            Right.TASK_REPORT,
            Right.AREA_VIEW,
            Right.PROJECT_VIEW,
            Right.MONEY_SPEND,
            Right.WORK_EDIT,
            Right.SUPPORT_VIEW,
            Right.SUPPORT_EDIT,
            Right.REPORT_SEND,
        }
    ),
    Role.SUPERVISOR: _LOOK | {Right.SUPERVISE},
    Role.VIEWER: _LOOK,
    Role.NATIONAL_OFFICER: _LOOK | {Right.REPORT_BUILD},
    Role.ADMINISTRATOR: frozenset({Right.ACCOUNT_MANAGE, Right.AREA_VIEW}),
}

# what a department officer holds in the name of its agency, never of the whole area
AGENCY_RIGHTS = frozenset(
    {
        Right.PROJECT_VIEW,
        Right.MONEY_SPEND,
        Right.WORK_EDIT,
        Right.SUPPORT_VIEW,
        Right.SUPPORT_EDIT,
        Right.TASK_REPORT,
        Right.REPORT_SEND,
    }
)


def roles_with(right: str) -> list[Role]:
    """Roles that carry `right`.

    Unit: a list of roles; empty for a right nobody carries.
    Source: project convention, docs/glossary.md (right, role).
    """
    return [role for role, rights in RIGHTS.items() if right in rights]
