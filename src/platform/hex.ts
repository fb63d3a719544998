// Bytes as hexadecimal text: two lower-case digits each.

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The bytes of a text from `toHex`; of any other text, the bytes of the pairs of digits in it. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const pairs: string[] = text.match(/[0-9a-f]{2}/g) ?? []
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))
}
