import { agentText } from './agent-text';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('the words for a browser', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Firefox/130.0', 'Firefox on Windows'],
    [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/140.0 Safari/537.36`, 'Chrome on Linux'],
    [
      `Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0`,
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1',
      'Safari on iOS',
    ],
    [
      `Mozilla/5.0 (Linux; Android 15) ${WEBKIT} Chrome/140.0 Mobile Safari/537.36`,
      'Chrome on Android',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1',
      'Safari on macOS',
    ],
  ])('names browser and system of %s', (agent, text) => {
    expect(agentText(agent)).toBe(text);
  });

  it('leaves a program that is no browser as it calls itself', () => {
    expect(agentText('curl/8.9.1')).toBe('curl/8.9.1');
  });
});
