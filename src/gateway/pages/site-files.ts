// The small files that browsers ask a site for: the web app manifest, the icon, and what search engines may read.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { iconSvg } from '../../web/page.tsx'
import { readerOfRequest } from '../../web/reader.ts'
import type { Gateway } from '../env.ts'
import { texts } from './texts.ts'

export function siteFiles(app: OpenAPIHono<Gateway>): void {
  app.get('/manifest.webmanifest', (c) =>
    c.body(JSON.stringify(manifest(readerOfRequest(c.req.raw).language)), 200, {
      'content-type': 'application/manifest+json',
      'cache-control': 'no-cache',
    }),
  )
  app.get('/icon.svg', (c) => c.body(iconSvg, 200, { 'content-type': 'image/svg+xml', ...keptForADay }))
  app.get('/robots.txt', (c) => c.text(robots, 200, keptForADay))
}

const keptForADay = { 'cache-control': 'public, max-age=86400' }

/** Web Application Manifest (W3C). The shop opens at its window. */
function manifest(language: 'ko' | 'en') {
  return {
    name: texts[language].heading,
    short_name: texts[language].heading,
    lang: language,
    start_url: '/',
    scope: '/',
    display: 'minimal-ui',
    theme_color: '#2b7fc4',
    background_color: '#ffffff',
    icons: [
      { src: '/icon.svg', type: 'image/svg+xml', sizes: 'any' },
      { src: '/apple-touch-icon.png', type: 'image/png', sizes: '180x180' },
    ],
  }
}

/** RFC 9309. The window is for all; the pages behind a sign-in are for nobody. */
const robots = `User-agent: *
Allow: /$
Allow: /shop/
Allow: /docs
Disallow: /
`
