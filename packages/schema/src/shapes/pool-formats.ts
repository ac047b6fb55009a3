/** What the source of a pool may be formatted as, by the type of the pool where libvirt looks at it (`poolTypeInfo`). */
export const POOL_FORMATS: Readonly<Record<string, readonly string[]>> = {
  fs: [
    ...[
      'auto',
      'ext2',
      'ext3',
      'ext4',
      'ufs',
      'iso9660',
      'udf',
      'gfs',
      'gfs2',
      'vfat',
      'hfs+',
      'xfs',
      'ocfs2',
    ],
    'vmfs',
  ],
  netfs: ['auto', 'nfs', 'glusterfs', 'cifs'],
  disk: ['dos', 'dvh', 'gpt', 'mac', 'bsd', 'pc98', 'sun', 'lvm2', 'unknown'],
  logical: ['lvm2', 'unknown'],
};
