// The script of every page. Each page works without it; with it, news comes by itself, in the browser's time zone.
import { followChanges } from './live.ts'
import { keepForms } from './outbox.ts'
import { showAgain } from './show.ts'
import { keepZone } from './zone.ts'

void keepZone().then((isOther) => isOther && showAgain())
followChanges()
keepForms()
