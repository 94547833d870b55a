// @ts-check
import { ask, attempt } from './api.js';
import { byId, keep, make, setText } from './dom.js';

/** Actions that a click does, and the state of a call in which they make sense. */
const CLICKS = /** @type {Record<string, { label: string, state?: string }>} */ ({
  answer: { label: 'Answer', state: 'ringing' },
  reject: { label: 'Reject', state: 'ringing' },
  hangup: { label: 'Hang up' },
  park: { label: 'Park', state: 'connected' },
});
/** Actions that ask for something. */
const ENTRIES = [
  { label: 'Transfer to', action: 'transfer', field: 'to' },
  { label: 'Transfer, attended, to', action: 'transfer', field: 'to', more: { attended: true } },
  { label: 'Divert to', action: 'divert', field: 'to' },
  { label: 'Conference with', action: 'conference', field: 'to' },
  { label: 'Barge in by', action: 'bargein', field: 'dn' },
  { label: 'Press keys', action: 'dtmf', field: 'digits' },
  { label: 'Say a tone of Hz', action: 'say', field: 'tone' },
];

const kept = new Map();
/** @type {any[]} */
let live = [];
/** @type {string[]} */
let actions = [];
let ahead = 0;
let speed = 1;

/** @param {any} description the OpenAPI description: it tells which actions there are */
export function learnActions(description) {
  actions = Object.keys(description.paths).flatMap((path) => {
    const [, action] = /^\/_sim\/calls\/\{callId\}\/(\w+)$/.exec(path) ?? [];
    return action && description.paths[path].post ? [action] : [];
  });
}

/** The PBX's time, as far as it is known here. */
export function setClock(/** @type {number} */ now) {
  ahead = now - Date.now() * speed;
  for (const one of kept.values()) one.tick();
}
export function setSpeed(/** @type {number} */ value) {
  speed = value;
}
const pbxNow = () => Date.now() * speed + ahead;

/** DNs and numbers that ring or talk now. */
export function busyNow() {
  const busy = new Map();
  for (const call of live) {
    if (call.outcome === null && call.direction !== 'inbound') busy.set(call.from, 'talking');
    for (const leg of call.legs) {
      if (leg.endedAt === null) busy.set(leg.dn, leg.answeredAt === null ? 'ringing' : 'talking');
    }
    if (call.queue !== null && call.answeredBy === null) {
      const before = busy.get(call.queue);
      busy.set(call.queue, (typeof before === 'number' ? before : 0) + 1);
    }
  }
  return busy;
}

export function showCalls(/** @type {{ items: any[], total: number }} */ { items, total }) {
  live = items;
  setText(byId('figure-calls'), total);
  byId('quiet').hidden = total > 0;
  keep(byId('live'), kept, items, ({ callId }) => String(callId), makeCall);
}

function makeCall(/** @type {any} */ call) {
  const { callId } = call;
  const title = make('h3');
  const badge = make('span', { className: 'badge' });
  const timer = make('span', { className: 'timer' });
  const facts = make('p', { className: 'muted small' });
  const legs = make('ul', { className: 'legs', 'aria-label': 'Legs' });
  const buttons = Object.entries(CLICKS).flatMap(([action, { label, state }]) =>
    actions.includes(action) ? [{ state, button: makeClick(callId, action, label) }] : [],
  );
  const element = make(
    'article',
    { className: 'call', role: 'listitem', 'aria-label': `Call ${callId}` },
    make('div', { className: 'top' }, title, badge, timer),
    facts,
    legs,
    make('div', { className: 'steer' }, ...buttons.map(({ button }) => button), makeEntry(callId)),
  );
  let shown = call;
  const tick = () => setText(timer, lasted(shown.answeredAt ?? shown.startedAt));
  const update = (/** @type {any} */ now) => {
    shown = now;
    const rings = now.ringing.length > 0;
    const state = rings ? 'ringing' : now.connectedTo === null ? 'waiting' : 'connected';
    element.className = `call ${state}`;
    badge.className = `badge ${state === 'connected' ? 'good' : 'wait'}`;
    setText(title, `${now.from} → ${now.to}`);
    setText(badge, state);
    setText(facts, factsOf(now));
    showLegs(legs, now.legs);
    for (const { state: fitting, button } of buttons) {
      button.hidden = fitting !== undefined && fitting !== state;
    }
    tick();
  };
  return { element, update, tick };
}

function makeClick(
  /** @type {number} */ callId,
  /** @type {string} */ action,
  /** @type {string} */ label,
) {
  const steer = () => attempt(() => ask('POST', `/calls/${callId}/${action}`, {}));
  const className = action === 'hangup' ? 'danger' : '';
  return make('button', { type: 'button', className, onclick: steer }, label);
}

function makeEntry(/** @type {number} */ callId) {
  const entries = ENTRIES.filter(({ action }) => actions.includes(action));
  const choice = make('select', { 'aria-label': 'Action' });
  choice.append(...entries.map(({ label }) => make('option', {}, label)));
  const input = make('input', {
    className: 'argument',
    required: true,
    'aria-label': 'What or whom',
  });
  const steer = (/** @type {Event} */ event) => {
    event.preventDefault();
    const entry = entries[choice.selectedIndex];
    if (!entry) return;
    const value = entry.field === 'tone' ? Number(input.value) : input.value;
    const body = { [entry.field]: value, ...entry.more };
    void attempt(() => ask('POST', `/calls/${callId}/${entry.action}`, body));
  };
  const go = make('button', {}, 'Go');
  return make('form', { className: 'inline entry', onsubmit: steer }, choice, input, go);
}

function factsOf(/** @type {any} */ call) {
  const parts = [`#${call.callId}`, call.direction];
  if (call.did) parts.push(`DID ${call.did}`);
  if (call.trunk) parts.push(`trunk ${call.trunk}`);
  if (call.queue) parts.push(`queue ${call.queue}`);
  if (call.connectedTo) parts.push(`with ${call.connectedTo}`);
  return parts.join(' · ');
}

function showLegs(/** @type {Element} */ list, /** @type {any[]} */ legs) {
  const shown = legs.slice(-12).map((leg) => {
    const state = leg.endedAt ? 'over' : leg.answeredAt ? 'talking' : 'ringing';
    return { state, text: `${leg.dn} ${state}` };
  });
  const mark = shown.map(({ text }) => text).join();
  if (list.getAttribute('data-mark') === mark) return;
  list.setAttribute('data-mark', mark);
  list.replaceChildren(...shown.map(({ state, text }) => make('li', { className: state }, text)));
}

function lasted(/** @type {string} */ since) {
  const seconds = Math.max(0, Math.floor((pbxNow() - Date.parse(since)) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
