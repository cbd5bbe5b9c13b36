// Bytes in the memory of the engine that both sides read and write: a dossier on its way in, the total and
// the class on their way out.

/** What comes out fits into it. */
const LEAST = 4_096;

/** A larger room is given back with the next dossier. */
const MOST = 1 << 20;

/** Fewer words than these are put there one by one, which takes less time than to ask for it. */
const FEW = 128;

export class Room {
  #doors;
  #loaded;
  #bytes = new Uint8Array();
  #words = new Int32Array();
  #size = 0;
  /** Where it begins. */
  at = 0;

  constructor(doors, loaded) {
    this.#doors = doors;
    this.#loaded = loaded;
  }

  /** The memory of the engine as it is now: where it grows, views of it before have nothing in them. */
  view() {
    if (this.#bytes.length === 0) {
      this.#bytes = new Uint8Array(this.#loaded.memory.buffer);
      this.#words = new Int32Array(this.#loaded.memory.buffer);
    }
    return this.#bytes;
  }

  ready(length = LEAST) {
    const size = length > this.#size || this.#size > MOST ? Math.max(length, LEAST) : this.#size;
    if (size === this.#size) return;
    this.at = this.#doors.room(size);
    this.#size = size;
  }

  /** Puts into it what is written down, and says how many bytes. */
  put({ words, bytes, length }) {
    const size = 4 * length;
    this.ready(size);
    const memory = this.view();
    if (length > FEW || this.at % 4 !== 0) {
      memory.set(bytes.subarray(0, size), this.at);
    } else {
      const to = this.#words;
      const begin = this.at >>> 2;
      for (let at = 0; at < length; at++) to[begin + at] = words[at];
    }
    return size;
  }
}
