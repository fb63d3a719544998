// The authorization server over HTTP: our own pages, and of better-auth only the endpoints of the protocol.
import { Hono } from 'hono'
import { detailIn, told } from '../contract/language.ts'
import { describeFault } from '../platform/log.ts'
import { seeOther } from '../web/error-pages.tsx'
import { methodsOf, optionsAnswer, withAllow } from '../web/methods.ts'
import { negotiated, wantsPage } from '../web/negotiation.ts'
import { renderPage } from '../web/page.tsx'
import { readerOfRequest } from '../web/reader.ts'
import { basePath } from './base-path.ts'
import { callEndpoint, endpoints } from './oauth/protocol.ts'
import { accountRoutes } from './pages/account.ts'
import { signInForm } from './pages/authorization-request.ts'
import { callAuth, handleForm } from './pages/form-request.ts'
import { authorizationProblem } from './pages/forms.ts'
import { problemPage, signInPage, signOutPage, signUpPage } from './pages/pages.tsx'
import { recoveryRoutes } from './pages/recovery.ts'
import { createAccount, signIn } from './pages/sign-in.ts'
import { texts } from './pages/texts.ts'
import type { IdentityPorts } from './ports.ts'
import { problem, unavailable } from './problem.ts'

export function identityApp(ports: IdentityPorts): Hono {
  const { open, now, log } = ports
  const app = new Hono()
  app.get(`${basePath}/sign-in`, (c) => signInForm(c, open, signInPage))
  app.post(`${basePath}/sign-in`, (c) => handleForm(c, open, (form) => signIn(form, now())))
  app.get(`${basePath}/sign-up`, (c) => signInForm(c, open, signUpPage))
  app.post(`${basePath}/sign-up`, (c) => handleForm(c, open, (form) => createAccount(form, now())))
  app.get(`${basePath}/sign-out`, (c) => renderPage(signOutPage(readerOfRequest(c.req.raw))))
  app.post(`${basePath}/sign-out`, (c) =>
    handleForm(c, open, async (form) => seeOther('/', (await callAuth(form, '/sign-out', {})).headers.getSetCookie())),
  )
  app.get(`${basePath}/problem`, (c) => {
    const reader = readerOfRequest(c.req.raw)
    const t = texts[reader.language]
    return renderPage(problemPage(reader, t.linkBroken, t.faults[authorizationProblem(c.req.query('error'))]), 400)
  })
  app.get('/.well-known/openid-configuration', async (c) =>
    metadata((await open(c.req.url)).auth.api.getOpenIdConfig()),
  )
  app.get('/.well-known/oauth-authorization-server', async (c) =>
    metadata((await open(c.req.url)).auth.api.getOAuthServerConfig()),
  )
  recoveryRoutes(app, ports)
  accountRoutes(app, ports)
  for (const endpoint of endpoints) {
    app.on(endpoint.method, endpoint.path, async (c) => callEndpoint(endpoint, await open(c.req.url), c.req.raw))
  }
  const methodsAt = methodsOf(app.routes)
  app.notFound(async (c) => {
    const { method, path } = c.req
    const reader = readerOfRequest(c.req.raw)
    const t = texts[reader.language]
    const allow = methodsAt(path)
    if (allow === null) {
      if (wantsPage(c)) return negotiated(await renderPage(problemPage(reader, t.notFound, t.noSuchPage), 404))
      const nothing = told({
        en: `There is nothing at ${method} ${path}.`,
        ko: `해당 주소에는 아무것도 없습니다: ${method} ${path}.`,
      })
      return negotiated(problem(c.req.raw, { code: 'not_found', status: 404, title: titles.notFound, ...nothing }))
    }
    if (method === 'OPTIONS') return optionsAnswer(allow)
    const only = told({
      en: `There is no ${method} at ${path}, only ${allow}.`,
      ko: `${path}에서는 ${method}을(를) 사용할 수 없습니다. 사용할 수 있는 메서드: ${allow}.`,
    })
    const fault = { code: 'method_not_allowed', status: 405, title: titles.notAllowed, ...only }
    if (wantsPage(c))
      return negotiated(
        withAllow(await renderPage(problemPage(reader, t.notPossible, detailIn(only, reader.language)), 405), allow),
      )
    return negotiated(withAllow(problem(c.req.raw, fault), allow))
  })
  app.onError(async (fault, c) => {
    log('request_failed', { path: c.req.path, fault: describeFault(fault) })
    if (!wantsPage(c)) return negotiated(unavailable(c.req.raw))
    const reader = readerOfRequest(c.req.raw)
    const t = texts[reader.language]
    const page = problemPage(reader, t.broken, t.tryAgain)
    return negotiated(await renderPage(page, 503))
  })
  return app
}

const titles = {
  notFound: { en: 'not found', ko: '찾을 수 없음' },
  notAllowed: { en: 'method not allowed', ko: '허용되지 않는 메서드' },
}

/** Features of the library that we do not offer. For example, sessions end at our own page. */
const notOffered = /^(end_session_endpoint$|backchannel_logout_|dpop_|prompt_values_|.*_auth_signing_alg_values_)/
/** Our own applications are public clients; other systems have a secret, which they send in the header alone. */
const secret = 'client_secret_basic'
const offered = {
  token_endpoint_auth_methods_supported: ['none', secret],
  revocation_endpoint_auth_methods_supported: ['none', secret],
  introspection_endpoint_auth_methods_supported: [secret],
}

/** OpenID Connect Discovery 1.0, section 3, and RFC 8414, section 2, with only the features that we offer. */
async function metadata(document: Promise<object>): Promise<Response> {
  const entries = Object.entries(await document).filter(([name]) => !notOffered.test(name))
  const headers = { 'cache-control': 'public, max-age=15' }
  return Response.json({ ...Object.fromEntries(entries), ...offered }, { headers })
}
