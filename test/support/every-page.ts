// Every page and form of the shop × every kind of visitor, and what each form is filled in with.
import { demoAccounts } from '../../scripts/demo/accounts.ts'
import type { Account } from './shop.ts'
import { kangsForm } from './story.ts'

export type Who = Account | null
type Row = readonly [route: string, ...statuses: number[]]

/** Nobody; Kang, whose orders these are; another customer; and the shop's people. */
export const everybody: readonly Who[] = [null, 'customer', 'customer2', 'staff', 'courier', 'ops']
export const people = everybody.filter((who) => who !== null)

// biome-ignore format: a table is read by its columns.
export const pages: readonly Row[] = [
  //                                                       nobody owner other staff courier ops
  ['GET /',                                     200, 200, 200, 200, 200, 200],
  ['GET /shop/:itemId',                         200, 200, 200, 200, 200, 200],
  ['GET /account',                              303, 303, 303, 303, 303, 303],
  ['GET /sign-in',                              302, 302, 302, 302, 302, 302],
  ['GET /signed-in',                            302, 302, 302, 302, 302, 302],
  ['POST /sign-out',                            307, 307, 307, 307, 307, 307],
  ['POST /language',                            303, 303, 303, 303, 303, 303],
  ['GET /mypage',                               303, 200, 200, 403, 403, 403],
  ['GET /mypage/live',                          401, 200, 200, 403, 403, 403],
  ['GET /mypage/messages',                      303, 200, 200, 403, 403, 403],
  ['POST /mypage/messages',                     303, 303, 303, 403, 403, 403],
  ['GET /mypage/new',                           303, 200, 200, 403, 403, 403],
  ['POST /mypage/new',                          303, 303, 303, 403, 403, 403],
  ['GET /mypage/orders/:orderId',               303, 200, 404, 403, 403, 403],
  ['GET /mypage/orders/:orderId/pay',           303, 303, 404, 403, 403, 403],
  ['GET /mypage/orders/:orderId/authentication', 303, 303, 404, 403, 403, 403],
  ['GET /mypage/orders/:orderId/return',        303, 303, 404, 403, 403, 403],
  ['POST /mypage/orders/:orderId/pay',          303, 303, 404, 403, 403, 403],
  ['POST /mypage/orders/:orderId/cancel',       303, 303, 404, 403, 403, 403],
  ['GET /mypage/orders/:orderId/cancel',        303, 303, 303, 403, 403, 403],
  ['GET /admin',                                303, 403, 403, 200, 403, 200],
  ['GET /admin/take',                           303, 403, 403, 303, 403, 303],
  ['POST /admin/take',                          303, 403, 403, 200, 403, 403],
  ['GET /admin/orders.csv',                     303, 403, 403, 200, 403, 200],
  ['GET /admin/live',                           401, 403, 403, 200, 403, 200],
  ['GET /admin/orders/:orderId',                303, 403, 403, 200, 403, 200],
  ['GET /admin/orders/:orderId/slip',           303, 403, 403, 200, 403, 200],
  ['GET /admin/orders/:orderId/:form',          303, 403, 403, 303, 403, 303],
  ['POST /admin/orders/:orderId/take',          303, 403, 403, 303, 403, 403],
  ['POST /admin/orders/:orderId/claim',         303, 403, 403, 303, 403, 403],
  ['POST /admin/orders/:orderId/release',       303, 403, 403, 303, 403, 403],
  ['POST /admin/orders/:orderId/notes',         303, 403, 403, 303, 403, 403],
  ['POST /admin/orders/:orderId/cancel',        303, 403, 403, 303, 403, 403],
  ['POST /admin/orders/:orderId/refund',        303, 403, 403, 303, 403, 403],
  ['GET /courier',                              303, 403, 403, 200, 200, 403],
  ['GET /courier/live',                         401, 403, 403, 200, 200, 403],
  ['GET /courier/deliveries/:orderId',          303, 403, 403, 200, 200, 403],
  ['GET /courier/deliveries/:orderId/complete', 303, 403, 403, 303, 303, 403],
  ['POST /courier/deliveries/:orderId/complete', 303, 403, 403, 303, 303, 403],
  ['GET /sandbox/cards',                        303, 422, 422, 403, 403, 403],
  ['GET /sandbox/authentications/:id',          303, 404, 404, 403, 403, 403],
  ['GET /auth/account',                         303, 200, 200, 200, 200, 200],
  ['POST /auth/account/password',               303, 422, 422, 422, 422, 422],
  ['POST /auth/account/sessions',               303, 303, 303, 303, 303, 303],
  ['POST /auth/account/reader',                 303, 303, 303, 303, 303, 303],
  ['GET /auth/sign-in',                         200, 303, 303, 303, 303, 303],
  ['POST /auth/sign-in',                        401, 401, 401, 401, 401, 401],
  ['GET /auth/sign-up',                         200, 303, 303, 303, 303, 303],
  ['POST /auth/sign-up',                        422, 422, 422, 422, 422, 422],
  ['GET /auth/sign-out',                        200, 200, 200, 200, 200, 200],
  ['POST /auth/sign-out',                       303, 303, 303, 303, 303, 303],
  ['GET /auth/forgot',                          200, 200, 200, 200, 200, 200],
  ['POST /auth/forgot',                         200, 200, 200, 200, 200, 200],
  ['GET /auth/reset',                           200, 200, 200, 200, 200, 200],
  ['POST /auth/reset',                          400, 400, 400, 400, 400, 400],
  ['GET /auth/problem',                         400, 400, 400, 400, 400, 400],
  ['GET /auth/jwks',                            200, 200, 200, 200, 200, 200],
  ['GET /auth/oauth2/authorize',                302, 302, 302, 302, 302, 302],
  ['POST /auth/oauth2/authorize',               302, 302, 302, 302, 302, 302],
  ['POST /auth/oauth2/token',                   400, 400, 400, 400, 400, 400],
  ['POST /auth/oauth2/revoke',                  401, 401, 401, 401, 401, 401],
  ['POST /auth/oauth2/introspect',              401, 401, 401, 401, 401, 401],
  ['GET /auth/oauth2/userinfo',                 401, 401, 401, 401, 401, 401],
  ['POST /auth/oauth2/userinfo',                401, 401, 401, 401, 401, 401],
  ['GET /.well-known/openid-configuration',     200, 200, 200, 200, 200, 200],
  ['GET /.well-known/oauth-authorization-server', 200, 200, 200, 200, 200, 200],
  ['GET /openapi.json',                         200, 200, 200, 200, 200, 200],
  ['GET /docs',                                 200, 200, 200, 200, 200, 200],
  ['GET /docs/:file',                           200, 200, 200, 200, 200, 200],
  ['GET /static/:file',                         200, 200, 200, 200, 200, 200],
  ['POST /graphql',                             415, 415, 415, 415, 415, 415],
]

