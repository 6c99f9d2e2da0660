"""A province, its districts and communes with plans of a year, and who acts in them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from areas.models import Area
from targets.models import Indicator, Plan, Target
from targets.services.totals import recount
from tests.factories import make_area, make_indicator, make_user

DISTRICTS, COMMUNES, POOR = 2, 3, 40


@dataclass
class World:
    """Plans of one year of a small province."""

    province: Area
    plan: Plan
    plans: list[Plan] = field(default_factory=list)
    people: dict = field(default_factory=dict)

    @property
    def all_plans(self):
        return [self.plan, *self.plans]


def make_people(province, districts, communes, admin):
    """Officer and leader of the province and each district, an officer of each commune."""
    people = {
        (province.pk, "officer"): make_user("po", "province_officer", province, by=admin),
        (province.pk, "leader"): make_user("pl", "leader", province, by=admin),
    }
    for n, district in enumerate(districts):
        officer = make_user(f"do{n}", "district_officer", district, by=admin)
        people[district.pk, "officer"] = officer
        people[district.pk, "leader"] = make_user(f"dl{n}", "leader", district, by=admin)
    for n, commune in enumerate(communes):
        officer = make_user(f"co{n}", "commune_officer", commune, by=admin)
        people[commune.pk, "officer"] = officer
    return people


def make_areas(province):
    districts = [
        make_area(
            province, level="district", code=f"6{n}1", name=f"Huyện {n}", kind="Huyện"
        )
        for n in range(DISTRICTS)
    ]
    communes = [
        make_area(district, level="commune", code=f"2{d}{n}00", name=f"Xã {d}{n}")
        for d, district in enumerate(districts)
        for n in range(COMMUNES)
    ]
    return districts, communes


def make_plan(area, year):
    return Plan.objects.create(
        title=f"Kế hoạch {area} {year}",
        area=area,
        area_path=area.path,
        year=year,
        valid_from=date(year, 1, 1),
        valid_to=date(year + 1, 1, 1),
    )


def make_lines(plan, areas, kind, poor):
    indicator = Indicator.objects.filter(code="poor_reduction").first() or make_indicator()
    Target.objects.bulk_create(
        Target(
            plan=plan,
            indicator=indicator,
            kind=kind,
            area=area,
            area_path=area.path,
            position=position,
            operator="ge",
            value=Decimal(0),
            households=poor * 10,
            minority=poor,
            base=poor,
        )
        for position, area in enumerate(areas, start=1)
    )
    recount(plan, [indicator])


def make_world(province, districts, communes, people, year):
    world = World(province, make_plan(province, year), people=people)
    make_lines(world.plan, districts, "assigned", POOR * COMMUNES)
    for district in districts:
        plan = make_plan(district, year)
        inside = [c for c in communes if c.parent_id == district.pk]
        make_lines(plan, inside, "line", POOR)
        world.plans.append(plan)
    return world
