'use strict';
// Draws what /api/run and the events of /api/events say; computes no figure of its own.

const $ = id => document.getElementById(id);
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const points = new Map();
let marks = [];
let charts = [];
let runId = '';

const duration = micros =>
  micros < 1000 ? micros + ' µs'
  : micros < 1e6 ? (micros / 1000).toFixed(micros < 1e4 ? 2 : micros < 1e5 ? 1 : 0) + ' ms'
  : (micros / 1e6).toFixed(2) + ' s';
const count = n => n.toLocaleString('en-US');
const rate = n => n.toFixed(n < 100 ? 1 : 0);
const percent = share => (100 * share).toFixed(2) + ' %';
const clock = seconds => {
  const s = Math.floor(seconds), h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
  return (h ? h + 'h' : '') + (h || m ? String(m).padStart(h ? 2 : 1, '0') + 'm' : '') + String(s % 60).padStart(h || m ? 2 : 1, '0') + 's';
};

const stageLines = {
  hooks: {
    draw: u => {
      const ctx = u.ctx;
      ctx.save();
      ctx.strokeStyle = css('--soft');
      ctx.fillStyle = css('--soft');
      ctx.setLineDash([3, 4]);
      ctx.font = 11 * devicePixelRatio + 'px system-ui';
      ctx.textAlign = 'left';
      marks.forEach((mark, i) => {
        const position = m => u.valToPos(m.atMicros / 1e6, 'x', true);
        const x = position(mark), end = u.bbox.left + u.bbox.width;
        if (x < u.bbox.left || x > end) return;
        ctx.beginPath();
        ctx.moveTo(x, u.bbox.top);
        ctx.lineTo(x, u.bbox.top + u.bbox.height);
        ctx.stroke();
        const room = Math.min(i + 1 < marks.length ? position(marks[i + 1]) : end, end) - x;
        const fits = ctx.measureText(mark.stage).width < room;
        ctx.fillText(fits ? mark.stage : mark.stage.split(' ')[0], x, u.bbox.top - 5 * devicePixelRatio);
      });
      ctx.restore();
    },
  },
};

function chart(id, series, axes) {
  const axis = extra => ({ stroke: css('--soft'), grid: { stroke: css('--line'), width: 1 }, ticks: { stroke: css('--line') }, ...extra });
  const element = $(id);
  const plot = new uPlot({
    width: element.clientWidth,
    height: 230,
    padding: [22, null, null, null],
    plugins: [stageLines],
    scales: { x: { time: false }, ...axes.scales },
    axes: [axis({ values: (u, ticks) => ticks.map(clock) }), ...axes.list.map(axis)],
    series: [{ label: 'time', value: (u, v) => v == null ? '–' : clock(v) }, ...series],
  }, [[], ...series.map(() => [])], element);
  addEventListener('resize', () => plot.setSize({ width: element.clientWidth, height: 230 }));
  return plot;
}

const fromZero = { range: (u, min, max) => [0, max > 0 ? max * 1.08 : 1] };
const line = (label, color, key, value, extra) => ({ label, stroke: css(color), width: 1.6, spanGaps: false, key, value: (u, v) => v == null ? '–' : value(v), ...extra });

function draw() {
  const rates = [
    line('requests/s', '--blue', 'rate', rate, { fill: css('--blue') + '22', scale: 'y' }),
    line('VUs', '--violet', 'vus', count, { scale: 'vus' })];
  const latencies = [line('p50', '--green', 'p50', duration), line('p95', '--amber', 'p95', duration), line('p99', '--red', 'p99', duration)];
  const errors = [line('errors/s', '--red', 'errors', rate, { fill: css('--red') + '33' })];
  const room = { size: 64 };
  charts = [
    [chart('chart-rate', rates, { scales: { y: fromZero, vus: fromZero }, list: [room, { scale: 'vus', side: 1, grid: { show: false } }] }), rates],
    [chart('chart-latency', latencies, { scales: { y: fromZero }, list: [{ ...room, values: (u, ticks) => ticks.map(duration) }] }), latencies],
    [chart('chart-errors', errors, { scales: { y: fromZero }, list: [room] }), errors],
  ];
}

