import type { CallId } from '@3cx-relay/contracts';
import type { Draft } from './draft';
import type { ObservedRecording } from './observation';
import { eventFacts, marked } from './tell';
import { laterOf } from './time';

/** Tells a recording of a call once, and again when its transcript or summary changes. */
export function tellRecording(draft: Draft, callId: CallId, recording: ObservedRecording): void {
  const open = draft.openCalls.get(callId);
  const call = open ?? draft.endedCalls.get(callId);
  if (!call) return;
  const content = JSON.stringify([recording.url, recording.transcription, recording.summary]);
  if (call.recordings[recording.recordingId] === content) return;
  const recordings = { ...call.recordings, [recording.recordingId]: content };
  const { recovered } = draft.context;
  const time = laterOf(draft.at, call.lastEventAt);
  const told = marked({ ...call, recordings }, time, recovered);
  if (open) draft.putTold(told);
  else draft.putEnded(told);
  draft.emit({
    type: 'call.recording',
    ...eventFacts(told, { recovered, time }),
    recording,
  });
}
