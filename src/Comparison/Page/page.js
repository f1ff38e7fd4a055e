// Shows what is in #content (see PageContent). It lays out and draws; what is right and wrong was decided before. All text from outside
// becomes a text node, none of it markup.
"use strict";

const content = JSON.parse(document.getElementById("content").textContent);

// ---------------------------------------------------------------- elements

/** Gives an element its attributes (a function is a listener) and its children (a string is text). */
function furnish(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return made;
}

const html = (tag, attributes = {}, ...children) => furnish(document.createElement(tag), attributes, children);

const svg = (tag, attributes = {}, ...children) =>
  furnish(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

let ids = 0;
const newId = () => `id${++ids}`;

// ---------------------------------------------------------------- numbers

/** NaN and the infinities travel as words. */
const number = value => value === null || value === undefined ? null : Number(value);

const special = value => Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";

/** Three significant digits and as few characters as they need: 0.0311, 1.19e-7. */
function short(value) {
  if (!Number.isFinite(value)) return special(value);
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  return size !== 0 && (size < 1e-4 || size >= 1e5) ? rounded.toExponential().replace("+", "") : String(rounded);
}

/** The shortest text that reads back as the same number of its dtype: a float32 as a double has noise after its own digits. */
function exact(value, dtype) {
  if (!Number.isFinite(value)) return special(value);
  if (Object.is(value, -0)) return "-0";
  if (dtype === "float64") return String(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

const count = value => value.toLocaleString("en");

const plural = (many, noun) => `${count(many)} ${noun}${many === 1 ? "" : "s"}`;

/** How many numbers of the dtype lie between two; null where one is not finite. */
function ulps(one, other, dtype) {
  if (!Number.isFinite(one) || !Number.isFinite(other)) return null;
  const distance = ordinal(one, dtype) - ordinal(other, dtype);
  return distance < 0n ? -distance : distance;
}

/** The number's place among all numbers of its dtype: they are in the order of their bits, the negative ones backwards. */
function ordinal(value, dtype) {
  const view = new DataView(new ArrayBuffer(8));
  const bits = {
    float64: () => (view.setFloat64(0, value), view.getBigUint64(0)),
    float32: () => (view.setFloat32(0, value), BigInt(view.getUint32(0))),
    bfloat16: () => (view.setFloat32(0, value), BigInt(view.getUint16(0))),
    float16: () => BigInt(float16Bits(value)),
  }[dtype]();
  const sign = 1n << BigInt({ float64: 63, float32: 31 }[dtype] ?? 15);
  return bits < sign ? bits : sign - bits;
}

function float16Bits(value) {
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const exponent = Math.max(Math.floor(Math.log2(size || 2 ** -24)), -14);
  return sign + (size < 2 ** -14 ? size * 2 ** 24 : ((exponent + 15) << 10) + (size / 2 ** exponent - 1) * 1024);
}

// ---------------------------------------------------------------- words

const glyphs = {
  agree: "✓", zero: "○", rounding: "≈", reference: "⚑", origin: "✕", disagree: "✕", inherited: "↳", unstable: "~", blind: "◐",
  missing: "∅", extra: "+", shape: "▭", dtype: "≠", "non-finite": "∞", modified: "✎", unrepeatable: "⟳",
};

/** What the colour of a tensor says; the word beside it says the same. */
const kind = tensor => tensor.passes ? (tensor.verdict === "agree" ? "pass" : "mild")
  : tensor.verdict === "inherited" || (tensor.origins.length > 0 && !tensor.isAtFault) ? "heir" : "fault";

const verdict = tensor => html("span", { class: `verdict ${kind(tensor)}` },
  html("span", { "aria-hidden": "true" }, `${glyphs[tensor.verdict] ?? (tensor.passes ? "✓" : "✕")} `), tensor.verdict);

/** Names in texts that are names of source lines are set as code. */
const place = text => text === null ? null : html("code", { class: "place" }, text);

const facts = notes => html("dl", { class: "facts" },
  notes.map(note => html("div", {}, html("dt", {}, note.label), html("dd", {}, note.text))));

const section = (title, ...children) => {
  const id = newId();
  return html("section", { "aria-labelledby": id }, html("h3", { id }, title), ...children);
};

function copyButton(text) {
  const button = html("button", { type: "button", class: "small", click: async () => {
    await navigator.clipboard?.writeText(text);
    button.textContent = "copied";
  } }, "copy");
  return button;
}

// ---------------------------------------------------------------- the computation

const rowHeight = 32, nodeHeight = 26, leafWidth = 138, nodeWidth = 158, gap = 48, margin = 14;

const foldedFrom = 40;

/** A part of a network, such as h.0 of h.0.attn.W; the name itself where it has no parts. */
const partOf = name => /^(.*?\.\d+)(\.|$)/.exec(name)?.[1] ?? /^([^.]+)\./.exec(name)?.[1] ?? name;

const folds = (part, name) => part.tensors.length > foldedFrom
  && part.tensors.filter(tensor => partOf(tensor.name) === partOf(name)).length > 1;

const gravity = ["mild", "pass", "heir", "fault"];

/** Nodes in the order of the computation: a tensor each, or of a large computation a part of it. */
function nodesOf(part, opened) {
  const nodes = new Map();
  for (const tensor of part.tensors) {
    const name = partOf(tensor.name);
    const isFolded = !opened.has(name) && folds(part, tensor.name);
    const key = isFolded ? `${name}.*` : tensor.name;
    if (!nodes.has(key)) nodes.set(key, { key, fold: isFolded ? name : null, tensors: [] });
    nodes.get(key).tensors.push(tensor);
  }
  return [...nodes.values()].map(node => {
    const worst = node.tensors.reduce((one, other) => gravity.indexOf(kind(other)) > gravity.indexOf(kind(one)) ? other : one);
    return { ...node, worst, isLeaf: node.fold === null && worst.role !== "intermediate" };
  });
}

/** Rows from top to bottom: a computed tensor each, and beside it the leaves that it is the first to use. */
function rowsOf(nodes, part) {
  const nodeOf = new Map(nodes.flatMap(node => node.tensors.map(tensor => [tensor.name, node])));
  const loss = { key: "loss", tensors: [], isLeaf: false, isLoss: true };
  const uses = [];
  for (const { used, by } of part.uses) {
    const from = nodeOf.get(used), to = nodeOf.get(by) ?? (by === "loss" ? loss : undefined);
    if (from && to && from !== to && !uses.some(use => use.from === from && use.to === to)) uses.push({ from, to });
  }
  // Forward may watch the loss itself.
  const rows = [...nodes.filter(node => !node.isLeaf), ...(nodeOf.has("loss") ? [] : [loss])].map(node => ({ node, leaves: [] }));
  for (const leaf of nodes.filter(node => node.isLeaf)) {
    const users = uses.filter(use => use.from === leaf).map(use => use.to);
    (rows.find(row => users.includes(row.node)) ?? rows[rows.length - 1]).leaves.push(leaf);
  }
  return { rows, uses };
}

function computation(part, select) {
  const opened = new Set(part.tensors.filter(tensor => tensor.isAtFault).slice(0, 1).map(tensor => partOf(tensor.name)));
  const box = html("div", { class: "graph" });
  let selected = null;
  draw();
  return {
    element: section("The computation",
      html("p", { class: "hint" }, "Forward runs down (thin), the gradient back up (bold, in the colour of what it reaches)."), box),
    show(name) {
      selected = name;
      if (folds(part, name)) opened.add(partOf(name));
      draw();
    },
  };

  function draw() {
    const { rows, uses } = rowsOf(nodesOf(part, opened), part);
    const hasLeaves = rows.some(row => row.leaves.length > 0);
    const column = hasLeaves ? margin + leafWidth + gap : margin;
    const places = new Map();
    let y = margin;
    for (const { node, leaves } of rows) {
      const height = Math.max(1, leaves.length) * rowHeight;
      places.set(node, { x: column, y: y + (height - nodeHeight) / 2, width: nodeWidth });
      leaves.forEach((leaf, index) => places.set(leaf, { x: margin, y: y + index * rowHeight, width: leafWidth }));
      y += height + 8;
    }
    const skips = uses.filter(use => !use.from.isLeaf && rows.findIndex(row => row.node === use.to)
      - rows.findIndex(row => row.node === use.from) > 1).length;
    const width = column + nodeWidth + margin + (skips > 0 ? 56 : 0);
    const edges = svg("svg", { width, height: y, "aria-hidden": "true" },
      svg("defs", {}, ["forward", "pass", "mild", "heir", "fault"].map(name => svg("marker", {
        id: `arrow-${name}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: name === "forward" ? 7 : 4.5,
        markerHeight: name === "forward" ? 7 : 4.5, orient: "auto",
      }, svg("path", { d: "M0 0L8 4L0 8z", class: `arrow ${name}` })))),
      uses.map(use => edge(use, places, rows)));
    box.replaceChildren(html("div", { class: "canvas", style: `width:${width}px;height:${y}px` },
      edges, [...places].map(([node, at]) => button(node, at))));
  }

  function edge({ from, to }, places, rows) {
    const a = places.get(from), b = places.get(to);
    const name = kind(from.worst);
    const draw = (d, className, marker) => svg("path", { d, class: className, "marker-end": `url(#arrow-${marker})` });
    const right = { x: a.x + a.width, y: a.y + nodeHeight / 2 };
    if (from.isLeaf) {
      const left = { x: b.x, y: b.y + nodeHeight / 2 };
      const line = (p, q, dy) => `M${p.x} ${p.y + dy}C${(p.x + q.x) / 2} ${p.y + dy} ${(p.x + q.x) / 2} ${q.y + dy} ${q.x} ${q.y + dy}`;
      return [draw(line(right, left, -3), "forward", "forward"), draw(line(left, right, 4), `back ${name}`, name)];
    }
    const [above, below] = [rows.findIndex(row => row.node === from), rows.findIndex(row => row.node === to)];
    if (below - above === 1) {
      const x = a.x + a.width / 2;
      return [
        draw(`M${x - 5} ${a.y + nodeHeight}L${x - 5} ${b.y}`, "forward", "forward"),
        draw(`M${x + 6} ${b.y}L${x + 6} ${a.y + nodeHeight}`, `back ${name}`, name)];
    }
    const bulge = right.x + clamp(12 + (below - above) * 6, 20, 52);
    const arc = (y, z, dx) => `M${right.x} ${y}C${bulge + dx} ${y} ${bulge + dx} ${z} ${right.x} ${z}`;
    return [
      draw(arc(right.y, b.y + nodeHeight / 2 - 3, 0), "forward", "forward"),
      draw(arc(b.y + nodeHeight / 2 + 4, right.y + 5, 5), `back ${name}`, name)];
  }

  function button(node, { x, y, width }) {
    const at = `left:${x}px;top:${y}px;width:${width}px;height:${nodeHeight}px`;
    if (node.isLoss) return html("div", { class: "node loss", style: at }, "loss");
    const { worst, fold } = node;
    const word = fold ? `${node.tensors.length} · ${worst.verdict}` : worst.verdict;
    const isSelected = node.tensors.some(tensor => tensor.name === selected);
    return html("button", {
      type: "button", class: `node ${kind(worst)}${worst.isAtFault ? " culprit" : ""}${node.isLeaf ? " leaf" : ""}`, style: at,
      "aria-pressed": fold ? null : String(isSelected), "aria-expanded": fold ? "false" : null,
      title: fold ? `${fold}: ${plural(node.tensors.length, "tensor")}` : `${worst.name} ${worst.shape}: ${worst.verdict}`,
      click: () => {
        if (!fold) return select(worst.name);
        opened.add(fold);
        draw();
      },
    }, html("span", { class: "name" }, fold ? `▸ ${fold}` : worst.name),
      html("span", { class: "word" }, html("span", { "aria-hidden": "true" }, `${glyphs[worst.verdict] ?? ""} `), word));
  }
}

// ---------------------------------------------------------------- the table

const columns = [
  { title: "tensor", of: tensor => tensor.name },
  { title: "shape", of: tensor => tensor.shape },
  { title: "verdict", of: tensor => tensor.verdict, show: verdict },
  { title: "budget", of: tensor => number(tensor.numbers?.budget), show: tensor => budgetBar(number(tensor.numbers?.budget)) },
  { title: "max abs", of: tensor => number(tensor.numbers?.maxAbs), isNumber: true },
  { title: "ulp", of: tensor => number(tensor.numbers?.ulp), isNumber: true },
  { title: "out / of", of: tensor => tensor.numbers?.out ?? null, isNumber: true,
    show: tensor => tensor.numbers ? `${count(tensor.numbers.out)} / ${count(tensor.numbers.count)}` : "–" },
  { title: "bits", of: tensor => tensor.numbers ? (tensor.numbers.equal ? "equal" : "differ") : null },
  { title: "cosine", of: tensor => number(tensor.numbers?.cosine), isNumber: true, show: tensor => cosine(number(tensor.numbers?.cosine)) },
  { title: "relative L2", of: tensor => number(tensor.numbers?.relativeL2), isNumber: true },
  { title: "norm ratio", of: tensor => number(tensor.numbers?.normRatio), isNumber: true },
];

// 0.99999 is not 1.
const cosine = value => value === null ? "–" : value < 1 && short(value) === "1" ? `1 − ${short(1 - value)}` : short(value);

const barDecades = 8;

/** A bar on a logarithmic scale with a mark at 1. */
function budgetBar(budget) {
  if (budget === null) return "–";
  const share = budget === 0 ? 0 : clamp(0.5 + Math.log10(budget) / barDecades / 2, 0.02, 1);
  return html("span", { class: "budget" },
    html("span", { class: `bar ${budget <= 1 ? "pass" : "fault"}`, "aria-hidden": "true" },
      html("span", { class: "fill", style: `width:${100 * (Number.isNaN(share) ? 1 : share)}%` }), html("span", { class: "mark" })),
    html("span", { class: "value" }, short(budget)));
}

const mostPassing = 12;

function table(part, select) {
  const failing = part.tensors.filter(tensor => !tensor.passes);
  const shown = columns.filter(column => part.tensors.some(tensor => column.of(tensor) !== null));
  let sorted = null, descending = false, selected = null;
  let folded = failing.length > 0 ? part.tensors.length - failing.length > mostPassing : part.tensors.length > foldedFrom;
  const body = html("tbody");
  const head = html("thead");
  const words = [...new Set(part.tensors.map(tensor => tensor.verdict))];
  const name = html("input", { type: "search", placeholder: "name", "aria-label": "Only tensors whose name contains", input: fill });
  const word = html("select", { "aria-label": "Only tensors with the verdict", change: fill },
    html("option", { value: "" }, "all verdicts"), words.map(value => html("option", { value }, value)));
  const filters = part.tensors.length > 4 ? html("div", { class: "filters" }, name, word) : null;
  headings();
  fill();
  return {
    element: section("The tensors", filters,
      html("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of tensors" },
        html("table", { class: "tensors" }, head, body)),
      part.legend.length > 0 && html("details", { class: "legend" }, html("summary", {}, "What the words mean"),
        html("dl", {}, part.legend.map(entry => [html("dt", {}, entry.label), html("dd", {}, entry.text)])))),
    show(tensor) {
      selected = tensor;
      fill();
    },
  };

  function headings() {
    head.replaceChildren(html("tr", {}, shown.map(column => html("th", {
      scope: "col", class: column.isNumber ? "number" : null,
      "aria-sort": sorted === column ? (descending ? "descending" : "ascending") : "none",
    }, html("button", { type: "button", click: () => sort(column) },
      column.title, html("span", { "aria-hidden": "true" }, sorted === column ? (descending ? " ▾" : " ▴") : ""))))));
  }

  function sort(column) {
    // Largest first, where there is a size; a third click gives back the order of the computation.
    const first = typeof column.of(part.tensors.find(tensor => column.of(tensor) !== null)) === "number";
    if (sorted !== column) [sorted, descending] = [column, first];
    else if (descending === first) descending = !first;
    else sorted = null;
    headings();
    fill();
  }

  function order(one, other) {
    const [a, b] = [sorted.of(one), sorted.of(other)];
    if (a === null || b === null) return (a === null) - (b === null);
    const rank = value => Number.isNaN(value) ? Infinity : value;
    const by = typeof a === "number" ? Math.sign(rank(a) - rank(b)) || 0 : a.localeCompare(b, "en", { numeric: true });
    return descending ? -by : by;
  }

  function fill() {
    const text = name.value.toLowerCase();
    const found = part.tensors.filter(tensor =>
      tensor.name.toLowerCase().includes(text) && (word.value === "" || tensor.verdict === word.value));
    const isFiltered = text !== "" || word.value !== "";
    const hidden = folded && !isFiltered ? found.filter(tensor => tensor.passes && tensor.name !== selected) : [];
    const rows = found.filter(tensor => !hidden.includes(tensor));
    if (sorted) rows.sort(order);
    body.replaceChildren(...rows.map(row), ...(hidden.length > 0 ? [fold(hidden)] : []));
  }

  function row(tensor) {
    const isSelected = tensor.name === selected;
    return html("tr", { class: isSelected ? "selected" : null, click: () => select(tensor.name) }, shown.map((column, index) => {
      const value = column.show ? column.show(tensor) : column.of(tensor);
      const text = value === null ? "–" : typeof value === "number" ? short(value) : value;
      return index === 0
        ? html("th", { scope: "row" }, html("button", {
          type: "button", class: "link", "aria-pressed": String(isSelected), click: event => {
            event.stopPropagation();
            select(tensor.name);
          } }, text))
        : html("td", { class: column.isNumber ? "number" : null }, text);
    }));
  }

  function fold(hidden) {
    return html("tr", { class: "fold" }, html("td", { colspan: shown.length }, html("button", { type: "button", class: "link", click: () => {
      folded = false;
      fill();
    } }, `▸ ${plural(hidden.length, "more tensor")} that ${hidden.length === 1 ? "passes" : "pass"}`)));
  }
}

// ---------------------------------------------------------------- pictures

const decoded = new WeakMap();

const bytes = base64 => Uint8Array.from(atob(base64), character => character.charCodeAt(0)).buffer;

/** A picture's cells as numbers. */
function cellsOf(picture) {
  if (!decoded.has(picture)) {
    const Values = picture.dtype === "float64" ? Float64Array : Float32Array;
    const reference = new Values(bytes(picture.reference));
    const judged = picture.judged === null ? reference : new Values(bytes(picture.judged));
    decoded.set(picture, {
      judged, reference,
      difference: judged.map((value, cell) => value - reference[cell]),
      budget: picture.budget === null ? new Float32Array(judged.length) : new Float32Array(bytes(picture.budget)),
    });
  }
  return decoded.get(picture);
}

const runs = { chained: "chained", isolated: "isolated", chainedInFloat64: "chained", isolatedInFloat64: "isolated" };

const longestLine = 48, wrapped = 32;

/** The cells that are seen at once: the last two axes, or a vector broken into lines. */
function slice(picture, higher) {
  const sizes = picture.sizes;
  const total = sizes.reduce((product, size) => product * size, 1);
  const longest = Math.max(...sizes);
  if (total === longest) {
    const width = total <= longestLine ? total : wrapped;
    return { rows: Math.ceil(total / width), columns: width, cell: (row, column) => row * width + column < total ? row * width + column : -1 };
  }
  const [rows, cols] = sizes.slice(-2);
  const offset = higher.reduce((flat, at, axis) => flat * sizes[axis] + at, 0) * rows * cols;
  return { rows, columns: cols, cell: (row, column) => offset + row * cols + column };
}

/** The axes before the last two that there is a choice on. */
const higherAxes = picture => Math.max(...picture.sizes) === picture.sizes.reduce((product, size) => product * size, 1)
  ? [] : picture.sizes.slice(0, -2);

function unravel(flat, shape) {
  const index = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = flat % shape[axis];
    flat = Math.floor(flat / shape[axis]);
  }
  return index;
}

/** The cell in which an element lies. */
const cellOf = (picture, index) => (index.length === 0 ? [0] : index)
  .reduce((flat, at, axis) => flat * picture.sizes[axis] + Math.floor(at / picture.blocks[axis]), 0);

/** The element that a cell shows. */
const elementOf = (picture, cell) => picture.elements === null ? cell : picture.elements[cell];

/** Logarithmic to both sides of zero: what is below so many decades is clipped, but never white, which only zero is. */
function remap(value, most, decades) {
  if (value === 0 || most === 0) return 0;
  if (decades === 0) return clamp(value / most, -1, 1);
  const share = 1 + Math.log10(Math.abs(value) / most) / decades;
  return Math.sign(value) * (share < 0 ? 0.05 : 0.12 + 0.88 * Math.min(share, 1));
}

const isClipped = (value, most, decades) => value !== 0 && decades > 0 && Math.abs(value) < most * 10 ** -decades;

const channels = colour => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));

/** Between three colours, from -1 over 0 to 1. */
function palette(low, middle, high) {
  const [from, mid, to] = [low, middle, high].map(name => channels(style(name)));
  return share => mid.map((channel, index) => channel + (share < 0 ? from : to)[index] * Math.abs(share) - channel * Math.abs(share));
}

function extent(...lists) {
  let most = 0, least = Infinity;
  for (const list of lists) {
    for (const value of list) {
      const size = Math.abs(value);
      if (size > 0 && size < Infinity) [most, least] = [Math.max(most, size), Math.min(least, size)];
    }
  }
  return { most, decades: most === 0 ? 1 : clamp(Math.ceil(Math.log10(most / least)), 1, 20) };
}

// ---------------------------------------------------------------- a tensor

const defaultDecades = 16;

/** One tensor: four linked heat maps with one readout, two plots, the worst elements. */
function viewer(part) {
  const body = html("div");
  const heading = newId();
  const title = html("h3", { id: heading }, "A tensor");
  const state = { run: "chained", precision: "working", decades: null, higher: [], zoom: 1, x: 0, y: 0, at: null, pinned: false };
  let tensor = null, picture = null, panels = [], readout = null;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => tensor && build());
  new ResizeObserver(() => requestAnimationFrame(() => panels.forEach(panel => panel.draw()))).observe(body);
  return {
    element: html("section", { class: "viewer", "aria-labelledby": heading }, title, body),
    show(name) {
      const next = part.tensors.find(candidate => candidate.name === name);
      if (next === tensor) return;
      tensor = next;
      Object.assign(state, { run: "chained", precision: "working", decades: null, higher: [], zoom: 1, x: 0, y: 0, at: null, pinned: false });
      build();
    },
  };

  function available() {
    return state.precision === "working" ? state.run : `${state.run}InFloat64`;
  }

  function build() {
    title.replaceChildren(html("span", {}, tensor.name), " ", html("span", { class: "shape" }, tensor.shape), " ", verdict(tensor));
    const found = run => tensor.pictures.find(candidate => candidate.run === run);
    // An isolated run that is the chained one, number for number, is not stored twice.
    picture = found(available()) ?? found("chained");
    const notes = [
      tensor.origins.length > 0 && html("p", {}, "Inherits the error of ", tensor.origins.join(", "), "."),
      tensor.note && html("p", {}, tensor.note),
      tensor.writtenAt.length > 0 && html("p", { class: "hint" }, "written at ", tensor.writtenAt.map((line, index) =>
        [index > 0 ? ", " : "", place(line)]))];
    if (!picture) {
      panels = [];
      body.replaceChildren(...furnish(html("div"), {}, [notes, html("p", { class: "hint" },
        tensor.numbers ? "There is no picture of it." : "One side has no gradient, so there are no two to show."), worst()]).childNodes);
      return;
    }
    if (state.higher.length !== higherAxes(picture).length) state.higher = startingPoint();
    const cells = cellsOf(picture);
    const values = extent(cells.judged, cells.reference), differences = extent(cells.difference);
    state.decades ??= Math.min(defaultDecades, Math.max(values.decades, differences.decades));
    const view = slice(picture, state.higher);
    readout = html("dl", { class: "readout", "aria-live": "polite" });
    panels = [
      panel(part.judged, cells.judged, view, signed(values.most)), panel(part.reference, cells.reference, view, signed(values.most)),
      panel("difference", cells.difference, view, signed(differences.most)), panel("budget", cells.budget, view, budgets())];
    body.replaceChildren(...furnish(html("div"), {}, [
      notes, controls(values), html("div", { class: "panels" }, panels.map(each => each.element)), readout, cut(),
      html("div", { class: "plots" }, scatter(part, cells, picture, state.decades), histogram(picture.histogram)), worst()]).childNodes);
    panels.forEach(each => each.draw());
    tell();
  }

  // Where the worst element is.
  function startingPoint() {
    const index = tensor.worst[0]?.index ?? picture.shape.map(() => 0);
    return higherAxes(picture).map((_, axis) => Math.floor(index[axis] / picture.blocks[axis]));
  }

  function controls(values) {
    const inFloat64 = tensor.pictures.some(candidate => candidate.run === "chainedInFloat64");
    const isolated = tensor.pictures.some(candidate => candidate.run === "isolated");
    return html("div", { class: "controls" },
      (isolated || inFloat64) && choice("run", "Upstream gradient", [["chained", "scratch's own"], ["isolated", "autograd's"]]),
      inFloat64 && choice("precision", "Precision", [["working", tensor.pictures[0].dtype], ["float64", "float64"]]),
      slider("Decades", state.decades, 0, 20, value => value === 0 ? "linear" : `${value} decades below ${short(values.most)}`, value => {
        state.decades = value;
        build();
      }),
      higherAxes(picture).map((size, axis) => size > 1 && slider(`Axis ${axis}`, state.higher[axis], 0, size - 1, value => {
        const block = picture.blocks[axis];
        return block === 1 ? `${value} of ${picture.shape[axis]}`
          : `${value * block}–${Math.min((value + 1) * block, picture.shape[axis]) - 1} of ${picture.shape[axis]}`;
      }, value => {
        state.higher[axis] = value;
        build();
      })),
      html("span", { class: "group", role: "group", "aria-label": "Zoom" },
        [["−", "Zoom out", () => zoom(0.5)], ["+", "Zoom in", () => zoom(2)], ["⤢", "Whole tensor", () => zoom(0)]].map(([text, label, act]) =>
          html("button", { type: "button", "aria-label": label, title: label, click: act }, text))));
  }

  function choice(property, label, options) {
    return html("span", { class: "group", role: "group", "aria-label": label }, html("span", { class: "label" }, label),
      options.map(([value, text]) => html("button", { type: "button", "aria-pressed": String(state[property] === value), click: event => {
        const buttons = [...event.currentTarget.parentElement.querySelectorAll("button")];
        const at = buttons.indexOf(event.currentTarget);
        state[property] = value;
        build();
        body.querySelector(`[aria-label="${label}"]`)?.querySelectorAll("button")[at]?.focus();
      } }, text)));
  }

  function slider(label, value, least, most, tell, change) {
    const id = newId();
    const said = html("output", { for: id }, tell(value));
    return html("span", { class: "slider" }, html("label", { for: id }, label), html("input", {
      id, type: "range", min: least, max: most, step: 1, value, "aria-valuetext": tell(value), "data-label": label, change: event => {
        change(Number(event.target.value));
        body.querySelector(`input[data-label="${label}"]`)?.focus();
      }, input: event => { said.textContent = tell(Number(event.target.value)); },
    }), said);
  }

  // A scale is how a value is coloured, and what its ends are called.
  function signed(most) {
    const colour = palette("--low", "--zero", "--high");
    return {
      colour: value => colour(remap(value, most, state.decades)), isClipped: value => isClipped(value, most, state.decades),
      bar: share => colour(share), ends: most === 0 ? ["0", "0", "0"] : [`−${short(most)}`, "0", short(most)],
    };
  }

  function budgets() {
    const within = palette("--low", "--zero", "--within"), out = palette("--low", "--out", "--far");
    const share = value => value === 0 ? -1 : clamp(Math.log10(value) / barDecades, -1, 1);
    const colour = at => at <= 0 ? within(Math.max(0, 0.15 + 0.85 * (1 + at)) * (at > -1)) : out(at);
    return { colour: value => colour(share(value)), isClipped: () => false, bar: colour, ends: [`1e-${barDecades}`, "1", `1e${barDecades}`] };
  }

  function panel(name, values, view, scale) {
    const image = picturing(values, view, scale);
    const canvas = html("canvas", {
      tabindex: "0", role: "application", "aria-roledescription": "heat map",
      "aria-label": `${name}: arrow keys move, Enter pins, plus and minus zoom, Escape lets go`,
      pointermove: event => hover(event), pointerleave: () => state.pinned || point(null), pointerdown: event => press(event),
      keydown: event => key(event), wheel: event => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        zoom(event.deltaY < 0 ? 1.25 : 0.8, inside(event));
      },
    });
    const legend = html("canvas", { class: "scale", width: 101, height: 1, "aria-hidden": "true" });
    const stops = legend.getContext("2d");
    for (let at = 0; at <= 100; at++) {
      stops.fillStyle = `rgb(${scale.bar(at / 50 - 1)})`;
      stops.fillRect(at, 0, 1, 1);
    }
    return {
      element: html("figure", { class: "panel" }, html("figcaption", {}, html("b", {}, name), " ", oddities(values)), canvas,
        html("div", { class: "ends" }, legend, html("div", {}, scale.ends.map(end => html("span", {}, end))))),
      draw: () => paint(canvas, image, values, view, scale),
    };
  }

  function oddities(values) {
    const tally = [["NaN", value => Number.isNaN(value)], ["+∞", value => value === Infinity], ["−∞", value => value === -Infinity]]
      .map(([word, is]) => [word, values.reduce((sum, value) => sum + is(value), 0)]).filter(([, many]) => many > 0);
    return html("span", { class: "odd" }, tally.map(([word, many]) => `${count(many)} ${word}`).join(", "));
  }

  function paint(canvas, image, values, view, scale) {
    const width = canvas.clientWidth, ratio = window.devicePixelRatio || 1;
    if (width === 0) return;
    const height = clamp(width * view.rows / view.columns, view.rows === 1 ? 44 : 90, 300);
    canvas.style.height = `${height}px`;
    [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    const context = canvas.getContext("2d");
    const [across, down] = [canvas.width / view.columns * state.zoom, canvas.height / view.rows * state.zoom];
    context.imageSmoothingEnabled = false;
    context.translate(-state.x * across, -state.y * down);
    context.drawImage(image, 0, 0, view.columns * across, view.rows * down);
    if (Math.min(across, down) >= 9 * ratio) mark(context, values, view, scale, across, down, ratio);
    if (!state.at) return;
    const [row, column] = state.at;
    context.strokeStyle = style("--ink");
    context.globalAlpha = 0.45;
    context.lineWidth = ratio;
    context.strokeRect(column * across, -down, across, (view.rows + 2) * down);
    context.strokeRect(-across, row * down, (view.columns + 2) * across, down);
    context.globalAlpha = 1;
    context.lineWidth = 2 * ratio;
    context.strokeRect(column * across, row * down, across, down);
  }

  // Never colour alone.
  function mark(context, values, view, scale, across, down, ratio) {
    context.fillStyle = context.strokeStyle = style("--ink");
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = `${Math.min(across, down, 14 * ratio) * 0.75}px sans-serif`;
    const last = { row: Math.min(view.rows, Math.ceil(state.y + view.rows / state.zoom)), column: Math.min(view.columns, Math.ceil(state.x + view.columns / state.zoom)) };
    for (let row = Math.floor(state.y); row < last.row; row++) {
      for (let column = Math.floor(state.x); column < last.column; column++) {
        const cell = view.cell(row, column);
        if (cell < 0) continue;
        const value = values[cell];
        const text = Number.isNaN(value) ? "?" : value === Infinity ? "▲" : value === -Infinity ? "▼" : scale.isClipped(value) ? "·" : "";
        if (text) context.fillText(text, (column + 0.5) * across, (row + 0.5) * down);
      }
    }
  }

  function picturing(values, view, scale) {
    const canvas = html("canvas", { width: view.columns, height: view.rows });
    const image = new ImageData(view.columns, view.rows);
    const [missing, empty] = [channels(style("--nan")), [...channels(style("--paper")), 0]];
    for (let row = 0; row < view.rows; row++) {
      for (let column = 0; column < view.columns; column++) {
        const cell = view.cell(row, column);
        const value = cell < 0 ? 0 : values[cell];
        const colour = cell < 0 ? empty : Number.isNaN(value) ? missing : scale.colour(Number.isFinite(value) ? value : Math.sign(value) * 1.7e308);
        image.data.set([colour[0], colour[1], colour[2], colour[3] ?? 255], 4 * (row * view.columns + column));
      }
    }
    canvas.getContext("2d").putImageData(image, 0, 0);
    return canvas;
  }

  function inside(event) {
    const box = event.currentTarget.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  function under(event) {
    const view = slice(picture, state.higher);
    const [x, y] = inside(event);
    const at = [Math.floor(state.y + y * view.rows / state.zoom), Math.floor(state.x + x * view.columns / state.zoom)];
    return at[0] >= 0 && at[0] < view.rows && at[1] >= 0 && at[1] < view.columns && view.cell(...at) >= 0 ? at : null;
  }

  function hover(event) {
    if (!state.pinned) point(under(event));
  }

  // A click pins; a drag moves what is seen.
  function press(event) {
    const canvas = event.currentTarget, start = inside(event), from = { x: state.x, y: state.y }, view = slice(picture, state.higher);
    const at = under(event);
    let moved = false;
    const move = next => {
      const box = canvas.getBoundingClientRect();
      const [dx, dy] = [(next.clientX - box.left) / box.width - start[0], (next.clientY - box.top) / box.height - start[1]];
      moved ||= Math.abs(dx) + Math.abs(dy) > 0.02;
      if (moved) pan(from.x - dx * view.columns / state.zoom, from.y - dy * view.rows / state.zoom);
    };
    const release = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", release);
      if (moved) return;
      const isSame = state.pinned && at && state.at && at[0] === state.at[0] && at[1] === state.at[1];
      state.pinned = !isSame && at !== null;
      point(at);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", release);
  }

  function key(event) {
    const view = slice(picture, state.higher);
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const [row, column] = state.at ?? [0, 0];
    if (steps[event.key]) {
      const next = state.at ? [clamp(row + steps[event.key][0], 0, view.rows - 1), clamp(column + steps[event.key][1], 0, view.columns - 1)] : [0, 0];
      if (view.cell(...next) >= 0) point(next);
    } else if (event.key === "Enter" || event.key === " ") {
      state.pinned = !state.pinned && state.at !== null;
      tell();
    } else if (event.key === "Escape") {
      state.pinned = false;
      point(null);
    } else if (event.key === "+" || event.key === "=") zoom(2);
    else if (event.key === "-") zoom(0.5);
    else if (event.key === "0") zoom(0);
    else return;
    event.preventDefault();
  }

  function zoom(by, around = [0.5, 0.5]) {
    const view = slice(picture, state.higher);
    const [x, y] = [state.x + around[0] * view.columns / state.zoom, state.y + around[1] * view.rows / state.zoom];
    state.zoom = by === 0 ? 1 : clamp(state.zoom * by, 1, Math.max(1, Math.max(view.rows, view.columns) / 4));
    pan(x - around[0] * view.columns / state.zoom, y - around[1] * view.rows / state.zoom);
  }

  function pan(x, y) {
    const view = slice(picture, state.higher);
    state.x = clamp(x, 0, view.columns - view.columns / state.zoom);
    state.y = clamp(y, 0, view.rows - view.rows / state.zoom);
    panels.forEach(each => each.draw());
  }

  function point(at) {
    state.at = at;
    panels.forEach(each => each.draw());
    tell();
  }

  function tell() {
    if (!state.at) {
      readout.replaceChildren(html("div", { class: "hint" }, html("dt", {}, "element"),
        html("dd", {}, "point at one of the four; click to pin, drag to move, Ctrl and wheel to zoom")));
      return;
    }
    const cell = slice(picture, state.higher).cell(...state.at), cells = cellsOf(picture);
    const [s, a] = [cells.judged[cell], cells.reference[cell]];
    const apart = ulps(s, a, picture.dtype);
    const entries = [
      ["element", `[${unravel(elementOf(picture, cell), picture.shape).join(", ")}]`],
      [part.judged, exact(s, picture.dtype)], [part.reference, exact(a, picture.dtype)],
      ["difference", exact(s - a, "float64")], ["ratio", a === 0 ? "–" : short(s / a)],
      ["ulp", apart === null ? "–" : apart.toLocaleString("en")], ["budget", short(cells.budget[cell])]];
    const block = picture.blocks.reduce((product, size) => product * size, 1);
    readout.replaceChildren(...entries.map(([label, text]) => html("div", {}, html("dt", {}, label), html("dd", {}, text))),
      html("div", {}, html("dt", {}, state.pinned ? "pinned" : "cell"), html("dd", {},
        (block > 1 ? `the worst of up to ${count(block)} elements` : "one element") + (state.pinned ? "; click again to let go" : ""))));
  }

  function cut() {
    const block = picture.blocks.reduce((product, size) => product * size, 1);
    return block > 1 && html("p", { class: "hint" },
      `Cut from ${count(picture.shape.reduce((product, size) => product * size, 1))} elements to `
      + `${plural(cellsOf(picture).judged.length, "cell")}: each is the element of a block of ${picture.blocks.join(" × ")} that used most of `
      + "its budget. Nothing is averaged.");
  }

  function worst() {
    if (tensor.worst.length === 0) return null;
    const dtype = picture?.dtype ?? "float64";
    return html("div", { class: "worst" }, html("h4", {}, "The worst elements"), html("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The worst elements" }, html("table", {},
      html("thead", {}, html("tr", {}, ["element", part.judged, part.reference, "difference", "ratio", "budget"].map((text, index) =>
        html("th", { scope: "col", class: index > 0 ? "number" : null }, text)))),
      html("tbody", {}, tensor.worst.map(element => {
        const [s, a] = [number(element.judged), number(element.reference)];
        const index = `[${element.index.join(", ")}]`;
        return html("tr", {}, html("th", { scope: "row" }, picture ? html("button", { type: "button", class: "link", click: () => pin(element.index) }, index) : index),
          [exact(s, dtype), exact(a, dtype), short(s - a), a === 0 ? "–" : short(s / a), short(number(element.budget))].map(text => html("td", { class: "number" }, text)));
      })))));
  }

  function pin(index) {
    const higher = higherAxes(picture).map((_, axis) => Math.floor(index[axis] / picture.blocks[axis]));
    const isElsewhere = higher.some((at, axis) => at !== state.higher[axis]);
    state.higher = higher;
    if (isElsewhere) build();
    const view = slice(picture, state.higher), cell = cellOf(picture, index);
    const flat = cell - view.cell(0, 0);
    state.pinned = true;
    point([Math.floor(flat / view.columns), flat % view.columns]);
  }
}

// ---------------------------------------------------------------- plots

const plotWidth = 420, plotHeight = 300, edge = { left: 66, right: 30, top: 12, bottom: 42 };

const inner = { width: plotWidth - edge.left - edge.right, height: plotHeight - edge.top - edge.bottom };

/** A frame with axes; x and y map a value to a share of the axis. */
function plot(label, axes, ...marks) {
  const text = (x, y, anchor, ...what) => svg("text", { x, y, "text-anchor": anchor }, ...what);
  const bottom = edge.top + inner.height;
  return svg("svg", { class: "plot", viewBox: `0 0 ${plotWidth} ${plotHeight}`, role: "img", "aria-label": label },
    axes.x.ticks.map(tick => {
      const x = edge.left + axes.x.at(tick.value) * inner.width;
      return [svg("line", { class: "grid", x1: x, x2: x, y1: edge.top, y2: bottom }), text(x, bottom + 15, "middle", tick.text)];
    }),
    axes.y.ticks.map(tick => {
      const y = bottom - axes.y.at(tick.value) * inner.height;
      return [svg("line", { class: "grid", x1: edge.left, x2: edge.left + inner.width, y1: y, y2: y }), text(edge.left - 6, y + 4, "end", tick.text)];
    }),
    svg("rect", { class: "frame", x: edge.left, y: edge.top, width: inner.width, height: inner.height }),
    marks,
    text(edge.left + inner.width / 2, plotHeight - 8, "middle", axes.x.title),
    svg("text", { "text-anchor": "middle", transform: `translate(13 ${edge.top + inner.height / 2}) rotate(-90)` }, axes.y.title));
}

const pixel = (axes, x, y) => [edge.left + axes.x.at(x) * inner.width, edge.top + (1 - axes.y.at(y)) * inner.height];

/** Points as one path of dots. */
const dots = (points, className) => svg("path", { class: className, d: points.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join("") });

const figure = (title, drawing, ...notes) =>
  html("figure", { class: "chart" }, html("figcaption", {}, html("b", {}, title)), drawing, notes.map(note => html("p", { class: "hint" }, note)));

function symmetric(title, most, decades) {
  const depth = decades === 0 ? defaultDecades : decades;
  const smallest = most * 10 ** -depth;
  const fold = value => value === 0 || most === 0 ? 0 : Math.sign(value) * Math.max(0, Math.log10(Math.abs(value) / smallest) + 1) / (depth + 1);
  const at = value => clamp(0.5 + fold(value) / 2, 0, 1);
  const inner = depth > 6 ? [most * 10 ** -Math.round(depth / 2)] : [];
  const ticks = most === 0 ? [0] : [most, ...inner].flatMap(value => [-value, value]).concat(0);
  return { title, at, ticks: ticks.map(value => ({ value, text: short(value).replace("-", "−").replace("e−", "e-") })) };
}

/** One side against the other: right is the diagonal, a wrong factor a line beside it. */
function scatter(part, cells, picture, decades) {
  const { most } = extent(cells.judged, cells.reference);
  const axes = { x: symmetric(part.reference, most, decades), y: symmetric(part.judged, most, decades) };
  const groups = { within: [], out: [] };
  cells.judged.forEach((s, cell) => {
    const a = cells.reference[cell];
    if (Number.isFinite(s) && Number.isFinite(a)) groups[cells.budget[cell] <= 1 ? "within" : "out"].push(pixel(axes, a, s));
  });
  return figure(`${part.judged} against ${part.reference}`,
    plot(`${part.judged} against ${part.reference}: ${plural(groups.out.length, "cell")} out of tolerance, ${count(groups.within.length)} within`, axes,
      svg("line", { class: "diagonal", x1: edge.left, y1: edge.top + inner.height, x2: edge.left + inner.width, y2: edge.top }),
      dots(groups.within, "dots within"),
      svg("path", { class: "crosses out", d: groups.out.map(([x, y]) => `M${(x - 2.5).toFixed(1)} ${(y - 2.5).toFixed(1)}l5 5m0-5l-5 5`).join("") })),
    "● within, ✕ out of tolerance; logarithmic to both sides of 0. Equal gradients lie on the diagonal, a wrong factor is a line beside it.");
}

/** How many elements used which share of their budget. */
function histogram({ steps, zero, infinite }) {
  const used = steps.flatMap((many, step) => many > 0 ? [step] : []);
  const middle = steps.length / 2;
  const [first, last] = [Math.min(used[0] ?? middle, middle) - 2, Math.max(used[used.length - 1] ?? middle, middle) + 2];
  const bars = [["0", zero, false], ...steps.slice(Math.max(0, first), last).map((many, index) => [null, many, Math.max(0, first) + index >= middle]), ["∞", infinite, true]];
  const most = Math.max(...bars.map(([, many]) => many), 1);
  const width = inner.width / bars.length;
  const decade = step => (step - middle) / 2;
  const from = Math.max(0, first);
  const stride = [1, 2, 4, 8].find(every => (last - from) / 2 / every <= 7) ?? 8;
  const position = step => (step - from + 1) / bars.length;
  const at = value => Math.log10(1 + value) / Math.log10(1 + most);
  const ticks = steps.map((_, step) => step).filter(step => step >= from && step <= last && decade(step) % stride === 0);
  const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].filter(value => value <= most);
  const axes = {
    x: { title: "share of the budget", at: step => position(step), ticks: ticks.map(step => ({ value: step, text: step === middle ? "1" : `1e${decade(step)}` })) },
    y: { title: "elements", at, ticks: powers.map(value => ({ value, text: value >= 1e4 ? value.toExponential().replace("+", "") : String(value) })) },
  };
  const one = edge.left + position(middle) * inner.width;
  return figure("Budget used, element by element",
    plot(`How many elements used which share of their budget; ${plural(bars.reduce((sum, [, many, out]) => sum + (out ? many : 0), 0), "element")} out of tolerance`, axes,
      bars.map(([word, many, out], index) => {
        const height = at(many) * inner.height;
        const x = edge.left + index * width;
        return [
          svg("rect", { class: out ? "bar out" : "bar within", x: x + 0.5, y: edge.top + inner.height - height, width: Math.max(width - 1, 1), height },
            svg("title", {}, plural(many, "element"))),
          word && many > 0 && svg("text", { x: x + width / 2, y: edge.top + inner.height - height - 4, "text-anchor": "middle" }, word)];
      }),
      svg("line", { class: "limit", x1: one, x2: one, y1: edge.top, y2: edge.top + inner.height }),
      svg("text", { x: one - 5, y: edge.top + 12, "text-anchor": "end" }, "within"), svg("text", { x: one + 5, y: edge.top + 12 }, "out")),
    "Of all elements; both sides equal at 0. The line is the tolerance.");
}

function linear(title, least, most) {
  const span = most - least || 1;
  const step = 10 ** Math.floor(Math.log10(span)) * ([0.2, 0.5, 1, 2].find(part => span / (part * 10 ** Math.floor(Math.log10(span))) <= 5) ?? 2);
  const ticks = [];
  for (let value = Math.ceil(least / step) * step; value <= most + step / 1e6; value += step) ticks.push(Math.abs(value) < step / 1e6 ? 0 : value);
  return { title, at: value => clamp((value - least) / span, 0, 1), ticks: ticks.map(value => ({ value, text: short(value) })) };
}

function logarithmic(title, least, most) {
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most) + 1e-9)];
  const span = Math.max(1, to - from);
  const every = Math.ceil(span / 6);
  const ticks = [];
  for (let power = from; power <= to; power += every) ticks.push({ value: 10 ** power, text: `1e${power}` });
  return { title, at: value => clamp((Math.log10(value) - from) / span, 0, 1), ticks };
}

