// Draws the pictures that the page describes (reports/charts/options.py). Every picture has
// its table beside it: without this file nothing is lost but the pictures.
const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const COLOURS = ["#b42318", "#d98a00", "#0b5cad", "#1a7f4b", "#57606a"];
const DEEP = ["#fff4e5", "#fdba74", "#ea580c", "#7c1d06"];
const STYLES = {
  poor: { itemStyle: { color: COLOURS[0] } },
  near: { itemStyle: { color: COLOURS[1] } },
  good: { itemStyle: { color: COLOURS[3] } },
  new: { itemStyle: { color: COLOURS[2] } },
  again: { itemStyle: { color: "#7c3aed" } },
  other: { itemStyle: { color: "#8c959f" } },
  before: { lineStyle: { type: "dashed" }, itemStyle: { color: COLOURS[4] }, symbol: "none" },
  plan: { lineStyle: { type: "dotted" }, itemStyle: { color: COLOURS[3] }, symbol: "none" },
};
const WHOLE = new Set(["hộ", "xã"]);
const exact = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 2 });
const show = (value) => (value === null || value === undefined ? "–" : exact.format(value));
const withUnit = (unit) => (value) => (unit === "%" ? `${show(value)}%` : `${show(value)} ${unit}`);
const shortened = (most) => (name) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);

function base(told) {
  return {
    animation: false,
    aria: { enabled: true, label: { description: told.title } },
    textStyle: { fontFamily: ink("--bs-body-font-family"), color: ink("--ink") },
    color: COLOURS,
    tooltip: { renderMode: "richText", confine: true, valueFormatter: withUnit(told.unit) },
    grid: { left: 8, right: 28, top: 34, bottom: 8, containLabel: true },
  };
}

function legend(series) {
  return series.length > 1 ? { top: 0, left: 0, right: 0, itemWidth: 14, textStyle: { fontSize: 12 } } : undefined;
}

const KINDS = {
  bars(told, narrow) {
    const single = told.series.length === 1;
    return {
      legend: legend(told.series),
      tooltip: { ...base(told).tooltip, trigger: "axis", axisPointer: { type: "shadow" } },
      grid: { ...base(told).grid, top: single ? 8 : told.series.length > 2 ? 58 : 34 },
      xAxis: { type: "value", axisLabel: { formatter: show, hideOverlap: true }, splitNumber: narrow ? 3 : 6, minInterval: WHOLE.has(told.unit) ? 1 : 0 },
      yAxis: { type: "category", inverse: true, data: told.names, axisTick: { show: false }, axisLabel: { interval: 0, formatter: shortened(narrow ? 18 : 34) } },
      series: told.series.map((one, n) => ({
        type: "bar",
        name: one.name,
        ...STYLES[told.styles[n]],
        data: one.data,
        stack: told.stacked ? "all" : undefined,
        barMaxWidth: 20,
        label: { show: !told.stacked && !narrow, position: "right", fontSize: 11, formatter: (bar) => (bar.value === null ? "" : show(bar.value)) },
      })),
    };
  },
  lines(told) {
    const marks = told.marks.map((mark) => ({ xAxis: mark.at, label: { formatter: mark.text, position: "end", rotate: 0, fontSize: 11 } }));
    return {
      legend: legend(told.series),
      tooltip: { ...base(told).tooltip, trigger: "axis" },
      xAxis: { type: "category", data: told.names },
      yAxis: { type: "value", axisLabel: { formatter: show } },
      grid: { ...base(told).grid, top: 44 },
      series: told.series.map((one, n) => ({
        type: "line",
        name: one.name,
        data: one.data,
        symbolSize: 7,
        ...STYLES[one.style],
        markLine: n === 0 && marks.length ? { symbol: "none", silent: true, lineStyle: { color: ink("--muted") }, data: marks } : undefined,
      })),
    };
  },
  heat(told, narrow) {
    return {
      tooltip: {
        ...base(told).tooltip,
        formatter: (cell) => `${told.rows[cell.value[1]]}\n${told.columns[cell.value[0]]}: ${withUnit(told.unit)(cell.value[2])}`,
      },
      grid: { ...base(told).grid, top: 8, bottom: 44 },
      xAxis: { type: "category", data: told.columns, axisLabel: { interval: 0, rotate: narrow ? 75 : 40, fontSize: narrow ? 10 : 11, formatter: shortened(narrow ? 18 : 30) }, axisTick: { show: false } },
      yAxis: { type: "category", inverse: true, data: told.rows, axisLabel: { interval: 0, formatter: shortened(narrow ? 12 : 30) }, axisTick: { show: false } },
      visualMap: { min: 0, max: 100, calculable: false, orient: "horizontal", left: 0, bottom: 0, itemHeight: 90, text: ["100%", "0%"], inRange: { color: DEEP } },
      series: [{ type: "heatmap", data: told.cells, itemStyle: { borderColor: ink("--paper"), borderWidth: 1 }, label: { show: true, fontSize: narrow ? 8 : 10, formatter: (cell) => Math.round(cell.value[2]) } }],
    };
  },
  sankey(told, narrow) {
    return {
      tooltip: { ...base(told).tooltip, trigger: "item" },
      series: [{
        type: "sankey",
        left: 4,
        right: narrow ? 96 : 230,
        top: 8,
        bottom: 8,
        nodeAlign: "left",
        emphasis: { focus: "adjacency" },
        data: told.nodes.map((node) => ({ name: node.name, ...STYLES[node.style] })),
        links: told.links,
        lineStyle: { color: "source", opacity: 0.35 },
        label: { fontSize: 12, lineHeight: 15, width: narrow ? 90 : 220, overflow: "break", formatter: (node) => `${node.name} (${show(node.value)})` },
      }],
    };
  },
  dots(told) {
    const most = Math.max(1, ...told.points.map((point) => point.value[3]));
    const highest = Math.max(1, ...told.points.map((point) => point.value[2] ?? 0));
    const hidden = { type: "value", scale: true, show: false };
    return {
      tooltip: {
        ...base(told).tooltip,
        formatter: (dot) => dot.value[2] === null ? `${dot.name}\nchưa công nhận` : `${dot.name}\n${withUnit(told.unit)(dot.value[2])} hộ nghèo, ${show(dot.value[3])} hộ`,
      },
      xAxis: hidden,
      yAxis: hidden,
      grid: { left: 70, right: 70, top: 28, bottom: 84 },
      visualMap: { min: 0, max: highest, dimension: 2, orient: "horizontal", left: 0, bottom: 0, itemHeight: 90, text: [`${show(highest)}%`, "0%"], inRange: { color: DEEP } },
      series: [{
        type: "scatter",
        data: told.points.map((point) => (point.value[2] === null ? { ...point, itemStyle: { color: ink("--line") }, visualMap: false } : point)),
        symbolSize: (value) => 10 + 30 * Math.sqrt(value[3] / most),
        itemStyle: { borderColor: ink("--muted"), borderWidth: 1 },
        label: { show: told.points.length <= 30, position: "bottom", fontSize: 11, formatter: (dot) => dot.name },
        labelLayout: { hideOverlap: true },
      }],
    };
  },
};

