// A set in the fragment of a link: compressed, in the letters of base64url. A fragment is not sent to
// any server. What is damaged is found by the checksum of gzip; what is too large is not unpacked.

/** The most letters of a link's fragment. */
export const MOST_LETTERS = 60_000;

/** The most bytes a fragment unpacks to. */
const MOST_BYTES = 1024 * 1024;

const MARK = '#set=';

/** Why a fragment gives no set. */
export type Refusal = 'damaged' | 'too-large';

/** The fragment of a text; undefined if it would be too long for a link. */
export async function toFragment(text: string): Promise<string | undefined> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  const written = btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return written.length > MOST_LETTERS ? undefined : MARK + written;
}

/** The text of a fragment; undefined if it holds no set at all. */
export async function fromFragment(fragment: string): Promise<{ text: string } | { refused: Refusal } | undefined> {
  if (!fragment.startsWith(MARK)) return undefined;
  const written = fragment.slice(MARK.length);
  if (written.length > MOST_LETTERS) return { refused: 'too-large' };
  try {
    const letters = atob(written.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
    const parts: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      size += value.length;
      if (size > MOST_BYTES) {
        void reader.cancel();
        return { refused: 'too-large' };
      }
    }
    const whole = await new Blob(parts as BlobPart[]).arrayBuffer();
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(whole) };
  } catch {
    return { refused: 'damaged' };
  }
}