/** Curves over an axis. */
function chart({ title, axis, isLogarithmic, x, curves }) {
  const values = curves.flatMap(curve => curve.values.map(number)).filter(value => Number.isFinite(value) && (!isLogarithmic || value > 0));
  if (values.length === 0) return figure(title, html("p", { class: "hint" }, "All zero: there is nothing to show on a logarithmic axis."));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const axes = { x: linear(axis, x[0], x[x.length - 1]), y: isLogarithmic ? logarithmic("", least, most) : linear("", least, most) };
  const path = curve => {
    let isDown = false;
    return curve.values.map(number).map((value, index) => {
      if (!Number.isFinite(value) || (isLogarithmic && value <= 0)) {
        isDown = false;
        return "";
      }
      const [px, py] = pixel(axes, x[index], value);
      const command = `${isDown ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`;
      isDown = true;
      return command;
    }).join("");
  };
  return figure(title,
    plot(title, axes, curves.map((curve, index) => svg("path", { class: `curve series${index % 6}`, d: path(curve) }, svg("title", {}, curve.name)))),
    html("span", { class: "key" }, curves.map((curve, index) => html("span", {},
      svg("svg", { width: 26, height: 8, "aria-hidden": "true" }, svg("path", { class: `curve series${index % 6}`, d: "M0 4H26" })), ` ${curve.name} `,
      html("span", { class: "hint" }, short(number(curve.values[curve.values.length - 1])))))));
}

