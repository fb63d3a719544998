// Opaque page cursors: the sort key of the last row shown, as text that clients hand back unread.

/** Most rows a page may hold; the gateway refuses more. */
export const pageSizeMax = 100

export function encodeCursor(key: readonly (string | number)[]): string {
  return btoa(encodeURIComponent(JSON.stringify(key)))
}

/** The sort key behind a cursor; null when the text is no cursor of `length` parts. */
export function decodeCursor(cursor: string, length: number): (string | number)[] | null {
  try {
    const key: unknown = JSON.parse(decodeURIComponent(atob(cursor)))
    if (!Array.isArray(key) || key.length !== length) return null
    return key.every((part) => typeof part === 'string' || typeof part === 'number') ? key : null
  } catch {
    return null
  }
}

/** Cut rows fetched with `limit + 1` to a page, with a cursor when there are more. */
export function cutPage<T>(rows: T[], limit: number, keyOf: (row: T) => readonly (string | number)[]) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, cursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null }
}
