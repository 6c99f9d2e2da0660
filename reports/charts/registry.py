"""Every chart of the dashboard, in the order in which it is read."""

from collections.abc import Callable

from reports.charts import movement, poverty, profile, work
from reports.charts.chart import Chart, Shown

CHARTS: dict[str, Callable[[Shown], Chart | None]] = {
    "ty-le": poverty.ranked,
    "ban-do": poverty.on_the_map,
    "bien-dong": movement.streams,
    "qua-cac-nam": poverty.over_years,
    "dan-toc": poverty.of_minorities,
    "thieu-hut": profile.lacks,
    "do-sau": profile.depth,
    "nguyen-nhan": profile.causes,
    "nhom": profile.groups,
    "chi-tieu": work.targets,
    "giai-ngan": work.disbursed,
    "tien-do": work.rounds,
}
