import { Pbx, until } from '@3cx-relay/testing';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endOf } from './call-rows';
import { PbxClient } from './pbx-client';

const SETTINGS = '/xapi/v1/CDRSettings';
const TALK = { from: '105', to: '106', answer: 'auto', talkMs: 1_000 };

interface Settings {
  readonly EnabledFields: readonly { readonly Name: string; readonly Length: number }[];
}

/** Files with lines of finished calls, as `CDRSettings` of XAPI choose them. */
describe('CDR files', () => {
  let dataDir: string;
  let pbx: Pbx;
  let client: PbxClient;
  let allFields: Settings['EnabledFields'];
  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'cdr-files-'));
    pbx = await Pbx.start({ args: ['--speed', '50', '--data-dir', dataDir] });
    client = await PbxClient.signIn(pbx);
    allFields = ((await client.get(SETTINGS)).body as Settings).EnabledFields;
  });
  afterAll(async () => {
    await pbx.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const choose = async (settings: Record<string, unknown>) =>
    expect(await client.patch(SETTINGS, { Enabled: true, ...settings })).toMatchObject({
      status: 204,
    });

  /** Files lie in `cdr`, which is there from the first one on. */
  function filesEndingWith(ending: string): string[] {
    const folder = path.join(dataDir, 'cdr');
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return names.filter((name) => name.endsWith(ending)).map((name) => path.join(folder, name));
  }

  const linesOf = (file: string) => readFileSync(file, 'utf8').split(/\r?\n/).slice(0, -1);

  /** Waits for the file of this ending, and for what is written to it once it is there. */
  const fileEndingWith = (ending: string) =>
    until(`there is a file ${ending}`, () =>
      filesEndingWith(ending).find((file) => linesOf(file).length > 0),
    );

  /** Lets a call come to its end. @returns its own file */
  async function fileOf(body: Record<string, unknown>): Promise<string> {
    const callId = await pbx.call(body);
    return fileEndingWith(`.${callId}.log`);
  }

  const firstLineOf = async (body: Record<string, unknown>) => linesOf(await fileOf(body))[0] ?? '';

  it('hold one call each with SingleFileForEachCall, named by its start and number', async () => {
    await choose({ LogType: 'SingleFileForEachCall', EnabledFields: allFields });
    const callId = await pbx.call({ scenario: 'internal' });
    const { startedAt } = await endOf(pbx, callId);
    const stamp = startedAt.replaceAll(/\D/g, '').slice(2, 14);
    const name = `cdr-${stamp}.${callId}.log`;
    const file = await fileEndingWith(name);
    expect(path.basename(file)).toBe(name);
    expect(linesOf(file)).toEqual([expect.stringMatching(new RegExp(`^Call ${callId},`))]);
    expect((linesOf(file)[0] ?? '').split(',')).toHaveLength(27);
    const other = await fileOf({ scenario: 'internal' });
    expect(linesOf(other)).toHaveLength(1);
    expect(linesOf(file)).toHaveLength(1);
  });

  it('have the chosen fields alone, in the chosen order', async () => {
    const chosen = ['to-no', 'callid', 'from-no'].map((Name) => ({ Name, Length: 0 }));
    await choose({ LogType: 'SingleFileForEachCall', EnabledFields: chosen });
    const line = await firstLineOf(TALK);
    expect(line).toMatch(/^Ext\.106,[0-9a-f]{16}_\d+,Ext\.105$/);
  });

  it('refuse a field that is not among the possible ones, and stay as they are', async () => {
    const chosen = [{ Name: 'to-no', Length: 0 }];
    await choose({ LogType: 'SingleFileForEachCall', EnabledFields: chosen });
    const answer = await client.patch(SETTINGS, {
      EnabledFields: [{ Name: 'colour-of-phone', Length: 0 }],
    });
    expect(answer).toMatchObject({ status: 400, body: { error: { message: expect.any(String) } } });
    expect(await firstLineOf(TALK)).toBe('Ext.106');
  });

  it.each([
    [false, ['Doe', ' Jane']],
    [true, ['Doe Jane']],
  ])('break at a comma of a name unless it is removed (%s)', async (removes, expected) => {
    const [user] = await client.list("Users?$filter=Number eq '107'");
    const name = { FirstName: 'Doe, Jane', LastName: '' };
    expect(await client.patch(`/xapi/v1/Users(${Number(user?.['Id'])})`, name)).toMatchObject({
      status: 204,
    });
    await choose({
      LogType: 'SingleFileForEachCall',
      EnabledFields: [{ Name: 'from-dispname', Length: 0 }],
      RemoveCommaDelimiters: removes,
    });
    const line = await firstLineOf({ ...TALK, from: '107' });
    expect(line.split(',')).toEqual(expected);
  });

  it('are a single one for all calls with SingleFileForAllCalls', async () => {
    await choose({ LogType: 'SingleFileForAllCalls', EnabledFields: allFields });
    const before = new Set(filesEndingWith('.log'));
    const ids = [await pbx.call({ scenario: 'internal' }), await pbx.call({ scenario: 'queue' })];
    const isOfAll = (file: string) =>
      ids.every((id) => linesOf(file).some((line) => line.startsWith(`Call ${id},`)));
    const file = await until('both are in one file', () => filesEndingWith('.log').find(isOfAll));
    expect(before.has(file)).toBe(false);
    expect(filesEndingWith('.log')).toHaveLength(before.size + 1);
  });

  it('get nothing while the output is off', async () => {
    await choose({ LogType: 'SingleFileForEachCall', EnabledFields: allFields, Enabled: false });
    const unheard = await pbx.call(TALK);
    await endOf(pbx, unheard);
    await choose({ LogType: 'SingleFileForEachCall', EnabledFields: allFields });
    const heard = await fileOf(TALK);
    expect(linesOf(heard)).toHaveLength(1);
    expect(filesEndingWith(`.${unheard}.log`)).toEqual([]);
  });
});
