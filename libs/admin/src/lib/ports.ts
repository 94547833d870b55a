import type {
  CallId,
  ConsumerDto,
  JourneyEntryDto,
  PbxComponent,
  PbxFactsDto,
} from '@3cx-relay/contracts';

/*
 * What the dashboard needs from rooms it does not know. The app binds each of these classes to an
 * adapter of a few lines; the class is the injection token.
 */

/** Commands to the connections of the PBX. */
export abstract class ConnectionCommands {
  /**
   * Ends the connection and makes it anew. Resolves once the command was taken, not when it is
   * connected again.
   * @throws RelayError CONFLICT when the component is disabled
   */
  abstract reconnect(component: PbxComponent): Promise<void>;
}

/** What is known of the PBX besides the state of its connections. Cheap: it is asked often. */
export abstract class PbxFacts {
  abstract read(): PbxFactsDto;
}

/** Everybody who reads events here. */
export abstract class ConsumersSource {
  /** Oldest connection first. */
  abstract list(): readonly ConsumerDto[] | Promise<readonly ConsumerDto[]>;
}

/** What became of a call outside of the event log: webhook deliveries, call-log submissions. */
export abstract class JourneySource {
  /** In any order. */
  abstract entriesOf(callId: CallId): Promise<readonly JourneyEntryDto[]>;
}
