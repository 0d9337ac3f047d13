/** Home: where to begin, and how far the numbers can be trusted. */
import { type ReportAnswer, useEngine } from '../../engine/index.js';
import { AnswerState, Card, Page } from '../../ui/index.js';
import { ReportTable } from './report-table.js';

export default function HomeScreen() {
  const answer = useEngine('report', 'table4');
  return (
    <Page
      title="A digital twin of GPU training clusters"
      lead="A step of a training job on every device and link, and days of it with faults, computed here."
    >
      <div class="hero">
        <a class="button primary" href="#/job">
          Your job
        </a>
        <a class="button" href="#/schedules">
          Compare schedules
        </a>
        <a class="button" href="#/cluster">
          Fail a switch
        </a>
      </div>
      <Card
        title="How far to trust it: Table 4 of the paper"
        note="The twin's numbers are computed in this page, just now; only the paper's are quoted."
        wide
      >
        <AnswerState answer={answer} waiting="Simulating DeepSeek-V3 on 2,048 H800, twice" />
        {answer.value !== undefined && <Table4 report={answer.value} />}
      </Card>
    </Page>
  );
}

function Table4({ report }: { readonly report: ReportAnswer }) {
  return (
    <>
      <ReportTable report={report} />
      <p>{report.conclusion}</p>
      <p class="note">
        Engine {report.engineVersion}. The same on a command line: railyard reproduce table4.
      </p>
    </>
  );
}
