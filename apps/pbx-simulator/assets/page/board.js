// @ts-check
import { ask, attempt } from './api.js';
import { busyNow } from './calls.js';
import { byId, keep, make, setText, worded } from './dom.js';

const ORDER = ['extension', 'queue', 'ringGroup', 'ivr', 'routePoint', 'trunk', 'parking'];
const PLURALS = /** @type {Record<string, string>} */ ({
  extension: 'Extensions',
  queue: 'Queues',
  ringGroup: 'Ring groups',
  ivr: 'IVRs',
  routePoint: 'Route points',
  trunk: 'Trunks',
  parking: 'Parking',
});
const SWITCHES = ['dnd', 'registered', 'signedIn'];

const groups = new Map();
const rows = new Map();
/** @type {string[]} */
let answers = [];

export function learnAnswers(/** @type {string[]} */ known) {
  answers = known;
}

export function showDns(/** @type {{ items: any[] }} */ { items }) {
  const kinds = [...new Set([...ORDER, ...items.map(({ kind }) => kind)])];
  for (const kind of kinds) {
    const dns = items.filter((dn) => dn.kind === kind);
    if (dns.length === 0 && !groups.has(kind)) continue;
    keep(groupOf(kind), keptOf(kind), dns, ({ number }) => number, makeDn);
  }
  byId('numbers').replaceChildren(
    ...items.slice(0, 500).map(({ number, name }) => make('option', { value: number }, name)),
  );
  filter();
  showBusy();
}

/** Numbers that ring, talk, or have callers waiting. */
export function showBusy() {
  const busy = busyNow();
  for (const [number, row] of rows) row.busy(busy.get(number));
}

export function filter() {
  const wanted = byId('dn-filter').value.toLowerCase();
  for (const row of rows.values()) row.element.hidden = !row.text.toLowerCase().includes(wanted);
  for (const { element } of groups.values()) {
    element.hidden = !element.querySelector('.dn:not([hidden])');
  }
}

function groupOf(/** @type {string} */ kind) {
  const known = groups.get(kind);
  if (known) return known.element;
  const element = make(
    'div',
    { className: 'group', role: 'group', 'aria-label': PLURALS[kind] ?? worded(kind) },
    make('h3', {}, PLURALS[kind] ?? worded(kind)),
  );
  groups.set(kind, { element, kept: new Map() });
  byId('dns').append(element);
  return element;
}

const keptOf = (/** @type {string} */ kind) => groups.get(kind).kept;

function makeDn(/** @type {any} */ { number, kind, name }) {
  const label = make('span', { className: 'name', title: name });
  const badge = make('span', { className: 'badge' }, 'idle');
  const change = (/** @type {unknown} */ body) =>
    void attempt(() => ask('PATCH', `/dns/${encodeURIComponent(number)}`, body));
  const controls = kind === 'extension' ? phoneControls(number, change) : null;
  const about = make('span', { className: 'muted small' });
  const element = make(
    'div',
    { className: 'dn' },
    make('span', { className: 'number' }, number),
    label,
    badge,
    ...(controls ? [controls.element] : [make('div', { className: 'wide' }, about)]),
  );
  const row = {
    element,
    text: `${number} ${name}`,
    update: (/** @type {any} */ dn) => {
      row.text = `${dn.number} ${dn.name}`;
      row.state = restingState(dn);
      setText(label, dn.name);
      setText(about, aboutOf(dn));
      controls?.update(dn);
    },
    state: 'idle',
    busy: (/** @type {string | number | undefined} */ now) => {
      const text = typeof now === 'number' ? `${now} waiting` : (now ?? row.state);
      badge.className = `badge ${now === 'talking' ? 'good' : now ? 'wait' : ''}`;
      setText(badge, text);
      badge.hidden = kind === 'trunk' || kind === 'parking';
    },
  };
  rows.set(number, row);
  return row;
}

function restingState(/** @type {any} */ dn) {
  if (!dn.registered) return 'unregistered';
  return dn.dnd ? 'do not disturb' : 'idle';
}

function aboutOf(/** @type {any} */ { kind, members, dids, ringAll, menu }) {
  if (kind === 'queue') return `agents ${members.join(', ')}`;
  if (kind === 'ringGroup')
    return `${ringAll ? 'all at once' : 'one by one'}: ${members.join(', ')}`;
  if (kind === 'trunk') return `${dids.length} DIDs: ${dids[0] ?? ''} to ${dids.at(-1) ?? ''}`;
  if (kind === 'ivr') {
    return Object.entries(menu)
      .map(([key, to]) => `${key} → ${to}`)
      .join(', ');
  }
  return '';
}

function phoneControls(
  /** @type {string} */ number,
  /** @type {(body: unknown) => void} */ change,
) {
  const answer = make('select', {
    'aria-label': `How ${number} answers`,
    onchange: () => change({ answer: answer.value }),
  });
  answer.append(...answers.map((value) => make('option', { value }, worded(value))));
  const after = make('input', {
    className: 'ms',
    type: 'number',
    min: '0',
    step: '500',
    'aria-label': `${number} answers after, in milliseconds`,
    onchange: () => change({ answerAfterMs: Number(after.value) }),
  });
  const boxes = SWITCHES.map((name) => {
    const box = make('input', {
      type: 'checkbox',
      'aria-label': `${number} ${worded(name)}`,
      onchange: () => change({ [name]: box.checked }),
    });
    return { name, box };
  });
  const fill = (/** @type {string} */ field) => () => {
    byId('place').elements[field].value = number;
  };
  const summary = make('summary', {});
  const element = make(
    'details',
    {},
    summary,
    make(
      'div',
      { className: 'wide' },
      ...[answer, after, 'ms'],
      ...boxes.map(({ name, box }) => make('label', { className: 'check' }, box, worded(name))),
      make('button', { type: 'button', onclick: fill('from') }, 'Call from'),
      make('button', { type: 'button', onclick: fill('to') }, 'Call to'),
    ),
  );
  const update = (/** @type {any} */ dn) => {
    const isAuto = dn.answer === 'auto';
    setText(
      summary,
      isAuto ? `answers after ${dn.answerAfterMs / 1000} s` : `answers: ${dn.answer}`,
    );
    if (document.activeElement !== answer) answer.value = dn.answer;
    if (document.activeElement !== after) after.value = dn.answerAfterMs;
    for (const { name, box } of boxes) box.checked = dn[name];
  };
  return { element, update };
}
