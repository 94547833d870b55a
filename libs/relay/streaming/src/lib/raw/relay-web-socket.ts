import { WebSocket } from 'ws';
import { CLOSE_CODES } from '@3cx-relay/contracts';

/** The codes that `ws` closes with by itself, as our contract names them. */
const OURS = new Map<number, number>([
  [1007, CLOSE_CODES.badMessage],
  [1009, CLOSE_CODES.tooLarge],
]);

/** `ws` closes too large and undecodable messages before anybody is asked: with our codes here. */
export class RelayWebSocket extends WebSocket {
  override close(code?: number, data?: string | Buffer): void {
    super.close(code === undefined ? code : (OURS.get(code) ?? code), data);
  }
}
