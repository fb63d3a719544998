// Opaque page cursors: the sort key of the last row of a page, as text that clients send back unread.

/** Most rows of a page; the gateway refuses to read more. */
export const pageSizeMax = 100

export function encodeCursor(key: readonly (string | number)[]): string {
  return btoa(encodeURIComponent(JSON.stringify(key)))
}

/** The sort key in a cursor; null when the text is not a cursor of `length` parts. */
export function decodeCursor(cursor: string, length: number): (string | number)[] | null {
  try {
    const key: unknown = JSON.parse(decodeURIComponent(atob(cursor)))
    if (!Array.isArray(key) || key.length !== length) return null
    return key.every((part) => typeof part === 'string' || typeof part === 'number') ? key : null
  } catch {
    return null
  }
}

/** The page of `limit` rows, and its cursor when there are more: the caller has read `limit + 1` rows. */
export function cutPage<T>(rows: T[], limit: number, keyOf: (row: T) => readonly (string | number)[]) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, cursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null }
}
