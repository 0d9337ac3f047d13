/** The frame around every screen: where one is, where one can go. */
import { type ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Notice } from '../ui/index.js';
import { Help } from './help.js';
import { addressOf, usePlace } from './router.js';
import { type Screen, SCREENS } from './screens.js';
import { Views } from './views.js';
import { chooseTheme, showTheme, storedTheme } from './theme.js';

export function App() {
  const { screen: name } = usePlace();
  const screen = SCREENS.find((each) => each.name === name);
  return (
    <>
      <a class="skip" href="#main" onClick={focusMain}>
        Skip to the content
      </a>
      <Header current={name} />
      <main id="main" tabIndex={-1}>
        {screen === undefined ? <NoScreen name={name} /> : <Loaded key={screen.name} screen={screen} />}
      </main>
    </>
  );
}

/** The address behind `#` is the screen's, so the link must not change it. */
function focusMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function Header({ current }: { readonly current: string }) {
  return (
    <header class="bar">
      <a class="brand" href={addressOf('')}>
        Railyard
      </a>
      <nav aria-label="Screens">
        {SCREENS.filter(({ name, isInner }) => name !== '' && isInner !== true).map(({ name, title }) => (
          <a key={name} href={addressOf(name)} aria-current={name === current ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <Views />
      <Help />
      <ThemeButton />
    </header>
  );
}

function ThemeButton() {
  const [theme, setTheme] = useState(storedTheme);
  useLayoutEffect(() => showTheme(theme), [theme]);
  const other = theme === 'dark' ? 'light' : 'dark';
  const choose = (): void => {
    chooseTheme(other);
    setTheme(other);
  };
  return (
    <button type="button" class="quiet" onClick={choose} aria-label={`Show in ${other} colours`}>
      {theme === 'dark' ? '☀' : '☾'}
    </button>
  );
}

function Loaded({ screen }: { readonly screen: Screen }) {
  const [Shown, setShown] = useState<ComponentType>();
  const [failure, setFailure] = useState<string>();
  const first = useRef(true);
  useEffect(() => {
    document.title = screen.name === '' ? 'Railyard' : `${screen.title} · Railyard`;
    screen.load().then(
      ({ default: component }) => setShown(() => component),
      (error: Error) => setFailure(error.message),
    );
    if (!first.current) document.getElementById('main')?.focus();
    first.current = false;
  }, []);
  if (failure !== undefined)
    return (
      <Notice kind="error" title="The screen could not be loaded" text={`${failure} Reload the page.`} />
    );
  return Shown === undefined ? <Notice kind="busy" title="Loading" /> : <Shown />;
}

function NoScreen({ name }: { readonly name: string }) {
  return (
    <Notice
      kind="empty"
      title={`There is no screen "${name}"`}
      text="Choose one above, or begin with your job."
      action={{ label: 'Your job', href: addressOf('job') }}
    />
  );
}
