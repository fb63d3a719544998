// Who sells, on the receipts of the tests.
import type { Seller } from '../../src/mypage/receipt.tsx'

export const seller: Seller = {
  name: 'Home appliances',
  registration: '123-45-67890',
  address: '1 Sejong-daero, Seoul',
  taxPercent: 10,
}
