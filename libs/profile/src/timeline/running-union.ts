/**
 * Unions of time intervals that come ordered by start, and what two of them share, without a list of any of
 * them. Whatever comes later begins no earlier, so that it can meet none but the last interval of a union:
 * time that two unions share is found when the later of its two pieces comes.
 */
export class RunningUnion {
  /** The last interval, which may grow. */
  private fromUs = Infinity;
  toUs = -Infinity;
  private closedUs = 0;
  /** What the interval that was added last covers and none before it did. */
  pieceFromUs = 0;
  pieceToUs = 0;

  add(startUs: number, endUs: number): void {
    if (startUs <= this.toUs) {
      this.pieceFromUs = this.toUs;
      if (endUs > this.toUs) this.toUs = endUs;
    } else {
      if (this.toUs > -Infinity) this.closedUs += this.toUs - this.fromUs;
      this.pieceFromUs = startUs;
      this.fromUs = startUs;
      this.toUs = endUs;
    }
    this.pieceToUs = this.toUs;
  }

  get totalUs(): number {
    return this.toUs === -Infinity ? 0 : this.closedUs + (this.toUs - this.fromUs);
  }

  /** Of the piece that `other` added last, the time that is in this union too. */
  sharedWithPieceOf(other: RunningUnion): number {
    const from = Math.max(this.fromUs, other.pieceFromUs);
    const to = Math.min(this.toUs, other.pieceToUs);
    return to > from ? to - from : 0;
  }
}