// ---------------------------------------------------------------- source and evidence

function source(part) {
  if (part.sources.length === 0) return null;
  const pairs = [];
  for (const excerpt of part.sources) {
    if (excerpt.faulty.length > 0 || pairs.length === 0) pairs.push([]);
    pairs[pairs.length - 1].push(excerpt);
  }
  return section("The source", pairs.map(pair => html("div", { class: "sources" }, pair.map(excerpt => {
    const at = excerpt.faulty[excerpt.faulty.length - 1] ?? excerpt.first;
    return html("figure", { class: "source" },
      html("figcaption", {}, html("b", {}, excerpt.title), " ", place(`${excerpt.file}:${at}`), " ",
        excerpt.path && html("a", { href: encodeURI(`vscode://file${excerpt.path.startsWith("/") ? "" : "/"}${excerpt.path}:${at}`) }, "open in editor")),
      html("pre", { tabindex: "0", role: "region", "aria-label": `${excerpt.title}, ${excerpt.file}` }, excerpt.lines.map((line, index) => {
        const lineNumber = excerpt.first + index, isFaulty = excerpt.faulty.includes(lineNumber);
        return html("span", { class: isFaulty ? "line faulty" : "line" },
          html("span", { class: "gutter" }, `${isFaulty ? "✕" : " "} ${String(lineNumber).padStart(4)}  `), line, "\n");
      })));
  }))));
}

