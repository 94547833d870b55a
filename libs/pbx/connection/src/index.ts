export { type ConnectionReport, ConnectionReporter } from './lib/connection-reporter';
export { exchange, type ExchangeAnswer, type ExchangeRequest } from './lib/exchange';
export { type PbxAddress, type PbxBase, parsePbxAddress } from './lib/pbx-address';
export { errorOfAnswer, reasonOf } from './lib/pbx-answer-errors';
export { PbxConnectionOptions, type PbxTrust } from './lib/pbx-connection.options';
export { PbxEndpoint } from './lib/pbx-endpoint';
export {
  isPbxError,
  PBX_FAULTS,
  PbxError,
  type PbxErrorOptions,
  type PbxFault,
} from './lib/pbx-errors';
export { type PbxAnswer, PbxHttpClient, type PbxRequest } from './lib/pbx-http-client';
export { PbxRawSink, type PoisonInput, RAW_CAP, rawText } from './lib/pbx-raw-sink';
export { PbxTokenSource } from './lib/pbx-token-source';
export { PbxTransport, tlsOptions } from './lib/pbx-transport';
export {
  type ConnectionAttempt,
  DEFAULT_RECONNECT,
  type ReconnectHooks,
  ReconnectLoop,
} from './lib/reconnect-loop';
export type { CallRecord, RecordParticipant } from './lib/records/call-record';
export {
  CallRecordSource,
  type ChangesOptions,
  type HistoryPage,
  type HistoryPageQuery,
  type HistoryQuery,
  type RecordChanges,
} from './lib/records/call-records.port';
export type { CallRecording, CallSegment, SegmentEnd } from './lib/records/call-segment';
export { type TimeLimit, timeLimit } from './lib/time-limit';
export { decodeHistoryId, type DecodedHistoryId } from './lib/records/history-id';
export { digitsOf, matchesHistory } from './lib/records/history-filter';
export { joinSegments } from './lib/records/join-segments';
export { dnTypeOf } from './lib/records/segment-vocabulary';
export { type SeenMark, SeenWindow } from './lib/records/seen-window';
