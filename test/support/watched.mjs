/**
 * Preloaded into a process, tells on stderr whom it connects to and which names it looks up (`outbound: …`)
 * and, on SIGUSR2, which properties every object has got (`polluted: […]`).
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const tell = (what, given) =>
  process.stderr.write(
    `outbound: ${what} ` +
      `${JSON.stringify(given, (_, value) => (typeof value === 'function' ? undefined : value))}\n`,
  );

function watch(owner, name, what) {
  const original = owner[name];
  owner[name] = function (...given) {
    // Listening looks its own address up; an address is no name.
    if (net.isIP(given[0]) === 0) tell(what, given);
    return original.apply(this, given);
  };
}

/** The address alone: options may hold sockets. */
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  tell(
    'connect',
    typeof options === 'object'
      ? { host: options.host, port: options.port, path: options.path }
      : given.filter((one) => typeof one !== 'function'),
  );
  return connect.apply(this, given);
};
watch(dgram.Socket.prototype, 'send', 'datagram');
for (const owner of [dns, dns.promises])
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) watch(owner, name, `dns.${name}`);
syncBuiltinESMExports();

const own = new Set(Object.getOwnPropertyNames(Object.prototype));
process.on('SIGUSR2', () => {
  const added = Object.getOwnPropertyNames(Object.prototype).filter((name) => !own.has(name));
  process.stderr.write(`polluted: ${JSON.stringify(added)}\n`);
});
