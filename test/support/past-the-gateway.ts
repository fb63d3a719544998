// The calls of the API as RPC to the contexts, past the gateway: they too ask who asks.
import type { GuardedCall } from '../../src/contract/authorization.ts'
import type { Caller } from '../../src/contract/caller.ts'
import { firstPage } from './callers.ts'
import { bodyOf, day, longAgo, objectName, projection, rule, settlement, type Things } from './every-call.ts'
import { won } from './orders.ts'
import { kangsForm } from './story.ts'

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

const lastDays = { from: null, to: null }
const placed = { lines: [{ itemId: '2', qty: 1 }], contact: kangsForm, withPaymentToken: false }
const request = { requestId: 'req_test', idempotencyKey: null }

/** Each call by the methods that carry it out. */
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
  settleRefund: (by, { orderId }) => [
    ['PAYMENTS', 'settleRefund', by, orderId, 'rfd_none', { ...settlement, checkedAtProvider: true }, 'req_test'],
  ],
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
  listMessages: (by) => [
    ['MESSAGES', 'list', by, null, firstPage],
    ['MESSAGES', 'listProblems', by, 'failed', null, firstPage],
  ],
  readMessage: (by, { messageId }) => [['MESSAGES', 'get', by, messageId]],
  readMessageSettings: (by) => [['MESSAGES', 'settings', by]],
  changeMessageSettings: (by) => [['MESSAGES', 'changeSettings', by, { off: ['packed'] }]],
  replayMessage: (by, { messageId }) => [['MESSAGES', 'replay', by, messageId, request]],
  replayMessages: (by) => [['MESSAGES', 'replayAll', by, { until: longAgo }, request]],
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
  readMetrics: (by) => [['OPERATIONS', 'metrics', by]],
  listAlerts: (by) => [['OPERATIONS', 'alerts', by]],
  judgeAlerts: (by) => [['OPERATIONS', 'judgeAlerts', by]],
  silenceAlert: (by) => [['OPERATIONS', 'silenceAlert', by, rule, null, 'a planned outage', request]],
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
