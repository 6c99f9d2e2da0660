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
    const highest = Math.max(1, ...told.points.map((point) => point.value[2] ?? 0));
    const hidden = { type: "value", scale: true, show: false };
    return {
      tooltip: { ...base(told).tooltip, formatter: (dot) => poverty(told, dot.name, dot.value[2], dot.value[3]) },
      xAxis: hidden,
      yAxis: hidden,
      grid: { left: 70, right: 70, top: 28, bottom: 84 },
      visualMap: { min: 0, max: highest, dimension: 2, orient: "horizontal", left: 0, bottom: 0, itemHeight: 90, text: [`${show(highest)}%`, "0%"], inRange: { color: DEEP } },
      series: [places(told)],
    };
  },
  outlined(told, narrow, size) {
    const highest = Math.max(1, ...told.areas.map((area) => area.value ?? 0), ...told.points.map((point) => point.value[2] ?? 0));
    const colours = { orient: "horizontal", left: 0, bottom: 0, itemHeight: 90, min: 0, max: highest, text: [`${show(highest)}%`, "0%"], inRange: { color: DEEP } };
    echarts.registerMap(told.file, { type: "FeatureCollection", features: told.outlines.features });
    const { islands } = told.outlines;
    const apart = !told.areas.length && islands.length > 0; // a province would be small beside its far islands
    const counts = new Map(told.areas.map((one) => [one.name, one]));
    return {
      tooltip: {
        ...base(told).tooltip,
        formatter: (hit) => {
          const one = counts.get(hit.name);
          return hit.seriesType === "scatter" ? poverty(told, hit.name, hit.value[2], hit.value[3]) : one ? poverty(told, one.name, one.value, one.count) : hit.name;
        },
      },
      geo: [
        {
          map: told.file,
          ...box(around(told, apart ? [] : islands), apart ? { ...size, width: size.width - FRAME } : size),
          itemStyle: { areaColor: ink("--ground"), borderColor: ink("--muted"), borderWidth: 0.8 },
          emphasis: { itemStyle: { areaColor: ink("--line") }, label: { show: false } },
        },
        ...(apart ? [inset(told.file, islands)] : []),
      ],
      visualMap: told.areas.length ? { ...colours, seriesIndex: 0 } : { ...colours, seriesIndex: 1, dimension: 2 },
      series: [
        { type: "map", geoIndex: 0, data: told.areas.map(({ name, value }) => ({ name, value: value ?? NaN })) },
        { ...places(told), coordinateSystem: "geo" },
        ...(apart ? [named(islands)] : []),
        ...islands.map(({ name, points }) => ({
          type: "scatter",
          coordinateSystem: "geo",
          geoIndex: apart ? 1 : 0,
          silent: true,
          symbolSize: 4,
          itemStyle: { color: ink("--muted") },
          data: points.map((value, n) => ({ name, value, label: { show: n === 0 && !apart, position: "bottom", fontSize: narrow ? 10 : 11, color: ink("--ink"), formatter: name } })),
        })),
      ],
    };
  },
};

const poverty = (told, name, rate, count) => (rate === null || Number.isNaN(rate) ? `${name}\nchưa công nhận` : `${name}\n${withUnit(told.unit)(rate)} hộ nghèo, ${show(count)} hộ`);

// Dots as large as their households are many, named where there is room.
function places(told) {
  const most = Math.max(1, ...told.points.map((point) => point.value[3]));
  return {
    type: "scatter",
    data: told.points.map((point) => (point.value[2] === null ? { ...point, itemStyle: { color: ink("--line") }, visualMap: false } : point)),
    symbolSize: (value) => 10 + 30 * Math.sqrt(value[3] / most),
    itemStyle: { borderColor: ink("--muted"), borderWidth: 1 },
    label: { show: told.points.length <= 30, position: "bottom", fontSize: 11, formatter: (dot) => dot.name },
    labelLayout: { hideOverlap: true },
  };
}

// Where a map stands in its picture, as tall and wide as its corners are: a degree of
// longitude is shorter than one of latitude in this country.
function box(corners, { width, height }) {
  const [[west, north], [east, south]] = corners;
  const ratio = ((east - west) * 0.96) / (north - south);
  const [most, tall] = [width - 48, height - 80];
  const high = Math.min(tall, most / ratio);
  return { boundingCoords: corners, left: (width - high * ratio) / 2, top: 12, width: high * ratio, height: high };
}

// The corners of all that is drawn: outlines, dots, islands.
function around(told, islands) {
  const found = [told.points.map((point) => point.value), islands.flatMap((one) => one.points)].flat();
  const walk = (part) => (typeof part[0] === "number" ? found.push(part) : part.forEach(walk));
  told.outlines.features.forEach((feature) => walk(feature.geometry.coordinates));
  return cornersOf(found);
}

