import { ConnectionCommands, PbxFacts } from '@3cx-relay/admin';
import { type PbxComponent, type PbxFactsDto, RelayError } from '@3cx-relay/contracts';
import { WriterLease } from '@3cx-relay/event-log';
import { PbxWorkers } from '@3cx-relay/live-calls';
import { Injectable } from '@nestjs/common';
import { CertificateWatch } from './certificate-watch';
import { PbxFactsReader } from './pbx-facts';

@Injectable()
export class PbxReconnect extends ConnectionCommands {
  constructor(
    private readonly pbx: PbxWorkers,
    private readonly lease: WriterLease,
  ) {
    super();
  }

  async reconnect(component: PbxComponent): Promise<void> {
    if (!this.lease.isHeld) {
      throw new RelayError('CONFLICT', {
        detail: 'This relay is standing by; another one is connected to the PBX.',
      });
    }
    const worker = {
      callcontrol: this.pbx.callControl,
      xapi: this.pbx.activeCalls,
      database: this.pbx.database,
    }[component];
    worker.reconnectNow();
  }
}

@Injectable()
export class ReadFacts extends PbxFacts {
  constructor(
    private readonly reader: PbxFactsReader,
    private readonly certificate: CertificateWatch,
  ) {
    super();
  }

  read(): PbxFactsDto {
    return { ...this.reader.facts, certificateExpiresAt: this.certificate.expiresAt };
  }
}
