import { isUtf8 } from 'node:buffer';

// What a file is, says its content. Its name and the type that a client declares say only what somebody claims.
const SIGNATURES = [
  { type: 'image/png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  { type: 'application/pdf', bytes: Buffer.from('%PDF-') },
];

/** The type of a file that the service takes, or undefined for any other one. */
export function typeOf(content) {
  const known = SIGNATURES.find(({ bytes }) => content.subarray(0, bytes.length).equals(bytes));
  if (known) return known.type;
  return isText(content) ? 'text/plain' : undefined;
}

// Text is UTF-8 from the first byte to the last, without the character NUL, which no text has.
function isText(content) {
  return isUtf8(content) && !content.includes(0);
}
