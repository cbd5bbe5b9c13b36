// Drafts on this device: in IndexedDB, and nowhere else. Where storage is refused or full, the page
// goes on and says so.
import type { Draft } from './draft.js';

const NAME = 'tieuchi';
const DRAFTS = 'drafts';
const CHOICES = 'choices';

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(DRAFTS);
      request.result.createObjectStore(CHOICES);
    };
    request.onsuccess = () => resolve(request.result);
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

async function put(store: string, key: string, value: unknown): Promise<void> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, 'readwrite');
    transaction.objectStore(store).put(value, key);
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

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

/** What was chosen last: set, year, language. */
export interface Choices {
  set?: string;
  year?: number;
  lang?: 'vi' | 'en';
  large?: boolean;
}

export async function loadChoices(): Promise<Choices> {
  return ((await get(CHOICES, 'last').catch(() => undefined)) as Choices | undefined) ?? {};
}

export async function saveChoices(choices: Choices): Promise<void> {
  await put(CHOICES, 'last', choices).catch(() => undefined);
}
