import { isKnownDead, newOwner } from './process-identity.js';

describe('process identity', () => {
  it('knows this process alive, a gone one of this machine dead, and nothing of other machines', () => {
    const owner = newOwner();
    expect(isKnownDead(owner)).toBe(false);
    const [machine, , nonce] = owner.split('/');
    // Beyond the largest process id that Linux gives.
    expect(isKnownDead(`${machine}/4194999/${nonce}`)).toBe(true);
    expect(isKnownDead(`elsewhere/4194999/${nonce}`)).toBe(false);
  });
});
