// How an adapter asks a provider over HTTP: one request, and its answer as JSON.

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Send a request and read the answer's JSON; `null` when it is none. */
export async function askJson(
  fetch: Fetch,
  url: string,
  init: RequestInit,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, init)
  return { status: response.status, body: parseJson(await response.text()) }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
