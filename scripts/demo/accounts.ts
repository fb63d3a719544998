// The accounts of the demo shop, one for each role, and the SQL that puts them into identity's database.
import type { Role } from '../../src/contract/caller.ts'
import { hashPassword } from '../../src/identity/accounts/password.ts'

export type DemoAccount = { id: string; name: string; email: string; password: string; role: Role }

/** Customers of the shop as it was before keep their ids: Kang is customer 1. */
export const demoAccounts = {
  customer: {
    id: '1',
    name: 'Kang',
    email: 'customer@homeappliance.test',
    password: 'demo-customer-password',
    role: 'customer',
  },
  customer2: {
    id: '2',
    name: 'Yoon',
    email: 'customer2@homeappliance.test',
    password: 'demo-customer2-password',
    role: 'customer',
  },
  staff: {
    id: 'staff-1',
    name: 'Park',
    email: 'staff@homeappliance.test',
    password: 'demo-staff-password',
    role: 'staff',
  },
  courier: {
    id: 'courier-1',
    name: 'Lim',
    email: 'courier@homeappliance.test',
    password: 'demo-courier-password',
    role: 'courier',
  },
  ops: { id: 'ops-1', name: 'Seo', email: 'ops@homeappliance.test', password: 'demo-ops-password', role: 'ops' },
} as const satisfies Record<string, DemoAccount>

/**
 * Statements that add the accounts, the demo shop's when none are named, and leave those alone that are there already.
 * For a demo shop only.
 */
export async function seedAccountsSql(accounts: readonly DemoAccount[] = Object.values(demoAccounts)): Promise<string> {
  const now = new Date().toISOString()
  const statements = await Promise.all(accounts.map((account) => accountSql(account, now)))
  return `${statements.flat().join('\n')}\n`
}

async function accountSql({ id, name, email, password, role }: DemoAccount, now: string): Promise<string[]> {
  const user = [id, name, email, 1, now, now, role]
  const account = [`${id}-credential`, id, 'credential', id, await hashPassword(password), now, now]
  return [
    insert('user (id, name, email, emailVerified, createdAt, updatedAt, role)', user),
    insert('account (id, accountId, providerId, userId, password, createdAt, updatedAt)', account),
  ]
}

function insert(columns: string, values: (string | number)[]): string {
  return `INSERT INTO ${columns} VALUES (${list(values)}) ON CONFLICT DO NOTHING;`
}

function list(values: (string | number)[]): string {
  return values.map((value) => (typeof value === 'number' ? value : `'${value.replaceAll("'", "''")}'`)).join(', ')
}
