// The export and the erasure of customers, as operations wires them, over SQLite in Node.
import type { CustomersRpc } from '../../src/contract/customer-data.ts'
import { accountData, eraseAccount } from '../../src/identity/accounts/account-data.ts'
import { eraseSettings } from '../../src/message/settings-store.ts'
import { type CustomerPorts, eraseCustomer, erasureFor } from '../../src/operations/customer-erasure.ts'
import { exportCustomer } from '../../src/operations/customer-export.ts'
import type { Database } from '../../src/platform/database.ts'

type Databases = Record<'identity' | 'message' | 'operations', Database>

export function customerPortsOver(
  databases: Databases,
  others: Pick<CustomerPorts, 'orders' | 'myPages' | 'now' | 'log'>,
): CustomerPorts {
  const { identity, message, operations } = databases
  return {
    ...others,
    database: operations,
    accounts: {
      accountData: (id) => accountData(identity, id, new Date(others.now())),
      eraseCustomer: (id) => eraseAccount(identity, id),
    },
    holders: [{ eraseCustomer: (id) => eraseSettings(message, id) }],
    newId: () => crypto.randomUUID(),
  }
}

export function customersOver(ports: CustomerPorts): CustomersRpc {
  return {
    eraseCustomer: (...args) => eraseCustomer(ports, ...args),
    customerErasure: (...args) => erasureFor(ports, ...args),
    exportCustomer: (...args) => exportCustomer(ports, ...args),
  }
}
