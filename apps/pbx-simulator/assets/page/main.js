// @ts-check
import { ask, attempt } from './api.js';
import { filter, learnAnswers, showBusy, showDns } from './board.js';
import { learnActions, setClock, setSpeed, showCalls } from './calls.js';
import { byId, make, setText, worded } from './dom.js';
import { learnFaults, showFaults } from './faults.js';
import { addFrames, startFrames } from './frames.js';

/** Everything that the page shows comes by this stream; the browser opens it again when it ends. */
function follow() {
  const stream = new EventSource('/_sim/stream');
  const on = (/** @type {string} */ name, /** @type {(news: any) => void} */ show) =>
    stream.addEventListener(name, ({ data }) => show(JSON.parse(data)));
  on('calls', (news) => {
    showCalls(news);
    showBusy();
  });
  on('dns', showDns);
  on('faults', showFaults);
  on('frames', addFrames);
  on('clock', setClock);
  on('rates', ({ callsPerMinute, sockets, speed, made }) => {
    setSpeed(speed);
    setText(byId('figure-sockets'), sockets);
    setText(byId('figure-made'), made);
    const rate = byId('rate');
    if (document.activeElement !== rate) rate.value = callsPerMinute;
  });
  const link = byId('link');
  const told = (/** @type {string} */ state, /** @type {string} */ text) => () => {
    link.className = `badge ${state}`;
    setText(link, text);
  };
  stream.addEventListener('open', told('good', 'live'));
  stream.addEventListener('error', told('bad', 'the simulator is away'));
}

function listen() {
  const place = byId('place');
  place.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const { from, to } = place.elements;
    void attempt(() => ask('POST', '/calls', { from: from.value, to: to.value }));
  });
  byId('play').addEventListener('click', () =>
    attempt(() => ask('POST', '/calls', { scenario: place.elements.scenario.value })),
  );
  byId('traffic').addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    void attempt(() => ask('POST', '/traffic', { callsPerMinute: Number(byId('rate').value) }));
  });
  byId('reset').addEventListener('click', () => attempt(() => ask('POST', '/reset', {})));
  byId('dn-filter').addEventListener('input', filter);
}

await attempt(async () => {
  const [info, description] = await Promise.all([ask('GET', '/info'), ask('GET', '/openapi.json')]);
  setText(byId('version'), info.version);
  byId('place').elements.scenario.append(
    ...info.scenarios.map((/** @type {string} */ name) =>
      make('option', { value: name }, worded(name)),
    ),
  );
  learnAnswers(info.answers);
  learnActions(description);
  learnFaults(description);
  startFrames();
  listen();
  follow();
});
