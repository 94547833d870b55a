import { readyBlock, type ReadyFacts } from './ready-block';

const facts: ReadyFacts = {
  ...{ url: 'http://127.0.0.1:8082', version: '1.0.0', pbx: 'pbx.example.com' },
  ...{ defaultPassword: true, parts: { admin: true, softphone: false } },
  ...{ demoKey: null, simulatorPage: null },
};

describe('the block that tells that everything answers', () => {
  it('tells the default password only while somebody has it', () => {
    expect(readyBlock(facts)).toContain('admin123');
    const changed = readyBlock({ ...facts, defaultPassword: false });
    expect(changed).toContain('user admin');
    expect(changed).not.toContain('admin123');
  });

  it('shows where a key is made when it has none to show', () => {
    const keysPage = 'http://127.0.0.1:8082/admin/ui/api-keys';
    expect(readyBlock(facts)).toContain(keysPage);
    const demo = readyBlock({ ...facts, demoKey: 'cxr_a_b' });
    expect(demo).not.toContain(keysPage);
    expect(demo).toContain('curl -N -H "Authorization: Bearer cxr_a_b"');
  });
});
