// The variables of the analytics Worker.
import { schema, variable } from '../platform/config.ts'

export const analyticsConfig = schema({
  SHOP_TIME_ZONE: variable(
    { meaning: 'the time zone whose days are counted: a name of the IANA database', default: 'Asia/Seoul' },
    (timeZone) => {
      try {
        return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
      } catch {
        throw new Error('it must be a time zone such as Asia/Seoul')
      }
    },
  ),
})
