// The variables of the delivery Worker.
import { schema } from '../platform/config.ts'
import { personalDataKeys } from '../platform/vault.ts'

export const deliveryConfig = schema({ PERSONAL_DATA_KEYS: personalDataKeys })
