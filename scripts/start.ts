// `npm start`: the whole shop on this machine, with its state kept between runs. Ctrl-C ends all of it.
import { openShop } from './platform/shop.ts'
import { startPlatform } from './platform.ts'

await openShop(startPlatform)
