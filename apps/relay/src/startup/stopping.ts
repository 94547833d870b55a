/** What was started is stopped in the opposite order, whatever each of them says. */
export class Stopping {
  private readonly steps: (() => void | Promise<void>)[] = [];

  /** To be called when something has been started. */
  push(step: () => void | Promise<void>): void {
    this.steps.push(step);
  }

  async run(): Promise<void> {
    for (const step of this.steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        process.stderr.write(`while stopping: ${String(error)}\n`);
      }
    }
  }
}
