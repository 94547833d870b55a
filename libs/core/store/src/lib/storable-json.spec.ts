import { storableJson } from './storable-json';

describe('storableJson', () => {
  it('replaces what jsonb refuses and leaves everything else', () => {
    const value = { name: 'a\0b', half: '\ud83d', whole: '😀', text: '\\u0000' };
    expect(JSON.parse(storableJson(value))).toEqual({
      name: 'a\ufffdb',
      half: '\ufffd',
      whole: '😀',
      text: '\\u0000',
    });
  });
});
