import { describe, expect, it } from '@jest/globals';
import { formFields } from './form';

const LINES = [
  '--mark',
  'Content-Disposition: form-data; name="client_id"',
  '',
  '900',
  '--mark',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Disposition: form-data; name=client_secret',
  '',
  'a\r\nb',
  '--mark--',
  '',
];

describe('a form', () => {
  it('is read as urlencoded unless its type names a boundary', () => {
    const fields = formFields('', 'client_id=900&client_secret=a%2Bb');
    expect([...fields]).toEqual([
      ['client_id', '900'],
      ['client_secret', 'a+b'],
    ]);
  });

  it.each([
    ['multipart/form-data; boundary=mark', '\r\n'],
    ['multipart/form-data; boundary="mark"', '\r\n'],
    ['Multipart/Form-Data; Boundary=mark', '\n'],
  ])('is read part by part with %s, names quoted or not', (type, lineEnd) => {
    expect([...formFields(type, LINES.join(lineEnd))]).toEqual([
      ['client_id', '900'],
      ['client_secret', 'a\r\nb'],
    ]);
  });

  it.each([
    ['heads without an end', 'name=""\n'],
    ['names in a row', 'Content-Disposition: form-data; name="a'],
    ['blank lines', '\r\n\r\n'],
    ['ends of parts', '--mark'],
  ])('of 4 MiB of %s is read without delay', (_what, piece) => {
    const text = `--mark\r\n${piece.repeat((4 * 1024 * 1024) / piece.length)}`;
    const began = performance.now();
    formFields('multipart/form-data; boundary=mark', text);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
