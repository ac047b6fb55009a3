// Reads or writes a guest's XML so many times, and prints how many milliseconds one of them took.
const { readFileSync } = require('node:fs');
const { decode, domain, encode, parseXml, writeXml } = require('@virtform/schema');

const [, , direction, file, times] = process.argv;
const text = readFileSync(file, 'utf8');
const value = decode(domain, parseXml(text));
const run = {
  decode: () => decode(domain, parseXml(text)),
  encode: () => writeXml(encode(domain, value)),
}[direction];

// What a long-lived process pays; the first few are compiled.
for (let warm = 0; warm < Number(times) / 4; warm++) run();
const started = process.hrtime.bigint();
for (let round = 0; round < Number(times); round++) run();
console.log(Number(process.hrtime.bigint() - started) / 1e6 / Number(times));
