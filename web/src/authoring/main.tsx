// The page begins: what was kept on this device is read, a set that a link holds is unpacked.
import '@fontsource/be-vietnam-pro/vietnamese-400.css';
import '@fontsource/be-vietnam-pro/vietnamese-600.css';
import '@fontsource/be-vietnam-pro/latin-400.css';
import '@fontsource/be-vietnam-pro/latin-600.css';
import '@fontsource/ibm-plex-mono/vietnamese-400.css';
import '@fontsource/ibm-plex-mono/vietnamese-600.css';
import '@fontsource/ibm-plex-mono/latin-400.css';
import '@fontsource/ibm-plex-mono/latin-600.css';
import '../style.css';
import './style.css';
import { render } from 'preact';
import { loadChoices, loadTexts } from '../store.js';
import { Page } from './page.js';
import { fromFragment } from './share.js';

const page = document.getElementById('page');
if (page === null) throw new Error('the page has no place for it');

const [choices, texts, linked] = await Promise.all([loadChoices(), loadTexts(), fromFragment(location.hash)]);
render(<Page choices={choices} texts={texts} linked={linked} />, page);

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  // Without it the page works all the same, as long as there is a net.
  navigator.serviceWorker.register('./offline.js').catch(() => undefined);
}
