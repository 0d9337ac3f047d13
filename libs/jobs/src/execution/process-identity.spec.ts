import { isKnownDead, newOwner } from './process-identity.js';

describe('process identity', () => {
  it('names the machine, the process and a nonce', () => {
    expect(newOwner()).toMatch(new RegExp(`^.+-[0-9a-f]{12}/${process.pid}/[0-9a-f]{8}$`));
    expect(newOwner()).not.toBe(newOwner());
    expect(newOwner().split('/')[0]).toBe(newOwner().split('/')[0]);
  });

  it('knows this process alive, a gone one of this machine dead, and nothing of other machines', () => {
    const owner = newOwner();
    expect(isKnownDead(owner)).toBe(false);
    const [machine, , nonce] = owner.split('/');
    // Beyond the largest process id that Linux gives.
    expect(isKnownDead(`${machine}/4194999/${nonce}`)).toBe(true);
    expect(isKnownDead(`elsewhere/4194999/${nonce}`)).toBe(false);
  });
});
