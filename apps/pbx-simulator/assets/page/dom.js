// @ts-check

/** @param {string} id @returns {any} the element that the page has under this id */
export const byId = (id) => document.getElementById(id);

/**
 * Makes an element. Properties are set as properties, `aria-…`, `role` and `for` as attributes.
 * @param {string} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string)} children
 * @returns {any}
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (/^aria-|^role$|^for$/.test(name)) element.setAttribute(name, String(value));
    else if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else Reflect.set(element, name, value);
  }
  element.append(...children);
  return element;
}

/** Changes a text only when it differs, so that nothing flickers or is read out twice. */
export function setText(/** @type {Element} */ element, /** @type {unknown} */ text) {
  if (element.textContent !== String(text)) element.textContent = String(text);
}

/**
 * Keeps one element per item, so that what somebody types into one survives the next news.
 * @template T
 * @param {Element} parent
 * @param {Map<string, { element: Element, update: (item: T) => void }>} kept
 * @param {readonly T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => { element: Element, update: (item: T) => void }} create
 */
export function keep(parent, kept, items, keyOf, create) {
  const keys = new Set(items.map(keyOf));
  for (const [key, { element }] of kept) {
    if (!keys.has(key)) {
      element.remove();
      kept.delete(key);
    }
  }
  for (const item of items) {
    const key = keyOf(item);
    let one = kept.get(key);
    if (!one) {
      one = create(item);
      kept.set(key, one);
      parent.append(one.element);
    }
    one.update(item);
  }
}

const words = /** @type {Record<string, string>} */ ({ ivr: 'IVR', dnd: 'DND' });

/** `ringGroup` and `drop-socket` as words. */
export function worded(/** @type {string} */ name) {
  const known = words[name];
  if (known) return known;
  const text = name
    .replace(/([A-Z])/g, ' $1')
    .replaceAll('-', ' ')
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
