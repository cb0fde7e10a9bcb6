"use strict";
const drawings = JSON.parse(document.getElementById("drawings").textContent);
const known = JSON.parse(document.getElementById("colours").textContent);
const ROUTES = ["#0b6e4f", "#c2410c", "#1d4ed8", "#7e22ce", "#a16207", "#be123c", "#0e7490",
  "#4d7c0f", "#9d174d", "#334155", "#b45309", "#4338ca"];
const one = (id) => document.getElementById(id);
const french = (value, digits) =>
  value.toLocaleString("fr-FR", { minimumFractionDigits: digits, maximumFractionDigits: digits });

function element(name, attributes, parent, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

function fill(select, labels) {
  select.replaceChildren(...labels.map((label, index) => new Option(label, index)));
}

function choose() {
  const drawing = drawings[one("instance").value];
  const runs = drawing.runs.map((run, index) => [run, index]);
  runs.sort((a, b) => known.solvers.indexOf(a[0].solver) - known.solvers.indexOf(b[0].solver));
  one("run").replaceChildren(...runs.map(([run, index]) => new Option(
    `${run.solver}, graine ${run.seed}${run.feasible ? "" : " (pas valable)"}`, index)));
  fill(one("day"), ["tous", ...Array.from({ length: drawing.days }, (_, day) => `${day + 1}`)]);
  one("day").value = drawing.days > 1 ? 1 : 0;
  one("days").hidden = drawing.days === 1;
  draw();
}

function draw() {
  const drawing = drawings[one("instance").value];
  const run = drawing.runs[one("run").value];
  const svg = one("picture");
  svg.replaceChildren();
  one("progress").replaceChildren();
  if (!run) {
    one("said").textContent = "Aucun calcul n’a donné de solution.";
    return;
  }
  const gap = run.gap === null ? "" : ` (${french(run.gap, 3)} % du meilleur connu)`;
  one("said").textContent = `Longueur ${french(run.cost, 2)}${gap}, ${run.routes.length} tournées.`;
  const place = frame(drawing.points);
  const day = Number(one("day").value);
  const used = new Set();
  run.routes.forEach((route, index) => {
    if (day && route.day !== day) return;
    const colour = ROUTES[(drawing.days > 1 ? route.vehicle - 1 : index) % ROUTES.length];
    const group = element("g", {}, svg);
    element("polyline", { class: "route", stroke: colour,
      points: route.way.map((node) => place.get(node).slice(0, 2).join(",")).join(" ") }, group);
    const said = drawing.days > 1 ? `jour ${route.day}, ` : "";
    element("title", {}, group, `${said}véhicule ${route.vehicle} : ${route.way.join(" → ")}`);
    for (const node of route.way) if (place.get(node)[2] !== "depot") {
      used.add(node);
      mark(group, node, place.get(node), colour);
    }
  });
  for (const [node, spot] of place) {
    if (spot[2] === "depot") mark(svg, node, spot, "#111");
    else if (!used.has(node)) mark(svg, node, spot, "#c5ccd3");
  }
  progress(drawing);
}

function frame(points) {
  const xs = points.map((p) => p[1]), ys = points.map((p) => p[2]);
  const left = Math.min(...xs), top = Math.max(...ys);
  const span = Math.max((Math.max(...xs) - left) / 860, (top - Math.min(...ys)) / 580) || 1;
  const aside = (900 - (Math.max(...xs) - left) / span) / 2;
  const down = (620 - (top - Math.min(...ys)) / span) / 2;
  return new Map(points.map(([node, x, y, kind]) =>
    [node, [aside + (x - left) / span, down + (top - y) / span, kind]]));
}

function mark(parent, node, [x, y, kind], colour) {
  const made = kind === "depot"
    ? element("rect", { x: x - 6, y: y - 6, width: 12, height: 12, fill: colour }, parent)
    : element("circle", { cx: x, cy: y, r: kind === "delivery" ? 3.5 : 4.5, stroke: colour,
      "stroke-width": 1.8, fill: kind === "delivery" ? "#fff" : colour }, parent);
  element("title", {}, made, kind === "depot" ? "dépôt" : `nœud ${node}`);
}

function progress(drawing) {
  const svg = one("progress");
  const runs = drawing.runs.filter((run) => run.feasible);
  const costs = runs.flatMap((run) => [...run.curve.map((point) => point[1]), run.cost]);
  if (!costs.length) return;
  const low = Math.min(...costs);
  const top = Math.min(Math.max(...costs, low * 1.001), low * 1.15); // the start is cut off
  const last = Math.max(...runs.map((run) => run.wall), 0.1);
  const first = Math.min(last / 100, ...runs.flatMap((run) =>
    run.curve.map((point) => point[0]).filter((at) => at > 0)));
  const across = (at) => 80 + Math.log(Math.max(at, first) / first) / Math.log(last / first) * 690;
  const up = (cost) => 255 - (Math.min(cost, top) - low) / (top - low) * 235;
  for (let step = 0; step <= 4; step += 1) {
    const cost = low + (top - low) * step / 4;
    element("line", { x1: 80, x2: 770, y1: up(cost), y2: up(cost), class: "grid" }, svg);
    element("text", { x: 72, y: up(cost) + 4, "text-anchor": "end", class: "tick" }, svg,
      french(cost, 1));
  }
  for (let decade = Math.floor(Math.log10(first)); decade <= Math.log10(last); decade += 1) {
    for (const step of [1, 2, 5]) {
      const at = step * 10 ** decade;
      if (at < first || at > last) continue;
      element("line", { x1: across(at), x2: across(at), y1: 20, y2: 255, class: "grid" }, svg);
      element("text", { x: across(at), y: 272, "text-anchor": "middle", class: "tick" }, svg,
        `${at.toLocaleString("fr-FR")} s`);
    }
  }
  element("text", { x: 425, y: 292, "text-anchor": "middle" }, svg, "temps (échelle log)");
  const labelled = new Set();
  for (const run of runs) {
    const index = Math.max(0, known.solvers.indexOf(run.solver));
    const colour = known.colours[index % known.colours.length];
    const steps = [...run.curve, [run.wall, run.cost]];
    const path = steps.map(([at, cost], i) =>
      i ? `H${across(at)}V${up(cost)}` : `M${across(at)} ${up(cost)}`).join("");
    const line = element("path", { d: path, fill: "none", stroke: colour, "stroke-width": 2,
      "stroke-opacity": 0.8 }, svg);
    element("title", {}, line, `${run.solver}, graine ${run.seed}`);
    const end = element("circle", { cx: across(run.wall), cy: up(run.cost), r: 4, fill: colour }, svg);
    element("title", {}, end, `${run.solver}, graine ${run.seed} : ${french(run.cost, 2)}`);
    if (!labelled.has(run.solver)) {
      labelled.add(run.solver);
      const y = 40 + 20 * labelled.size;
      element("circle", { cx: 795, cy: y - 4, r: 5, fill: colour }, svg);
      element("text", { x: 806, y }, svg, run.solver);
    }
  }
}

fill(one("instance"), drawings.map((drawing) => drawing.instance));
one("instance").addEventListener("change", choose);
one("run").addEventListener("change", draw);
one("day").addEventListener("change", draw);
if (drawings.length) choose();
document.documentElement.dataset.ready = "yes";
