import { parsePbxAddress } from './pbx-address';

describe('parsePbxAddress', () => {
  it.each([
    ['pbx.example.com', ['https://pbx.example.com', 'https://pbx.example.com:5001']],
    ['pbx.example.com:5001', ['https://pbx.example.com:5001']],
    ['https://pbx.example.com/', ['https://pbx.example.com']],
    ['http://127.0.0.1:5004', ['http://127.0.0.1:5004']],
    ['https://gate.example.com/pbx/', ['https://gate.example.com/pbx']],
    ['::1', ['https://[::1]', 'https://[::1]:5001']],
    [' 10.0.0.5 ', ['https://10.0.0.5', 'https://10.0.0.5:5001']],
  ])('looks for %s at %j', (text, bases) => {
    expect(parsePbxAddress(text).candidates.map((base) => base.http)).toEqual(bases);
  });

  it('speaks ws where the base speaks http, and wss where it speaks https', () => {
    expect(parsePbxAddress('http://h:1').candidates[0].ws).toBe('ws://h:1');
    expect(parsePbxAddress('h:1').candidates[0].ws).toBe('wss://h:1');
  });

  it.each(['', 'ftp://h', 'h/path', 'two words', 'https://u:p@h', 'h:99999', 'https://h?x=1'])(
    'refuses %j',
    (text) => {
      expect(() => parsePbxAddress(text)).toThrow(RangeError);
    },
  );
});