function witness(part) {
  if (part.witness.length === 0) return null;
  return section("The evidence", html("p", { class: "hint" },
    "A third party: the slope of the loss itself, measured by central differences in float64, against what either side claims."),
    part.witness.map(testimony => html("div", { class: "testimony" }, html("h4", {}, testimony.tensor), html("p", {}, testimony.sentence),
      testimony.measurements.length > 0 && measurements(testimony, part))));
}

function measurements(testimony, part) {
  // The one in which the two are furthest apart, by its error bar.
  const gap = one => Math.abs(number(one.judged) - number(one.reference)) / number(one.errorBar);
  let shown = testimony.measurements.reduce((one, other) => gap(other) > gap(one) ? other : one);
  const picture = html("div"), rows = html("tbody");
  fill();
  return html("div", { class: "measurements" },
    html("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Measurements of ${testimony.tensor}` }, html("table", {},
      html("thead", {}, html("tr", {}, ["along", "measured slope", "±", part.judged, part.reference, "bears out"].map((text, index) =>
        html("th", { scope: "col", class: index > 0 && index < 5 ? "number" : null }, text)))), rows)), picture);

  function fill() {
    rows.replaceChildren(...testimony.measurements.map(one => html("tr", { class: one === shown ? "selected" : null },
      html("th", { scope: "row" }, html("button", { type: "button", class: "link", "aria-pressed": String(one === shown), click: () => {
        shown = one;
        fill();
        rows.querySelector("[aria-pressed=true]")?.focus();
      } }, one.direction)),
      [one.slope, one.errorBar, one.judged, one.reference].map((value, index) =>
        html("td", { class: "number" }, index === 1 ? short(number(value)) : nine(number(value)))),
      html("td", {}, one.says))));
    picture.replaceChildren(ladder(shown, part));
  }
}

