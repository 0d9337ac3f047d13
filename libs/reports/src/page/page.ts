/** A report of any kind as sections of sentences, tables and charts, before it takes a form. */
import { type Chart } from '../charts/index.js';

export type PageCell = string | number | null;

export interface PageTable {
  readonly title: string;
  /** Column heads, with units. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly PageCell[])[];
}

export interface PageSection {
  readonly heading: string;
  readonly sentences?: readonly string[];
  readonly charts?: readonly Chart[];
  readonly tables?: readonly PageTable[];
}

export interface ReportPage {
  readonly title: string;
  /** What must be said first. */
  readonly lead: readonly string[];
  readonly sections: readonly PageSection[];
}

export type PageFormat = 'html' | 'md' | 'csv' | 'svg';
