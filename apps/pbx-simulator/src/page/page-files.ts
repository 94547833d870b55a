import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer } from '../web/http';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};
/** Beside the bundle, or where the sources are. */
const PLACES = ['assets/page', '../../assets/page'].map((place) => path.join(__dirname, place));

/**
 * The page at `/_sim/` and its files at `/_sim/page/…`.
 * @returns `undefined` for other requests, and for files that there are not
 */
export function pageAnswer(method: string, requestPath: string): Answer | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  if (requestPath === '/_sim') return { status: 308, headers: { Location: '/_sim/' } };
  const [, name] = /^\/_sim\/page\/([a-z-]+\.(?:css|js|svg))$/.exec(requestPath) ?? [];
  const wanted = requestPath === '/_sim/' ? 'index.html' : name;
  if (wanted === undefined) return undefined;
  const file = PLACES.map((place) => path.join(place, wanted)).find((one) => existsSync(one));
  if (file === undefined) return undefined;
  const type = TYPES[path.extname(file).slice(1)] ?? 'application/octet-stream';
  return { status: 200, headers: { ...HEADERS, 'Content-Type': type }, body: readFileSync(file) };
}