const nine = value => Number.isFinite(value) ? String(Number(value.toPrecision(9))) : special(value);

/** The estimates against the step size, with both claims as lines. */
function ladder(one, part) {
  const steps = one.steps.map(step => ({ step: number(step.step), slope: number(step.slope), rounding: number(step.rounding) }));
  if (steps.length === 0) return html("p", { class: "hint" }, "No step gave a finite slope.");
  const claims = [["judged", part.judged, number(one.judged)], ["reference", part.reference, number(one.reference)]];
  const values = [number(one.slope), ...claims.map(([, , value]) => value)].filter(Number.isFinite);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least || Math.abs(most) || 1) * 0.3;
  const axes = {
    x: logarithmic("step size", Math.min(...steps.map(step => step.step)), Math.max(...steps.map(step => step.step))),
    y: linear("slope", least - room, most + room),
  };
  return figure(`Along ${one.direction}`, plot(`Estimated slope against step size along ${one.direction}`, axes,
    claims.filter(([, , value]) => Number.isFinite(value)).map(([name, , value]) => {
      const y = pixel(axes, 1, value)[1];
      return svg("line", { class: `claim ${name}`, x1: edge.left, x2: edge.left + inner.width, y1: y, y2: y });
    }),
    steps.map(({ step, slope, rounding }) => {
      const [x, y] = pixel(axes, step, slope), [top, bottom] = [pixel(axes, step, slope + 8 * rounding)[1], pixel(axes, step, slope - 8 * rounding)[1]];
      return [svg("line", { class: "error", x1: x, x2: x, y1: top, y2: bottom }), svg("circle", { class: "estimate", cx: x, cy: y, r: 3.2 })];
    })),
    html("span", { class: "key" },
      html("span", {}, svg("svg", { width: 12, height: 10, "aria-hidden": "true" }, svg("circle", { class: "estimate", cx: 6, cy: 5, r: 3.2 })), " estimate"),
      claims.map(([name, word]) => html("span", {}, svg("svg", { width: 26, height: 8, "aria-hidden": "true" }, svg("path", { class: `claim ${name}`, d: "M0 4H26" })), ` what ${word} claims`))));
}