/** A second without samples is a gap, not a zero, in a latency line. */
function redraw() {
  const sorted = [...points.values()].sort((a, b) => a.at - b.at);
  const xs = [], rows = [];
  for (const point of sorted) {
    for (let t = xs.length ? xs[xs.length - 1] + 1 : point.at; t < point.at - 0.5; t++) {
      xs.push(t);
      rows.push(null);
    }
    xs.push(point.at);
    rows.push(point);
  }
  for (const [plot, series] of charts) {
    plot.setData([xs, ...series.map(s => rows.map(row =>
      row === null ? (s.key === 'rate' || s.key === 'errors' ? 0 : null) : s.key === 'vus' && row.vus < 0 ? null : row[s.key]))]);
  }
}

function cells(row, values) {
  for (const [text, bad] of values) {
    const cell = row.insertCell();
    cell.textContent = text;
    if (bad) cell.className = 'bad';
  }
}

function table(id, rows, toCells) {
  const body = $(id).tBodies[0];
  body.replaceChildren();
  rows.forEach(row => cells(body.insertRow(), toCells(row)));
}

function show(view) {
  if (!view.run) return;
  if (view.run !== runId) {
    runId = view.run;
    points.clear();
  }
  marks = view.stages;
  view.points.forEach(point => points.set(point.at, point));
  const whole = view.whole, newest = view.points[view.points.length - 1];
  document.title = view.title + ' · pulse';
  $('title').textContent = view.title;
  $('subtitle').textContent = view.run + ' → ' + view.target;
  $('state').textContent = view.state + ' ' + clock(view.elapsedMicros / 1e6);
  $('state').className = view.state;
  const done = view.state === 'ended' ? 100 : view.expectedMicros ? Math.min(100, 100 * view.elapsedMicros / view.expectedMicros) : 0;
  $('progress').firstElementChild.style.width = done + '%';
  $('progress').setAttribute('aria-valuenow', Math.round(done));
  $('vus').textContent = view.vus < 0 ? '–' : count(view.vus);
  $('vus-max').textContent = 'of ' + count(view.vusMax);
  $('rate').textContent = newest ? rate(newest.rate) : '–';
  $('count').textContent = count(whole.count) + ' in all';
  for (const p of ['p50', 'p95', 'p99']) $(p).textContent = whole.count ? duration(whole[p]) : '–';
  $('errors').textContent = whole.count ? percent(whole.errorRate) : '–';
  $('errors').parentElement.classList.toggle('bad', whole.errors > 0);
  $('error-count').textContent = count(whole.errors) + ' of ' + count(whole.count);
  table('requests', [whole, ...view.requests], r => [[r.name], [count(r.count)], [rate(r.rate)], [duration(r.p50)], [duration(r.p90)],
    [duration(r.p95)], [duration(r.p99)], [duration(r.max)], [count(r.errors) + ' (' + percent(r.errorRate) + ')', r.errors > 0]]);
  table('health', view.health, h => [[h.agent], [duration(h.startLagP99)], [duration(h.startLagMax)], [duration(h.loopLagMax)],
    [h.cpuCores.toFixed(2) + ' of ' + h.cores + ' cores'], [duration(h.gc)], [(h.heapBytes / 1048576).toFixed(0) + ' MiB'], [count(h.queued)], [count(h.lost), h.lost > 0]]);
  $('thresholds-section').hidden = !view.thresholds.length;
  $('thresholds').replaceChildren(...view.thresholds.map(t => {
    const item = document.createElement('li');
    item.className = t.ok ? 'good' : 'bad';
    item.textContent = t.text;
    return item;
  }));
  $('accounting').textContent = view.accounting;
  $('verdict').hidden = !view.verdict;
  if (view.verdict) {
    $('verdict').className = view.verdict.word;
    $('verdict').textContent = [view.verdict.word, view.verdict.text].filter(Boolean).join(' · ');
  }
  redraw();
}

async function start() {
  draw();
  show(await (await fetch('api/run')).json());
  const events = new EventSource('api/events');
  events.addEventListener('run', event => show(JSON.parse(event.data)));
  let opened = 0;
  events.onopen = async () => opened++ && show(await (await fetch('api/run')).json());
  events.onerror = () => {
    $('state').textContent = $('state').className === 'ended' ? $('state').textContent : 'connection lost';
    if ($('state').className !== 'ended') $('state').className = 'lost';
  };
}

start();
