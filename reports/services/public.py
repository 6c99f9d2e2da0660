"""Opening and closing what a province shows to everybody."""

from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from areas.choices import Level
from areas.models import Area
from core.db import check_version
from core.errors import DomainError, RightMissing
from reports.models import PublicPage


class NotAProvince(DomainError):
    """Only a province has a page for everybody."""

    code = "public_page_of_province"
    message = "Chỉ tỉnh, thành phố có trang công khai."


@transaction.atomic
def set_public(
    area: Area, *, is_open: bool, models_shown: bool, by: User, version: int
) -> PublicPage:
    """Open or close a province's page; only its own leader does.

    `version` is 0 where there was no page yet: two windows never overwrite each other.
    """
    if area.level != Level.PROVINCE:
        raise NotAProvince
    if not by.acts_in(Right.REPORT_SIGN, area):
        raise RightMissing(area=area.full_name)
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    page = PublicPage.objects.filter(area=area).first()
    if page is None:
        page = PublicPage(area=area, area_path=area.path, version=0)
    check_version(page, version)
    page.is_open, page.models_shown, page.changed_by = is_open, models_shown, by
    page.version += 1
    page.save()
    return page
