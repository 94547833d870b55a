// @ts-check
import { byId } from './dom.js';

/**
 * Asks the control plane.
 * @param {string} method
 * @param {string} path below `/_sim`
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function ask(method, path, body) {
  const answer = await fetch(`/_sim${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.detail ?? `The simulator answered ${answer.status}.`);
  return told;
}

/** Does something for the user; what goes wrong is shown, and taken away by the next success. */
export async function attempt(/** @type {() => Promise<unknown>} */ what) {
  const notice = byId('notice');
  try {
    await what();
    notice.hidden = true;
  } catch (error) {
    notice.textContent = error instanceof Error ? error.message : String(error);
    notice.hidden = false;
  }
}
