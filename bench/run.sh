#!/bin/sh
# Runs the benchmarks and prints the ratios of docs/performance.md.
#
# Needs Go, GNU time (/usr/bin/time), sqlite3 and python3. With benchstat
# (go install golang.org/x/perf/cmd/benchstat@latest) the raw figures are
# summed up as well. Run it on an idle machine; COUNT=10 makes it steadier.
set -eu
cd "$(dirname "$0")/.."
count=${COUNT:-3} posts=${POSTS:-10000} port=${PORT:-8123}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

export CGO_ENABLED=0
go build -trimpath -ldflags '-s -w' -o "$work/blogferry" ./cmd/blogferry
go build -o "$work/site" bench/site.go
go build -o "$work/convert" bench/convert.go
printf 'package main\nfunc main() {}\n' > "$work/empty.go"
go build -o "$work/empty" "$work/empty.go"

go test ./bench -run '^$' -bench . -benchtime 3x -count "$count" | tee "$work/go.txt" >&2
if command -v benchstat > /dev/null; then benchstat "$work/go.txt"; fi

# measured NAME COMMAND…: CPU seconds, wall seconds and peak kilobytes.
measured() {
	name=$1
	shift
	/usr/bin/time -f "$name %U %S %e %M" -a -o "$work/time.txt" "$@" > /dev/null 2> "$work/err.txt" || { cat "$work/err.txt" >&2; exit 1; }
}

crawl() { # NAME POSTS SIZE FLAG…
	name=$1
	"$work/site" -posts "$2" -size "$3" -listen "127.0.0.1:$port" 2> /dev/null &
	server=$!
	sleep 2
	shift 3
	rm -f "$work/$name.db"
	measured "$name" "$work/blogferry" crawl "http://127.0.0.1:$port/blog" --db "$work/$name.db" --delay 0s --details never --quiet "$@"
	kill "$server"
	server=
}
crawl crawl "$posts" 1000
if [ -n "${TENFOLD:-}" ]; then crawl tenfold $((10 * posts)) 1000; fi

# Cores in use: pages of 98 KB, as the stages are measured on.
"$work/site" -posts 3000 -size 8600 -save "$work/saved"
for _ in $(seq "$count"); do
	crawl one 3000 8600
	crawl four 3000 8600 --parallel 4
	rm -f "$work/import.db"
	measured import "$work/blogferry" import "$work/saved" --db "$work/import.db" --quiet
	measured reparse "$work/blogferry" reparse --db "$work/import.db" --quiet
done

rows='SELECT p.*, (SELECT json_group_array(tag) FROM post_tags WHERE post_id = p.id) AS tags,
	(SELECT json_group_array(category) FROM post_categories WHERE post_id = p.id) AS categories,
	(SELECT json_group_array(json_object('"'url', url, 'alt', alt"')) FROM post_images WHERE post_id = p.id) AS images
	FROM posts p ORDER BY p.published_at DESC'
cells='SELECT id, source, url, title, author, role, published_at, comment_count, body_text, body_html, removed_at FROM posts ORDER BY published_at DESC'
all_cells='SELECT id, source, url, title, author, role, published_at,
	(SELECT group_concat(category, "|") FROM post_categories WHERE post_id = p.id) AS categories,
	(SELECT group_concat(tag, "|") FROM post_tags WHERE post_id = p.id) AS tags,
	comment_count, body_text, body_html, removed_at FROM posts p ORDER BY published_at DESC'
"$work/blogferry" export --db "$work/crawl.db" --format ndjson --quiet > "$work/bodies.ndjson"
for _ in $(seq "$count"); do
	for format in json csv atom jsonfeed wxr ghost; do # to where the shell writes, too
		measured "export-$format" "$work/blogferry" export --db "$work/crawl.db" --format "$format" --quiet
	done
	for format in markdown hugo jekyll; do
		rm -rf "$work/folder"
		measured "export-$format" "$work/blogferry" export --db "$work/crawl.db" --format "$format" --out "$work/folder" --quiet
	done
	echo "convert $("$work/convert" < "$work/bodies.ndjson") 0 1 0" >> "$work/time.txt"
	measured shell-json sqlite3 -readonly -json "$work/crawl.db" "$rows"
	measured shell-json-plain sqlite3 -readonly -json "$work/crawl.db" 'SELECT * FROM posts ORDER BY published_at DESC'
	measured shell-csv sqlite3 -readonly -csv -header "$work/crawl.db" "$all_cells"
	measured shell-csv-plain sqlite3 -readonly -csv -header "$work/crawl.db" "$cells"
done
kept=$(sqlite3 "$work/crawl.db" 'SELECT 1.0 * sum(length(body)) / sum(size) FROM page')
size=$(wc -c < "$work/blogferry")

python3 bench/ratios.py "$work" "$kept" "$size"
