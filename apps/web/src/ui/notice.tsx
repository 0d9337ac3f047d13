/** What a screen says in place of its content: nothing yet, working, refused, failed. */
import { type Issue } from '@railyard/base';
import { type Answer } from '../engine/index.js';

interface NoticeProps {
  readonly kind: 'empty' | 'busy' | 'error';
  readonly title: string;
  readonly text?: string;
  readonly action?: { readonly label: string; readonly href: string };
}

export function Notice({ kind, title, text, action }: NoticeProps) {
  return (
    <div class={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <strong>{title}</strong>
      {text !== undefined && <p>{text}</p>}
      {action !== undefined && (
        <a class="button" href={action.href}>
          {action.label}
        </a>
      )}
    </div>
  );
}

/** Issues as a list: where, what, and how to correct it. */
export function Issues({ title, issues }: { readonly title: string; readonly issues: readonly Issue[] }) {
  if (issues.length === 0) return null;
  return (
    <section class="notice error" role="alert">
      <strong>{title}</strong>
      <ul>
        {issues.map(({ path, message, hint }) => (
          <li key={path + message}>
            {path !== '' && <code>{path}</code>} {message} <em>{hint}</em>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is to be said of an answer that is not there, or not as asked. */
export function AnswerState({
  answer,
  waiting,
}: {
  readonly answer: Answer<unknown>;
  readonly waiting: string;
}) {
  if (answer.failure !== undefined)
    return (
      <Notice
        kind="error"
        title="The engine failed"
        text={`${answer.failure} This is a bug: please report it with the link of this page.`}
      />
    );
  if (answer.issues.length > 0) return <Issues title="This cannot be computed" issues={answer.issues} />;
  return answer.value === undefined && answer.busy ? <Notice kind="busy" title={waiting} /> : null;
}
