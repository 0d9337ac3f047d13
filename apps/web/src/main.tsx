import { render } from 'preact';
import { App } from './app/app.js';
import './app/styles.css';

const place = document.getElementById('app');
if (place !== null) render(<App />, place);