// ---------------------------------------------------------------- a matrix of checks

function matrix({ columns: checks, rows }) {
  const details = html("div", { class: "faults", "aria-live": "polite" });
  const groups = [...new Set(rows.map(row => row.group))];
  return section("Op by op", html("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Ops and checks" },
    html("table", { class: "matrix" },
      html("thead", {}, html("tr", {}, html("th", { scope: "col" }, "op"), checks.map(check => html("th", { scope: "col", title: check.text }, check.label)))),
      groups.map(group => html("tbody", {},
        html("tr", { class: "group" }, html("th", { scope: "colgroup", colspan: checks.length + 1 }, group)),
        rows.filter(row => row.group === group).map(row => html("tr", {}, html("th", { scope: "row" }, row.name), row.cells.map((cell, index) =>
          html("td", { class: cell.passes === null ? "none" : cell.passes ? "pass" : "fault" }, cell.passes === false
            ? html("button", { type: "button", class: "link", click: () => details.replaceChildren(html("h4", {}, `${row.name}: ${checks[index].label}`),
              ...cell.faults.map(fault => html("pre", {}, fault))) }, `✕ ${cell.word}`)
            : cell.passes ? `✓ ${cell.word}` : cell.word)))))))),
    details,
    html("details", { class: "legend" }, html("summary", {}, "What each check does"),
      html("dl", {}, checks.map(check => [html("dt", {}, check.label), html("dd", {}, check.text)]))));
}

