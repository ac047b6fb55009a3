import { spawn } from 'node:child_process';
import path from 'node:path';

// On a terminal of its own, which `script` of Debian's bsdutils makes: keys are pressed once the prompt is there.

const CODE = `
const { processIo, GIVEN_UP } = require(${JSON.stringify(path.join(__dirname, '..', 'lib', 'io.js'))});
(async () => {
  const conversation = await processIo().converse();
  for (let begun = false; ;) {
    const said = await conversation.ask('> ', begun);
    process.stdout.write('[' + (said === GIVEN_UP ? 'given up' : said) + ']');
    begun = said === '(';
    if (said === undefined || said === 'end') break;
  }
  const after = await conversation.ask('> ');
  process.stdout.write('[after ' + after + ']');
  conversation.close();
})();
`;

/** What is said to a conversation in which these keys are pressed, one group at each prompt. */
function saidWith(keys: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const command = `${process.execPath} -e "$CODE"`;
    const terminal = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...process.env, CODE, TERM: 'xterm' },
    });
    let shown = '';
    let waiting = 0;
    const left = [...keys];
    terminal.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
      const prompts = shown.split('\u001b[0J> ').length - 1;
      if (prompts <= waiting) return;
      waiting = prompts;
      const next = left.shift();
      if (next !== undefined) terminal.stdin.write(next);
    });
    terminal.on('error', reject);
    terminal.on('close', () => resolve([...shown.matchAll(/\[([\w( ]+)\]/g)].map(([, said = '']) => said)));
  });
}

test.each<[what: string, keys: readonly string[], said: readonly string[]]>([
  ['Ctrl-D leaves', ['1\r', '\u0004'], ['1', 'undefined', 'after undefined']],
  ['Ctrl-C gives up what is typed', ['1 +\u0003', '\u0004'], ['given up', 'undefined', 'after undefined']],
  ['Ctrl-C leaves where nothing was typed', ['\u0003'], ['undefined', 'after undefined']],
  [
    'Ctrl-C gives up what was begun in earlier lines',
    ['(\r', '\u0003', '\u0004'],
    ['(', 'given up', 'undefined', 'after undefined'],
  ],
  [
    'the arrow up brings back what was said',
    ['one\r', '\u001b[A\r', '\u0004'],
    ['one', 'one', 'undefined', 'after undefined'],
  ],
])('%s', async (_, keys, said) => {
  expect(await saidWith(keys)).toEqual(said);
});
