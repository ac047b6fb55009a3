export { compareText } from '@virtform/values';

/** Made when it is first needed: that takes 20 ms. */
let segmenter: Intl.Segmenter | undefined;
const ASCII = /^[\x20-\x7e]*$/;

/** What people see as characters; Terraform counts, cuts and reverses by these. */
export function graphemes(text: string): readonly string[] {
  if (ASCII.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}
