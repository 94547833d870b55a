// @ts-check
import { ask, attempt } from './api.js';
import { byId, make, worded } from './dom.js';

const HINTS = /** @type {Record<string, string>} */ ({
  count: 'times',
  share: '0 to 1',
  durationMs: 'ms',
  delayMs: 'ms',
  skewMs: 'ms',
  path: '/xapi',
  status: '503',
});

/** @param {any} description what a fault can be told, from the OpenAPI description */
export function learnFaults(description) {
  const body = description.paths['/_sim/faults'].post.requestBody;
  const { properties } = body.content['application/json'].schema;
  const form = byId('stage');
  form.elements.kind.replaceChildren(
    ...properties.kind.enum.map((/** @type {string} */ kind) =>
      make('option', { value: kind }, worded(kind)),
    ),
  );
  const fields = Object.entries(properties).filter(([name]) => name !== 'kind');
  byId('fault-fields').replaceChildren(...fields.map(([name, schema]) => fieldOf(name, schema)));
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const given = fields.flatMap(([name, schema]) => {
      const { value } = form.elements[name];
      return value === '' ? [] : [[name, valueOf(schema, value)]];
    });
    const fault = { kind: form.elements.kind.value, ...Object.fromEntries(given) };
    void attempt(() => ask('POST', '/faults', fault));
  });
  byId('clear-faults').addEventListener('click', () => attempt(() => ask('DELETE', '/faults')));
}

function fieldOf(/** @type {string} */ name, /** @type {any} */ { type, enum: values }) {
  const isNumber = type === 'integer' || type === 'number';
  const control = values
    ? make('select', { name }, make('option', { value: '' }, 'any'))
    : make('input', {
        name,
        placeholder: HINTS[name] ?? '',
        ...(isNumber ? { type: 'number', step: 'any' } : { maxLength: 256 }),
      });
  for (const value of values ?? []) control.append(make('option', { value }, String(value)));
  return make('label', {}, worded(name.replace(/Ms$/, '')), control);
}

function valueOf(/** @type {any} */ { type }, /** @type {string} */ text) {
  if (type === 'boolean') return text === 'true';
  return type === 'integer' || type === 'number' ? Number(text) : text;
}

export function showFaults(/** @type {{ items: any[] }} */ { items }) {
  byId('no-faults').hidden = items.length > 0;
  byId('clear-faults').disabled = items.length === 0;
  const focused = document.activeElement?.id;
  byId('active-faults').replaceChildren(...items.map(itemOf));
  if (focused?.startsWith('fault-')) byId(focused)?.focus();
}

function itemOf(/** @type {any} */ fault) {
  const { id, kind, struck, left, count: _count, ...more } = fault;
  const parts = Object.entries(more).map(
    ([name, value]) => `${worded(name.replace(/Ms$/, ''))} ${value}`,
  );
  parts.push(`struck ${struck}`, ...(left === null ? [] : [`${left} left`]));
  const back = () => attempt(() => ask('DELETE', `/faults/${id}`));
  return make(
    'li',
    {},
    make('strong', {}, worded(kind)),
    make('span', { className: 'muted small' }, parts.join(' · ')),
    make(
      'button',
      {
        id: `fault-${id}`,
        type: 'button',
        onclick: back,
        'aria-label': `Take back ${worded(kind)}`,
      },
      'Take back',
    ),
  );
}
