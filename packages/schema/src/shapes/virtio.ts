import { Attributes, Extra, obj, ObjectAttribute, once, str } from '../dsl.js';
import { oneOf, since, toggle } from '../facts.js';

/** What the driver of any virtio device may say. */
export const virtioOptions = once((): Attributes => ({
  iommu: str('@iommu', 'The device goes through the IOMMU of the guest', toggle, since('3.5.0')),
  ats: str('@ats', 'Address translation of PCIe', toggle, since('3.5.0')),
  packed: str('@packed', 'Packed queues', toggle, since('6.3.0')),
  page_per_vq: str('@page_per_vq', 'A page for the notices of each queue', toggle, since('7.9.0')),
}));

/** `<driver>` of a virtio device that has no other options. */
export const virtioDriver = (...extras: readonly Extra[]): ObjectAttribute =>
  obj('driver', 'Options of virtio', virtioOptions, ...extras);

/** The variants of a virtio device: for guests before virtio 1.0, after it, or both. */
export const virtioModels = oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional');
