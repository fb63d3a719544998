// Detaches the result of an RPC call from the call, so that the result does not keep its caller in memory.
/// <reference lib="esnext.disposable" />

/**
 * A copy of the result as plain data; the result itself is disposed of. An RPC result that is not disposed of pins its
 * caller: a Durable Object would stay in memory, and be paid for, long after its work is done.
 */
export async function detachRpcResult<T>(call: Promise<T>): Promise<T> {
  const result: unknown = await call
  const copy = structuredClone(result)
  if (isDisposable(result)) result[Symbol.dispose]()
  // `structuredClone` of `unknown` is `unknown`, and the copy has the type of the result.
  return copy as T
}

function isDisposable(result: unknown): result is Disposable {
  return typeof result === 'object' && result !== null && Symbol.dispose in result
}
