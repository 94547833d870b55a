// @ts-check
import { byId, make, setText } from './dom.js';

const KEPT = 1_000;
const SHOWN = 200;
const KINDS = ['upsert', 'remove', 'dtmf', 'prompt ended', 'answer'];

/** @type {any[]} newest first */
let frames = [];
let missed = 0;
let isPaused = false;

export function startFrames() {
  const pause = byId('pause');
  pause.addEventListener('click', () => {
    isPaused = !isPaused;
    pause.setAttribute('aria-pressed', String(isPaused));
    setText(pause, isPaused ? 'Go on' : 'Pause');
    show();
  });
  byId('forget').addEventListener('click', () => {
    frames = [];
    missed = 0;
    show();
  });
  byId('frame-filter').addEventListener('input', show);
}

export function addFrames(/** @type {{ items: any[], missed: number }} */ news) {
  // While it is paused the picture stands still; what comes is counted as missed.
  if (isPaused) missed += news.items.length + news.missed;
  else {
    missed += news.missed;
    frames = [...news.items.toReversed(), ...frames].slice(0, KEPT);
  }
  show();
}

function show() {
  const wanted = byId('frame-filter').value.toLowerCase();
  const shown = frames
    .filter((one) => wanted === '' || JSON.stringify(one).toLowerCase().includes(wanted))
    .slice(0, SHOWN);
  byId('no-frames').hidden = frames.length > 0;
  setText(byId('frames-note'), missed > 0 ? `${missed} frames are not shown.` : '');
  if (!isPaused || byId('frame-rows').childElementCount !== shown.length) {
    byId('frame-rows').replaceChildren(...shown.map(rowOf));
  }
}

function rowOf(/** @type {any} */ { at, client, frame }) {
  const { event_type, entity, attached_data } = frame.event ?? {};
  const data = attached_data ? ` ${JSON.stringify(attached_data).slice(0, 160)}` : '';
  return make(
    'tr',
    {},
    make('td', {}, String(at).slice(11, 23)),
    make('td', {}, client),
    make('td', {}, KINDS[event_type] ?? String(event_type)),
    make('td', {}, `${entity ?? ''}${data}`),
  );
}
