/**
 * Gates that published models share, tabulated: by gate (routed experts, experts of a token, groups, groups
 * that a token may use), and by how many experts a place holds, the mean number of places that a token
 * reaches. What gate.ts draws, which takes a process a tenth of a second (gate-table.spec.ts draws it again).
 */
export const GATE_TABLE: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  /** DeepSeek-V3. */
  '256/8/8/4': {
    1: 8,
    2: 7.8261324974830835,
    4: 7.488573811396737,
    8: 6.852633656053007,
    16: 5.725862470284351,
    32: 3.9691162109375,
    64: 3.1251569475450705,
    72: 3.202424273013599,
    128: 1.9678362165181549,
    144: 1.96416151560424,
    256: 1,
  },
  /** DeepSeek-V2. */
  '160/6/8/3': {
    1: 6.000000000004691,
    2: 5.800813373766871,
    4: 5.417156333647853,
    5: 5.232539221228801,
    8: 4.795946114959456,
    10: 4.378673447174476,
    16: 3.8995690269746843,
    20: 2.9888916015625,
    32: 3.038719094704492,
    40: 2.5634940011161103,
    64: 2.332434470345363,
    72: 2.1647722479106175,
    80: 1.8539690290180253,
    128: 1.597043454511728,
    144: 1.3449276446803957,
    160: 1,
  },
};
