import { Resolver, type TargetAddress, TargetGuard } from './target-guard';
import { WebhooksOptions } from './webhooks.options';

/** Answers with one list after the other, as a name does that is bound anew. */
class ScriptedNames extends Resolver {
  asked = 0;

  constructor(private readonly answers: readonly (readonly string[])[]) {
    super();
  }

  override addressesOf(): Promise<readonly TargetAddress[]> {
    const found = this.answers[this.asked] ?? [];
    this.asked += 1;
    return Promise.resolve(
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }
}

const guard = (names: Resolver, allow: string[] = []) =>
  new TargetGuard(names, new WebhooksOptions('pbx', '//pbx', '1', allow));
const unused = new ScriptedNames([]);

describe('targets of webhooks', () => {
  it.each([
    ...['http://127.0.0.1/', 'http://127.1/', 'http://2130706433/', 'http://0x7f000001/'],
    ...['http://0.0.0.0/', 'http://10.1.2.3/', 'http://172.16.0.1/', 'http://192.168.1.1/'],
    ...['http://169.254.169.254/', 'http://100.64.0.1/', 'http://224.0.0.1/'],
    ...['http://255.255.255.255/', 'http://[::1]/', 'http://[::]/', 'http://[fe80::1]/'],
    ...['http://[fd00:ec2::254]/', 'http://[::ffff:10.0.0.1]/', 'http://[::ffff:7f00:1]/'],
    ...['http://[64:ff9b::a00:1]/', 'http://[2002:a00:1::]/', 'http://[::127.0.0.1]/'],
    ...['ftp://8.8.8.8/', 'file:///etc/passwd', 'https://me:secret@8.8.8.8/', 'nonsense'],
  ])('are refused: %s', async (url) => {
    await expect(guard(unused).addressesOf(url)).rejects.toMatchObject({
      name: 'RefusedTargetError',
    });
  });

  it.each(['http://8.8.8.8/', 'https://[2606:4700::1111]:8443/x'])('are taken: %s', async (url) => {
    await expect(guard(unused).addressesOf(url)).resolves.toHaveLength(1);
  });

  it('are taken in private networks that the administrator names, and in no others', async () => {
    const allowing = guard(unused, ['10.0.0.0/8', 'fd00::/8']);
    await expect(allowing.addressesOf('http://10.1.2.3/')).resolves.toHaveLength(1);
    await expect(allowing.addressesOf('http://[fd00::1]/')).resolves.toHaveLength(1);
    await expect(allowing.addressesOf('http://192.168.0.1/')).rejects.toThrow('192.168.0.1');
  });

  it('are refused when one of the addresses of a name is private', async () => {
    const names = new ScriptedNames([['8.8.8.8', '10.0.0.1']]);
    await expect(guard(names).addressesOf('http://mixed.example/')).rejects.toThrow('10.0.0.1');
  });

  it('are asked for once, and only what was checked is given back', async () => {
    const names = new ScriptedNames([['8.8.8.8'], ['127.0.0.1']]);
    const rebinding = guard(names);
    const found = await rebinding.addressesOf('http://rebinding.example/');
    expect(found).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect(names.asked).toBe(1);
    await expect(rebinding.addressesOf('http://rebinding.example/')).rejects.toThrow('127.0.0.1');
  });
});
