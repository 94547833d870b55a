// @ts-check
import { ask, attempt } from './api.js';
import { byId, keep, make, setText } from './dom.js';

/** How each action is shown, and which argument it takes; actions that are not here take a DN. */
const ACTIONS = /** @type {Record<string, { label: string, needs?: string, hint?: string }>} */ ({
  answer: { label: 'Answer' },
  reject: { label: 'Reject' },
  hangup: { label: 'Hang up' },
  transfer: { label: 'Transfer', needs: 'to', hint: 'to' },
  divert: { label: 'Divert', needs: 'to', hint: 'to' },
  dtmf: { label: 'Press', needs: 'digits', hint: 'keys' },
  say: { label: 'Say tone', needs: 'tone', hint: 'Hz' },
});
/** Those that only make sense while it rings, and while it does not. */
const WHILE_RINGING = ['answer', 'reject', 'divert'];
const WHILE_CONNECTED = ['transfer', 'dtmf', 'say', 'park'];

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
  const order = Object.keys(ACTIONS);
  const rank = (/** @type {string} */ one) => order.indexOf(one) + 1 || 99;
  actions.sort((a, b) => rank(a) - rank(b));
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
  const buttons = new Map(actions.map((action) => [action, makeSteering(callId, action)]));
  const element = make(
    'article',
    { className: 'call', role: 'listitem', 'aria-label': `Call ${callId}` },
    make('div', { className: 'top' }, title, badge, timer),
    facts,
    legs,
    make('div', { className: 'steer' }, ...[...buttons.values()]),
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
    for (const [action, part] of buttons) part.hidden = !canDo(action, state);
    tick();
  };
  return { element, update, tick };
}

function canDo(/** @type {string} */ action, /** @type {string} */ state) {
  if (WHILE_RINGING.includes(action)) return state === 'ringing';
  if (WHILE_CONNECTED.includes(action)) return state !== 'ringing';
  return true;
}

function makeSteering(/** @type {number} */ callId, /** @type {string} */ action) {
  const { label, needs, hint } = ACTIONS[action] ?? { label: action };
  const input = needs
    ? make('input', {
        className: 'argument',
        placeholder: hint,
        required: true,
        'aria-label': `${label}: ${hint}`,
        ...(needs === 'tone' ? { type: 'number', min: '20', max: '3999' } : {}),
      })
    : null;
  const steer = (/** @type {Event} */ event) => {
    event.preventDefault();
    const body = needs ? { [needs]: needs === 'tone' ? Number(input.value) : input.value } : {};
    void attempt(() => ask('POST', `/calls/${callId}/${action}`, body));
  };
  const button = make('button', { className: action === 'hangup' ? 'danger' : '' }, label);
  return make('form', { className: 'inline', onsubmit: steer }, ...(input ? [input] : []), button);
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
