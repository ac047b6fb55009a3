/** What the parser accepts at most. */
export interface XmlLimits {
  /** Characters in the document. libvirt itself sends no string above 4 MiB (REMOTE_STRING_MAX). */
  readonly length: number;
  /** Elements within elements. libxml2 stops at the same depth. */
  readonly depth: number;
}

export const XML_LIMITS: XmlLimits = { length: 4 * 1024 * 1024, depth: 256 };
