import { realRandom } from '../../src/effects/random.js';

describe('randomness', () => {
  it('gives as many bytes as asked, different each time', () => {
    const random = realRandom();
    expect(random.bytes(0)).toHaveLength(0);
    const [first, second] = [random.bytes(16), random.bytes(16)];
    expect(first).toHaveLength(16);
    expect(first).not.toEqual(second);
  });
});
