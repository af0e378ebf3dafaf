/** An exact fraction of whole numbers; `den` is above 0. Divided once, when it is shown. */
export interface Fraction {
  readonly num: number;
  readonly den: number;
}

export const whole = (value: number): Fraction => ({ num: value, den: 1 });

export function minus(a: Fraction, b: Fraction): Fraction {
  // The product of equal denominators could leave the range of whole numbers.
  if (a.den === b.den) return { num: a.num - b.num, den: a.den };
  return { num: a.num * b.den - b.num * a.den, den: a.den * b.den };
}

/** The nearest whole number; halves go up. */
export function rounded({ num, den }: Fraction): number {
  return Math.floor((2 * num + den) / (2 * den));
}
