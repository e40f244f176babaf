"use strict";
// Draws the charts of a run's report by uPlot, and shows one step of the sample grids at a time.
// All numbers are in the page; nothing is asked of any address.
(() => {
  const charts = JSON.parse(document.getElementById("data").textContent);
  const plots = [];
  const HEIGHT = 240;
  const PAPER_WIDTH = 330;
  const PAGE_POINTS = 10;

  /** A colour of the style sheet, as it is now: light, dark or paper. */
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  /** Five digits, without zeros behind them. */
  const text = value => value == null ? "–" : Number(value.toPrecision(5)).toLocaleString("en-US", {maximumSignificantDigits: 5});

  /** One table of all curves: x, then a row a curve; null where a curve has no value. */
  function joined(chart) {
    return uPlot.join(chart.tables.map(t => [t.x, ...t.curves.map(c => c.values)]));
  }

  /** How each curve is drawn, and the bands between lower and upper ends. */
  function curves(chart) {
    const series = [{label: chart.x, value: (u, v) => text(v)}];
    const bands = [];
    for (const curve of chart.tables.flatMap(t => t.curves)) {
      const isMain = curve.role === "MAIN";
      const isBar = chart.look === "BARS";
      series.push({
        label: curve.label,
        stroke: () => colour(curve.colour),
        width: isMain ? 1.75 : 0.75,
        dash: isMain ? undefined : [4, 3],
        fill: isBar ? () => colour(curve.colour) : undefined,
        paths: isBar ? uPlot.paths.bars({size: [0.8, 40]}) : undefined,
        points: {show: chart.look === "DOTS" && isMain ? true : undefined, size: 7},
        value: (u, v) => text(v),
      });
      if (curve.role === "HIGH") {
        const high = series.length - 1;
        bands.push({series: [high, high - 1], fill: () => colour(curve.colour) + "22"});
      }
    }
    return {series, bands};
  }

  /** Vertical lines where a run was stopped and resumed. */
  function marks(chart) {
    return u => {
      const {ctx, bbox} = u;
      const scale = devicePixelRatio;
      ctx.save();
      ctx.font = 11 * scale + "px system-ui, sans-serif";
      ctx.lineWidth = scale;
      ctx.setLineDash([5 * scale, 4 * scale]);
      chart.marks.forEach((mark, i) => {
        const x = Math.round(u.valToPos(mark.x, "x", true));
        if (x < bbox.left || x > bbox.left + bbox.width) {
          return;
        }
        ctx.strokeStyle = ctx.fillStyle = chart.tables.length > 1 ? colour(mark.colour) : colour("mark");
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
        const isRight = x > bbox.left + 0.8 * bbox.width;
        ctx.textAlign = isRight ? "right" : "left";
        ctx.fillText(mark.text, x + (isRight ? -4 : 4) * scale, bbox.top + (12 + 13 * (i % 3)) * scale);
      });
      ctx.restore();
    };
  }

  function axis(label, isVertical) {
    const widest = values => Math.max(0, ...(values || []).map(v => String(v ?? "").length));
    return {
      label,
      labelSize: 20,
      labelFont: "12px system-ui, sans-serif",
      font: "11px system-ui, sans-serif",
      stroke: () => colour("quiet"),
      grid: {stroke: () => colour("line"), width: 1},
      ticks: {stroke: () => colour("line"), width: 1},
      values: (u, all) => all.map(v => v == null ? null : text(v)),
      size: isVertical ? (u, values) => 16 + 6.5 * widest(values) : 34,
    };
  }

  const width = element => document.documentElement.classList.contains("paper") ? PAPER_WIDTH : Math.max(240, element.clientWidth);

  /** Bars stand on 0; what lies far below a floor is cut off, but the legend tells it. */
  function yRange(chart, isBar) {
    if (isBar) {
      return (u, low, high) => [0, high * 1.1];
    }
    return chart.floor == null ? undefined : (u, low, high) => uPlot.rangeNum(Math.max(low, chart.floor), high, 0.1, true);
  }

  /** The chart in its place; a logarithmic one is made anew. */
  function draw(element, chart, isLogarithmic) {
    const {series, bands} = curves(chart);
    const isBar = chart.look === "BARS";
    return new uPlot({
      width: width(element),
      height: HEIGHT,
      scales: {
        x: {time: false, range: isBar ? (u, low, high) => [low - 1, high + 1] : undefined},
        y: {distr: isLogarithmic ? 3 : 1, range: yRange(chart, isBar)},
      },
      series,
      bands,
      axes: [axis(chart.x, false), axis(chart.y, true)],
      cursor: chart.x === "step" ? {sync: {key: "step"}} : {},
      legend: {live: true},
      hooks: {draw: [marks(chart)]},
    }, joined(chart), element);
  }

  /** Arrow keys move along the points; what they are at is told to screen readers. */
  function listenToKeys(plot) {
    const {element, words} = plot;
    let at = -1;
    element.tabIndex = 0;
    element.setAttribute("role", "slider");
    element.setAttribute("aria-label", words + " Arrow keys move along the points.");
    const show = () => {
      const u = plot.drawn;
      const x = u.data[0];
      at = Math.min(Math.max(at, 0), x.length - 1);
      u.setCursor({left: u.valToPos(x[at], "x"), top: u.over.clientHeight / 2});
      const values = u.series.slice(1).map((s, i) => s.label + " " + text(u.data[i + 1][at]));
      element.setAttribute("aria-valuemin", "0");
      element.setAttribute("aria-valuemax", String(x.length - 1));
      element.setAttribute("aria-valuenow", String(at));
      element.setAttribute("aria-valuetext", plot.chart.x + " " + text(x[at]) + ": " + values.join(", "));
    };
    const moves = {
      ArrowRight: () => at + 1, ArrowLeft: () => at - 1, ArrowUp: () => at + 1, ArrowDown: () => at - 1,
      PageUp: () => at + PAGE_POINTS, PageDown: () => at - PAGE_POINTS, Home: () => 0, End: () => Infinity,
    };
    element.setAttribute("aria-valuenow", "0");
    element.addEventListener("keydown", event => {
      if (moves[event.key]) {
        event.preventDefault();
        at = moves[event.key]();
        show();
      }
    });
  }

  function addLogarithm(plot) {
    const positive = plot.chart.tables.every(t => t.curves.every(c => c.values.every(v => v == null || v > 0)));
    if (!plot.chart.mayBeLogarithmic || !positive) {
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "logarithmic";
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      plot.isLogarithmic = !plot.isLogarithmic;
      button.setAttribute("aria-pressed", String(plot.isLogarithmic));
      plot.drawn.destroy();
      plot.drawn = draw(plot.element, plot.chart, plot.isLogarithmic);
    });
    plot.element.parentElement.prepend(button);
  }

  const fit = () => plots.forEach(p => p.drawn.setSize({width: width(p.element), height: HEIGHT}));
  const repaint = () => plots.forEach(p => p.drawn.redraw(false, true));

  function paper(isPaper) {
    document.documentElement.classList.toggle("paper", isPaper);
    fit();
    repaint();
  }

  document.querySelectorAll(".plot").forEach(element => {
    const chart = charts[Number(element.dataset.chart)];
    const plot = {element, chart, words: element.getAttribute("aria-label"), isLogarithmic: false};
    plot.drawn = draw(element, chart, false);
    plots.push(plot);
    listenToKeys(plot);
    addLogarithm(plot);
  });
  let waiting = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(fit);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  addEventListener("beforeprint", () => paper(true));
  addEventListener("afterprint", () => paper(false));

  /** One slider for all runs: of each the last grid that is not later than the chosen step. */
  function slide() {
    const box = document.querySelector(".slider");
    if (!box) {
      return;
    }
    const input = box.querySelector("input");
    const output = box.querySelector("output");
    const columns = [...document.querySelectorAll(".run-grids")].map(c => [...c.querySelectorAll(".grid")]);
    const steps = [...new Set(columns.flat().map(g => Number(g.dataset.step)))].sort((a, b) => a - b);
    const show = () => {
      const step = steps[Number(input.value)];
      for (const grids of columns) {
        const past = grids.filter(g => Number(g.dataset.step) <= step);
        const shown = past.length > 0 ? past[past.length - 1] : grids[0];
        grids.forEach(g => { g.hidden = g !== shown; });
      }
      output.textContent = "step " + text(step);
      input.setAttribute("aria-valuetext", "step " + text(step));
    };
    input.max = String(steps.length - 1);
    input.value = input.max;
    input.addEventListener("input", show);
    box.hidden = steps.length < 2;
    show();
  }
  slide();
})();
