// The reviewer's page begins; the engine is loaded in its worker.
import '@fontsource/be-vietnam-pro/vietnamese-400.css';
import '@fontsource/be-vietnam-pro/vietnamese-600.css';
import '@fontsource/be-vietnam-pro/latin-400.css';
import '@fontsource/be-vietnam-pro/latin-600.css';
import '../style.css';
import { render } from 'preact';
import { loadChoices } from '../store.js';
import { Review } from './page.js';
import './style.css';
import { WORDS } from './words.js';

const page = document.getElementById('page');
if (page === null) throw new Error('the page has no place for it');

try {
  render(<Review choices={await loadChoices()} />, page);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  render(
    <main class="page">
      <div class="message bad" role="alert">
        <p>{WORDS.failed.vi} · {WORDS.failed.en}: {why}</p>
        <button type="button" class="button" onClick={() => location.reload()}>{WORDS.reload.vi} · {WORDS.reload.en}</button>
      </div>
    </main>,
    page,
  );
}

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  // Without it the page works all the same, as long as there is a net.
  navigator.serviceWorker.register('./offline.js').catch(() => undefined);
}
