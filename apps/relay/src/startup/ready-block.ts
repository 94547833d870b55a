export interface ReadyFacts {
  /** The address that users see, without a slash at the end. */
  readonly url: string;
  readonly version: string;
  /** What the relay is connected to, for people. */
  readonly pbx: string;
  /** Whether somebody still has the password that everybody knows. */
  readonly defaultPassword: boolean;
  readonly parts: { readonly admin: boolean; readonly softphone: boolean };
  /** Shown in demo mode alone; a real installation's keys are made in the dashboard. */
  readonly demoKey: string | null;
  readonly simulatorPage: string | null;
}

/** The block that `npm start` prints when everything answers. */
export function readyBlock(facts: ReadyFacts): string {
  const rows: [string, string][] = [];
  if (facts.parts.admin) rows.push(['Dashboard', `${facts.url}/admin/   ${signIn(facts)}`]);
  if (facts.parts.softphone) rows.push(['Softphone', `${facts.url}/phone/`]);
  rows.push(['Swagger', `${facts.url}/relay/docs`]);
  rows.push(['PBX', facts.pbx]);
  if (facts.simulatorPage) rows.push(['Simulator', facts.simulatorPage]);
  if (facts.demoKey) {
    rows.push(['Demo key', facts.demoKey]);
    rows.push(['Stream', streamLine(facts.url, facts.demoKey)]);
  } else if (facts.parts.admin) {
    rows.push(['API keys', `${facts.url}/admin/ui/api-keys   make one to read events with`]);
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

function signIn({ defaultPassword }: ReadyFacts): string {
  return defaultPassword
    ? 'user admin, password admin123 (to be changed at the first sign-in)'
    : 'user admin, with the password chosen at the first sign-in or set as ADMIN_PASSWORD';
}

/** A line to paste into a shell: every event from the first on, then live. */
function streamLine(url: string, key: string): string {
  return `curl -N -H "Authorization: Bearer ${key}" -H "Accept: text/event-stream" "${url}/relay/events?since=0"`;
}
