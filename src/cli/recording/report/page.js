// SPDX-License-Identifier: MIT OR Apache-2.0
// The page of zpoline report: the time line, the histogram, and what is chosen.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const FIELDS = 6;
  const count = data.calls.length / FIELDS;

  // Calls as columns; the times in ns. A call that never came back ends with its thread.
  const threadOf = new Uint32Array(count), nameOf = new Uint32Array(count);
  const textOf = new Uint32Array(count), errorOf = new Uint32Array(count);
  const start = new Float64Array(count), took = new Float64Array(count);
  const chosen = new Uint8Array(count).fill(1);
  let whole = 1000;
  for (let i = 0, at = 0; i < count; i++, at += FIELDS) {
    threadOf[i] = data.calls[at];
    nameOf[i] = data.calls[at + 1];
    textOf[i] = data.calls[at + 2];
    errorOf[i] = data.calls[at + 3];
    start[i] = data.calls[at + 4] * 1000;
    took[i] = data.calls[at + 5];
    whole = Math.max(whole, start[i] + Math.max(took[i], 0));
  }
  data.calls = null;

  // Rows of the time line: the numbers of a thread's calls, by their beginning.
  const rows = data.threads.map((thread) => ({ thread, calls: [] }));
  for (let i = 0; i < count; i++) rows[threadOf[i]].calls.push(i);
  const lanes = rows.filter((row) => row.calls.length > 0);
  for (const lane of lanes) lane.calls.sort((a, b) => start[a] - start[b] || a - b);
  lanes.sort((a, b) => start[a.calls[0]] - start[b.calls[0]]);

  function unitOf(ns) {
    return [[1e9, "s"], [1e6, "ms"], [1e3, "µs"]].find(([size]) => ns >= size) || [1, "ns"];
  }

  function duration(ns) {
    const [size, unit] = unitOf(ns), n = ns / size;
    return (n >= 100 || size === 1 ? Math.round(n) : n.toPrecision(3)) + " " + unit;
  }

  function label(thread) {
    const number = thread.pid === thread.tid ? thread.pid : thread.pid + "/" + thread.tid;
    return (thread.program ? thread.program + " " : "") + number;
  }

  function describe(i) {
    const spent = took[i] < 0 ? "does not come back" : "took " + duration(took[i]);
    return data.texts[textOf[i]] + "\n" + spent + ", at " + (start[i] / 1e6).toFixed(3) +
      " ms, " + label(data.threads[threadOf[i]]);
  }

  // colours ---------------------------------------------------------------------

  const kinds = ["file", "desc", "network", "memory", "process", "signal", "ipc", "time", "other"];
  const titles = { desc: "descriptors", file: "files" };
  const colours = {};

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["front", "soft", "line", "raised", "accent", "bad", "faint", ...kinds]) {
      const variable = name === "time" ? "time-kind" : name;
      colours[name] = style.getPropertyValue("--" + variable).trim();
    }
  }

  function drawLegend() {
    const add = (colour, text) => {
      const item = document.createElement("span"), box = document.createElement("i");
      box.style.background = colour;
      item.append(box, text);
      $("legend").append(item);
    };
    $("legend").replaceChildren();
    for (const kind of kinds) {
      if (data.kinds.includes(kind)) add(colours[kind], titles[kind] || kind);
    }
    if (data.errors.length) add(colours.bad, "failed");
  }

  // the time line --------------------------------------------------------------------

  const canvas = $("time"), pen = canvas.getContext("2d");
  const AXIS = 24, NAMES = 150;
  const height = Math.max(3, Math.min(22, Math.floor(12000 / lanes.length)));
  const view = { from: 0, to: whole };
  let width = 0, lane = 0, current = -1;

  const xOf = (t) => NAMES + (t - view.from) / (view.to - view.from) * (width - NAMES);
  const tOf = (x) => view.from + (x - NAMES) / (width - NAMES) * (view.to - view.from);

  // The first of a lane's calls that begins behind t.
  function behind(calls, t) {
    let low = 0, high = calls.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (start[calls[middle]] > t) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function drawAxis() {
    const span = view.to - view.from;
    let step = 10 ** Math.floor(Math.log10(span / 4));
    for (const times of [5, 2]) if (span / (step * times) >= 4) { step *= times; break; }
    const [size, unit] = unitOf(Math.max(step, view.to / 1000));
    pen.font = "11px system-ui, sans-serif";
    for (let t = Math.ceil(view.from / step) * step; t <= view.to; t += step) {
      const x = Math.round(xOf(t)) + 0.5;
      pen.strokeStyle = colours.faint;
      pen.beginPath();
      pen.moveTo(x, 14);
      pen.lineTo(x, AXIS + lanes.length * height);
      pen.stroke();
      const text = +(t / size).toFixed(6) + " " + unit;
      if (x + pen.measureText(text).width < width) {
        pen.fillStyle = colours.soft;
        pen.fillText(text, x + 3, 12);
      }
    }
  }

  // Calls that share a pixel are drawn once, those that are chosen on top; a stripe
  // marks those that have failed.
  function drawCalls(calls, y) {
    const last = behind(calls, view.to), tall = height > 6 ? height - 4 : height - 1;
    const stripe = Math.ceil(tall / 3);
    const done = { right: -1, chosen: 0, failed: -1 };
    for (let i = Math.max(0, behind(calls, view.from) - 1); i < last; i++) {
      const call = calls[i];
      const from = Math.max(NAMES, Math.floor(xOf(start[call])));
      const to = Math.min(width, Math.max(from + 1, Math.ceil(xOf(start[call] + took[call]))));
      if (to < NAMES || from >= width) continue;
      pen.globalAlpha = chosen[call] ? 1 : 0.15;
      if (to > done.right || chosen[call] > done.chosen) {
        pen.fillStyle = colours[data.kinds[nameOf[call]]];
        pen.fillRect(from, y, to - from, tall);
        if (to - from > 40 && height > 12) drawName(data.names[nameOf[call]], from, to, y);
        done.right = to;
        done.chosen = chosen[call];
        done.failed = -1;
      }
      if (errorOf[call] && to > done.failed && chosen[call] >= done.chosen) {
        pen.fillStyle = colours.bad;
        pen.fillRect(from, y + tall - stripe, to - from, stripe);
        done.failed = to;
      }
    }
    pen.globalAlpha = 1;
  }

  function drawName(name, from, to, y) {
    pen.font = "11px ui-monospace, monospace";
    if (pen.measureText(name).width > to - from - 6) return;
    pen.fillStyle = "#000";
    pen.fillText(name, from + 3, y + 12);
  }

  function drawLabel(row, y) {
    if (height < 9) return;
    pen.font = Math.min(12, height - 1) + "px system-ui, sans-serif";
    pen.fillStyle = colours.front;
    let text = label(row.thread);
    while (text.length > 4 && pen.measureText(text).width > NAMES - 12) text = text.slice(1);
    pen.fillText(text, 6, y + height * 0.6);
  }

  function draw() {
    const scale = window.devicePixelRatio || 1;
    width = canvas.clientWidth;
    const tall = AXIS + lanes.length * height + 4;
    canvas.style.height = tall + "px";
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(tall * scale);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, tall);
    drawAxis();
    lanes.forEach((row, i) => {
      const y = AXIS + i * height;
      if (i % 2) {
        pen.fillStyle = colours.raised;
        pen.globalAlpha = 0.6;
        pen.fillRect(0, y, NAMES, height);
        pen.globalAlpha = 1;
      }
      drawLabel(row, y);
      drawCalls(row.calls, y + (height > 6 ? 2 : 0));
    });
    if (current >= 0) drawCurrent();
  }

  function drawCurrent() {
    const row = lanes.findIndex((l) => l.thread === data.threads[threadOf[current]]);
    const from = xOf(start[current]), to = xOf(start[current] + Math.max(0, took[current]));
    if (to < NAMES || from > width) return;
    const left = Math.max(NAMES, from);
    pen.strokeStyle = colours.front;
    pen.lineWidth = 2;
    pen.strokeRect(left - 1, AXIS + row * height, Math.max(3, Math.min(to, width) - left + 2), height - 1);
    pen.lineWidth = 1;
  }

  let waiting = false;
  function redraw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  }

  function show(from, to) {
    const span = Math.min(whole, Math.max(1000, to - from));
    view.from = Math.max(0, Math.min(from, whole - span));
    view.to = view.from + span;
    redraw();
  }

  function zoom(factor, x) {
    const t = tOf(Math.max(NAMES, x));
    show(t - (t - view.from) * factor, t + (view.to - t) * factor);
  }

  // what is pointed at ---------------------------------------------------------------

  // The call under a pixel, or the nearest one within 3 pixels.
  function callAt(x, y) {
    const row = lanes[Math.floor((y - AXIS) / height)];
    if (!row || x < NAMES) return -1;
    const t = tOf(x), near = 3 / (width - NAMES) * (view.to - view.from);
    const at = behind(row.calls, t + near);
    let best = -1, distance = near;
    for (let i = at - 1; i >= 0 && i > at - 200; i--) {
      const call = row.calls[i], end = start[call] + Math.max(0, took[call]);
      const away = t < start[call] ? start[call] - t : t > end ? t - end : 0;
      if (away <= distance && (best < 0 || away < distance)) [best, distance] = [call, away];
      if (away === 0 && chosen[call]) return call;
    }
    return best;
  }

  function tell(call) {
    current = call;
    if (call >= 0) $("at").textContent = describe(call);
    redraw();
  }

  function tip(event, call) {
    const box = $("tip");
    box.hidden = call < 0;
    if (call < 0) return;
    box.textContent = describe(call);
    const { width: w, height: h } = box.getBoundingClientRect();
    box.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - w - 8)) + "px";
    box.style.top = (event.clientY + 18 + h > innerHeight ? event.clientY - h - 12
      : event.clientY + 18) + "px";
  }

  let drag = null;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drag = { x: event.offsetX, from: view.from, to: view.to };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (drag) {
      const by = (event.offsetX - drag.x) / (width - NAMES) * (drag.to - drag.from);
      show(drag.from - by, drag.to - by);
      $("tip").hidden = true;
      return;
    }
    const call = callAt(event.offsetX, event.offsetY);
    tip(event, call);
    if (call !== current && call >= 0) tell(call);
  });
  canvas.addEventListener("pointerup", () => { drag = null; });
  canvas.addEventListener("pointercancel", () => { drag = null; });
  canvas.addEventListener("pointerleave", () => { $("tip").hidden = true; });
  canvas.addEventListener("dblclick", (event) => zoom(0.25, event.offsetX));
  canvas.addEventListener("wheel", (event) => {
    // the whole run is shown: on with the page
    if (event.deltaY > 0 && view.to - view.from >= whole) return;
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const by = (event.deltaX || event.deltaY) / (width - NAMES) * (view.to - view.from);
      show(view.from + by, view.to + by);
    } else {
      zoom(1.002 ** event.deltaY, event.offsetX);
    }
  }, { passive: false });

  // From call to call of the lane, those that are chosen.
  function step(by) {
    const calls = lanes[lane].calls;
    let i = calls.indexOf(current);
    if (i < 0) { // the first one in view, or the nearest to that
      const at = behind(calls, view.from);
      i = by > 0 ? Math.min(at, calls.length - 1) - 1 : Math.max(at, 1);
    }
    do i += by; while (calls[i] !== undefined && !chosen[calls[i]]);
    if (calls[i] === undefined) return;
    const span = view.to - view.from, at = start[calls[i]];
    if (at < view.from || at > view.to) show(at - span / 2, at + span / 2);
    tell(calls[i]);
  }

  function changeLane(by) {
    lane = Math.max(0, Math.min(lanes.length - 1, lane + by));
    current = -1;
    $("at").textContent = label(lanes[lane].thread) + ": " + lanes[lane].calls.length + " calls";
    $("frame").scrollTop = AXIS + lane * height - $("frame").clientHeight / 2;
  }

  const pan = (by) => {
    const span = view.to - view.from;
    show(view.from + by * span, view.to + by * span);
  };
  const centre = () => (width + NAMES) / 2;
  const keys = {
    ArrowLeft: () => pan(-0.2), ArrowRight: () => pan(0.2),
    ArrowUp: () => changeLane(-1), ArrowDown: () => changeLane(1),
    "+": () => zoom(0.5, centre()), "=": () => zoom(0.5, centre()), "-": () => zoom(2, centre()),
    0: () => show(0, whole), ",": () => step(-1), ".": () => step(1),
  };
  canvas.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  $("in").addEventListener("click", () => zoom(0.5, centre()));
  $("out").addEventListener("click", () => zoom(2, centre()));
  $("whole").addEventListener("click", () => show(0, whole));

  // the histogram --------------------------------------------------------------------

  function element(name, attributes, text) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key of Object.keys(attributes)) made.setAttribute(key, attributes[key]);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function drawBars(buckets, low) {
    const svg = $("histogram"), most = Math.max(...buckets), wide = 900 / buckets.length;
    const thick = Math.min(wide - 4, 80), every = Math.ceil(buckets.length / 16);
    const round = (power) => {
      const [size, unit] = unitOf(2 ** power);
      return +(2 ** power / size).toPrecision(2) + " " + unit;
    };
    svg.replaceChildren();
    buckets.forEach((n, i) => {
      const tall = n ? Math.max(1, n / most * 130) : 0, middle = (i + 0.5) * wide;
      const bar = element("rect", {
        x: middle - thick / 2, y: 155 - tall, width: thick, height: tall, rx: 2,
      });
      const range = duration(2 ** (low + i)) + " to " + duration(2 ** (low + i + 1));
      bar.append(element("title", {}, range + ": " + n + " calls"));
      svg.append(bar);
      if (n) svg.append(element("text", { x: middle, y: 150 - tall }, n));
      if (i % every === 0) svg.append(element("text", { x: middle, y: 172 }, round(low + i)));
    });
  }

  function drawHistogram() {
    const times = [];
    for (let i = 0; i < count; i++) if (chosen[i] && took[i] >= 0) times.push(took[i]);
    times.sort((a, b) => a - b);
    $("histogram").replaceChildren();
    if (!times.length) {
      $("quantiles").textContent = "No call with a duration is chosen.";
      $("histogram").setAttribute("aria-label", $("quantiles").textContent);
      return;
    }
    const power = (ns) => Math.floor(Math.log2(Math.max(1, ns)));
    const low = power(times[0]), buckets = new Array(power(times[times.length - 1]) - low + 1).fill(0);
    for (const ns of times) buckets[power(ns) - low]++;
    const quantile = (q) => duration(times[Math.min(times.length - 1, Math.floor(q * times.length))]);
    const text = times.length + " calls: half take at most " + quantile(0.5) + ", 90% " +
      quantile(0.9) + ", 99% " + quantile(0.99) + ", the longest " + quantile(1);
    $("quantiles").textContent = text;
    $("histogram").setAttribute("aria-label", "Histogram of durations, in powers of two. " + text);
    drawBars(buckets, low);
  }

  // what is chosen -------------------------------------------------------------------

  function choose() {
    const name = $("name").value === "" ? -1 : Number($("name").value);
    const words = $("search").value.toLowerCase(), failed = $("failed").checked;
    const fits = data.texts.map((text) => words === "" || text.toLowerCase().includes(words));
    let n = 0;
    for (let i = 0; i < count; i++) {
      chosen[i] = (name < 0 || nameOf[i] === name) && fits[textOf[i]] && (!failed || errorOf[i] > 0);
      n += chosen[i];
    }
    $("chosen").textContent = n === count ? "" : n + " of " + count + " calls";
    for (const row of $("calls").tBodies[0].rows) {
      row.classList.toggle("chosen", name >= 0 && row.cells[0].textContent === data.names[name]);
    }
    drawHistogram();
    redraw();
  }

  const sorted = data.names.map((name, i) => [name, i]).sort((a, b) => a[0] < b[0] ? -1 : 1);
  for (const [name, i] of sorted) $("name").append(new Option(name, i));
  $("choice").addEventListener("submit", (event) => event.preventDefault());
  let typing;
  $("search").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(choose, 150);
  });
  for (const id of ["name", "failed"]) $(id).addEventListener("change", choose);
  $("calls").addEventListener("click", (event) => {
    const button = event.target.closest("button.name");
    if (!button) return;
    const number = String(data.names.indexOf(button.textContent));
    $("name").value = $("name").value === number ? "" : number;
    choose();
  });

  // tables ---------------------------------------------------------------------------

  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
  };

  function sortBy(table, head) {
    const column = head.cellIndex, body = table.tBodies[0];
    const down = head.getAttribute("aria-sort") !== "descending";
    const list = [...body.rows].sort((a, b) => {
      const x = value(a, column), y = value(b, column);
      return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1);
    });
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...list);
  }

  for (const table of document.querySelectorAll("table")) {
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => sortBy(table, head));
      head.replaceChildren(button);
    }
  }

  // all of it ------------------------------------------------------------------------

  function dress() {
    readColours();
    drawLegend();
    redraw();
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);
  addEventListener("resize", redraw);
  readColours();
  drawLegend();
  choose();
  draw();
})();
