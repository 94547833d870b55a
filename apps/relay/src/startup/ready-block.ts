export interface ReadyFacts {
  /** The address that users see, without a slash at the end. */
  readonly url: string;
  readonly version: string;
  /** What the relay is connected to, for people. */
  readonly pbx: string;
  readonly signIn: string;
  readonly parts: { readonly admin: boolean; readonly softphone: boolean };
  /** Shown in demo mode alone; a real installation's keys are made in the dashboard. */
  readonly demoKey: string | null;
  readonly simulatorPage: string | null;
}

/** The block that `npm start` prints when everything answers. */
export function readyBlock(facts: ReadyFacts): string {
  const rows: [string, string][] = [];
  if (facts.parts.admin) rows.push(['Dashboard', `${facts.url}/admin/   ${facts.signIn}`]);
  if (facts.parts.softphone) rows.push(['Softphone', `${facts.url}/phone/`]);
  rows.push(['Swagger', `${facts.url}/relay/docs`]);
  rows.push(['PBX', facts.pbx]);
  if (facts.simulatorPage) rows.push(['Simulator', facts.simulatorPage]);
  if (facts.demoKey) {
    rows.push(['Demo key', facts.demoKey]);
    rows.push(['Stream', streamLine(facts.url, facts.demoKey)]);
  }
  const body = rows.map(([name, value]) => `  ${name.padEnd(10)} ${value}`);
  return [
    '',
    `3cx-relay ${facts.version} is ready`,
    '',
    ...body,
    '',
    '  Ctrl-C stops it.',
    '',
  ].join('\n');
}

/** A line to paste into a shell: every event from the first on, then live. */
export function streamLine(url: string, key: string): string {
  return `curl -N -H "Authorization: Bearer ${key}" -H "Accept: text/event-stream" "${url}/relay/events?since=0"`;
}
