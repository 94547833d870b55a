// The client package: it reconnects, resumes and removes duplicates by itself.
import { readFileSync, writeFileSync } from 'node:fs';
import { RelayClient } from '3cx-relay-client';

const relay = new RelayClient({ url: process.env.RELAY_URL, apiKey: process.env.RELAY_KEY });
let saved = { since: 'now' };
try {
  saved = JSON.parse(readFileSync('position.json', 'utf8'));
} catch {
  // The first run has no position yet.
}

const events = relay.events({
  ...saved,
  types: ['call.*'],
  onGap: ({ oldest }) => console.error(`events before ${oldest} are gone`),
});
for await (const event of events) {
  console.log(JSON.stringify(event));
  writeFileSync('position.json', JSON.stringify({ since: event.sequence, epoch: event.epoch }));
}
