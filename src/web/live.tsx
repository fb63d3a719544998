// The line of a page that follows changes: how old the page is, with a link to look again. Where its script runs, it
// says instead whether the page follows by itself.
import { When } from './components.tsx'

/** Changes that came this little before a page may be missing on it, since two clocks differ. */
const marginMs = 1000

/** `stream`: the address of its changes, such as `/mypage/live?order=ord_…`. `madeAt`: when the page was, epoch ms. */
export function LiveLine({ stream, madeAt }: { stream: string; madeAt: number }) {
  const address = `${stream}${stream.includes('?') ? '&' : '?'}after=${madeAt - marginMs}`
  return (
    <p class="live" data-live={address} data-news={texts.news}>
      <span class="on">{texts.on}</span>
      <span class="off">{texts.off} </span>
      <span class="age">
        {texts.asOf} <When at={new Date(madeAt).toISOString()} />. <a href="">{texts.again}</a>
      </span>
    </p>
  )
}

const texts = {
  news: 'This page has changed.',
  on: 'Follows by itself',
  off: 'No connection just now.',
  asOf: 'As of',
  again: 'Look again',
}
