import { rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { answerTo, inOneForm } from '../vectors/answer';
import { DIFFERENCES } from '../vectors/differences';
import { keyOf } from '../vectors/question';
import { recordedOf } from '../vectors/recorded';
import { questionsOf, SUBJECTS } from '../vectors/vectors';
import { makeFolder } from '../vectors/world';

let folder: string;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What is answered otherwise than by Terraform, by what was asked. */
function unlike(subject: string): readonly { readonly asked: string }[] {
  return recordedOf(subject)
    .map(({ question, told, type }) => ({
      asked: keyOf(question),
      ours: answerTo(question, type, folder),
      theirs: inOneForm(told, type),
    }))
    .filter(({ ours, theirs }) => !isDeepStrictEqual(ours, theirs));
}

describe.each(SUBJECTS)('%s', (subject) => {
  const asked = questionsOf(subject).map(keyOf);

  it('has been asked Terraform as it stands here', () => {
    expect(recordedOf(subject).map(({ question }) => keyOf(question))).toEqual(asked);
  });

  it('is answered as by Terraform, but for the known differences', () => {
    const found = unlike(subject);
    expect(found.filter((each) => !DIFFERENCES.has(each.asked))).toEqual([]);
    expect(found.map((each) => each.asked)).toEqual(asked.filter((each) => DIFFERENCES.has(each)));
  });
});

it('knows no difference that nobody asks for', () => {
  const asked = new Set(SUBJECTS.flatMap((subject) => questionsOf(subject).map(keyOf)));
  expect([...DIFFERENCES.keys()].filter((key) => !asked.has(key))).toEqual([]);
});
