// The stores of the contexts, by name.
import { D1 } from './d1.ts'

export const storeNames = [
  'ordermanagement0',
  'ordermanagement1',
  'delivery0',
  'delivery1',
  'payment',
  'message0',
  'message1',
  'mypage0',
  'mypage1',
  'analytics',
  'operations',
  'archive',
] as const
export type StoreName = (typeof storeNames)[number]

/** The stores of a context whose rows are spread over two. */
export function twoOf<Name extends 'ordermanagement' | 'delivery' | 'message' | 'mypage'>(name: Name) {
  return [`${name}0`, `${name}1`] as const
}

const opened = new Map<StoreName, D1>()

/** A store. Opening one is slow, so each is opened once and cleared for each run. */
export function storeNamed(name: StoreName): D1 {
  const store = opened.get(name) ?? new D1(name.replace(/\d$/, ''))
  opened.set(name, store)
  return store
}
