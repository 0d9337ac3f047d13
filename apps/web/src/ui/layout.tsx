/** Parts that screens are laid out of. */
import { type ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface PageProps {
  readonly title: string;
  readonly lead: string;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Page({ title, lead, actions, children }: PageProps) {
  return (
    <div class="page">
      <div class="heading">
        <div>
          <h1>{title}</h1>
          <p class="lead">{lead}</p>
        </div>
        {actions !== undefined && <div class="actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

interface CardProps {
  readonly title: string;
  readonly note?: string;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

export function Card({ title, note, wide = false, children }: CardProps) {
  const id = useId();
  return (
    <section class={wide ? 'card wide' : 'card'} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {note !== undefined && <p class="note">{note}</p>}
      {children}
    </section>
  );
}

export interface StatProps {
  readonly label: string;
  readonly value: string;
  /** Below the value: its band, or what it is of. */
  readonly detail?: string;
  readonly tone?: 'good' | 'bad';
}

export function Stats({ stats }: { readonly stats: readonly StatProps[] }) {
  return (
    <dl class="stats">
      {stats.map(({ label, value, detail, tone }) => (
        <div key={label} class={tone}>
          <dt>{label}</dt>
          <dd>
            {value}
            {detail !== undefined && <small>{detail}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