function cornersOf(points) {
  const [east, north] = [0, 1].map((at) => points.map((point) => point[at]));
  return [[Math.min(...east), Math.max(...north)], [Math.max(...east), Math.min(...north)]];
}

// The name of islands below them, in their frame.
function named(islands) {
  const [[west], [east, south]] = cornersOf(islands.flatMap((one) => one.points));
  const names = islands.map((one) => one.name).join("\n");
  const label = { show: true, position: "inside", fontSize: 11, color: ink("--ink"), formatter: names };
  return { type: "scatter", coordinateSystem: "geo", geoIndex: 1, silent: true, symbolSize: 0.1, data: [{ name: names, value: [(west + east) / 2, south - 1.2], label }] };
}

const FRAME = 132; // pixels beside a province, for its far islands

// A frame of its own for islands far from their province.
function inset(file, islands) {
  const [[west, north], [east, south]] = cornersOf(islands.flatMap((one) => one.points));
  const room = 1;
  const edge = [[west - room, south - 2 * room], [east + room, south - 2 * room], [east + room, north + room], [west - room, north + room]];
  const geometry = { type: "Polygon", coordinates: [[...edge, edge[0]]] };
  echarts.registerMap(`${file}-islands`, { type: "FeatureCollection", features: [{ type: "Feature", properties: { name: "" }, geometry }] });
  return { map: `${file}-islands`, silent: true, right: 4, top: 8, width: 120, height: 110, itemStyle: { areaColor: ink("--paper"), borderColor: ink("--line") } };
}

const drawn = new Map();

function optionOf(told, width, height) {
  const made = KINDS[told.kind](told, width < 400, { width, height });
  return { ...base(told), ...made };
}

function draw(place, told) {
  const picture = echarts.init(place, null, { renderer: "canvas" });
  picture.setOption(optionOf(told, place.clientWidth, place.clientHeight));
  drawn.set(place.dataset.chart, { picture, told, place });
  place.dataset.drawn = String((told.series ?? told.cells ?? told.links ?? [...told.points, ...(told.areas ?? [])]).length);
}

// A bar or dot under the pointer lights the same place in the charts beside it.
function follow() {
  for (const { picture } of drawn.values()) {
    for (const [event, type] of [["mouseover", "highlight"], ["mouseout", "downplay"]]) {
      picture.on(event, (hit) => {
        for (const other of drawn.values()) {
          if (other.picture !== picture && ["bars", "dots", "outlined"].includes(other.told.kind)) {
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
  const height = place.clientHeight + 124;
  box.className = "chart-file";
  document.body.append(box);
  const picture = echarts.init(box, null, { width, height, renderer: "canvas" });
  const made = optionOf(told, width, place.clientHeight);
  const lower = (grid) => ({ ...grid, top: (grid?.top ?? 8) + 70, bottom: (grid?.bottom ?? 8) + 48 });
  const wrapped = { width: width - 24, overflow: "break" };
  picture.setOption({
    ...made,
    backgroundColor: "#ffffff",
    title: { text: `${told.area}: ${told.title}`, subtext: `${told.name} (${told.unit})`, left: 12, top: 8, textStyle: { fontSize: 15, ...wrapped }, subtextStyle: { fontSize: 12, ...wrapped } },
    legend: made.legend ? { ...made.legend, top: 64, left: 12 } : undefined,
    grid: lower(made.grid),
    geo: made.geo?.map((geo) => ({ ...geo, top: geo.top + 70 })),
    series: made.series.map((one) => (one.type === "sankey" ? { ...one, top: 78, bottom: 42 } : one)),
    visualMap: made.visualMap ? { ...made.visualMap, bottom: 44, left: 12 } : undefined,
    graphic: [{ type: "text", left: 12, bottom: 8, style: { text: told.source, fontFamily: ink("--bs-body-font-family"), fontSize: 11, lineHeight: 15, fill: "#57606a", width: width - 24, overflow: "break" } }],
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
    picture.setOption(optionOf(one, place.clientWidth, place.clientHeight), { notMerge: true });
  }
};
let waiting;
window.addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(fit, 150);
});
// Paper does not wait for the next frame: it gets a copy that is drawn at once.
window.addEventListener("beforeprint", () => {
  fit();
  for (const { picture, place } of drawn.values()) {
    place.querySelector(".chart-paper")?.remove();
    const copy = picture.renderToCanvas({ pixelRatio: 2, backgroundColor: "#ffffff" });
    copy.removeAttribute("style"); // the library lays it over the page
    copy.className = "chart-paper";
    place.append(copy);
  }
});
window.addEventListener("afterprint", () => {
  for (const { place } of drawn.values()) place.querySelector(".chart-paper")?.remove();
});