// ---------------------------------------------------------------- parts and the page

function findings(part) {
  if (part.findings.length === 0) return null;
  return html("dl", { class: "findings" }, part.findings.map(finding =>
    html("div", { class: `finding ${finding.label || "more"}` }, html("dt", {}, finding.label), html("dd", {}, finding.text))));
}

const faults = [];

function fillPart(part, box) {
  const showers = [];
  const select = (name, isJump = false) => {
    for (const each of showers) each.show(name);
    location.hash = encodeURIComponent(name);
    if (isJump) box.querySelector(".viewer")?.scrollIntoView({ block: "start", behavior: "auto" });
  };
  const make = (builder, ...more) => {
    const made = builder(part, ...more);
    showers.push(made);
    return made.element;
  };
  const hasGraph = part.uses.length > 0;
  box.append(...furnish(html("div"), {}, [
    findings(part), part.facts.length > 0 && facts(part.facts),
    part.charts.length > 0 && section("Epoch by epoch", html("div", { class: "plots" }, part.charts.map(chart))),
    part.matrix && matrix(part.matrix),
    part.tensors.length > 0 && [
      html("div", { class: hasGraph ? "pair" : "" }, hasGraph && make(computation, select), make(table, select)), make(viewer)],
    source(part), witness(part)]).childNodes);
  const wanted = part.tensors.filter(tensor => tensor.isAtFault);
  const wrong = wanted.length > 0 ? wanted : part.tensors.filter(tensor => !tensor.passes);
  const first = part.tensors.find(tensor => location.hash === `#${encodeURIComponent(tensor.name)}`)
    ?? wrong[0] ?? part.tensors.find(tensor => tensor.pictures.length > 0) ?? part.tensors[0];
  if (first) for (const each of showers) each.show(first.name);
  return select;
}

