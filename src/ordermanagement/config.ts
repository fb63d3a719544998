// The variables of the ordermanagement Worker.
import { schema } from '../platform/config.ts'
import { personalDataKeys } from '../platform/vault.ts'

export const orderManagementConfig = schema({ PERSONAL_DATA_KEYS: personalDataKeys })
