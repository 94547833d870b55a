import { SseParser } from './sse-parser';

const STREAM =
  'retry: 5\nevent: goodbye\ndata: {"a":1}\n\n: a comment\n\nid: 7\ndata: x\ndata:y\r\n\r\n';
const MESSAGES = [
  { event: 'goodbye', data: '{"a":1}' },
  { event: 'message', data: 'x\ny' },
];

describe('server-sent events', () => {
  it('are read alike however the text is cut', () => {
    for (let size = 1; size <= STREAM.length; size += 1) {
      const parser = new SseParser();
      const pieces = STREAM.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect(pieces.flatMap((piece) => parser.push(piece))).toEqual(MESSAGES);
    }
  });

  it('are given only once they are complete', () => {
    const parser = new SseParser();
    expect(parser.push('event: call.ended\ndata: 1\n')).toEqual([]);
    expect(parser.push('\n')).toEqual([{ event: 'call.ended', data: '1' }]);
  });
});