function partBox(part, isAlone) {
  const box = html("div", { class: "part" });
  if (isAlone) {
    box.append(html("h2", { class: "unseen" }, part.name));
    const select = fillPart(part, box);
    register(part, () => select);
    return box;
  }
  let select = null;
  const details = html("details", { class: `part-of-many ${part.agrees ? "pass" : "fault"}`, toggle: () => details.open && fill() },
    html("summary", {}, html("h2", {}, html("span", { class: `verdict ${part.agrees ? "pass" : "fault"}` }, part.agrees ? "✓" : "✕"), " ", part.name),
      html("p", {}, part.answer)), box);
  const fill = () => select ??= fillPart(part, box);
  register(part, () => {
    details.open = true;
    return fill();
  });
  if (!part.agrees && faults.length <= 8) queueMicrotask(() => { details.open = true; });
  return details;
}

function register(part, open) {
  const wanted = part.tensors.filter(tensor => tensor.isAtFault);
  for (const tensor of wanted.length > 0 ? wanted : part.tensors.filter(tensor => !tensor.passes)) {
    faults.push(() => open()(tensor.name, true));
  }
}

let fault = -1;

addEventListener("keydown", event => {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey || faults.length === 0) return;
  if (event.key !== "n" && event.key !== "p") return;
  fault = (fault + (event.key === "n" ? 1 : faults.length - (fault < 0 ? 0 : 1))) % faults.length;
  faults[fault]();
});

function head() {
  const start = content.parts.flatMap(part => part.findings).find(finding => finding.label === "where" && finding.place);
  const [word, ...rest] = content.answer.split(": ");
  const hasWord = /^[A-Z ]+$/.test(word) && rest.length > 0;
  return html("header", {},
    html("p", { class: "brand" }, "scratch vs autograd", html("span", {}, ` ${content.kind}`)),
    html("h1", {}, html("span", { class: `badge ${content.agrees ? "pass" : "fault"}` }, `${content.agrees ? "✓" : "✕"} ${hasWord ? word : content.agrees ? "PASS" : "FAIL"}`),
      " ", html("span", {}, hasWord ? rest.join(": ") : content.answer)),
    start && html("p", { class: "start" }, "It starts at ", place(start.place), "."),
    content.command && html("p", { class: "command" }, html("code", {}, content.command), " ", copyButton(content.command)),
    content.notes.length > 0 && facts(content.notes));
}

function foot() {
  const report = document.getElementById("report").textContent.trim();
  const box = html("pre", { tabindex: "0", role: "region", "aria-label": "The report as JSON" });
  const details = html("details", { toggle: () => { if (details.open) box.textContent = report; } },
    html("summary", {}, "The report as JSON"), html("p", { class: "hint" }, "For programs it is the text of the element with the id ", html("code", {}, "report"), "."), box);
  return html("footer", {}, details,
    html("p", { class: "hint" }, faults.length > 0 && [html("kbd", {}, "n"), " and ", html("kbd", {}, "p"), " go to the next and the previous fault. "],
      `${content.title}. Written ${new Date(document.lastModified).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })}.`));
}

document.body.prepend(html("div", { id: "page" }, head(), html("main", {}, content.parts.map(part => partBox(part, content.parts.length === 1))), foot()));
