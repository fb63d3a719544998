// What one order costs on the happy path, from placed to delivered. test/shop/order/cost.test.ts measures it on the
// real code and stores, and fails when a number here is no longer true.

/** Messages to the queue of each subscriber that has one. */
export const messagesPerOrder = {
  ordermanagement: 2,
  delivery: 1,
  payment: 0,
  message: 3,
  mypage: 3,
  analytics: 0,
  operations: 0,
} as const

/** `calls` reading and writing. `kilobytes`: of a stored order; those of the archive are dropped with its objects. */
export const databasesPerOrder = {
  ordermanagement: { calls: 9, rowsWritten: 9, kilobytes: 1.5 },
  delivery: { calls: 5, rowsWritten: 4, kilobytes: 1.1 },
  payment: { calls: 3, rowsWritten: 1, kilobytes: 0.4 },
  message: { calls: 15, rowsWritten: 7, kilobytes: 1.6 },
  mypage: { calls: 9, rowsWritten: 4, kilobytes: 1.1 },
  analytics: { calls: 6, rowsWritten: 2, kilobytes: 0.2 },
  archive: { calls: 1, rowsWritten: 1, kilobytes: 0 },
} as const

export type Database = keyof typeof databasesPerOrder

/** Dollars for a million orders, all in. */
export const dollarsPerMillion = 69.17
