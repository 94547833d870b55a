import { Dialect, type DialectOptions, USUAL_DIALECT } from './dialect';

const speaking = (options: Partial<DialectOptions>) =>
  new Dialect({ ...USUAL_DIALECT, ...options });
const participant = { id: 1, party_did: '+441' };
const placed = {
  status: 200,
  body: { finalstatus: 'Success', reason: 'None', reasontext: '', result: participant },
};

describe('answers of Call Control', () => {
  it('are as they are by default', () => {
    expect(new Dialect().spoken('POST', placed)).toEqual(placed);
  });

  it.each([
    ['Success', 1],
    ['Rejected', 0],
    ['Failed', -1],
  ])('may have the number of %s', (finalstatus, number) => {
    const answer = { status: 200, body: { finalstatus, reason: 'None' } };
    expect(speaking({ finalStatus: 'number' }).spoken('POST', answer).body).toEqual({
      ...{ finalstatus: number, reason: 'None' },
    });
  });

  it('may call the reason of success by its other name, and no other', () => {
    const dialect = speaking({ successReason: 'NotSpecified' });
    expect(dialect.spoken('POST', placed).body).toMatchObject({ reason: 'NotSpecified' });
    const failed = { status: 200, body: { finalstatus: 'Failed', reason: 'UnknownDestination' } };
    expect(dialect.spoken('POST', failed)).toEqual(failed);
  });

  it('may be 202 where something was done', () => {
    const dialect = speaking({ postStatus: 202 });
    expect(dialect.spoken('POST', placed).status).toBe(202);
    expect(dialect.spoken('GET', placed).status).toBe(200);
    expect(dialect.spoken('POST', { status: 422 }).status).toBe(422);
  });

  it('may never tell the DID, wherever it stands', () => {
    const dialect = speaking({ emptyPartyDid: true });
    const silent = { id: 1, party_did: '' };
    expect(dialect.spoken('POST', placed).body).toMatchObject({ result: silent });
    const all = { status: 200, body: [{ dn: '100', participants: [participant] }] };
    expect(dialect.spoken('GET', all).body).toEqual([{ dn: '100', participants: [silent] }]);
  });

  it('may ask for a body', () => {
    const bare = { method: 'POST', text: '' };
    expect(new Dialect().refusal(bare)).toBeNull();
    expect(speaking({ needsBody: true }).refusal(bare)).toMatchObject({ status: 400 });
    expect(speaking({ needsBody: true }).refusal({ ...bare, text: '{}' })).toBeNull();
    expect(speaking({ needsBody: true }).refusal({ ...bare, method: 'GET' })).toBeNull();
  });

  it('may have names in PascalCase on the socket', () => {
    const fields = { request_id: '7', path: '/callcontrol', status_code: 200, response: null };
    expect(new Dialect().response(fields)).toEqual(fields);
    expect(speaking({ responseKeys: 'PascalCase' }).response(fields)).toEqual({
      ...{ RequestID: '7', Path: '/callcontrol', StatusCode: 200, Response: null },
    });
  });
});
