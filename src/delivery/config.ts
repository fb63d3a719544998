// The variables of the delivery Worker.
import { schema } from '../platform/config.ts'
import { layoutsVariable } from '../platform/order-shards.ts'
import { personalDataKeys } from '../platform/vault.ts'

export const deliveryConfig = schema({ DELIVERY_LAYOUTS: layoutsVariable, PERSONAL_DATA_KEYS: personalDataKeys })
