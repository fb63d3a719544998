// What each role may do to accounts in the authorization server: only ops manage them, and nobody impersonates anybody.
import { createAccessControl } from 'better-auth/plugins/access'
import { defaultStatements } from 'better-auth/plugins/admin/access'
import type { Role } from '../../contract/caller.ts'

export const accessControl = createAccessControl(defaultStatements)

const none = accessControl.newRole({ user: [], session: [] })

export const accountRoles = {
  customer: none,
  staff: none,
  courier: none,
  ops: accessControl.newRole({
    user: ['create', 'list', 'get', 'update', 'set-role', 'set-password', 'ban'],
    session: ['list', 'revoke'],
  }),
} satisfies Record<Role, unknown>
