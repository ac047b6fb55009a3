import type { ResourceType } from '@virtform/schema';
import type { ValueObject } from '@virtform/values';

/** One rule: an object that it refuses, and one that is nearly the same and right. Objects have no names. */
export interface CheckCase {
  readonly title: string;
  readonly refused: ValueObject;
  /** Where the diagnostic stands, as people write it. */
  readonly at: string;
  /** Part of what it says. */
  readonly says: string;
  readonly allowed: ValueObject;
  /**
   * When libvirt refuses it; `altered`: libvirt takes it, and leaves out what is refused; `forgotten`: libvirt takes it, and no
   * longer knows of it when its daemon starts anew.
   */
  readonly when: 'defined' | 'started' | 'altered' | 'forgotten' | 'elsewhere';
  readonly severity?: 'warning';
  /** What the right object uses, and some hosts lack. */
  readonly needs?: 'firmware';
}

/** The cases of one resource type. */
export interface CheckCases {
  readonly type: ResourceType;
  readonly cases: readonly CheckCase[];
}
