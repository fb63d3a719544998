// The line of a page that follows changes: how old the page is, with a link to look again. Where its script runs, it
// says instead whether the page follows by itself.
import type { Child } from 'hono/jsx'
import { catalog } from '../contract/language.ts'
import { When } from './components.tsx'
import { useTexts } from './reader.ts'

/** Changes that came this little before a page may be missing on it, since two clocks differ. */
const marginMs = 1000

/** A reference to the document itself, with its query (RFC 3986, section 4.4). */
const thisPage = ''

/** `stream`: the address of its changes, such as `/mypage/live?order=ord_…`. `madeAt`: when the page was, epoch ms. */
export function LiveLine({ stream, madeAt }: { stream: string; madeAt: number }) {
  const t = useTexts(texts)
  const address = `${stream}${stream.includes('?') ? '&' : '?'}after=${madeAt - marginMs}`
  return (
    <p class="live" data-live={address} data-news={t.news}>
      <span class="on">{t.on}</span>
      <span class="off">{t.off} </span>
      <span class="age">
        {t.asOf(<When at={new Date(madeAt).toISOString()} />)} <a href={thisPage}>{t.again}</a>
      </span>
    </p>
  )
}

const texts = catalog({
  en: {
    news: 'This page has changed.',
    on: 'Follows by itself',
    off: 'No connection just now.',
    asOf: (time: Child) => <>As of {time}.</>,
    again: 'Look again',
  },
  ko: {
    news: '페이지 내용이 바뀌었습니다.',
    on: '자동으로 새로 고치는 중',
    off: '지금은 연결되어 있지 않습니다.',
    asOf: (time) => <>{time} 기준입니다.</>,
    again: '다시 확인하기',
  },
})
