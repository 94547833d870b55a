import { WebSocket } from 'ws';

/** What is written to the server: text as it is, bytes as a binary frame. */
export type Frame = string | Buffer;

export const ENGINE_PATH = '/relay/socket.io/?EIO=4';
/** Packets of one polling payload are parted by it. */
const SEPARATOR = '\u001e';

/**
 * Speaks Engine.IO by hand over one WebSocket: sends what a client library never would. Ends when
 * the server has hung up, or has answered a probe that follows the frames.
 * @param apiKey joins the namespace with it first; without one the frames are what is said first
 * @returns what the server said
 */
export async function converseByWebSocket(
  httpUrl: string,
  frames: readonly Frame[],
  apiKey: string | null,
): Promise<string[]> {
  const heard: string[] = [];
  const socket = new WebSocket(
    `${httpUrl.replace('http', 'ws')}${ENGINE_PATH}&transport=websocket`,
  );
  const beginsWith = apiKey === null ? '0' : '40/relay';
  await new Promise<void>((resolve, reject) => {
    socket.on('close', () => resolve());
    socket.on('error', (error: Error) => (heard.length > 0 ? resolve() : reject(error)));
    socket.on('message', (data, isBinary) => {
      if (isBinary) return;
      const text = (data as Buffer).toString();
      heard.push(text);
      if (text.startsWith('0') && apiKey !== null) socket.send(joinFrame(apiKey));
      if (text.startsWith(beginsWith))
        for (const frame of [...frames, '2probe']) socket.send(frame);
      if (text === '3probe') socket.close();
    });
  });
  return heard;
}

export function joinFrame(apiKey: string): string {
  return `40/relay,${JSON.stringify({ apiKey })}`;
}

/** The same over HTTP long polling. @returns the statuses of the answers */
export async function converseByPolling(
  httpUrl: string,
  frames: readonly Frame[],
): Promise<number[]> {
  const opened = await fetch(`${httpUrl}${ENGINE_PATH}&transport=polling`);
  const { sid } = JSON.parse((await opened.text()).slice(1)) as { sid: string };
  const url = `${httpUrl}${ENGINE_PATH}&transport=polling&sid=${sid}`;
  const headers = { 'content-type': 'text/plain;charset=UTF-8' };
  const statuses: number[] = [];
  const texts = frames.map((frame) =>
    typeof frame === 'string' ? frame : `b${frame.toString('base64')}`,
  );
  for (const body of [...texts, texts.join(SEPARATOR), '1']) {
    const answer = await fetch(url, { method: 'POST', body, headers });
    await answer.arrayBuffer();
    statuses.push(answer.status);
  }
  // A session that the server has ended waits for a poll to say so.
  await (await fetch(url)).arrayBuffer();
  return statuses;
}
