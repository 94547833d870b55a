import { CallControlClient } from './call-control-client';
import { CallControlReads } from './call-control-reads';
import { connectionTo, SmallPbx } from './testing/small-pbx';
import { KeptPoison } from './testing/told';

const LEG = { id: 12, status: 'Dialing', dn: '101', callid: 33 };
const DEVICE = '/callcontrol/101/devices/sip%3A101%40h%3A1';

describe('CallControlClient', () => {
  let pbx: SmallPbx;

  beforeEach(async () => {
    pbx = await SmallPbx.start();
  });
  afterEach(async () => pbx.stop());

  const givenClient = () => {
    const { http } = connectionTo(pbx);
    return new CallControlClient(http, new CallControlReads(http, new KeptPoison()));
  };
  const givenDevices = (...ids: string[]) =>
    pbx.show(
      'GET /callcontrol/101/devices',
      ids.map((device_id) => ({ dn: '101', device_id })),
    );

  it('dials from the device, and gives back the own leg', async () => {
    givenDevices('sip:101@h:1', 'sip:101@h:2');
    pbx.on(`POST ${DEVICE}/makecall`, (body: unknown) => {
      expect(body).toEqual({ destination: '0301234', timeout: 30 });
      return { body: { finalstatus: 'Success', reason: 'None', result: LEG } };
    });
    const leg = await givenClient().makeCall('101', { destination: '0301234', timeoutSeconds: 30 });
    expect(leg).toMatchObject({ participantId: 12, callId: 33, status: 'dialing' });
  });

  it('dials from the DN when it has no device', async () => {
    pbx.show('GET /callcontrol/900/devices', []);
    pbx.show('POST /callcontrol/900/makecall', { finalstatus: 1, reason: 0, result: null });
    expect(await givenClient().makeCall('900', { destination: '101' })).toBeNull();
  });

  it('finds the device again when the phone has registered anew', async () => {
    givenDevices('sip:102@h:1', 'sip:101@h:9');
    pbx.show('POST /callcontrol/101/devices/sip%3A101%40h%3A9/makecall', {
      finalstatus: 'Success',
      result: LEG,
    });
    const leg = await givenClient().makeCall('101', {
      destination: '102',
      deviceId: 'sip:101@h:1',
    });
    expect(leg?.participantId).toBe(12);
  });

  it('never lets another phone ring than the one that was named', async () => {
    givenDevices('sip:102@h:1');
    const made = givenClient().makeCall('101', { destination: '102', deviceId: 'sip:101@h:1' });
    await expect(made).rejects.toMatchObject({ fault: 'notFound' });
    expect(pbx.requests.filter((request) => request.includes('102%40'))).toEqual([]);
  });

  it.each([
    ['in words', { finalstatus: 'Failed', reason: 'DestinationBusy', reasontext: 'busy here' }],
    ['in numbers', { finalstatus: -1, reason: 3, reasontext: 'busy here' }],
    ['rejected', { finalstatus: 0, reason: 'DestinationBusy', reasontext: 'busy here' }],
  ])('takes a 200 that says failure %s as refused', async (_name, body) => {
    pbx.show('POST /callcontrol/101/participants/5/transferto', body);
    await expect(givenClient().transferTo('101', 5, '102')).rejects.toMatchObject({
      fault: 'refused',
      code: 'PBX_REFUSED',
      reason: 'DestinationBusy',
      detail: expect.stringContaining('busy here'),
    });
  });

  it('says why a phone cannot be answered remotely', async () => {
    pbx.on('POST /callcontrol/101/participants/5/answer', () => ({ status: 422 }));
    await expect(givenClient().answer('101', 5)).rejects.toMatchObject({
      fault: 'refused',
      detail: expect.stringContaining('uaCSTA'),
    });
  });

  it('always sends a JSON body', async () => {
    let sent: unknown;
    pbx.on('POST /callcontrol/101/participants/5/drop', (body: unknown) => {
      sent = body;
      return { status: 202, body: '' };
    });
    await givenClient().drop('101', 5);
    expect(sent).toEqual({});
  });

  it('says that the leg is gone', async () => {
    await expect(givenClient().drop('101', 5)).rejects.toMatchObject({
      fault: 'notFound',
      code: 'NOT_FOUND',
    });
  });
});
