// The objects and parameters that the specifications call with.

export const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f';
export const dom = { name: 'web', uuid, id: 1 };
export const net = { name: 'lan', uuid };
export const pool = { name: 'disks', uuid };
export const vol = { pool: 'disks', name: 'a', key: '/a' };
/** A typed parameter, as answers hold it. */
export const parameter = { field: 'x', type: 'ullong', value: 5n } as const;
export const params = [parameter];
