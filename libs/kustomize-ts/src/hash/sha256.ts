import { bytesOfText } from '../text/utf8.ts';

/** The first 32 bits of the fractional parts of a root of each of the first primes, as FIPS 180-4 defines the constants of SHA-256. */
function constants(count: number, root: (prime: number) => number): Int32Array {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number += 1) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return Int32Array.from(primes, (prime) => ((root(prime) % 1) * 2 ** 32) | 0);
}

/** Made when something is hashed: most builds of a process hash nothing. */
let made: { readonly rounds: Int32Array; readonly initial: Int32Array } | undefined;

function known() {
  made ??= { rounds: constants(64, Math.cbrt), initial: constants(8, Math.sqrt) };
  return made;
}

/** The SHA-256 of bytes, or of the UTF-8 of a text, in 64 lowercase hex digits. */
export function sha256(data: Uint8Array | string): string {
  const bytes = typeof data === 'string' ? bytesOfText(data) : data;
  const state = Int32Array.from(known().initial);
  const words = new Int32Array(64);
  const padded = tail(bytes);
  const whole = bytes.length - (bytes.length % 64);
  for (let start = 0; start < whole; start += 64) addBlock(state, words, bytes, start);
  for (let start = 0; start < padded.length; start += 64) addBlock(state, words, padded, start);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** What is left behind the last whole block, a bit, zeros, and the length in bits. */
function tail(bytes: Uint8Array): Uint8Array {
  const rest = bytes.length % 64;
  const padded = new Uint8Array(rest < 56 ? 64 : 128);
  padded.set(bytes.subarray(bytes.length - rest));
  padded[rest] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length << 3);
  return padded;
}

function addBlock(state: Int32Array, words: Int32Array, bytes: Uint8Array, start: number): void {
  expand(words, bytes, start);
  const { rounds } = known();
  let [a, b, c, d] = [at(state, 0), at(state, 1), at(state, 2), at(state, 3)];
  let [e, f, g, h] = [at(state, 4), at(state, 5), at(state, 6), at(state, 7)];
  for (let round = 0; round < 64; round += 1) {
    const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const choice = (e & f) ^ (~e & g);
    const one = (h + s1 + choice + at(rounds, round) + at(words, round)) | 0;
    const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] = at(state, 0) + a;
  state[1] = at(state, 1) + b;
  state[2] = at(state, 2) + c;
  state[3] = at(state, 3) + d;
  state[4] = at(state, 4) + e;
  state[5] = at(state, 5) + f;
  state[6] = at(state, 6) + g;
  state[7] = at(state, 7) + h;
}

/** The 64 words that a block becomes. */
function expand(words: Int32Array, bytes: Uint8Array, start: number): void {
  for (let index = 0; index < 16; index += 1) {
    const from = start + index * 4;
    words[index] =
      (at(bytes, from) << 24) | (at(bytes, from + 1) << 16) | (at(bytes, from + 2) << 8) | at(bytes, from + 3);
  }
  for (let index = 16; index < 64; index += 1) {
    const near = at(words, index - 2);
    const far = at(words, index - 15);
    const s0 = rotated(far, 7) ^ rotated(far, 18) ^ (far >>> 3);
    const s1 = rotated(near, 17) ^ rotated(near, 19) ^ (near >>> 10);
    words[index] = (at(words, index - 16) + s0 + at(words, index - 7) + s1) | 0;
  }
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function at(words: Int32Array | Uint8Array, index: number): number {
  return words[index] ?? 0;
}
