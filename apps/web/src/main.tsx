import { render } from 'preact';
import { App } from './app/app.js';
import './app/styles.css';

const place = document.getElementById('app');
if (place !== null) render(<App />, place);

// Where a browser has no such thing, or the host no secure address, the page needs its host.
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  navigator.serviceWorker.register('./offline.js').catch(() => undefined);
