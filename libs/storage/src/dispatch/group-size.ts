/** How many runs a thread takes at a time: so many that a group lasts a while, one when runs are long or nothing is known of them. */
const GROUP_S = 0.1;
const MOST = 32;
/** Of the newest run in the mean. */
const WEIGHT = 0.3;

export class GroupSize {
  private meanS: number | null = null;

  get value(): number {
    return this.meanS === null ? 1 : Math.max(1, Math.min(MOST, Math.floor(GROUP_S / this.meanS)));
  }

  observe(seconds: number): void {
    this.meanS = this.meanS === null ? seconds : this.meanS + WEIGHT * (seconds - this.meanS);
  }
}
