// The variables of the operations Worker.
import { schema, variable, wholeNumber } from '../platform/config.ts'

export const operationsConfig = schema({
  SYNTHETIC_ORDER_SECONDS: variable(
    { meaning: 'from one synthetic order to the next; 0: none are placed', unit: 's', default: '300' },
    wholeNumber(0),
  ),
})
