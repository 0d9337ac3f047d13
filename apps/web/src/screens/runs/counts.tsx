/** How many runs there are in each state, and what those that failed have in common. */
import { addressOf } from '../../app/router.js';
import { parametersOf } from '../../app/url-state.js';
import { runsOverview, useService } from '../../service/index.js';
import { number } from '../../ui/index.js';

export function Counts() {
  const [{ value }] = useService(runsOverview, '', ({ states }) => states.queued + states.running > 0);
  if (value === undefined) return null;
  const { states, failures } = value;
  const known = (Object.entries(states) as [string, number][]).filter(([, count]) => count > 0);
  return (
    <div class="counts">
      <p class="note">{known.map(([state, count]) => `${number(count, 7)} ${state}`).join(', ')}</p>
      {failures.map(({ code, message, count, example }) => (
        <p class="note" key={`${code} ${message}`}>
          {count} × {code}: {message}{' '}
          <a href={addressOf('run', parametersOf({ id: example }, {}))}>One of them</a>
        </p>
      ))}
    </div>
  );
}
