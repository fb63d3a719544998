// The HTTP call of an adapter to its provider: one request, and the JSON of its response.

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Send a request and read the response's JSON; `null` when the body is no JSON. */
export async function askJson(
  fetch: Fetch,
  url: string,
  init: RequestInit,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, init)
  return { status: response.status, body: parseJson(await response.text()) }
}

/** The JSON of a text; `null` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