/** Who changes something by a form. Everybody else leaves all as it was, whatever they are answered. */
export const writers: Record<string, readonly Who[]> = {
  'POST /sign-out': people,
  'POST /auth/sign-out': people,
  'POST /mypage/new': ['customer', 'customer2'],
  'POST /mypage/messages': ['customer', 'customer2'],
  'POST /mypage/orders/:orderId/pay': ['customer'],
  'POST /mypage/orders/:orderId/cancel': ['customer'],
  'POST /admin/orders/:orderId/take': ['staff'],
  'POST /admin/take': ['staff'],
  'POST /admin/orders/:orderId/claim': ['staff'],
  'POST /admin/orders/:orderId/release': ['staff'],
  'POST /admin/orders/:orderId/notes': ['staff'],
  'POST /admin/orders/:orderId/cancel': ['staff'],
  'POST /admin/orders/:orderId/refund': ['staff'],
  'POST /courier/deliveries/:orderId/complete': ['staff', 'courier'],
  // It is Kang's own session that everybody tries to end.
  'POST /auth/account/sessions': ['customer'],
  'POST /auth/account/reader': people,
}

/** As each form is filled in: so that it is refused for who sends it, and for nothing else. */
export const forms: Record<string, Record<string, string>> = {
  'POST /mypage/new': { ...kangsForm, qty: '1' },
  'POST /mypage/messages': { kind: 'packed' },
  'POST /mypage/orders/:orderId/pay': { paymentToken: 'tok_approved' },
  'POST /admin/take': { orderId: 'ord_0123456789abcdefghjkmnpqrs' },
  'POST /admin/orders/:orderId/notes': { note: 'The box is open', key: 'a-key' },
  'POST /admin/orders/:orderId/cancel': { reason: 'out of stock' },
  'POST /admin/orders/:orderId/refund': { amount: '500', currency: 'KRW', refundReason: 'a scratch', key: 'a-key' },
  'POST /language': { language: 'en' },
  'POST /auth/account/reader': { language: 'en', timeZone: 'Asia/Seoul' },
  'POST /auth/account/password': { current: 'not the password', password: 'a long enough password' },
  'POST /auth/sign-in': { email: 'nobody@example.com', password: 'not the password' },
  'POST /auth/sign-up': { name: 'Han', email: demoAccounts.ops.email, password: 'a long enough password' },
  'POST /auth/oauth2/revoke': { token: 'made up' },
  'POST /auth/oauth2/introspect': { token: 'made up' },
  'POST /auth/reset': { token: 'made up', password: 'a long enough password' },
}
