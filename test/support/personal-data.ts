// The inventory of personal data: which table holds which of it, and in what form. A table that is not here fails the
// test that walks it.

/**
 * `sealed`: encrypted under the key of its order, which is cleared when that is erased. `blinded`: keyed hashes.
 * `account`: of people who signed up or work here, and in clear. `none`: neither.
 */
export type PersonalData = 'sealed' | 'blinded' | 'account' | 'none'

/** By the store, and for an object by its class and the name of its table. */
export const inventory: Readonly<Record<string, PersonalData>> = {
  'ANALYTICS_DB/*': 'none',
  'ARCHIVE_BUCKET/*': 'sealed',
  'ARCHIVE_DB/*': 'sealed',
  'CATALOG_KV/*': 'none',
  'DELIVERY_DB/deliveries': 'sealed',
  'DELIVERY_DB/*': 'none',
  'IDENTITY_DB/*': 'account',
  'MESSAGE_DB/messages': 'sealed',
  'MESSAGE_DB/acts': 'account',
  'MESSAGE_DB/*': 'none',
  'MYPAGE_DB_0/orders': 'sealed',
  'MYPAGE_DB_0/*': 'none',
  'MYPAGE_DB_1/orders': 'sealed',
  'MYPAGE_DB_1/*': 'none',
  'OPERATIONS_DB/dead_letters': 'sealed',
  'OPERATIONS_DB/audit': 'account',
  'OPERATIONS_DB/*': 'none',
  'ORDERMANAGEMENT_DB/worklist': 'sealed',
  'ORDERMANAGEMENT_DB/worklist_search': 'blinded',
  'ORDERMANAGEMENT_DB/acts': 'account',
  'ORDERMANAGEMENT_DB/notes': 'account',
  'ORDERMANAGEMENT_DB/*': 'none',
  'PAYMENT_DB/acts': 'account',
  'PAYMENT_DB/*': 'none',
  'OrderObject/event': 'sealed',
  'OrderObject/*': 'none',
  'PaymentObject/*': 'none',
  'PaymentGate/*': 'none',
  'SandboxLedger/*': 'none',
  'SandboxRegister/*': 'none',
  'LiveObject/*': 'none',
}

/** What a table of `everythingWritten` holds by the inventory; undefined when it is not there. */
export function heldIn(table: string): PersonalData | undefined {
  const [, objectClass, name] = /^homeappliance-\w+-(\w+)\/[0-9a-f]{64}\/(\w+)$/.exec(table) ?? []
  const key = objectClass === undefined ? table : `${objectClass}/${name}`
  return inventory[key] ?? inventory[`${key.split('/')[0]}/*`]
}
