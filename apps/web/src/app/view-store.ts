/** Where named views are kept: by the service that these files came from, else in this browser. */

export interface View {
  readonly name: string;
  /** Behind `#`. */
  readonly address: string;
}

export interface ViewStore {
  /** In words. */
  readonly place: 'this browser' | 'the service';
  readonly list: () => Promise<readonly View[]>;
  /** A view of the same name is replaced. */
  readonly keep: (view: View) => Promise<void>;
  readonly remove: (view: View) => Promise<void>;
}

/** Asks once whether there is a service that lets one in. */
export async function viewStore(): Promise<ViewStore> {
  try {
    const { keepView, listViews, removeView } = await import('../service/index.js');
    await listViews();
    return { place: 'the service', list: listViews, keep: keepView, remove: removeView };
  } catch {
    return BROWSER;
  }
}

const KEY = 'railyard-views';

const BROWSER: ViewStore = {
  place: 'this browser',
  list: () => Promise.resolve(keptHere()),
  keep: (view) => Promise.resolve(keepHere([...others(view), view])),
  remove: (view) => Promise.resolve(keepHere(others(view))),
};

const others = ({ name }: View): readonly View[] => keptHere().filter((each) => each.name !== name);

const keepHere = (views: readonly View[]): void => localStorage.setItem(KEY, JSON.stringify(views));

/** None where what is kept cannot be read. */
function keptHere(): readonly View[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isView) : [];
  } catch {
    return [];
  }
}

const isView = (value: unknown): value is View =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'address' in value &&
  typeof value.address === 'string' &&
  value.address.startsWith('#/');
