// Plain socket.io-client. `auth` is a function: each reconnect sends the position of then.
import { io } from 'socket.io-client';

let position = { since: 'now' };
const socket = io(`${process.env.RELAY_URL}/relay`, {
  path: '/relay/socket.io',
  auth: (send) => send({ apiKey: process.env.RELAY_KEY, ...position, types: ['call.*'] }),
});
socket.on('subscribed', ({ recovered, sequence, epoch }) => {
  if (!recovered) console.error('events in between are gone');
  if (position.since === 'now') position = { since: sequence, epoch };
});
socket.on('call_event', (event) => {
  console.log(JSON.stringify(event));
  position = { since: event.sequence, epoch: event.epoch };
});
socket.on('connect_error', (error) => {
  console.error(error.data?.code ?? error.message);
  if (error.data?.code) socket.disconnect(); // a refusal: coming back unchanged is of no use
});
