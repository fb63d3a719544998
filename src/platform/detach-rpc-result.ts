// What an object does with the answers of the RPC calls it makes.
/// <reference lib="esnext.disposable" />

/**
 * The answer, as plain data of our own, with the call behind it let go. An RPC answer that is not disposed of holds its
 * caller: a Durable Object would stay in memory, and be paid for, long after its work is done.
 */
export async function detachRpcResult<T>(call: Promise<T>): Promise<T> {
  const answer: unknown = await call
  const copy = structuredClone(answer)
  if (isDisposable(answer)) answer[Symbol.dispose]()
  // `structuredClone` is typed for every value, and gives back what it was given.
  return copy as T
}

function isDisposable(answer: unknown): answer is Disposable {
  return typeof answer === 'object' && answer !== null && Symbol.dispose in answer
}
