// The result of an RPC call is copied and disposed of.
import { expect, test } from 'vitest'
import { detachRpcResult } from '../../../src/platform/detach-rpc-result.ts'

test('a result is disposed of, once, and its copy is plain data', async () => {
  let disposed = 0
  const result = Object.defineProperty({ busy: false, list: [1, 2] }, Symbol.dispose, {
    value: () => {
      disposed += 1
    },
  })
  const copy = await detachRpcResult(Promise.resolve(result))
  expect(disposed).toBe(1)
  expect(copy).toEqual({ busy: false, list: [1, 2] })
  expect(copy).not.toBe(result)
  expect(copy.list).not.toBe(result.list)
  expect(Symbol.dispose in copy).toBe(false)
})

test.each([[7], ['text'], [null], [undefined], [{ a: 1 }]])('%j has nothing to dispose of', async (result) => {
  expect(await detachRpcResult(Promise.resolve<unknown>(result))).toEqual(result)
})

test('the fault of the call is thrown', async () => {
  await expect(detachRpcResult(Promise.reject(new Error('down')))).rejects.toThrow('down')
})
