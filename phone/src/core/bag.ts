/** The payer's bag: integer rupiah, float = paid + returned + what is left. */

export type Bag = { float: number; paid: number; returned: number };

export const EMPTY_BAG: Bag = { float: 0, paid: 0, returned: 0 };

export function left(bag: Bag): number {
  return bag.float - bag.paid - bag.returned;
}

export function paidOut(bag: Bag, total: number): Bag {
  return { ...bag, paid: bag.paid + total };
}

export function givenBack(bag: Bag, amount: number): Bag {
  return { ...bag, returned: bag.returned + amount };
}
