"""The review form, members, decisions, filters."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.dates import today
from core.errors import DomainError
from households.choices import Cause, Group, Relation, ReviewStatus, Sex
from households.models import Household, Review
from households.rules import MAX_POINTS, Standard, classify, with_average
from households.rules.scoring import total_points
from households.services.registry import MemberFacts
from households.services.reviews import Answers
from households.standards import needs, sheet_for, standards

LACKING, FINE = "yes", "no"
BLANK_LINES = 2


class ReviewForm(forms.Form):
    """B1 total, one choice per indicator of the standard, causes, wishes."""

    score_b1 = forms.IntegerField(
        label="Tổng điểm B1",
        required=False,
        min_value=0,
        max_value=MAX_POINTS,
        widget=forms.TextInput(
            attrs={
                "class": "form-control number",
                "inputmode": "numeric",
                "autocomplete": "off",
                "autofocus": True,
            }
        ),
        error_messages={
            "invalid": "Tổng điểm B1 phải là số nguyên.",
            "max_value": f"Tổng điểm B1 phải từ 0 đến {MAX_POINTS}.",
            "min_value": f"Tổng điểm B1 phải từ 0 đến {MAX_POINTS}.",
        },
    )
    causes = forms.MultipleChoiceField(
        label="Nguyên nhân nghèo",
        choices=Cause.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.MultipleChoiceField(
        label="Nhóm hộ",
        choices=Group.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs = forms.MultipleChoiceField(
        label="Nhu cầu hỗ trợ",
        choices=lambda: needs().items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wishes = forms.CharField(
        label="Nguyện vọng",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )
    deprived_total = forms.IntegerField(
        label="Số chỉ số thiếu hụt theo danh sách đã nhập",
        required=False,
        min_value=0,
        max_value=30,
        widget=forms.TextInput(
            attrs={"class": "form-control number", "inputmode": "numeric"}
        ),
        error_messages={"invalid": "Số chỉ số phải là số nguyên."},
    )
    average_confirmed = forms.BooleanField(
        label="Xác nhận làm nông nghiệp, có mức sống trung bình", required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, standard: Standard, **kwargs: Any) -> None:
        self.standard = standard
        self.sheet = sheet_for(standard.code)
        super().__init__(*args, **kwargs)
        for item in self.sheet.items if self.sheet else ():
            self.fields[f"s_{item.key}"] = forms.ChoiceField(
                label=item.name,
                choices=[("", "–"), *((o.key, o.name) for o in item.options)],
                required=False,
                widget=forms.Select(attrs={"class": "form-select form-control--short"}),
            )
        for indicator in standard.indicators:
            self.fields[f"i_{indicator.key}"] = forms.ChoiceField(
                label=indicator.name,
                choices=[(LACKING, "Thiếu hụt"), (FINE, "Không")],
                widget=forms.RadioSelect,
                initial=FINE,
                error_messages={"required": f"Chưa chọn chỉ số “{indicator.name}”."},
            )

    @classmethod
    def initial_for(
        cls, review: Review, before: Review | None, groups: Sequence[str] = ()
    ) -> dict[str, Any]:
        """What the stored form says; an untouched one shows last year's answers.

        `groups` are those the members suggest: shown where nobody said any before.
        """
        if review.status != ReviewStatus.TODO:
            return cls.initial_of(review)
        if before is None:
            return cls.initial_of(review) | {"groups": list(groups)}
        standard = review.commune_round.round.standard
        keys = standards()[standard].indicator_keys
        last = cls.initial_of(before)
        known = {k: v for k, v in last.items() if k.removeprefix("i_") in keys}
        ready = {}
        if before.commune_round.round.standard == standard:
            # points and totals mean nothing under another standard
            sheet = sheet_for(standard)
            same_sheet = sheet is not None and sheet.code == before.sheet
            ready = {k: last[k] for k in ("score_b1", "deprived_total")}
            ready |= {k: v for k, v in last.items() if same_sheet and k.startswith("s_")}
        lists = ("causes", "groups", "needs", "wishes")
        told = {name: getattr(before, name) for name in lists}
        told["groups"] = told["groups"] or list(groups)
        return known | ready | told | {"version": review.version}

    @classmethod
    def initial_of(cls, review: Review) -> dict[str, Any]:
        """What the stored form says."""
        answers = {f"i_{key}": LACKING for key in review.deprivations}
        return answers | {
            "score_b1": review.score_b1,
            "causes": review.causes,
            "groups": review.groups,
            "needs": review.needs,
            "wishes": review.wishes,
            "deprived_total": review.deprived_total,
            **{f"s_{key}": value for key, value in review.sheet_answers.items()},
            "average_confirmed": review.average_confirmed,
            "version": review.version,
        }

    def answers(self, members: list[MemberFacts] | None) -> Answers:
        """The typed answers."""
        data = self.cleaned_data
        return Answers(
            score_b1=data["score_b1"],
            deprivations=[
                k for k in self.standard.indicator_keys if data[f"i_{k}"] == LACKING
            ],
            causes=data["causes"],
            groups=data["groups"],
            needs=data["needs"],
            wishes=data["wishes"],
            members=members,
            deprived_total=data["deprived_total"],
            average_confirmed=data["average_confirmed"],
            sheet_answers=self.sheet_answers,
        )

    @property
    def sheet_answers(self) -> dict[str, str]:
        """What was answered item by item."""
        items = self.sheet.items if self.sheet else ()
        told = {i.key: self.cleaned_data.get(f"s_{i.key}", "") for i in items}
        return {key: value for key, value in told.items() if value}


def result_so_far(form: ReviewForm, *, urban: bool) -> str:
    """What a form that is still being typed would give, or what it lacks."""
    score = form.cleaned_data.get("score_b1")
    if form.sheet and form.sheet_answers:
        try:
            score = total_points(form.sheet, form.sheet_answers, urban=urban)
        except DomainError as error:
            return str(error)
    if score is None:
        errors = form.errors.get("score_b1")
        if errors:
            return " ".join(error["message"] for error in errors.get_json_data())
        return "Chưa có kết quả: nhập tổng điểm B1."
    deprived = sum(
        form.data.get(f"i_{key}") == LACKING for key in form.standard.indicator_keys
    )
    deprived = deprived or form.cleaned_data.get("deprived_total") or 0
    found = classify(form.standard, score_b1=score, deprived=deprived, urban=urban)
    if form.cleaned_data.get("average_confirmed"):
        found = with_average(found)
    return found.explanation


class MemberForm(forms.Form):
    """One line of the members' table; an emptied name means the person left."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    full_name = forms.CharField(
        label="Họ và tên",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "form-control", "aria-label": "Họ và tên"}),
    )
    relation = forms.ChoiceField(
        label="Quan hệ",
        choices=Relation.choices,
        initial=Relation.CHILD,
        widget=forms.Select(
            attrs={"class": "form-select", "aria-label": "Quan hệ với chủ hộ"}
        ),
    )
    sex = forms.ChoiceField(
        label="Giới tính",
        choices=Sex.choices,
        widget=forms.Select(attrs={"class": "form-select", "aria-label": "Giới tính"}),
    )
    birth_year = forms.IntegerField(
        label="Năm sinh",
        required=False,
        min_value=1890,
        max_value=2100,
        widget=forms.TextInput(
            attrs={
                "class": "form-control number",
                "inputmode": "numeric",
                "aria-label": "Năm sinh",
            }
        ),
        error_messages={
            "invalid": "Năm sinh phải là một năm, ví dụ 1978.",
            "min_value": "Năm sinh phải từ 1890 đến năm nay.",
            "max_value": "Năm sinh phải từ 1890 đến năm nay.",
        },
    )
    ethnic_group = forms.CharField(
        label="Dân tộc",
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "form-control",
                "aria-label": "Dân tộc",
                "list": "ethnic-groups",
            }
        ),
    )

    def clean(self) -> dict[str, Any]:
        """A named person needs a name of letters, a year that has been, a group."""
        data = super().clean() or {}
        name = data.get("full_name")
        if not name:
            return data
        if not any(letter.isalpha() for letter in name):
            self.add_error("full_name", "Họ và tên phải có chữ.")
        year = data.get("birth_year")
        if "birth_year" in data and year is None:
            self.add_error("birth_year", f"Chưa ghi năm sinh của {name}.")
        if year is not None and year > today().year:
            self.add_error("birth_year", f"{name}: năm sinh {year} ở sau năm nay.")
        if not data.get("ethnic_group"):
            self.add_error("ethnic_group", f"Chưa ghi dân tộc của {name}.")
        return data


class BaseMembers(forms.BaseFormSet[MemberForm]):
    """The members' table."""

    def lines(self) -> list[MemberFacts]:
        """Lines that name somebody."""
        return [
            MemberFacts(
                full_name=data["full_name"],
                relation=data["relation"],
                sex=data["sex"],
                ethnic_group=data["ethnic_group"],
                birth_year=data["birth_year"],
                public_id=data["public_id"],
            )
            for data in (form.cleaned_data for form in self.forms)
            if data.get("full_name")
        ]


MembersFormSet = forms.formset_factory(MemberForm, formset=BaseMembers, extra=BLANK_LINES)


def members_initial(household: Household) -> list[dict[str, Any]]:
    """The household's open members as the table shows them."""
    members = household.members.filter(valid_to=None).select_related("person")
    return [
        {
            "public_id": m.public_id,
            "full_name": m.person.full_name,
            "relation": m.relation,
            "sex": m.person.sex,
            "birth_year": m.person.birth_year,
            "ethnic_group": m.person.ethnic_group,
        }
        for m in members
    ]
