import { polkitLogin } from '../../src/auth/polkit.js';
import { LibvirtError } from '../../src/errors.js';
import { scripted } from './scripted-request.js';

test.each([
  [
    45,
    'denied',
    'polkit does not let this user in: denied; let a rule in /etc/polkit-1/rules.d on the host allow',
  ],
  [
    94,
    'no agent',
    `and nobody is there to do so: no agent; run pkttyagent --process ${process.pid} on the host meanwhile, or let a rule`,
  ],
  [79, 'cancelled', 'the question was dismissed: cancelled; answer it, or let a rule'],
  [1, 'no bus', 'the daemon cannot ask polkit: no bus; are the system bus and polkitd running on the host?'],
])('libvirt’s error %d is elaborated', async (code, said, elaborated) => {
  const { request } = scripted({
    AUTH_POLKIT: () => {
      throw new LibvirtError(said, { fault: 'host', code });
    },
  });
  const login = polkitLogin(request, 'qemu:///system');
  await expect(login).rejects.toMatchObject({ fault: 'host', code });
  await expect(login).rejects.toThrow(/^cannot open qemu:\/\/\/system: /);
  await expect(login).rejects.toThrow(elaborated);
});

test('what is no answer of libvirt stays what it is', async () => {
  const lost = new LibvirtError('lost', { fault: 'unknown-outcome' });
  const { request } = scripted({
    AUTH_POLKIT: () => {
      throw lost;
    },
  });
  await expect(polkitLogin(request, 'x')).rejects.toBe(lost);
});
