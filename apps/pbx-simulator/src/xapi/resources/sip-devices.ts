import type { Row } from '../../odata';
import type { Resource, XapiContext } from '../context';
import { dnsOfKind } from '../dn-rows';
import { peerRow } from '../peer-rows';
import type { DeviceFacts, DnFacts } from '../pbx-port';

const deviceRow = (context: XapiContext, dn: DnFacts, device: DeviceFacts, index: number): Row => {
  const Id = context.state.partId(`phone/${dn.number}/${index}`);
  return {
    Id,
    DN: peerRow(context, dn),
    PhoneWebPassword: null,
    ProvLink: null,
    Registrar: {
      MAC: null,
      UserAgent: device.userAgent,
      Vendor: 'Simulator',
      Model: device.userAgent,
      IpAddress: '127.0.0.1',
      InterfaceLink: '',
      FirmwareVersion: '1.0',
      FirmwareAvailable: null,
      Capabilities: 0,
    },
  };
};

/** Devices registered for extensions; the same numbers as the user's `Phones` have. */
export const sipDevices: Resource = {
  name: 'SipDevices',
  type: 'SipDevice',
  byKey: false,
  list: (context) =>
    dnsOfKind(context, 'extension').flatMap((dn) =>
      dn.devices.map((device, index) => deviceRow(context, dn, device, index)),
    ),
};
