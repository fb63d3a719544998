// The driver of a load: so many clients, each call after the answer to the one before.
import type { Load } from './figures.ts'

/** One call of a client: null when it was answered as it should be, else what went wrong in a word. */
export type Subject = (client: number) => Promise<string | null>

/** All clients at once until `over`; resolves when the last of them has had its answer. */
export async function drive(subject: Subject, clients: number, over: () => boolean): Promise<Load> {
  const load: Load = { clients, seconds: 0, ms: [], errors: {} }
  const beganAt = performance.now()
  const client = async (number: number) => {
    while (!over()) {
      const askedAt = performance.now()
      const fault = await subject(number)
      if (fault === null) load.ms.push(performance.now() - askedAt)
      else load.errors[fault] = (load.errors[fault] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  load.seconds = (performance.now() - beganAt) / 1000
  return load
}

/** `over` after so many seconds from now. */
export function after(seconds: number): () => boolean {
  const end = performance.now() + seconds * 1000
  return () => performance.now() >= end
}