const drawn = new Map();

function optionOf(told, width) {
  const made = KINDS[told.kind](told, width < 400);
  return { ...base(told), ...made };
}

function draw(place, told) {
  const picture = echarts.init(place, null, { renderer: "canvas" });
  picture.setOption(optionOf(told, place.clientWidth));
  drawn.set(place.dataset.chart, { picture, told, place });
  place.dataset.drawn = String((told.series ?? told.cells ?? told.points ?? told.links).length);
}

// A bar or dot under the pointer lights the same place in the charts beside it.
function follow() {
  for (const { picture } of drawn.values()) {
    for (const [event, type] of [["mouseover", "highlight"], ["mouseout", "downplay"]]) {
      picture.on(event, (hit) => {
        for (const other of drawn.values()) {
          if (other.picture !== picture && ["bars", "dots"].includes(other.told.kind)) {
            other.picture.dispatchAction({ type, name: hit.name });
          }
        }
      });
    }
  }
}

// The picture as a file says what it shows and where it comes from.
function asFile({ told, place }) {
  const width = Math.max(place.clientWidth, 900);
  const box = document.createElement("div");
  const height = place.clientHeight + 110;
  box.className = "chart-file";
  document.body.append(box);
  const picture = echarts.init(box, null, { width, height, renderer: "canvas" });
  const made = optionOf(told, width);
  const lower = (grid) => ({ ...grid, top: (grid?.top ?? 8) + 70, bottom: (grid?.bottom ?? 8) + 34 });
  const wrapped = { width: width - 24, overflow: "break" };
  picture.setOption({
    ...made,
    backgroundColor: "#ffffff",
    title: { text: `${told.area}: ${told.title}`, subtext: `${told.name} (${told.unit})`, left: 12, top: 8, textStyle: { fontSize: 15, ...wrapped }, subtextStyle: { fontSize: 12, ...wrapped } },
    legend: made.legend ? { ...made.legend, top: 64, left: 12 } : undefined,
    grid: lower(made.grid),
    series: made.series.map((one) => (one.type === "sankey" ? { ...one, top: 78, bottom: 42 } : one)),
    visualMap: made.visualMap ? { ...made.visualMap, bottom: 30, left: 12 } : undefined,
    graphic: [{ type: "text", left: 12, bottom: 8, style: { text: told.source, fontFamily: ink("--bs-body-font-family"), fontSize: 11, fill: "#57606a", width: width - 24, overflow: "truncate" } }],
  });
  const url = picture.getDataURL({ type: "png", pixelRatio: 2 });
  picture.dispose();
  box.remove();
  return url;
}

const told = JSON.parse(document.getElementById("pictures")?.textContent ?? "{}");
for (const place of document.querySelectorAll("[data-chart]")) draw(place, told[place.dataset.chart]);
follow();
for (const button of document.querySelectorAll("[data-png]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.download = `${drawn.get(button.dataset.png).told.file}.png`;
    link.href = asFile(drawn.get(button.dataset.png));
    link.click();
  });
}
const fit = () => {
  for (const { picture, told: one, place } of drawn.values()) {
    picture.resize();
    picture.setOption(optionOf(one, place.clientWidth), { notMerge: true });
  }
};
let waiting;
window.addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(fit, 150);
});
window.addEventListener("beforeprint", fit);
