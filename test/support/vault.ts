// The vault of the tests.
import { vaultOf } from '../../src/platform/vault.ts'

/** A key that every Worker and port of the tests shares, in each process that looks at a state. */
export const testPersonalDataKeys = Buffer.alloc(32, 'a key of the tests').toString('base64')
export const testVault = vaultOf(testPersonalDataKeys)

/** Changes a row of a view by hand: its personal data can be read no more. */
export function unreadableRow(table: string, orderId: string): string {
  const sealed = JSON.stringify({ key: testVault.newKey(), contact: 'changed' })
  return `UPDATE ${table} SET order_json =
    json_set(order_json, '$.sealed', json('${sealed}'), '$.contact.customerName', '') WHERE order_id = '${orderId}'`
}
