import { ROLES } from './access';
import { FakePbx } from './testing/fake-pbx';
import { bodyOf, xapiClient } from './testing/xapi-client';

const OWNER = [
  '/CallHistoryView',
  '/ChatHistoryView',
  '/Recordings',
  '/ScheduledReports',
  '/ReportCallLogData/Pbx.GetCallLogData()',
];
const ADMIN = [
  '/Users',
  '/Groups',
  '/Trunks',
  '/ActiveCalls',
  '/SystemStatus',
  '/EventLogs',
  '/Queues',
  '/RingGroups',
  '/Contacts',
  '/Users(1)',
  '/Backups',
];
const EVERYONE = ['/Defs', '/Defs?$select=Id', '/$metadata', '/swagger.yaml'];

const statusFor = async (role: string, path: string): Promise<number> =>
  (await xapiClient(new FakePbx(), { role }).send('GET', path)).status;

describe('roles', () => {
  it.each(OWNER)('%s is for System Owners alone', async (path) => {
    for (const role of ROLES) {
      expect([role, (await statusFor(role, path)) === 403]).toEqual([
        role,
        role !== 'system_owners',
      ]);
    }
  });

  it.each(ADMIN)('%s is for System Admins and Owners', async (path) => {
    for (const role of ROLES) {
      const allowed = role === 'system_admins' || role === 'system_owners';
      expect([role, (await statusFor(role, path)) === 403]).toEqual([role, !allowed]);
    }
  });

  it.each(EVERYONE)('%s is for every role', async (path) => {
    for (const role of ROLES) expect([role, await statusFor(role, path)]).toEqual([role, 200]);
  });

  it('an unknown role reaches nothing', async () => {
    expect(await statusFor('wizard', '/Defs')).toBe(403);
  });

  it('a refusal is an OData error', async () => {
    const refused = await xapiClient(new FakePbx(), { role: 'users' }).send('GET', '/Users');
    expect(bodyOf(refused)).toEqual({
      error: { code: expect.any(String), message: expect.any(String) },
    });
  });

  it('refuses before it changes anything', async () => {
    const pbx = new FakePbx();
    const client = xapiClient(pbx, { role: 'users' });
    expect((await client.send('DELETE', '/Users(28)')).status).toBe(403);
    expect((await client.send('POST', '/ActiveCalls(7)/Pbx.DropCall')).status).toBe(403);
    expect(pbx.activeCalls()).toHaveLength(1);
  });
});
