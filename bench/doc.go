// Package bench measures the stages together: crawling against a bare loop, the
// whole pipeline against its parts, memory as a blog grows, exports against the
// shell of SQLite and the converter of Markdown. It holds nothing but benchmarks; run.sh runs them and prints
// the ratios that docs/performance.md speaks of. The benchmarks of single stages
// stand beside the code.
package bench
