import { SCRAM_MECHANISMS, ScramError, scramLogin } from '../../src/auth/scram.js';
import { ScramServer } from './scram-server.js';

const pencil = { username: 'user', password: 'pencil' };

describe('the examples of the RFCs', () => {
  test.each([
    {
      source: 'RFC 5802',
      mechanism: 'SCRAM-SHA-1',
      nonce: 'fyko+d2lbbFgONRv9qkxdawL',
      challenge: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
      final: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
      outcome: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
    },
    {
      source: 'RFC 7677',
      mechanism: 'SCRAM-SHA-256',
      nonce: 'rOprNGfwEbeRWgbNEkqO',
      challenge: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
      final:
        'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
      outcome: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
    },
  ])('$source', async ({ mechanism, nonce, challenge, final, outcome }) => {
    const login = scramLogin(mechanism, pencil, nonce);
    expect(login.first).toBe(`n,,n=user,r=${nonce}`);
    const proof = await login.answer(challenge);
    expect(proof.final).toBe(final);
    expect(() => proof.verify(outcome)).not.toThrow();
  });
});

describe('every mechanism', () => {
  const mechanisms = SCRAM_MECHANISMS.map((name): [string, string] => [
    name,
    name.replace('SCRAM-', '').replace('-', '').toLowerCase(),
  ]);

  test.each(mechanisms)('%s shows both sides that the other knows the password', async (mechanism, hash) => {
    const server = new ScramServer(hash, pencil.password);
    const login = scramLogin(mechanism, pencil);
    const proof = await login.answer(server.challenge(login.first));
    const outcome = server.check(proof.final);
    expect(outcome).toBeDefined();
    expect(() => proof.verify(outcome ?? '')).not.toThrow();
  });

  test.each(mechanisms)('%s does not let a wrong password in', async (mechanism, hash) => {
    const server = new ScramServer(hash, pencil.password);
    const login = scramLogin(mechanism, { ...pencil, password: 'pen' });
    const proof = await login.answer(server.challenge(login.first));
    expect(server.check(proof.final)).toBeUndefined();
  });
});

test.each([
  ['user', 'n=user,'],
  ['fred@host', 'n=fred@host,'],
  ['a,b=c', 'n=a=2Cb=3Dc,'],
  ['=2C', 'n==3D2C,'],
  ['Jürgen', 'n=Jürgen,'],
])('the name %s is sent as %s', (username, sent) => {
  expect(scramLogin('SCRAM-SHA-256', { ...pencil, username }).first).toContain(sent);
});

test('two logins have nothing in common', () => {
  const first = (): string => scramLogin('SCRAM-SHA-256', pencil).first;
  expect(first()).not.toBe(first());
});

describe('a server that is not to be trusted', () => {
  const login = scramLogin('SCRAM-SHA-256', pencil, 'ours');

  test.each([
    ['', /has not the form/],
    ['e=other-error', /has not the form/],
    ['m=ext,r=oursX,s=c2FsdA==,i=4096', /has not the form/],
    ['r=ours,s=c2FsdA==,i=4096', /does not go on from ours/],
    ['r=theirs,s=c2FsdA==,i=4096', /does not go on from ours/],
    ['r=ours X,s=c2FsdA==,i=4096', /has not the form/],
    ['r=oursX,s=,i=4096', /salt is not base64/],
    ['r=oursX,s=c2Fsd,i=4096', /salt is not base64/],
    ['r=oursX,s=c2F*dA==,i=4096', /salt is not base64/],
    ['r=oursX,s=c2FsdA==,i=4095', /asks for 4095 iterations/],
    ['r=oursX,s=c2FsdA==,i=1', /asks for 1 iterations/],
    ['r=oursX,s=c2FsdA==,i=1000001', /asks for 1000001 iterations/],
    ['r=oursX,s=c2FsdA==,i=99999999999999999999', /asks for 100000000000000000000 iterations/],
    ['r=oursX,s=c2FsdA==,i=0x1000', /no number/],
    ['r=oursX,s=c2FsdA==,i=', /no number/],
    ['r=oursX,s=c2FsdA==,i=-4096', /no number/],
  ])('%s is not answered', async (challenge, reason) => {
    const answer = login.answer(challenge);
    await expect(answer).rejects.toThrow(ScramError);
    await expect(answer).rejects.toThrow(reason);
  });

  test.each([
    ['', /cannot show that it knows the password/],
    ['v=', /cannot show/],
    ['v=AAAA', /cannot show/],
    [`v=${Buffer.alloc(32).toString('base64')}`, /cannot show/],
    ['e=invalid-proof', /it says "invalid-proof"/],
    ['e=a\u001b[31m', /it says "a\\u001b\[31m"/],
  ])('"%s" does not end the login', async (outcome, reason) => {
    const proof = await login.answer('r=oursX,s=c2FsdA==,i=4096,some=extension');
    expect(() => proof.verify(outcome)).toThrow(reason);
  });
});

test('a mechanism that is not known is refused', () => {
  expect(() => scramLogin('SCRAM-MD5', pencil)).toThrow('SCRAM-MD5 is not spoken here');
});
