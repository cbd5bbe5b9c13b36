// Drafts and texts on this device: in IndexedDB, and nowhere else. Where storage is refused or full, the
// page goes on and says so.
import type { Draft } from './draft.js';

const NAME = 'tieuchi';
const DRAFTS = 'drafts';
const CHOICES = 'choices';
const TEXTS = 'texts';

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 2);
    request.onupgradeneeded = () => {
      const there = request.result.objectStoreNames;
      for (const store of [DRAFTS, CHOICES, TEXTS]) if (!there.contains(store)) request.result.createObjectStore(store);
    };
    request.onsuccess = () => {
      // A newer page in another window is not held up.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
  return opened;
}

async function get(store: string, key: string): Promise<unknown> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = database.transaction(store).objectStore(store).get(key);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function change(store: string, what: (store: IDBObjectStore) => unknown): Promise<void> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, 'readwrite');
    what(transaction.objectStore(store));
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

const put = (store: string, key: string, value: unknown) => change(store, (there) => there.put(value, key));

/** The draft kept for a set; undefined if there is none, or nothing can be read here. */
export async function loadDraft(key: string): Promise<Draft | undefined> {
  return (await get(DRAFTS, key).catch(() => undefined)) as Draft | undefined;
}

/** Keeps a draft; false if it could not be kept. */
export async function saveDraft(key: string, draft: Draft): Promise<boolean> {
  return put(DRAFTS, key, draft).then(
    () => true,
    () => false,
  );
}

/** A set that is being written, with the dossier it is tried on. */
export interface Text {
  key: string;
  /** The order in which texts were begun. */
  number: number;
  text: string;
  /** What it began as, so that a text nobody touched can make way. */
  origin: string;
  /** The dossier it is tried on: its year, the form as it was filled, or JSON. */
  trial: { year?: number; form: 'fields' | 'json'; draft: Draft; json: string };
}

/** All texts of this device, the newest first; none where nothing can be read. */
export async function loadTexts(): Promise<Text[]> {
  const all = (async () => {
    const database = await open();
    return new Promise<Text[]>((resolve, reject) => {
      const request = database.transaction(TEXTS).objectStore(TEXTS).getAll();
      request.onsuccess = () => resolve(request.result as Text[]);
      request.onerror = () => reject(request.error);
    });
  })();
  return (await all.catch(() => [])).sort((a, b) => b.number - a.number);
}

/** Keeps a text; false if it could not be kept. */
export async function saveText(text: Text): Promise<boolean> {
  return put(TEXTS, text.key, text).then(
    () => true,
    () => false,
  );
}

export async function dropText(key: string): Promise<void> {
  await change(TEXTS, (there) => there.delete(key)).catch(() => undefined);
}

/** What was chosen last: set, year, language, the text that is written. */
export interface Choices {
  set?: string;
  year?: number;
  text?: string;
  lang?: 'vi' | 'en';
  large?: boolean;
}

export async function loadChoices(): Promise<Choices> {
  return ((await get(CHOICES, 'last').catch(() => undefined)) as Choices | undefined) ?? {};
}

/** Keeps choices; those that are not given stay. */
export async function saveChoices(choices: Choices): Promise<void> {
  await put(CHOICES, 'last', { ...(await loadChoices()), ...choices }).catch(() => undefined);
}
