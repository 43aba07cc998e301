// What a file is, says its content. Its name and the type that a client declares say only what somebody claims.

/** The type of a file (a Buffer) that the service takes, or undefined for any other one. */
export function typeOf(content) {
  // TODO uploads.type: PNG, JPEG and PDF begin with bytes that the text names: content.subarray(0, 3).equals(…).
  // Text is valid UTF-8 (isUtf8 in node:buffer) without a byte 0.
  return undefined;
}
