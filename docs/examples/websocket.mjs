// The raw WebSocket with `ws`; the key goes in a header.
import { WebSocket } from 'ws';

const FINAL = [4400, 4401, 4403]; // coming back unchanged is of no use
let position = { since: 'now' };
let waitMs = 1_000;

function connect() {
  const address = new URL('/relay/ws', process.env.RELAY_URL.replace(/^http/, 'ws'));
  for (const [name, value] of Object.entries(position)) address.searchParams.set(name, value);
  const socket = new WebSocket(address, {
    headers: { authorization: `Bearer ${process.env.RELAY_KEY}` },
  });
  // A heartbeat comes every 15 s: silence means that the connection is dead.
  let silence = setTimeout(() => socket.terminate(), 40_000);
  let goodbye;
  socket.on('message', (text) => {
    clearTimeout(silence);
    silence = setTimeout(() => socket.terminate(), 40_000);
    const message = JSON.parse(text);
    if (message.type === 'subscribed') {
      waitMs = 1_000;
      if (!message.recovered) console.error('events in between are gone');
      if (position.since === 'now') position = { since: message.sequence, epoch: message.epoch };
    } else if (message.type === 'call_event') {
      console.log(JSON.stringify(message.data));
      position = { since: message.data.sequence, epoch: message.data.epoch };
    } else if (message.type === 'goodbye') goodbye = message.reconnectInMs;
    else if (message.type === 'error') console.error(message.code, message.detail);
  });
  socket.on('error', (error) => console.error(error.message));
  socket.on('close', (code) => {
    clearTimeout(silence);
    if (FINAL.includes(code)) return;
    setTimeout(connect, goodbye ?? waitMs);
    waitMs = Math.min(waitMs * 2, 30_000);
  });
}
connect();
