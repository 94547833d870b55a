import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Simulated } from '../testing/simulated';

// A start of the PBX takes seconds where other tests run beside it.
jest.setTimeout(60_000);

const API = '/_sim/call-log-api';
let pbx: Simulated;
beforeAll(async () => {
  pbx = await Simulated.start();
});
afterAll(() => pbx.stop());

describe(API, () => {
  it('takes deliveries without any token, and shows them', async () => {
    expect((await pbx.post(`${API}/call-logs`, { callId: '1' })).status).toBe(200);
    const { body } = await pbx.get(`${API}/received`);
    expect(body).toMatchObject({ items: [{ path: '/call-logs', json: { callId: '1' } }] });
  });

  it('is as it was at the start after a reset', async () => {
    await pbx.request('PUT', `${API}/behaviour`, { status: 503 });
    expect((await pbx.post(`${API}/call-logs`)).status).toBe(503);
    await pbx.post('/_sim/reset');
    expect((await pbx.get(`${API}/received`)).body).toMatchObject({ items: [], total: 0 });
    expect((await pbx.post(`${API}/call-logs`)).status).toBe(200);
  });

  it('survives a client that does not wait for an answer that hangs', async () => {
    await pbx.request('PUT', `${API}/behaviour`, { hang: true });
    const given = fetch(`${pbx.url}${API}/call-logs`, {
      ...{ method: 'POST', body: '{}', signal: AbortSignal.timeout(100) },
    });
    await expect(given).rejects.toMatchObject({ name: 'TimeoutError' });
    await pbx.request('DELETE', `${API}/behaviour`);
    expect((await pbx.post(`${API}/call-logs`)).status).toBe(200);
  });
});
