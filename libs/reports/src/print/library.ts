/**
 * The library that sets PDF: pages, fonts, paths. The build bundles it over this module
 * (tools/bundle-pdf.mjs), in its form for browsers and with the two fonts that reports use: 26 MB as
 * packages, 0.9 MB so.
 */
export { default as PDFDocument } from 'pdfkit';
