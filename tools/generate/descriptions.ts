import 'reflect-metadata';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { adminApiDescription } from '@3cx-relay/admin';
import { envExample, settingsPage } from '@3cx-relay/config';
import { type ProblemKind, PROBLEMS } from '@3cx-relay/contracts';
import { relayApiDescription, relayStreamDescription } from '@3cx-relay/rest';

/** Writes what is published from what the code says: run by `npm run generate`, bundled. */
function main(root: string): void {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const files: Record<string, string> = {
    '.env.example': envExample(),
    'docs/settings.md': settingsPage(),
    'docs/errors.md': errorsPage(),
    'docs/api/openapi.json': json(relayApiDescription(version)),
    'docs/api/asyncapi.json': json(relayStreamDescription(version)),
    'docs/api/admin-openapi.json': json(adminApiDescription(version)),
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}

function errorsPage(): string {
  const rows = Object.entries(PROBLEMS).map(([code, kind]: [string, ProblemKind]) => {
    const close = kind.closeCode === undefined ? '' : String(kind.closeCode);
    return `| \`${code}\` | ${kind.status} | ${close} | ${kind.title} | ${kind.remedy} |`;
  });
  return [
    '# Errors',
    '',
    'Every error of the APIs is `application/problem+json` (RFC 9457) with a stable `code`. On a raw',
    'WebSocket an error that ends the connection has a close code. Made by `npm run generate` from the',
    'table in `libs/contracts`; do not edit it here.',
    '',
    '| code | status | close code | what it means | what to do |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

main(process.argv[2] ?? process.cwd());
