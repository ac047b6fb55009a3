import type { Diagnostic } from '@virtform/values';
import { elementsAt, isSet, partAt, textAt, type Part } from '../part.js';
import { refused, type Rule } from '../rule.js';

/** A guest whose USB controller is of model none has no USB: `virDomainDefParseXML`, the same in 9.0 and 11.3. */
export const usbRules: Rule = (domain) => {
  const controllers = elementsAt(domain, 'devices', 'controllers').filter(
    (controller) => textAt(controller, 'type') === 'usb',
  );
  if (!controllers.some((controller) => textAt(controller, 'model') === 'none')) return [];
  const [, second] = controllers;
  return [
    ...(second === undefined ? [] : [off(second)]),
    ...elementsAt(domain, 'devices', 'hubs').map(off),
    ...elementsAt(domain, 'devices', 'redir_devs')
      .filter((device) => textAt(device, 'bus') === 'usb')
      .map(off),
    ...elementsAt(domain, 'devices', 'hostdevs')
      .map((device) => partAt(device, 'subsys_usb'))
      .filter(isSet)
      .map(off),
  ];
};

function off(device: Part): Diagnostic {
  return refused(device, {
    summary: 'the guest has no USB, and this device is on USB',
    action: 'Take the device out, or the controller of model none.',
  });
}
