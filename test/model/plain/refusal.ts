/** What the model says of an operation that must be refused: one of these codes is right. */
export class Refusal extends Error {
  constructor(readonly codes: readonly string[]) {
    super(`must be refused with ${codes.join(' or ')}`);
  }
}

/** Gathers what is wrong with an operation. Where there are several faults, the store may name any of them. */
export class Faults {
  private readonly codes = new Set<string>();

  add(code: 'BAD_USER_INPUT' | 'NOT_FOUND' | 'CONFLICT'): void {
    this.codes.add(code);
  }

  refuseIf(wrong: boolean, code: 'BAD_USER_INPUT' | 'NOT_FOUND' | 'CONFLICT'): void {
    if (wrong) this.add(code);
  }

  get any(): boolean {
    return this.codes.size > 0;
  }

  /** @throws Refusal where anything is wrong */
  end(): void {
    if (this.any) throw new Refusal([...this.codes]);
  }
}
