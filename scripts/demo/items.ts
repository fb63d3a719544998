// The demo shop's shelf: real kinds of appliances at the prices a Korean shop would ask, in won.
import type { Item } from '../../src/contract/rpc.ts'

const item = (
  itemId: string,
  itemName: string,
  category: string,
  picture: string,
  amount: number,
  description: string,
): Item => ({ itemId, itemName, description, category, picture, price: { amount, currency: 'KRW' } })

export const demoItems: readonly Item[] = [
  item(
    '1',
    'French door refrigerator 870 L',
    'kitchen',
    'refrigerator',
    2_390_000,
    'Four doors, a frost-free freezer, class A.',
  ),
  // The article of the old shop's price list, under its old number, name and price: the calls its users know still
  // work.
  {
    ...item(
      '2',
      'Air conditional',
      'climate',
      'airConditioner',
      1500,
      'The old shop’s trial article. For a real one see item 3.',
    ),
    isUnlisted: true,
  },
  item(
    '3',
    'Split air conditioner 52 m²',
    'climate',
    'airConditioner',
    1_890_000,
    'Inverter, heats and cools, 22 dB at night.',
  ),
  item(
    '4',
    'Front-loading washing machine 24 kg',
    'laundry',
    'washingMachine',
    1_290_000,
    'Steam, direct drive, 1,400 rpm.',
  ),
  item(
    '5',
    'Heat-pump tumble dryer 20 kg',
    'laundry',
    'dryer',
    1_450_000,
    'Dries at low heat, self-cleaning condenser.',
  ),
  item(
    '6',
    'Dishwasher, 14 place settings',
    'kitchen',
    'dishwasher',
    890_000,
    'Built-in, 42 dB, opens its door to dry.',
  ),
  item('7', 'Induction hob, 4 zones', 'kitchen', 'hob', 740_000, 'Two zones join to one, boost, child lock.'),
  item('8', 'Built-in oven 76 L', 'kitchen', 'oven', 980_000, 'Steam-assisted, pyrolytic cleaning.'),
  item('9', 'Microwave oven 32 L', 'kitchen', 'microwave', 189_000, 'Inverter, grill, 1,000 W.'),
  item('10', 'Cordless vacuum cleaner', 'floor', 'vacuum', 649_000, 'Two batteries, 60 minutes each, docking station.'),
  item('11', 'Robot vacuum and mop', 'floor', 'robotVacuum', 1_190_000, 'Maps rooms, empties itself, washes its mops.'),
  item('12', 'Air purifier 66 m²', 'climate', 'airPurifier', 459_000, 'HEPA H13, shows the particles it finds.'),
  item('13', 'Rice cooker, 10 cups', 'kitchen', 'riceCooker', 379_000, 'Pressure and induction, sixteen programs.'),
]
