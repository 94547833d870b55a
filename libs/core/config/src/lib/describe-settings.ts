import { SETTINGS, type Setting, TOPICS, type Topic } from './setting-table';

function byTopic(topic: Topic): [string, Setting<unknown>][] {
  return Object.entries(SETTINGS).filter(([, setting]) => setting.topic === topic);
}

/** The text of `.env.example`. */
export function envExample(): string {
  const sections = TOPICS.map((topic) => {
    const lines = byTopic(topic).flatMap(([name, setting]) => [
      `# ${setting.about}`,
      `#${name}=${setting.default ?? ''}`,
    ]);
    return [`# --- ${topic} ---`, ...lines].join('\n');
  });
  const head =
    '# Copy to .env and take out the # before what you set. The environment wins over this file.\n' +
    '# Made by `npm run generate` from libs/core/config; do not edit it here.';
  return `${[head, ...sections].join('\n\n')}\n`;
}

/** The text of `docs/settings.md`. */
export function settingsPage(): string {
  const sections = TOPICS.map((topic) => {
    const rows = byTopic(topic).map(
      ([name, setting]) =>
        `| \`${name}\` | ${setting.about} | ${setting.default ? `\`${setting.default}\`` : 'none'} |`,
    );
    return [
      `## ${topic}`,
      '',
      '| variable | meaning | default |',
      '| --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  const head = [
    '# Settings',
    '',
    'Read from the environment or from `.env` in the working folder; the environment wins. A wrong',
    'setting stops the start with one line per fault. Made by `npm run generate` from',
    '`libs/core/config`; do not edit it here.',
  ].join('\n');
  return `${[head, ...sections].join('\n\n')}\n`;
}
