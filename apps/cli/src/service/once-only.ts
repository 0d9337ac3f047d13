/** A request that may be repeated after a broken connection: the service knows it again by its key. */
import { randomUUID } from 'node:crypto';

export const onceOnly = (): { readonly header: { readonly 'Idempotency-Key': string } } => ({
  header: { 'Idempotency-Key': randomUUID() },
});
