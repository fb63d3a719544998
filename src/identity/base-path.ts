// Where the authorization server and its pages are mounted.

export const basePath = '/auth'
