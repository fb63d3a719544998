// One valid request for every call of the API, so that a refusal can only come from who asks.
import { demoAccounts } from '../../scripts/demo/accounts.ts'
import { type Call, type GuardedCall, mayCall, rowOf } from '../../src/contract/authorization.ts'
import type { Caller } from '../../src/contract/caller.ts'
import type { CommandType } from '../../src/contract/commands.ts'
import { firstPage } from './callers.ts'
import { won } from './orders.ts'
import type { Account } from './shop.ts'
import { kangsForm } from './story.ts'

/** Kang, whose orders these are; another customer; the shop's people; and nobody. */
export const visitors = ['customer', 'customer2', 'staff', 'courier', 'ops', null] as const

export type Output = readonly [status: number, code: string]

/** The refusal that the table gives a visitor; null when the call is allowed. */
export function refusal(call: Call, visitor: Account | null): Output | null {
  const { roles, route, ownership } = rowOf(call)
  if (roles === 'anyone') return null
  if (visitor === null) return [401, 'token_missing']
  if (!mayCall(demoAccounts[visitor].role, call)) return [403, 'role_not_allowed']
  const [, thing] = /\{(order|message|customer)Id\}/.exec(route) ?? []
  const isForeign = visitor === 'customer2' && ownership === 'own' && thing !== undefined
  return isForeign ? [404, `${thing}_not_found`] : null
}

/** The ids in a request, by their names in the paths. */
export type Things = Record<'orderId' | 'messageId' | 'customerId' | 'accountId' | 'clientId' | 'deadLetterId', string>

/** A day that has begun, in UTC. */
const day = new Date().toISOString().slice(0, 10)

/** Of an object that no archive has. */
const objectName = '20261121T091500123-1f0c2a9b-0001'

const projection = 'analytics'

const lastDays = { from: null, to: null }

/** `command`: for a call that can send the order one of several commands. */
export function requestFor(call: Call, things: Things, command?: CommandType) {
  const [method = '', path = ''] = rowOf(call).route.split(' ')
  const known: Record<string, string> = { ...things, itemId: '2', provider: 'sandbox', day, objectName, projection }
  return { method, path: path.replace(/\{(\w+)\}/g, (_, name) => known[name] ?? ''), body: bodyOf(call, command) }
}

function bodyOf(call: Call, command: CommandType | undefined): object | undefined {
  switch (call) {
    case 'placeOrder':
      return kangsForm
    case 'cancelOrder':
      return { orderStatus: 'orderCancel', reason: 'out of stock' }
    case 'pay':
      return { orderStatus: 'payApproved', paymentToken: 'tok_approved' }
    case 'refundPart':
      return { amount: won(500), reason: 'a scratch' }
    case 'workOnOrder':
      return command === 'CancelOrder'
        ? { orderStatus: 'orderCanceled', reason: 'out of stock' }
        : { orderStatus: 'orderTaken' }
    case 'claimOrder':
      return { claimed: true }
    case 'changeMessageSettings':
      return { off: ['packed'] }
    case 'completeDelivery':
      return { orderStatus: 'deliveryCompleted' }
    case 'setOut':
      return {}
    case 'failDeliveryAttempt':
      return { attempt: 1, reason: 'nobodyHome', next: 'backToStore' }
    case 'restartDelivery':
      return { attempt: 1 }
    case 'redriveDeadLetters':
      return { subscriber: 'delivery', until: '2020-01-01T00:00:00Z' }
    case 'discardDeadLetter':
      return { reason: 'repaired by hand' }
    case 'addAccount':
      return { name: 'Han', email: `${crypto.randomUUID()}@example.com`, role: 'staff' }
    case 'changeAccount':
    case 'changeSystem':
      return { isLocked: false }
    case 'eraseCustomer':
      return { reason: 'asked for it by letter' }
    case 'addSystem':
      return { name: 'a warehouse', role: 'staff' }
    case 'hearProvider':
    case 'placeSynthetic':
    case 'republishOrder':
    case 'erasePersonalData':
    case 'rotateSigningKey':
    case 'reconcile':
    case 'redriveDeadLetter':
    case 'inquire':
    case 'archiveEvents':
    case 'rebuildProjection':
      return {}
    case 'listItems':
    case 'readItem':
    case 'listOrders':
    case 'readOrder':
    case 'readHistory':
    case 'verifyHistory':
    case 'readPayment':
    case 'readProviderRecord':
    case 'readGates':
    case 'listReconciliations':
    case 'readReconciliation':
    case 'listWorklist':
    case 'readWorklist':
    case 'listDeliveries':
    case 'readDelivery':
    case 'listMessages':
    case 'readMessage':
    case 'readMessageSettings':
    case 'listMyPages':
    case 'followMyPages':
    case 'readMyPage':
    case 'readSales':
    case 'listItemsSold':
    case 'readDeliveryTimes':
    case 'readCancellations':
    case 'listDeadLetters':
    case 'readDeadLetter':
    case 'listAudit':
    case 'listArchive':
    case 'readArchive':
    case 'listRebuilds':
    case 'exportCustomer':
    case 'listSynthetic':
    case 'readCustomerErasure':
    case 'listAccounts':
    case 'listSystems':
    case 'listSigningKeys':
    case 'readLiveness':
    case 'readReadiness':
      return undefined
  }
}

