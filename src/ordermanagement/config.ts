// The variables of the ordermanagement Worker.
import { schema } from '../platform/config.ts'
import { layoutsVariable } from '../platform/order-shards.ts'
import { personalDataKeys } from '../platform/vault.ts'

export const orderManagementConfig = schema({
  ORDERMANAGEMENT_LAYOUTS: layoutsVariable,
  PERSONAL_DATA_KEYS: personalDataKeys,
})