type Binding =
  | 'ORDER_API'
  | 'PAYMENTS'
  | 'RECONCILIATIONS'
  | 'ORDERMANAGEMENT'
  | 'DELIVERY'
  | 'MESSAGES'
  | 'MYPAGES'
  | 'ANALYTICS'
  | 'OPERATIONS'
  | 'ARCHIVE'
  | 'ACCOUNTS'
type Rpc = readonly [binding: Binding, method: string, ...args: unknown[]]

const placed = { lines: [{ itemId: '2', qty: 1 }], contact: kangsForm, withPaymentToken: false }
const request = { requestId: 'req_test', idempotencyKey: null }

/** The same calls as RPC to the contexts, past the gateway. */
export const pastTheGateway: Record<GuardedCall, (by: Caller, of: Things) => readonly Rpc[]> = {
  placeOrder: (by) => [['ORDER_API', 'place', by, placed, request]],
  listOrders: (by) => [['MYPAGES', 'changedSince', by, null, firstPage]],
  readOrder: (by, { orderId }) => [['ORDER_API', 'get', by, orderId]],
  cancelOrder: (by, { orderId }) => [['ORDER_API', 'cancel', by, orderId, 'out of stock', request]],
  readHistory: (by, { orderId }) => [['ORDER_API', 'history', by, orderId, null]],
  verifyHistory: (by, { orderId }) => [['ORDER_API', 'verify', by, orderId]],
  erasePersonalData: (by, { orderId }) => [['ORDER_API', 'erase', by, orderId, request]],
  republishOrder: (by, { orderId }) => [['ORDER_API', 'republish', by, orderId]],
  pay: (by, { orderId }) => [
    ['PAYMENTS', 'pay', by, orderId, 'tok_approved', request],
    ['ORDER_API', 'deferPayment', by, orderId, 'req_test'],
  ],
  readPayment: (by, { orderId }) => [['PAYMENTS', 'get', by, orderId]],
  refundPart: (by, { orderId }) => [['ORDER_API', 'refundPart', by, orderId, won(500), 'a scratch', request]],
  readProviderRecord: (by, { orderId }) => [['PAYMENTS', 'providerRecord', by, orderId]],
  readGates: (by) => [['PAYMENTS', 'gates', by]],
  reconcile: (by) => [['RECONCILIATIONS', 'reconcile', by, day]],
  listReconciliations: (by) => [['RECONCILIATIONS', 'reconciliations', by, firstPage]],
  readReconciliation: (by) => [['RECONCILIATIONS', 'reconciliation', by, day, firstPage]],
  inquire: (by, { orderId }) => [['RECONCILIATIONS', 'inquire', by, orderId]],
  listWorklist: (by) => [['ORDERMANAGEMENT', 'list', by, { orderStatus: null, flaggedOnly: false }, firstPage]],
  readWorklist: (by, { orderId }) => [['ORDERMANAGEMENT', 'get', by, orderId]],
  workOnOrder: (by, { orderId }) => [
    ['ORDERMANAGEMENT', 'take', by, orderId, request],
    ['ORDERMANAGEMENT', 'cancel', by, orderId, 'out of stock', request],
  ],
  claimOrder: (by, { orderId }) => [
    ['ORDERMANAGEMENT', 'claim', by, orderId, null],
    ['ORDERMANAGEMENT', 'release', by, orderId],
  ],
  listDeliveries: (by) => [['DELIVERY', 'list', by, null, firstPage]],
  readDelivery: (by, { orderId }) => [['DELIVERY', 'get', by, orderId]],
  completeDelivery: (by, { orderId }) => [['DELIVERY', 'complete', by, orderId, request]],
  setOut: (by, { orderId }) => [['DELIVERY', 'setOut', by, orderId, null]],
  failDeliveryAttempt: (by, { orderId }) => [
    [
      'DELIVERY',
      'failAttempt',
      by,
      orderId,
      { attempt: 1, reason: 'nobodyHome', note: null, next: 'backToStore' },
      request,
    ],
  ],
  restartDelivery: (by, { orderId }) => [['DELIVERY', 'restart', by, orderId, 1, request]],
  listMessages: (by) => [['MESSAGES', 'list', by, null, firstPage]],
  readMessage: (by, { messageId }) => [['MESSAGES', 'get', by, messageId]],
  readMessageSettings: (by) => [['MESSAGES', 'settings', by]],
  changeMessageSettings: (by) => [['MESSAGES', 'changeSettings', by, { off: ['packed'] }]],
  listMyPages: (by) => [['MYPAGES', 'list', by, firstPage]],
  followMyPages: (by) => [
    ['MYPAGES', 'follow', by, null],
    ['MYPAGES', 'changes', by, 0],
  ],
  readMyPage: (by, { orderId }) => [['MYPAGES', 'get', by, orderId]],
  readSales: (by) => [['ANALYTICS', 'sales', by, lastDays]],
  listItemsSold: (by) => [['ANALYTICS', 'items', by, lastDays, firstPage]],
  readDeliveryTimes: (by) => [['ANALYTICS', 'deliveryTimes', by, lastDays]],
  readCancellations: (by) => [['ANALYTICS', 'cancellations', by, lastDays]],
  listDeadLetters: (by) => [
    ['OPERATIONS', 'deadLetters', by, null, firstPage],
    ['OPERATIONS', 'findDeadLetters', by, {}, firstPage],
  ],
  readDeadLetter: (by, { deadLetterId }) => [['OPERATIONS', 'deadLetter', by, deadLetterId]],
  redriveDeadLetter: (by, { deadLetterId }) => [['OPERATIONS', 'redrive', by, deadLetterId, request]],
  redriveDeadLetters: (by) => [['OPERATIONS', 'redriveAll', by, {}, request]],
  discardDeadLetter: (by, { deadLetterId }) => [['OPERATIONS', 'discard', by, deadLetterId, 'by hand', request]],
  archiveEvents: (by) => [['ARCHIVE', 'run', by]],
  listArchive: (by) => [['ARCHIVE', 'objects', by, null, firstPage]],
  readArchive: (by) => [['ARCHIVE', 'lines', by, objectName]],
  rebuildProjection: (by) => [['OPERATIONS', 'rebuild', by, projection, false]],
  listRebuilds: (by) => [['OPERATIONS', 'rebuilds', by]],
  placeSynthetic: (by) => [['OPERATIONS', 'placeSynthetic', by, request]],
  listSynthetic: (by) => [['OPERATIONS', 'syntheticRuns', by, firstPage]],
  exportCustomer: (by, { customerId }) => [['OPERATIONS', 'exportCustomer', by, customerId, request]],
  eraseCustomer: (by, { customerId }) => [['OPERATIONS', 'eraseCustomer', by, customerId, 'by letter', request]],
  readCustomerErasure: (by, { customerId }) => [['OPERATIONS', 'customerErasure', by, customerId]],
  listAudit: (by) => [['OPERATIONS', 'audit', by, {}, firstPage]],
  listAccounts: (by) => [['ACCOUNTS', 'list', by, null, firstPage]],
  addAccount: (by) => [['ACCOUNTS', 'add', by, bodyOf('addAccount', undefined), 'http://localhost']],
  changeAccount: (by, { accountId }) => [['ACCOUNTS', 'change', by, accountId, { isLocked: false }]],
  listSystems: (by) => [['ACCOUNTS', 'systems', by]],
  addSystem: (by) => [['ACCOUNTS', 'addSystem', by, { name: 'a warehouse', role: 'staff' }]],
  changeSystem: (by, { clientId }) => [['ACCOUNTS', 'changeSystem', by, clientId, false]],
  listSigningKeys: (by) => [['ACCOUNTS', 'signingKeys', by]],
  rotateSigningKey: (by) => [['ACCOUNTS', 'rotateSigningKey', by]],
}
